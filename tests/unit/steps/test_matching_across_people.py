"""Rows of two numbers, of units and people out of sight, and of the protected, matched by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from rutine.cases.access import UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.deciding.matching_by_hand import who_may_agree
from rutine.cases.deciding.retracting import retract
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import CarriedClaim, Case, Settlement, Subject, UserAccount
from rutine.cases.views import CaseView, DecisionState
from rutine.core.differences import Action, Side
from rutine.core.errors import AccessDenied, InputError
from tests.hand_matches import (
    AUGUST,
    FULL,
    SENT,
    WEEK,
    agree,
    items,
    keys_of,
    pick,
    refusal,
    settlements,
    within,
)
from tests.small_office import EMPLOYER, GENEROUS, HOME, KARI, LIV, SCHOOL, Claimed, Office, Paid


def two_numbers(office: Office) -> CaseView:
    """A line of one person, and a claim of another with the same sum."""
    office.claims("2026-09", Claimed("K1", 1, AUGUST, FULL, SENT))
    office.pays("2026-09", Paid(0, AUGUST + 5 * WEEK, FULL))
    office.run("2026-09")
    return office.case()


def test_another_persons_rows_are_found_by_number_and_need_both_to_say_why(office: Office) -> None:
    case = two_numbers(office)
    assert keys_of(items(office, case), Side.CLAIM) == []
    found = items(office, case, employee_number="10481")
    assert [each.others for each in found] == [False, True]
    pick(office, case, keys_of(found), comment="nytt fødselsnummer")
    with pytest.raises(InputError) as silent:
        agree(office, case)
    assert silent.value.code == "comment_required"

    agree(office, case, comment="Folkeregisteret viser nytt nummer")
    office.run("2026-09")

    assert settlements(office) == [("decision", FULL, FULL)]
    assert office.case().history[-2].comment == "Folkeregisteret viser nytt nummer"


def test_units_and_protected_people_are_out_of_sight(office: Office) -> None:
    office.claims("2026-09", Claimed("K1", 0, AUGUST, FULL, SENT, unit=HOME))
    office.pays("2026-09", Paid(0, AUGUST + 5 * WEEK, FULL))
    office.run("2026-09")
    case = office.case()
    every = keys_of(items(office, case))
    school = within(KARI, SCHOOL.value)
    assert keys_of(items(office, case, school)) == every[:1]
    assert refusal(office, case, every, actor=school) == "row_missing"
    pick(office, case, every)
    with pytest.raises(AccessDenied) as refused:
        agree(office, case, within(LIV, SCHOOL.value))
    assert refused.value.code == "match_out_of_sight"
    agree(office, case)
    office.run("2026-09")
    assert settlements(office) == [("decision", FULL, FULL)]


def test_a_protected_persons_claim_is_matched_in_their_own_case_alone(office: Office) -> None:
    case = two_numbers(office)
    with office.place.database.writing() as session:
        (claim,) = session.scalars(select(CarriedClaim))
        session.get_one(Subject, claim.subject_id).restricted = True
    assert keys_of(items(office, case, employee_number="10481"), Side.CLAIM) == []
    sees = replace(KARI, roles=KARI.roles | {UserRole.RESTRICTED})
    assert keys_of(items(office, case, sees, employee_number="10481"), Side.CLAIM) == []
    found = [*keys_of(items(office, case)), ("claim", EMPLOYER.value, "K1")]
    assert refusal(office, case, found) == "row_missing"
    assert refusal(office, case, found, actor=sees) == "match_protected"


def test_one_who_becomes_protected_before_the_answer_takes_the_case_out_of_sight(
    office: Office,
) -> None:
    case = two_numbers(office)
    pick(office, case, keys_of(items(office, case, employee_number="10481")))
    with office.place.database.writing() as session:
        (claim,) = session.scalars(select(CarriedClaim))
        session.get_one(Subject, claim.subject_id).restricted = True
    with pytest.raises(AccessDenied) as refused:
        agree(office, case, comment="samme person")
    assert refused.value.code == "match_out_of_sight"

    sees = replace(LIV, roles=LIV.roles | {UserRole.RESTRICTED})
    agree(office, case, sees, comment="samme person")

    with office.place.database.reading() as session:
        assert session.get_one(Case, case.case_id).restricted


@pytest.mark.parametrize("changed", ["place", "person"])
def test_rows_that_are_elsewhere_or_another_persons_now_are_looked_at_again(
    office: Office, changed: str
) -> None:
    case = two_numbers(office)
    pick(office, case, keys_of(items(office, case, employee_number="10481")))
    with office.place.database.writing() as session:
        (claim,) = session.scalars(select(CarriedClaim))
        entry = session.get_one(Case, case.case_id)
        if changed == "place":
            entry.evidence_hash = "0" * 64
        else:
            claim.subject_id = entry.subject_id
    with pytest.raises(InputError) as refused:
        agree(office, case, comment="samme person")
    assert refused.value.code == "match_changed"


def test_nobody_is_told_that_they_may_agree_with_another_account(office: Office) -> None:
    case = two_numbers(office)
    with office.place.database.writing() as session:
        account = session.get_one(UserAccount, LIV.id.removeprefix("user:"))
        account.roles = json.dumps([UserRole.APPROVER])
        session.flush()
        assert who_may_agree(session, case.case_id, KARI) == (LIV.name,)
        account.way, account.display_name = "entra", KARI.name
        session.flush()
        assert who_may_agree(session, case.case_id, KARI) == ()


@pytest.mark.parametrize("undone", [False, True], ids=["taken back", "undone"])
def test_what_people_put_together_one_alone_never_settles(office: Office, *, undone: bool) -> None:
    """Not by another decision than the one that takes two, once the match is taken back."""
    case = two_numbers(office)
    pick(office, case, keys_of(items(office, case, employee_number="10481")))
    agree(office, case, comment="samme person")
    place = office.place
    if undone:
        office.run("2026-09")
        with place.database.writing() as session:
            (made,) = session.scalars(select(Settlement.id))
            undo(session, place.keys, made, actor=KARI, why="feil", limits=GENEROUS)
    else:
        with place.database.writing() as session:
            now = session.get_one(Case, case.case_id).version
            retract(session, case.case_id, version=now, actor=KARI)
    together = office.case()
    assert (together.claim_count, together.line_count) == (1, 1)
    assert Action.ACCEPT_PAID in together.permitted
    with place.database.writing() as session:
        made_now = decide(
            *(session, place.keys, case.case_id),
            version=together.version,
            actor=KARI,
            action=Action.ACCEPT_PAID,
            limits=GENEROUS,
        )
    assert made_now.state is DecisionState.PROPOSED

"""Rows that a person picks are settled by the next run, once, after a second person's word."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from rutine.cases.access import ROBOT
from rutine.cases.deciding.retracting import retract
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.settling.claims import open_claims
from rutine.cases.tables import CarriedClaim, Posting
from rutine.cases.views import CaseStatus, CaseView
from rutine.core.differences import Action, Side
from rutine.core.errors import AccessDenied, InputError
from rutine.core.money import Ore
from tests.hand_matches import (
    AUGUST,
    FULL,
    SENT,
    WEEK,
    agree,
    items,
    keys_of,
    other_weeks,
    pick,
    refusal,
    settled,
    settlements,
    version,
)
from tests.small_office import EMPLOYER, KARI, LIV, RATE, Claimed, Office, Paid


def test_a_line_and_a_carried_claim_become_one_settlement_once(office: Office) -> None:
    case = other_weeks(office)
    pick(office, case, keys_of(items(office, case)))
    office.run("2026-09")
    assert (office.case().status, settled(office)) == (CaseStatus.APPROVAL, set())

    agree(office, case)
    office.run("2026-09")
    office.run("2026-09")

    assert settlements(office) == [("decision", FULL, FULL)]
    assert settled(office) == {("line", None), ("claim", "K1")}
    done = office.case()
    assert (done.status, done.claimed, done.paid) == (CaseStatus.DONE, FULL, FULL)
    assert [each.action for each in done.history][-3:] == ["proposed", "approved", "applied"]
    with office.place.database.reading() as session:
        posted = session.scalars(select(Posting.account).where(Posting.kind == "decision"))
        assert sorted(filter(None, posted)) == ["1574", "1575"]
        assert session.scalars(select(CarriedClaim)).all() == []


def keys_by_amount(office: Office, case: CaseView) -> list[RowKey]:
    """The rows of the case and its person: lines before claims, the greatest amount first."""
    every = sorted(items(office, case), key=lambda each: (each.row.ref.side, -each.row.amount))
    every.sort(key=lambda each: each.row.ref.side is Side.CLAIM)
    return keys_of(every)


def two_weeks(office: Office) -> tuple[CaseView, CaseView]:
    """Two lines for weeks that nobody claimed, each a case; K1 and K2 are carried."""
    office.claims(
        "2026-09",
        Claimed("K1", 0, AUGUST, FULL, SENT),
        Claimed("K2", 0, AUGUST + WEEK, FULL, SENT),
    )
    office.pays(
        "2026-09", Paid(0, AUGUST + 5 * WEEK, 2 * RATE), Paid(0, AUGUST + 8 * WEEK, 3 * RATE)
    )
    office.run("2026-09")
    first, second = office.cases()
    return first, second


def test_rows_of_several_cases_are_closed_with_the_one_decision(office: Office) -> None:
    first, second = two_weeks(office)
    every = keys_of(items(office, first))
    picks = [key for key in every if key[0] == "line" or key[2] == "K1"]
    pick(office, first, picks)
    assert refusal(office, second, keys_of(items(office, second), Side.LINE)) == "row_proposed"
    with pytest.raises(InputError) as locked:
        office.decide(second, Action.SEND_TO_NAV)
    assert (locked.value.code, locked.value.details) == ("case_in_match", {"case": first.number})
    assert next(c for c in office.cases() if c.number == second.number).permitted == ()

    agree(office, first)

    one, other = office.cases()
    assert (one.status, one.claimed, one.paid) == (CaseStatus.DONE, FULL, FULL)
    assert (other.status, other.history[-1].joined) == (CaseStatus.AUTO_CLOSED, first.number)
    assert other.history[-1].by_name == "Liv L"
    office.run("2026-09")
    assert settlements(office) == [("decision", FULL, FULL)]
    assert settled(office) == {("line", None), ("claim", "K1")}
    assert [each.status for each in office.cases()] == [CaseStatus.DONE, CaseStatus.AUTO_CLOSED]


def ambiguous(office: Office) -> CaseView:
    """One case of a claim and three lines, of which either of two pairs would agree with it."""
    office.claims("2026-09", *AMBIGUOUS)
    office.pays("2026-09", *(Paid(0, AUGUST, days * RATE) for days in (4, 3, 3)))
    office.run("2026-09")
    case = office.case()
    assert (case.claimed, case.paid, case.line_count) == (7 * RATE, 10 * RATE, 3)
    return case


AMBIGUOUS = (
    Claimed("K1", 0, AUGUST, 7 * RATE, SENT),
    Claimed("K2", 0, AUGUST + 2 * WEEK, 6 * RATE, SENT),
)


def test_what_the_case_has_besides_is_a_case_of_its_own(office: Office) -> None:
    case = ambiguous(office)
    four, three, _, k1, _ = keys_by_amount(office, case)
    pick(office, case, [four, three, k1])

    agree(office, case)

    done, rest = office.cases()
    assert (done.status, done.claimed, done.paid) == (CaseStatus.DONE, 7 * RATE, 7 * RATE)
    assert (rest.status, rest.claimed, rest.paid) == (CaseStatus.OPEN, 0, 3 * RATE)
    assert (rest.history[-1].action, rest.history[-1].joined) == ("split", case.number)
    office.run("2026-09")
    left = office.cases()[-1]
    assert (left.status, left.claimed, left.paid) == (CaseStatus.OPEN, 0, 3 * RATE)
    assert settlements(office) == [("decision", 7 * RATE, 7 * RATE)]


def test_a_case_that_keeps_rows_goes_on_with_them_and_is_open(office: Office) -> None:
    both = ambiguous(office)
    office.pays("2026-09", Paid(0, AUGUST + 8 * WEEK, 3 * RATE))
    office.run("2026-09")
    alone = office.cases()[-1]
    office.decide(both, Action.SEND_TO_NAV)
    office.run("2026-09")  # money of the case that waits is specified as such in the books
    own = [each.row.key for each in items(office, alone) if each.row.case is None]
    own += [each.row.key for each in items(office, alone) if each.row.amount == 3 * RATE][1:]
    pick(office, alone, own)

    agree(office, alone)

    kept = next(case for case in office.cases() if case.number == both.number)
    assert (kept.status, kept.claimed, kept.paid) == (CaseStatus.OPEN, 7 * RATE, 7 * RATE)
    assert [each.action for each in kept.history][-1] == "rows_taken"
    office.run("2026-09")
    assert sorted(settlements(office)) == [  # what was left agrees, and the program settled it
        ("decision", 6 * RATE, 6 * RATE),
        *sorted(each for each in settlements(office) if each[0] != "decision"),
    ]
    assert sum(paid for _, _, paid in settlements(office)) == 13 * RATE


def test_lines_alone_close_each_other_only_when_they_cancel(office: Office) -> None:
    office.claims("2026-09", Claimed("K1", 1, AUGUST, FULL, SENT))
    office.pays("2026-09", Paid(0, AUGUST, FULL), Paid(0, AUGUST + 5 * WEEK, -FULL))
    office.run("2026-09")
    case = office.cases()[0]
    every = keys_of(items(office, case))
    assert refusal(office, case, every[:1]) == "match_no_claim"
    assert refusal(office, case, every, action=Action.ACCEPT_PAID) == "match_no_claim"
    pick(office, case, every)
    agree(office, case)

    office.run("2026-09")

    assert settlements(office) == [("decision", 0, 0)]
    assert settled(office) == {("line", None)}


@pytest.mark.parametrize(
    ("amounts", "action", "sums", "left"),
    [
        ((FULL, 3 * RATE), Action.ACCEPT_PAID, (FULL, 3 * RATE), 0),
        ((FULL, 3 * RATE), Action.ACCEPT_PART, (3 * RATE, 3 * RATE), 2 * RATE),
        ((3 * RATE, FULL), Action.ACCEPT_PAID, (3 * RATE, FULL), 0),
    ],
)
def test_a_difference_goes_where_the_catalogue_lets_it_and_only_by_name(
    office: Office, amounts: tuple[int, int], action: Action, sums: tuple[int, int], left: int
) -> None:
    case = other_weeks(office, claimed=amounts[0], paid=amounts[1])
    picks = keys_of(items(office, case))
    assert refusal(office, case, picks) == "match_sums_differ"
    assert refusal(office, case, picks, action=Action.WRITE_OFF) in {
        "match_choice",
        "match_no_loss",
    }
    pick(office, case, picks, action)
    agree(office, case)

    office.run("2026-09")

    assert settlements(office) == [("decision", *sums)]
    with office.place.database.reading() as session:
        assert sum(claim.left for claim in open_claims(session, EMPLOYER)) == left


def test_each_refusal_says_who_has_the_row(office: Office) -> None:
    first, second = two_weeks(office)
    every = keys_of(items(office, first))
    lines, k1 = [key for key in every if key[0] == "line"], every[-2]
    assert refusal(office, first, [*lines, lines[0], k1]) == "row_twice"
    assert refusal(office, first, [k1]) == "match_no_line"
    assert refusal(office, first, lines) == "match_no_claim"
    assert refusal(office, first, [*lines, ("line", "f" * 64, "1")]) == "row_missing"
    assert refusal(office, first, [*lines, k1], comment=" ") == "comment_required"
    assert refusal(office, first, [*lines, k1], seal="older") == "case_changed"
    assert refusal(office, first, [*lines, k1], version=first.version + 1) == "case_changed"
    assert refusal(office, first, [*lines, k1], action=Action.SEND_TO_NAV) == "match_choice"
    office.decide(second, Action.ACCEPT_PAID)
    with pytest.raises(InputError) as decided:
        pick(office, first, [*lines, k1])
    assert (decided.value.code, decided.value.details["by"]) == ("row_decided", KARI.id)
    office.run("2026-09")
    with pytest.raises(InputError) as taken:
        pick(office, first, [*lines, k1])
    assert (taken.value.code, taken.value.details["case"]) == ("row_settled", second.number)
    assert settlements(office) == [("decision", 0, int(second.paid))]


def test_a_row_that_waits_in_another_proposal_is_refused(office: Office) -> None:
    first, second = two_weeks(office)
    every = keys_of(items(office, first))
    (line,) = second.lines
    own = ("line", line.ref.sha256, str(line.ref.row))
    pick(office, second, [own, every[-1]], Action.ACCEPT_PART)
    with pytest.raises(InputError) as waits:
        pick(office, first, [key for key in every if key[0] == "line" or key[2] == "K1"])
    assert (waits.value.code, waits.value.details["case"]) == ("row_proposed", second.number)


def test_nobody_approves_what_they_proposed_and_a_reviewer_approves_nothing(office: Office) -> None:
    case = other_weeks(office)
    pick(office, case, keys_of(items(office, case)), actor=LIV)
    for actor, code in ((LIV, "own_proposal"), (KARI, "role_missing"), (ROBOT, "not_a_person")):
        with pytest.raises(AccessDenied) as refused:
            agree(office, case, actor)
        assert refused.value.code == code
    office.run("2026-09")
    assert settlements(office) == []


def test_the_choice_is_offered_nowhere_without_rows(office: Office) -> None:
    case = other_weeks(office)
    assert Action.MATCH_BY_HAND not in case.permitted
    with pytest.raises(InputError) as refused:
        office.decide(case, Action.MATCH_BY_HAND)
    assert refused.value.code == "action_not_permitted"


def test_it_is_taken_back_before_a_run_and_undone_after_it(office: Office) -> None:
    case = other_weeks(office)
    picks = keys_of(items(office, case))
    pick(office, case, picks)
    with office.place.database.writing() as session:
        retract(session, case.case_id, version=version(office, case), actor=KARI)
    assert (office.case().status, office.case().claimed) == (CaseStatus.OPEN, 0)
    pick(office, case, picks)
    agree(office, case)
    with office.place.database.writing() as session:
        retract(session, case.case_id, version=version(office, case), actor=KARI)
    office.run("2026-09")

    again = office.case()
    assert (again.status, settlements(office)) == (CaseStatus.OPEN, [])
    assert {key[0] for key in keys_of(items(office, again))} == {"line", "claim"}
    pick(office, again, keys_of(items(office, again)))
    agree(office, again)
    office.run("2026-09")
    assert settled(office) == {("line", None), ("claim", "K1")}


def test_a_reversal_that_comes_before_the_answer_opens_the_case_again(office: Office) -> None:
    case = other_weeks(office)
    pick(office, case, keys_of(items(office, case)))
    office.pays("2026-09", Paid(0, AUGUST + 3 * WEEK, -FULL))

    office.run("2026-09")

    with pytest.raises(InputError) as refused:
        agree(office, case)
    assert refused.value.code == "case_not_for_approval"
    assert settlements(office) == [] or settled(office) == {("line", None)}
    assert all(each.status is not CaseStatus.APPROVAL for each in office.cases())


def test_a_reversal_that_comes_after_it_is_a_case_that_names_it(office: Office) -> None:
    case = other_weeks(office)
    pick(office, case, keys_of(items(office, case)))
    agree(office, case)
    office.pays("2026-09", Paid(0, AUGUST + 3 * WEEK, -FULL))

    office.run("2026-09")
    office.run("2026-09")

    assert settlements(office) == [("decision", FULL, FULL)]
    reversal = office.cases()[-1]
    assert (reversal.reason, reversal.status, reversal.paid) == ("D27", CaseStatus.OPEN, -FULL)


def test_a_claim_that_payroll_changes_meanwhile_is_not_matched(office: Office) -> None:
    case = other_weeks(office)
    pick(office, case, keys_of(items(office, case)))
    office.claims("2026-09", Claimed("K1", 0, AUGUST, FULL - RATE, SENT))

    office.run("2026-09")

    opened = office.case()
    assert (opened.status, opened.history[-1].cause) == (CaseStatus.OPEN, "picked")
    assert settlements(office) == []


def test_what_is_left_of_a_part_payment_can_be_matched_and_no_more(office: Office) -> None:
    office.claims("2026-09", Claimed("K1", 0, AUGUST, FULL, SENT))
    office.pays("2026-09", Paid(0, AUGUST, 3 * RATE))
    office.run("2026-09")
    office.decide(office.case(), Action.ACCEPT_PART)
    office.pays("2026-09", Paid(0, AUGUST + 5 * WEEK, FULL), Paid(0, AUGUST + 8 * WEEK, 2 * RATE))
    office.run("2026-09")
    rest = next(case for case in office.cases() if case.paid == 2 * RATE)
    every = items(office, rest)
    (claim,) = [each.row for each in every if each.row.ref.side is Side.CLAIM]
    assert claim.amount == 2 * RATE
    by_amount = {each.row.amount: each.row.key for each in every if each.row.claim_id is None}
    assert refusal(office, rest, [by_amount[Ore(FULL)], claim.key]) == "match_sums_differ"
    pick(office, rest, [by_amount[Ore(2 * RATE)], claim.key])
    agree(office, rest)

    office.run("2026-09")

    assert settlements(office) == [
        ("decision", 3 * RATE, 3 * RATE),
        ("decision", 2 * RATE, 2 * RATE),
    ]

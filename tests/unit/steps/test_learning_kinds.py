"""Each kind of proposal from real decisions, and what the next run does once it is accepted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import select

from rutine.cases.access import Actor, UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.lists.queue import case_view
from rutine.cases.tables import Case
from rutine.cases.views import CaseView
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError
from rutine.practice import bank
from rutine.routines.proposals.edits import AddPass, BankWord, FormatWord, ReasonNote, read_edit
from rutine.steps.learning.accepting import shown, take
from rutine.steps.learning.rehearsal import Stop
from tests.alike_cases import (
    EVERY,
    NINA,
    decide_in_turn,
    office_with,
    on,
    open_cases,
    proposed,
    routine_of,
    settled_by,
    weeks,
)
from tests.hand_matches import agree, items, pick
from tests.small_office import ACCOUNT, GENEROUS, KARI, RATE, Claimed, Office, Paid
from tests.underpaid_week import SENT

WEEKS = weeks(6)
LAST = WEEKS[-1][2]


def accept(office: Office) -> None:
    take(office.place, 1, actor=NINA, why="Ser riktig ut")


def claimed_as_care(office: Office, *more: Claimed) -> None:
    """Six weeks that payroll calls by one name, and NAV paid as another benefit."""
    claims = [
        Claimed(key, who, day, 5 * RATE, SENT, benefit="Pleiepenger") for key, who, day in WEEKS
    ]
    office.claims("2026-09", *claims, *more)


def put_right(office: Office, case: CaseView) -> None:
    """Match the payment with the claim of the same days by hand, by two people."""
    rows = [each.row for each in items(office, case)]
    (line,) = [row for row in rows if row.case and row.case.number == case.number]
    (claim,) = [row for row in rows if row.claim_id and row.facts.first == line.facts.first]
    pick(office, case, [line.key, claim.key])
    agree(office, case)


def a_day(benefit: str = "4", *, named: str = "4") -> tuple[Claimed, Paid]:
    """One more day, claimed and paid."""
    return (
        Claimed("K9", 3, LAST, RATE, SENT, days=1, benefit=named),
        Paid(3, LAST, RATE, days=1, benefit=benefit),
    )


def test_a_word_that_people_put_right_by_hand_is_fixed_in_the_format(tmp_path: Path) -> None:
    office = office_with(tmp_path, EVERY)
    with on("2026-09-05"):
        claimed_as_care(office)
        office.pays("2026-09", *(Paid(who, day, 5 * RATE, benefit="Y") for _, who, day in WEEKS))
        office.run("2026-09")
    with on("2026-09-06"):
        for case in open_cases(office):
            put_right(office, case)
    with on("2026-09-07"):
        office.run("2026-09")
    (view,) = proposed(office)
    assert read_edit(view.edit) == FormatWord(
        format="payroll_claims_csv", word="Pleiepenger", benefit="Y"
    )
    with on("2026-09-08"):
        accept(office)
    with on("2026-10-05"):
        claim, line = a_day("Y", named="Pleiepenger")
        office.claims("2026-10", claim)
        office.pays("2026-10", line)
        office.run("2026-10")
    assert settled_by(office) == {"decision", "exact"}
    office.close()


def test_rounding_is_suggested_and_still_decided_by_people(tmp_path: Path) -> None:
    office = office_with(tmp_path, EVERY)
    short = 5 * RATE - 1_60
    with on("2026-09-05"):
        office.claims(
            "2026-09", *(Claimed(key, who, day, 5 * RATE, SENT) for key, who, day in WEEKS)
        )
        office.pays("2026-09", *(Paid(who, day, short) for _, who, day in WEEKS))
        office.run("2026-09")
    with on("2026-09-06"):
        decide_in_turn(office, Action.ACCEPT_PAID)
        office.run("2026-09")
        (view,) = proposed(office)
        assert read_edit(view.edit) == AddPass(name="tolerance", method="unique", ore_per_day=40)
        accept(office)
        played = shown(office.place, proposed(office)[0]).rehearsal
    assert played is not None
    assert (played.settled, played.suggested, played.suggested_refused) == (0, 6, 0)
    with on("2026-10-05"):
        key, who, day = weeks(1, 9)[0]
        office.claims("2026-10", Claimed(key, who, day, 5 * RATE, SENT))
        office.pays("2026-10", Paid(who, day, short))
        office.run("2026-10")
    (case,) = open_cases(office)
    assert case.suggestion is Action.SETTLE_AS_CLAIMED
    assert settled_by(office) == {"decision"}
    office.close()


def test_a_reason_that_is_always_answered_alike_says_so(tmp_path: Path) -> None:
    office = office_with(tmp_path, EVERY)
    with on("2026-09-05"):
        office.claims("2026-09", a_day()[0])
        office.pays("2026-09", *(Paid(who, day, 5 * RATE, benefit="5") for _, who, day in WEEKS))
        office.run("2026-09")
        assert {each.reason for each in open_cases(office)} == {"D42"}
        decide_in_turn(office, Action.ACCEPT_PAID)
        office.run("2026-09")
        (view,) = proposed(office)
        edit = read_edit(view.edit)
        assert isinstance(edit, ReasonNote)
        assert edit.code == "D42"
        accept(office)
    assert f'note: "{edit.note}"' in routine_of(office).read_text("utf-8")
    office.close()


def test_what_would_send_settled_groups_to_people_is_stopped(tmp_path: Path) -> None:
    """A word that means two benefits: what is settled by it today would not be any more."""
    office = office_with(tmp_path, EVERY)
    with on("2026-09-05"):
        claim, line = a_day("9", named="Pleiepenger")
        claimed_as_care(office, claim)
        office.pays(
            "2026-09", *(Paid(who, day, 5 * RATE, benefit="Y") for _, who, day in WEEKS), line
        )
        office.run("2026-09")
    with on("2026-09-06"):
        for case in open_cases(office):
            put_right(office, case)
        office.run("2026-09")
        with pytest.raises(InputError) as stopped:
            accept(office)
    assert stopped.value.code == "proposal_stopped"
    played = shown(office.place, proposed(office)[0]).rehearsal
    assert played is not None
    assert (played.stops, played.to_review) == ((Stop.TO_REVIEW,), 1)
    office.close()


def test_money_of_another_scheme_is_known_by_its_name(tmp_path: Path) -> None:
    """The bank's text names a person too; only the scheme's name goes into the file."""
    paid = [date(2026, 9, 4) + timedelta(days=3 * n) for n in range(6)]
    entries = [
        bank.Entry(
            *(0, day.toordinal(), 9_000_00 + n, f"B{n}"),
            counterparty="NAV",
            text="Mentortilskudd Ola Nordmann",
        )
        for n, day in enumerate(paid)
    ]
    statement = bank.statement(
        2026 * 12 + 8, cast("Any", SimpleNamespace(accounts=(ACCOUNT,))), entries
    )
    office = office_with(tmp_path, EVERY, bank="bank-{period}.xml")
    (tmp_path / "bank-2026-09.xml").write_bytes(statement)
    claim, line = a_day()
    with on("2026-10-05"):
        office.claims("2026-09", claim)
        office.pays("2026-09", line)
        office.run("2026-09")
        money = [each for each in missing_reports(office) if each.paid]
        assert len(money) == 6
        decide_in_turn(office, Action.ACKNOWLEDGE, money)
        office.run("2026-09")
        found = [read_edit(each.edit) for each in proposed(office)]
        assert BankWord(word="mentortilskudd") in found
        number = proposed(office)[found.index(BankWord(word="mentortilskudd"))].number
        take(office.place, number, actor=NINA, why="Ser riktig ut")
    text = routine_of(office).read_text("utf-8")
    assert "other: [tilskudd, lønnstilskudd, tilskot, mentortilskudd]" in text
    assert "Ola" not in text
    office.close()


def missing_reports(office: Office) -> list[CaseView]:
    with office.place.database.reading() as session:
        ids = session.scalars(select(Case.id).where(Case.reason == "D38").order_by(Case.number))
        return [case_view(session, office.place.keys, each, KARI) for each in ids]


def test_a_text_that_somebody_has_contradicted_since_is_not_accepted(tmp_path: Path) -> None:
    """Playing the months says nothing of a text: only weighing the decisions anew does."""
    office = office_with(tmp_path, EVERY)
    with on("2026-09-05"):
        office.claims("2026-09", a_day()[0])
        paid = [Paid(who, day, 5 * RATE, benefit="5") for _, who, day in weeks(7)]
        office.pays("2026-09", *paid)
        office.run("2026-09")
        *alike, other = open_cases(office)
        decide_in_turn(office, Action.ACCEPT_PAID, alike)
        office.run("2026-09")
        assert isinstance(read_edit(proposed(office)[0].edit), ReasonNote)
        decide_in_turn(office, Action.CANNOT_DETERMINE, [other])
        before = routine_of(office).read_bytes()
        with pytest.raises(InputError) as refused:
            accept(office)
    assert refused.value.code == "proposal_not_held"
    assert routine_of(office).read_bytes() == before
    assert proposed(office)[0].is_open
    office.close()


def test_who_has_decided_alike_since_it_was_found_does_not_accept_it(tmp_path: Path) -> None:
    office = office_with(tmp_path, EVERY)
    both = Actor(
        "user:00000000-0000-0000-0000-0000000000aa",
        "Begge B",
        frozenset({UserRole.CONSULTANT, UserRole.REVIEWER}),
    )
    with on("2026-09-05"):
        office.claims("2026-09", a_day()[0])
        paid = [Paid(who, day, 5 * RATE, benefit="5") for _, who, day in weeks(7)]
        office.pays("2026-09", *paid)
        office.run("2026-09")
        *alike, last = open_cases(office)
        decide_in_turn(office, Action.ACCEPT_PAID, alike)
        office.run("2026-09")
        with office.place.database.writing() as session:
            decide(
                *(session, office.place.keys, last.case_id),
                version=last.version,
                actor=both,
                action=Action.ACCEPT_PAID,
                limits=GENEROUS,
            )
        with pytest.raises(AccessDenied) as refused:
            take(office.place, 1, actor=both, why="Ser riktig ut")
    assert refused.value.code == "own_decisions"
    office.close()

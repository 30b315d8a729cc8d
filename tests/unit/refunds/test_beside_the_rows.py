"""What a case shows beside its rows: the rules' own days, and the nearest other rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rutine.core.candidates import Gate
from rutine.core.expected_days import DayMark
from rutine.refunds.day_marks import day_stretches
from rutine.refunds.knowledge import NOTHING_KNOWN, Knowledge
from rutine.refunds.nearest import Nearest
from rutine.refunds.open_groups import KnownClaims
from tests.unit.refunds.ledgers import OTHER_UNIT, PERSON, basis, claim, line, tables


def known(*absences, **other) -> Knowledge:
    told = basis(*absences, **other)
    return Knowledge(tables(), {PERSON: {"4": told}}, frozenset({PERSON}))


def note(first: date, last: date, grade: int = 100, kind: str = "sick_note"):
    return {"kind": kind, "from": first, "to": last, "grade": grade}


def told(found):
    return [(str(each.first), str(each.last), each.mark) for each in found]


def test_the_employers_sixteen_days_are_calendar_days_and_nav_pays_weekdays() -> None:
    found = day_stretches([], [claim(first="2026-08-28", last="2026-09-07")], known())
    assert told(found) == [
        ("2026-08-28", "2026-08-31", DayMark.EMPLOYER_PERIOD),
        ("2026-09-01", "2026-09-04", DayMark.NAV),
        ("2026-09-05", "2026-09-06", DayMark.WEEKEND),
        ("2026-09-07", "2026-09-07", DayMark.NAV),
    ]
    assert [int(each.rate) for each in found] == [0, 143_100, 0, 143_100]


def test_a_graded_day_and_a_holiday_are_marked() -> None:
    absences = (
        note(date(2026, 8, 16), date(2026, 9, 2)),
        note(date(2026, 9, 3), date(2026, 9, 8), grade=50),
        note(date(2026, 9, 8), date(2026, 9, 8), kind="holiday"),
    )
    found = day_stretches([], [claim(first="2026-09-02", last="2026-09-08")], known(*absences))
    assert [each.mark for each in found] == [
        DayMark.NAV,
        DayMark.GRADED,
        DayMark.WEEKEND,
        DayMark.GRADED,
        DayMark.FREE,
    ]
    assert found[1].grade == 50
    assert found[-1].why == "holiday"


def test_nothing_is_said_of_days_without_registers_or_of_two_units() -> None:
    assert day_stretches([], [claim()], NOTHING_KNOWN) == ()
    elsewhere = replace(claim(row=2), sub_unit=OTHER_UNIT)
    assert day_stretches([line(1)], [elsewhere], known()) == ()


def nearest(own_lines=(), own_claims=(), *, lines=(), claims=()):
    everything = Nearest(KnownClaims([*own_claims, *claims]), [*own_lines, *lines], [own_lines])
    return everything.of(own_lines, own_claims)


def test_the_first_gate_that_a_claim_fails_is_named() -> None:
    paid = line(1431 * 22)
    other_unit = replace(claim(row=1), sub_unit=OTHER_UNIT)
    later = claim(first="2026-10-01", last="2026-10-30", row=2)
    settled = replace(claim(row=3), is_settled=True)
    found = nearest([paid], claims=[other_unit, later, settled])
    assert {each.claim_id: each.failed for each in found} == {
        "K3": Gate.FREE,
        "K1": Gate.UNIT,
        "K2": Gate.OVERLAP,
    }
    (taken,) = [each for each in found if each.claim_id == "K3"]
    assert taken.passed == tuple(Gate)[:-1]
    assert found[-1].claim_id == "K2"


def test_a_claim_is_shown_the_payments_that_are_not_its_own() -> None:
    asked = claim()
    found = nearest([], [asked], lines=[line(99, row=7)])
    assert [(each.side, each.failed, int(each.amount)) for each in found] == [
        ("line", Gate.AMOUNT, 9900)
    ]


def test_the_rows_of_the_case_itself_and_of_others_are_no_candidates() -> None:
    paid, asked = line(1431), claim()
    somebody = replace(claim(row=5), person="03817310167")
    assert nearest([paid], [asked], claims=[somebody]) == ()


def test_what_is_far_away_and_of_another_amount_is_no_candidate() -> None:
    paid = line(1431 * 22)
    long_ago = claim(first="2026-05-01", last="2026-05-29", row=2)
    assert (
        nearest([paid], claims=[replace(long_ago, amount=claim(5).amount, claimed=claim(5).amount)])
        == ()
    )
    (same_amount,) = nearest([paid], claims=[long_ago])
    assert same_amount.failed is Gate.OVERLAP


def test_three_candidates_are_enough() -> None:
    others = [claim(row=n) for n in range(10, 15)]
    assert len(nearest([line(1)], claims=others)) == 3


def test_what_it_shows_is_health_data_and_never_printed() -> None:
    (found,) = nearest([], [claim()], lines=[line(99, row=7)])
    assert str(found) == repr(found) == "Rejected(…)"
    (first, *_) = day_stretches([], [claim()], known())
    assert str(first) == repr(first) == "DayStretch(…)"

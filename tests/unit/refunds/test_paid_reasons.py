"""Why NAV paid other days, or another rate, than the rules give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rutine.core.periods import Period
from rutine.refunds.knowledge import NOTHING_KNOWN
from rutine.refunds.nav_status import ApplicationPart, Applied
from rutine.refunds.paid_reasons import paid_otherwise, told_by_employee
from rutine.refunds.surroundings import Surroundings
from rutine.refunds.three_ledgers import three_ledgers
from tests.unit.refunds.ledgers import (
    AS_OF,
    DAYS,
    FIRST,
    LAST,
    NOTE,
    RATE,
    UNIT,
    around,
    basis,
    claim,
    facts,
    ledgers,
    line,
)

FULL = RATE * DAYS
HOLIDAY = {"kind": "holiday", "from": date(2026, 9, 14), "to": date(2026, 9, 18)}
HIGH = 80_000
"""A monthly pay over 6G: 3151 kr a day with the G of 2026, 3004 with that of 2025."""


def reason(lines, known=None, claims=(), as_of: date = AS_OF) -> str | None:
    found = paid_otherwise(ledgers(lines, claims, known), around(lines, as_of))
    return None if found is None else found.reason


def test_without_registers_nothing_is_said() -> None:
    lines = [line(1)]
    assert paid_otherwise(three_ledgers(lines, (), NOTHING_KNOWN), around(lines)) is None


def test_what_is_paid_as_expected_has_no_cause() -> None:
    assert reason([line(FULL)]) is None
    assert reason([line(RATE * 11, last="2026-09-15"), line(RATE * 11, "2026-09-16")]) is None


def test_every_line_twice_is_paid_twice() -> None:
    lines = [line(FULL), line(FULL, row=2)]
    found = paid_otherwise(ledgers(lines), around(lines))
    assert found is not None
    assert found.reason == "D29"
    assert facts(found)["amount"] == (str(FULL * 100), str(2 * FULL * 100))


def test_a_line_without_a_twin_is_not_paid_twice() -> None:
    half, rest = line(RATE * 11, last="2026-09-15"), line(RATE * 11, "2026-09-16", row=3)
    again = line(RATE * 11, last="2026-09-15", row=2)
    assert reason([half, again, rest]) is None


def test_a_line_below_zero_or_without_days_has_no_cause_here() -> None:
    assert reason([line(FULL), line(-RATE, LAST, row=2)]) is None
    assert reason([line(FULL), line(RATE, None, row=2)]) is None


def test_the_cap_of_another_year_in_two_payments_for_the_same_days() -> None:
    lines = [line(3004 * DAYS), line(147 * DAYS, row=2)]
    before_may = basis(NOTE | {"from": date(2026, 4, 13)}, pay=HIGH)
    found = paid_otherwise(ledgers(lines, (), before_may), around(lines))
    assert found is not None
    assert found.reason == "D05"
    assert facts(found)["six_g"] == ("78096000", "81929400")
    since_may = basis(NOTE | {"from": date(2026, 5, 4)}, pay=HIGH)
    assert reason(lines, since_may) is None  # together they are what the rules give


def test_days_missing_where_the_refund_begins_are_the_employer_period() -> None:
    lines = [line(RATE * 20, "2026-09-03")]
    found = paid_otherwise(ledgers(lines, [claim()]), around(lines))
    assert found is not None
    assert found.reason == "D12"
    assert facts(found) == {
        "paid_days": ("22", "20"),
        "first_paid_day": (FIRST, "2026-09-03"),
        "last_paid_day": (LAST, LAST),
    }


def test_days_missing_first_in_a_later_month_are_not_the_employer_period() -> None:
    spell = NOTE | {"from": date(2026, 7, 1)}
    assert reason([line(RATE * 20, "2026-09-03")], basis(spell), [claim()]) == "D11"


def test_days_missing_in_the_middle_are_days_at_home_nobody_registered() -> None:
    lines = [line(RATE * 9, last="2026-09-13"), line(RATE * 8, "2026-09-19", row=2)]
    assert reason(lines, claims=[claim()]) == "D11"


@pytest.mark.parametrize(("days", "told"), [(-1, "D14"), (0, "D11"), (1, "D11")])
def test_days_missing_at_the_end_may_be_waiting_for_fifteen_weeks(days: int, told: str) -> None:
    limit = date(2026, 9, 30) + timedelta(weeks=15, days=days)
    assert reason([line(RATE * 11, last="2026-09-15")], claims=[claim()], as_of=limit) == told


@pytest.mark.parametrize(
    ("stated", "told"), [("2026-09-15", "D19"), ("2026-09-16", "D14"), (None, "D14")]
)
def test_days_after_navs_own_last_benefit_day(stated: str | None, told: str) -> None:
    lines = [line(RATE * 11, last="2026-09-15", stated=stated)]
    assert reason(lines, claims=[claim()]) == told


def test_days_missing_of_other_benefits_have_causes_of_their_own() -> None:
    leave = {"employer": "970001018", "from": date(2026, 9, 1), "to": date(2026, 9, 30)}
    away = {"kind": "other_benefit", "from": date(2026, 9, 1), "to": date(2026, 9, 30)}
    parental = [line(RATE * 11, last="2026-09-15", benefit="2")]
    assert reason(parental, basis(away, uptake=[leave]), [claim(benefit="2")]) == "D33"
    care = [line(RATE * 11, last="2026-09-15", benefit="Z")]
    assert reason(care, basis(away, care_days=[leave]), [claim(benefit="Z")]) == "D32"


def test_some_days_too_many_and_some_too_few_say_nothing() -> None:
    lines = [line(RATE * 20, "2026-08-27", "2026-09-23")]
    assert reason(lines, claims=[claim()]) is None


@pytest.mark.parametrize(
    ("first", "weekdays", "told"),
    [
        ("2026-08-16", 11, "D13"),  # the note's first day, a Sunday
        ("2026-08-17", 11, "D13"),  # its first weekday
        ("2026-08-18", 10, "D12"),
        ("2026-08-31", 1, "D12"),
    ],
)
def test_paid_in_the_employer_period(first: str, weekdays: int, told: str) -> None:
    assert reason([line(RATE * weekdays, first, "2026-08-31")]) == told


def test_paid_from_the_first_note_counts_from_the_note_and_not_from_self_certification() -> None:
    own = {"kind": "self_certification", "from": date(2026, 8, 12), "to": date(2026, 8, 15)}
    assert reason([line(RATE * 9, "2026-08-17", "2026-08-27")], basis(own, NOTE)) == "D13"
    assert reason([line(RATE * 8, "2026-08-18", "2026-08-27")], basis(own, NOTE)) == "D12"


def test_the_first_days_may_be_on_a_line_of_their_own() -> None:
    paid = [line(RATE * 5, "2026-08-17", "2026-08-23"), line(RATE * 6, "2026-08-24", "2026-08-31")]
    found = paid_otherwise(ledgers(paid[1:]), around(paid))
    assert found is not None
    assert found.reason == "D13"


def test_paid_for_registered_holiday() -> None:
    found_days = [line(RATE * DAYS)]
    found = paid_otherwise(ledgers(found_days, (), basis(NOTE, HOLIDAY)), around(found_days))
    assert found is not None
    assert found.reason == "D11"
    assert facts(found)["paid_days"] == ("17", "22")


def test_paid_for_days_that_nobody_registered() -> None:
    short = NOTE | {"to": date(2026, 9, 15)}
    assert reason([line(FULL)], basis(short)) == "D43"


def test_other_days_at_another_rate_say_nothing() -> None:
    assert reason([line(1000 * 11, last="2026-09-15")], claims=[claim()]) is None


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (715, "D09"),  # 50 %
        (1145, "D09"),  # 80 %: 1144.62
        (787, "D07"),  # 55 % fits, but notes are graded in tens; 45 % lower
        (1073, "D07"),  # 25.02 % lower
        (1074, None),  # 24.95 % lower: within what NAV accepts
        (1789, None),  # 25.02 % higher: never more than the refund that was asked for
    ],
)
def test_the_expected_days_at_another_rate(rate: int, told: str | None) -> None:
    assert reason([line(rate * DAYS)]) == told


def test_discretion_is_of_the_income_and_not_of_what_six_g_leaves_of_it() -> None:
    """Ftrl § 8-30: 80 000 kr a month, of which 3151 kr a day are paid, set to 59 800 or 60 200."""
    assert reason([line(2760 * DAYS)], basis(pay=HIGH)) == "D07"
    assert reason([line(2778 * DAYS)], basis(pay=HIGH)) is None


def test_lines_as_expected_do_not_hide_the_cause_of_the_others() -> None:
    right, half = line(RATE * 11, last="2026-09-15"), line(715 * 11, "2026-09-16", row=2)
    assert reason([right, half]) == "D09"
    odd = line(715 * 11, "2026-09-16", LAST, row=2), line(1010 * 11, last="2026-09-15")
    assert reason(odd) is None  # none of them is as expected, and they have no cause together


@pytest.mark.parametrize(("rate", "told"), [(1145, "D09"), (716, "D09"), (717, None)])
def test_another_grade_of_nursing_benefit_is_told_from_the_registered_one(rate, told) -> None:
    """Half-days registered, 40 % of 1431 kr; NAV knows of 80 % or 50 %."""
    nursing = basis(
        uptake=[{"employer": UNIT, "from": NOTE["from"], "to": NOTE["to"], "grade": 40}]
    )
    assert reason([line(rate * DAYS, benefit="9")], nursing) == told


NEXT_NOTE = NOTE | {"from": date(2026, 9, 14)}
TWO_NOTES = basis(NOTE | {"to": date(2026, 9, 13)}, NEXT_NOTE)


@pytest.mark.parametrize(
    ("received", "known", "told"),
    [
        (date(2026, 10, 1), TWO_NOTES, None),  # the first note may be paid with the next money
        (date(2026, 9, 30), TWO_NOTES, "D12"),  # that money has come
        (date(2026, 10, 1), None, "D12"),  # no note begins there
        (None, TWO_NOTES, "D12"),
    ],
)
def test_a_longer_employer_period_or_a_note_that_waits(received, known, told) -> None:
    late = replace(line(RATE * 13, "2026-09-14"), received=received)
    assert reason([late], known, [claim()]) == told


def test_parental_days_at_an_end_may_come_with_the_next_money() -> None:
    taken = basis(uptake=[{"employer": UNIT, "from": NOTE["from"], "to": NOTE["to"]}])
    early = replace(line(RATE * 11, last="2026-09-15", benefit="2"), received=date(2026, 10, 1))
    claimed = [claim(benefit="2")]
    assert reason([early], taken, claimed) is None
    assert reason([replace(early, received=date(2026, 9, 30))], taken, claimed) == "D33"
    rest = replace(line(RATE * 4, "2026-09-25", benefit="2", row=2), received=date(2026, 10, 1))
    assert reason([early, rest], taken, claimed) == "D33"


def test_the_grade_that_fits_is_shown() -> None:
    found = paid_otherwise(ledgers([line(715 * DAYS)]), around([line(715 * DAYS)]))
    assert facts(found)["grade"] == ("100", "50")


def test_discretion_shows_the_rates_and_needs_one_of_them() -> None:
    one = [line(1000 * DAYS)]
    assert facts(paid_otherwise(ledgers(one), around(one)))["day_rate"] == ("143100", "100000")
    two = [line(1000 * 11, last="2026-09-15"), line(900 * 11, "2026-09-16", row=2)]
    assert reason(two) is None


def test_the_cap_of_the_year_before() -> None:
    spell = NOTE | {"from": date(2026, 5, 4)}
    assert reason([line(3004 * DAYS)], basis(spell, pay=HIGH)) == "D05"


@pytest.mark.parametrize(
    ("rate", "told"), [(858, "D33"), (859, "D33"), (856, None), (787, None), (1431, None)]
)
def test_parental_benefit_taken_out_in_tens(rate: int, told: str | None) -> None:
    leave = {"employer": "970001018", "from": date(2026, 8, 16), "to": date(2026, 12, 31)}
    away = {"kind": "other_benefit", "from": date(2026, 8, 16), "to": date(2026, 12, 31)}
    assert reason([line(rate * DAYS, benefit="2")], basis(away, uptake=[leave])) == told


def test_another_g_that_changes_nothing_is_no_cause() -> None:
    """Payments for days of each other that come to what the rules give, with no 6G in sight."""
    lines = [line(RATE * 11), line(RATE * 11, "2026-09-16", row=2)]
    assert reason(lines, claims=[claim(RATE * DAYS + 1)]) is None


def applied(*parts: ApplicationPart) -> Surroundings:
    return replace(around([line(1)]), applied=Applied(parts))


def sick(first: str, last: str, grade: int, what: str = "SYKDOM") -> ApplicationPart:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    return ApplicationPart("p", UNIT, date(2026, 10, 2), what, period, grade)


def test_what_the_employee_has_told_nav_of_all_the_days_holds() -> None:
    half = ledgers([line(715 * DAYS)])
    told = told_by_employee(half, applied(sick(FIRST, LAST, 50)))
    assert told is not None
    assert told.reason == "D09"
    assert told_by_employee(half, applied(sick(FIRST, LAST, 100))) is None
    partly = applied(sick(FIRST, "2026-09-29", 50))
    assert told_by_employee(half, partly) is None
    assert told_by_employee(half, around([line(1)])) is None


def test_a_grade_that_the_employee_has_told_holds_where_the_rest_is_paid_otherwise_too() -> None:
    """Without it, an amount that fits may be an income set by NAV: nothing else is as expected."""
    half, before = line(715 * DAYS), line(700, "2026-08-31", "2026-08-31", row=2)
    beside = around([half, before])
    paid = ledgers([half], [claim()])
    assert paid_otherwise(paid, beside).reason != "D09"
    told = replace(beside, applied=Applied([sick(FIRST, LAST, 50)]))
    assert paid_otherwise(paid, told).reason == "D09"


def test_days_that_not_even_what_is_paid_was_applied_for_may_be_on_paper() -> None:
    short = [line(RATE * 11, last="2026-09-15")]
    late = date(2026, 12, 1)
    around_it = replace(applied(sick(FIRST, "2026-09-15", 100)), as_of=late)
    found = paid_otherwise(ledgers(short, [claim()]), around_it)
    assert found is not None
    assert found.reason == "D15"
    assert paid_otherwise(ledgers(short, [claim()]), replace(applied(), as_of=late)) is None

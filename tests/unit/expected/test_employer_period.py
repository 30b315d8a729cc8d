"""The employer period, counted as NAV's own counter does (refund rules §1.2.1)."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.refunds.expected.day_types import DayKind, Why
from rutine.refunds.expected.employer_period import count
from tests.expected_people import MONDAY, account, basis, job, report, runs, spelled, types

AGP, NAV, FREE, WORK, REJECTED = (
    "ArbeidsgiverperiodeDag",
    "NavDag",
    "Fridag",
    "Arbeidsdag",
    "AvvistDag",
)
KINDS = {
    "S": DayKind.SICK,
    "F": DayKind.HOLIDAY_IN_SICK_NOTE,
    "O": DayKind.HOLIDAY,
    "P": DayKind.LEAVE,
    "J": DayKind.NOT_BACK,
    "Y": DayKind.OTHER_BENEFIT,
    "A": DayKind.WORK,
    "w": DayKind.WEEKEND,
    "-": DayKind.NOTHING,
}


def inside(word: str) -> str:
    """The word again, with # for each day of the employer period."""
    letters = spelled(word)
    counted = count([KINDS[letter] for letter in letters], 16, 16)
    return "".join("#" if day.inside else "." for day in counted)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("15S", "15#"),
        ("17S", "16#1."),
        ("10S15A7S", "10#15.6#1."),  # a gap of 15 days goes on counting
        ("10S16A7S", "10#16.7#"),  # 16 days start over
        ("16S15A3S", "16#18."),  # full, and a gap too short for a new one
        ("16S16A17S", "16#16.16#1."),
        ("4S1A4S1A4S10A11S", "4#1.4#1.4#10.4#7."),
    ],
)
def test_sick_days_count_and_work_is_gap(word: str, expected: str):
    assert inside(word) == spelled(expected)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("6S6F6S", "16#2."),
        ("1S15F1A16S", "16#17."),  # holiday inside the note fills the period
        ("1S1A15F16S", "1#16.16#"),  # after work it is gap: 16 days, a new period
        ("5S15F1A16S", "16#21."),
        ("16S15F", "16#15."),
        ("16S10F5S", "16#15."),  # neutral after the period
        ("17S15F1A9S", "16#26."),
        ("15F16S", "15.16#"),  # holiday alone never begins one
        ("1S10P6F5S", "16#6."),  # holiday in a note settles the leave before it
        ("31S4A24F", "16#43."),
    ],
)
def test_holiday_inside_a_sick_note(word: str, expected: str):
    assert inside(word) == spelled(expected)


@pytest.mark.parametrize("free", ["P", "J", "Y"])
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("6S6x6S", "16#2."),  # sick afterwards: the days count
        ("1S15x6S", "16#6."),
        ("1S15x1A16S", "1#16.16#"),  # work afterwards: they were gap
        ("5S15x1A16S", "5#16.16#"),
        ("16S15x1A10S", "16#26."),  # neutral once the period is full: no new one
        ("16S16x10S", "16#26."),
        ("1S1A15x16S", "1#16.16#"),
        ("6S6x", "6#6."),  # nothing afterwards: gap
        ("15x16S", "15.16#"),
    ],
)
def test_leave_other_benefits_and_days_not_back_wait_for_what_follows(
    free: str, word: str, expected: str
):
    assert inside(word.replace("x", free)) == spelled(expected)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("5S2w9S", "16#"),  # Friday and Monday ill: the weekend between counts
        ("5S2w1A", "5#3."),
        ("5S2A9S", "5#2.9#"),  # a weekend reported healthy is gap
        ("5S2w7O2w10S", "5#11.10#"),  # holiday outside a note does not count (11 days gap)
        ("5S2w14O2w10S", "5#18.10#"),  # 18 days of it: a new period
        ("16S2w20O2w5S", "16#29."),  # after a full period work was never resumed
        ("16S1A15O5S", "16#16.5#"),  # but after work the days count as gap
    ],
)
def test_weekends_and_holiday_outside_a_sick_note(word: str, expected: str):
    assert inside(word) == spelled(expected)


def test_holiday_inside_the_period_is_the_employers_own_day_and_after_it_a_free_day():
    found = account(basis(job("6S6F12S")), MONDAY, date(2018, 1, 24))
    assert runs(types(found))[0] == (16, AGP)
    after = account(basis(job("16S3F5S")), date(2018, 1, 17), date(2018, 1, 19))
    assert types(after) == [FREE] * 3
    assert {day.why for day in after.days} == {Why.HOLIDAY}


def test_a_self_certified_day_after_the_period_is_rejected():
    # Monday 1 January to Tuesday 16 is the period; Wednesday 17 and Thursday 18 are not noted.
    found = account(basis(job("16E2E")), date(2018, 1, 17), date(2018, 1, 18))
    assert types(found) == [REJECTED] * 2
    assert {day.why for day in found.days} == {Why.LATE_SELF_CERTIFICATION}


def test_another_benefit_after_the_period_is_rejected_and_before_it_free():
    found = account(basis(job("16S4Y")), date(2018, 1, 17), date(2018, 1, 19))
    assert types(found) == [REJECTED] * 3
    before = account(basis(job("4Y16S")), MONDAY, date(2018, 1, 4))
    assert types(before) == [FREE] * 4


def test_nav_pays_from_the_first_day_under_four_weeks_of_service():
    new = basis(job("31S", employed_from=date(2017, 12, 10)))  # 22 days before
    found = account(new)
    assert types(found)[:7] == ["ArbeidsgiverperiodedagNav"] * 5 + [AGP] * 2
    assert found.paid_days == 23  # every weekday of January 2018
    served = account(basis(job("31S", employed_from=date(2017, 12, 4))))  # 28 days before
    assert types(served)[:16] == [AGP] * 16


def test_nav_pays_when_the_employer_gave_a_reason_for_not_paying():
    pay = report(nav_pays_employer_period=True)
    found = account(basis(job("31S", incomes=(pay,))))
    assert found.paid_days == 23
    assert found.amount == 23 * found.rates[0]


def test_the_days_nav_took_over_do_not_use_benefit_days():
    pay = report(nav_pays_employer_period=True)
    taken = account(basis(job("380S", incomes=(pay,))), MONDAY, date(2018, 12, 31))
    assert taken.last_benefit_day == date(2018, 12, 28)
    assert taken.paid_days == 248 + 12  # the twelve weekdays of the employer period


def test_work_registered_inside_a_sick_note_is_a_working_day():
    found = account(basis(job("16S2A13S")), date(2018, 1, 17), date(2018, 1, 18))
    assert types(found) == [WORK] * 2
    assert found.amount == 0


def test_public_holidays_on_weekdays_are_ordinary_pay_days():
    # 29 March 2018 is Maundy Thursday, 30 March Good Friday, 2 April Easter Monday.
    found = account(basis(job("120S")), date(2018, 3, 29), date(2018, 4, 2))
    assert found.paid_days == 3

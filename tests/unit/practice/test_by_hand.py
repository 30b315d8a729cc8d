"""True groups worked out by hand: what NAV pays and payroll claims, in days x rate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rutine.practice.courses import Course
from rutine.practice.organisation import ClaimStyle, GRule, Rounding, SubUnit

UNIT = SubUnit("312345676", "Tangen skole", 0)
OTHER = SubUnit("398765439", "Havna barnehage", 0)
KRONE = 100


def june_note(note):
    # 1-16 June is the employer period; 17-30 June 2026 are ten weekdays.
    return Course("4", None, [note("2026-06-01", "2026-06-30")])


def sums(groups):
    return [(group.paid // KRONE, group.claimed // KRONE, group.cause()) for group in groups]


def test_a_note_is_claimed_and_paid_for_the_weekdays_after_the_employer_period(
    settle, employee, note, day
) -> None:
    (group,) = settle(june_note(note), employee((UNIT, [31_000])), decided=[day("2026-07-03")])
    (line,), (claim,) = group.lines, group.claims
    # 31 000 x 12 / 260 = 1430.77, rounded 1431; 10 weekdays.
    assert (line.amount, claim.amount) == (1_431_000, 1_431_000)
    assert (line.first, line.last) == (day("2026-06-17"), day("2026-06-30"))
    assert (claim.first, claim.last) == (day("2026-06-17"), day("2026-06-30"))
    assert (claim.days, claim.day_rate, claim.made) == (10, 143_100, day("2026-06-30"))
    assert claim.absence_from == day("2026-06-01")
    # 248 weekdays from Wednesday 17 June 2026.
    assert line.last_benefit_day == day("2027-05-28")
    assert group.cause() == "D01"


def test_a_month_of_salary_is_not_what_nav_pays_for_its_weekdays(
    settle, employee, note, day
) -> None:
    unit = replace(UNIT, style=ClaimStyle.MONTH, monthly_salary=True)
    course = Course("4", None, [note("2026-06-15", "2026-07-31")])
    groups = settle(course, employee((unit, [31_000])), decided=[day("2026-08-05")])
    # July 2026 has 23 weekdays and all are paid: 23 x 1431 = 32 913, claimed 31 000. The
    # employer period ends on 30 June. NAV writes one line for the note.
    assert sums(groups) == [(32_913, 31_000, "D03")]


def test_an_income_above_6g_is_paid_by_the_cap(settle, employee, note, day) -> None:
    course = june_note(note)
    decided = [day("2026-07-03")]
    # 6G / 260 = 3151; 80 000 x 12 / 260 = 3692.31.
    right = settle(course, employee((UNIT, [80_000])), decided=decided)
    wrong = settle(course, employee((replace(UNIT, capped=False), [80_000])), decided=decided)
    assert sums(right) == [(31_510, 31_510, "D01")]
    assert sums(wrong) == [(31_510, 36_920, "D04")]


def test_last_years_g_gives_a_lower_claim(settle, employee, note, day) -> None:
    unit = replace(UNIT, g_rule=GRule.LATE)
    groups = settle(june_note(note), employee((unit, [80_000])), decided=[day("2026-07-03")])
    # 6 x 130 160 / 260 = 3003.69: the claim is 3004 a day, NAV pays 3151.
    assert sums(groups) == [(31_510, 30_040, "D05")]


def test_the_newest_g_is_wrong_for_a_course_that_began_before_it(
    settle, employee, note, day
) -> None:
    unit = replace(UNIT, g_rule=GRule.OF_THE_DAY)
    course = Course("4", None, [note("2026-04-15", "2026-04-30"), note("2026-05-01", "2026-05-10")])
    groups = settle(
        course, employee((unit, [80_000])), decided=[day("2026-05-20"), day("2026-05-20")]
    )
    # 1-8 May are six weekdays: NAV by the G of 15 April, payroll by that of May.
    assert sums(groups) == [(6 * 3004, 6 * 3151, "D05")]


def test_what_was_paid_by_the_old_g_is_regulated_when_the_new_is_known(
    settle, employee, note, day
) -> None:
    course = Course("4", None, [note("2026-05-01", "2026-05-22")])
    groups = settle(
        course, employee((UNIT, [80_000])), months=("2026-06", "2026-07", "2026-08", "2026-09",
        "2026-10"), decided=[day("2026-05-29")],
    )  # fmt: skip
    # 17-22 May are five weekdays: first 3004, later 147 more, a day.
    assert [line.amount for line in groups[0].lines] == [5 * 300_400, 5 * 14_700]
    assert sums(groups) == [(5 * 3151, 5 * 3151, "D01")]


def test_positions_rounded_by_themselves_differ_by_a_krone_a_day(
    settle, employee, note, day
) -> None:
    decided = [day("2026-07-03")]
    shared = settle(june_note(note), employee((UNIT, [15_500, 15_500])), decided=decided)
    unit = replace(UNIT, rounding=Rounding.POSITION)
    apart = settle(june_note(note), employee((unit, [15_500, 15_500])), decided=decided)
    # 715.38 each: together 1431, by themselves 715 + 715 = 1430.
    assert [claim.amount for claim in shared[0].claims] == [715_000, 716_000]
    assert sums(shared) == [(14_310, 14_310, "D01")]
    assert sums(apart) == [(14_310, 14_300, "D02")]


def test_day_rates_with_ore_differ_by_less_than_half_a_krone_a_day(
    settle, employee, note, day
) -> None:
    unit = replace(UNIT, rounding=Rounding.ORE)
    (group,) = settle(june_note(note), employee((unit, [31_000])), decided=[day("2026-07-03")])
    assert (group.paid, group.claimed, group.cause()) == (1_431_000, 1_430_770, "D02")


def test_positions_reported_apart_give_identical_lines(settle, employee, note, day) -> None:
    person = employee((UNIT, [15_500, 15_500]), apart=True)
    (group,) = settle(june_note(note), person, decided=[day("2026-07-03")])
    one, two = group.lines
    assert (one.first, one.last, one.amount) == (two.first, two.last, two.amount)
    assert one.amount == 715_000
    assert len({claim.position for claim in group.claims}) == 2
    assert group.cause() == "D01"


def test_two_jobs_share_6g_and_payroll_does_not_know(settle, employee, note, day) -> None:
    person = employee((UNIT, [50_000]), (OTHER, [30_000]))
    decided = [day("2026-07-03")]
    first = settle(june_note(note), person, 0, decided=decided)
    second = settle(june_note(note), person, 1, decided=decided)
    # 960 000 a year against 819 294: 5/8 and 3/8 of 3151.13 are 1969.46 and 1181.67.
    # Payroll claims 600 000 / 260 = 2307.69 and 360 000 / 260 = 1384.62.
    assert sums(first) == [(19_690, 23_080, "D06")]
    assert sums(second) == [(11_820, 13_850, "D06")]


def test_a_note_over_two_months_is_one_group_with_two_claims(settle, employee, note, day) -> None:
    unit = replace(UNIT, style=ClaimStyle.MONTH)
    course = Course("4", None, [note("2026-06-01", "2026-07-10")])
    groups = settle(course, employee((unit, [31_000])), decided=[day("2026-07-20")])
    (group,) = groups
    assert [claim.days for claim in group.claims] == [10, 8]
    assert [line.amount for line in group.lines] == [18 * 143_100]
    assert group.cause() == "D01"


def test_a_calendar_months_claim_binds_its_notes_together(settle, employee, note, day) -> None:
    unit = replace(UNIT, style=ClaimStyle.CALENDAR)
    notes = [note("2026-06-01", "2026-06-30"), note("2026-07-01", "2026-07-14"),
             note("2026-07-15", "2026-07-31")]  # fmt: skip
    decided = [day("2026-07-03"), day("2026-07-20"), day("2026-08-10")]
    groups = settle(Course("4", None, notes), employee((unit, [31_000])), decided=decided)
    assert [(len(group.lines), len(group.claims)) for group in groups] == [(1, 1), (2, 1)]
    # 10 + 13 weekdays of July.
    assert sums(groups) == [(14_310, 14_310, "D01"), (32_913, 32_913, "D01")]


def test_holiday_that_payroll_knows_splits_the_line_and_not_the_group(
    settle, employee, note, day
) -> None:
    holiday = (day("2026-06-22"), day("2026-06-26"))
    course = Course("4", None, [note("2026-06-01", "2026-06-30", holiday=holiday)])
    (group,) = settle(course, employee((UNIT, [31_000])), decided=[day("2026-07-03")])
    assert [line.amount for line in group.lines] == [3 * 143_100, 2 * 143_100]
    assert [claim.days for claim in group.claims] == [5]
    assert group.cause() == "D01"


def test_self_certified_days_are_part_of_the_employer_period(settle, employee, note, day) -> None:
    self_certified = (day("2026-06-01"), day("2026-06-03"))
    course = Course("4", self_certified, [note("2026-06-04", "2026-06-30")])
    (group,) = settle(course, employee((UNIT, [31_000])), decided=[day("2026-07-03")])
    assert group.lines[0].first == day("2026-06-17")
    assert group.claims[0].absence_from == day("2026-06-01")


@pytest.mark.parametrize("benefit", ["1", "2", "3", "9", "Y"])
def test_other_benefits_have_no_employer_period(settle, employee, note, day, benefit) -> None:
    course = Course(benefit, None, [note("2026-06-01", "2026-06-30")])
    (group,) = settle(course, employee((UNIT, [31_000])), decided=[day("2026-06-27")])
    assert sums([group]) == [(22 * 1431, 22 * 1431, "D01")]
    assert group.lines[0].benefit == group.claims[0].benefit == benefit
    assert group.lines[0].last_benefit_day == 0


@pytest.mark.parametrize("benefit", ["6", "7"])
def test_a_refunded_employer_period_is_paid_to_the_ore(
    settle, employee, note, day, benefit
) -> None:
    course = Course(benefit, None, [note("2026-06-01", "2026-06-10")])
    (group,) = settle(course, employee((UNIT, [31_000])), decided=[day("2026-07-27")])
    # 372 000 / 260 = 1430.769, rounded to 1430.77; eight weekdays.
    assert (group.paid, group.claimed) == (8 * 143_077, 8 * 143_077)


def test_what_was_paid_before_the_plan_leaves_neither_lines_nor_claims(
    settle, employee, note, day
) -> None:
    groups = settle(
        june_note(note), employee((UNIT, [31_000])), months=("2026-09",),
        decided=[day("2026-07-03")],
    )  # fmt: skip
    assert groups == []


def test_what_nav_has_not_decided_by_the_end_is_a_claim_alone(settle, employee, note, day) -> None:
    (group,) = settle(june_note(note), employee((UNIT, [31_000])), decided=[day("2026-10-20")])
    assert (group.lines, len(group.claims), group.cause()) == ([], 1, "D14")

"""Each trouble alone: which rows it leaves, what they differ by, and the cause."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from rutine.practice.courses import Course
from rutine.practice.organisation import SubUnit
from rutine.practice.stories import NEVER
from rutine.practice.troubles import Hitch, Trouble

UNIT = SubUnit("312345676", "Tangen skole", 0)
OTHER = SubUnit("398765439", "Havna barnehage", 0)
RATE = 143_100  # 31 000 a month, in øre a day


class Sometimes(Random):
    """Draws that are small: what has an even chance happens."""

    def random(self) -> float:
        return 0.3


class Rarely(Random):
    """Draws that are smaller still."""

    def random(self) -> float:
        return 0.2


@pytest.fixture
def one(settle, employee, note, day):
    """The groups of one course of 31 000 a month, ill 1-30 June (10 days refunded)."""

    def run(trouble=Trouble.NONE, hitch=Hitch.NONE, *, benefit="4", income=31_000, **how):
        facts = how.pop("facts", {})
        course = Course(benefit, None, [note("2026-06-01", "2026-06-30", hitch=hitch, **facts)])
        course.trouble = trouble
        how.setdefault("decided", [day("2026-07-03")])
        return settle(course, employee((UNIT, [income])), **how)

    return run


def seen(groups):
    return [(group.paid, group.claimed, group.cause()) for group in groups]


def test_an_income_report_never_sent_leaves_the_claim_alone(one) -> None:
    (group,) = one(Trouble.NEVER_SENT, decided=[NEVER])
    assert seen([group]) == [(0, 10 * RATE, "D16")]
    assert group.claims[0].sent == 0


def test_a_rejected_income_report_leaves_the_claim_alone(one) -> None:
    assert seen(one(Trouble.REJECTED, decided=[NEVER])) == [(0, 10 * RATE, "D17")]


def test_a_report_sent_too_late_loses_the_first_days(one, day) -> None:
    def late(story) -> None:
        story.pays_from = day("2026-06-22")

    groups = one(Trouble.LATE_REPORT, change=late)
    # 17-19 June are lost: three weekdays.
    assert seen(groups) == [(7 * RATE, 10 * RATE, "D18")]


def test_a_refund_that_ends_is_paid_to_the_employee_afterwards(one, day) -> None:
    def ends(story) -> None:
        story.refund_ends = day("2026-06-24")

    assert seen(one(Trouble.REFUND_STOPPED, change=ends)) == [(6 * RATE, 10 * RATE, "D21")]


def test_a_refund_of_nothing_leaves_the_claim_alone(one) -> None:
    assert seen(one(Trouble.REFUND_STOPPED, rng=Sometimes(1))) == [(0, 10 * RATE, "D21")]


def test_a_wrong_sub_unit_is_paid_in_full_elsewhere(one) -> None:
    def wrong(story) -> None:
        story.nav_unit = OTHER

    (group,) = one(Trouble.WRONG_UNIT, change=wrong)
    assert seen([group]) == [(10 * RATE, 10 * RATE, "D22")]
    assert (group.lines[0].unit, group.claims[0].unit) == (OTHER.orgnr, UNIT.orgnr)


def test_a_closed_sub_unit_is_not_in_the_list(one, organisation) -> None:
    (group,) = one(Trouble.CLOSED_UNIT)
    assert group.cause() == "D23"
    assert group.lines[0].unit == organisation.closed_unit.orgnr
    assert group.lines[0].unit not in {unit.orgnr for unit in organisation.sub_units}


def left_on(day_text, day):
    def change(story) -> None:
        story.course.leaves = day(day_text)
        story.refund_ends = NEVER

    return change


def test_nav_pays_on_for_somebody_who_left(one, day) -> None:
    groups = one(Trouble.LEFT, change=left_on("2026-06-24", day))
    assert seen(groups) == [(10 * RATE, 6 * RATE, "D24")]


def test_what_was_paid_after_leaving_may_be_taken_back(one, day) -> None:
    groups = one(Trouble.LEFT, change=left_on("2026-06-24", day), rng=Sometimes(1))
    # Taken back as a deduction: code A stands, although the sums agree.
    assert seen(groups) == [(6 * RATE, 6 * RATE, "D28")]
    assert "A" in {line.benefit for line in groups[0].lines}


def test_nav_and_payroll_both_stop_when_nav_was_told(one, day) -> None:
    def told(story) -> None:
        story.course.leaves = story.refund_ends = day("2026-06-24")

    groups = one(Trouble.LEFT, change=told)
    assert seen(groups) == [(6 * RATE, 6 * RATE, "D01")]
    assert Trouble.LEFT not in groups[0].marks  # both know the day: they differ by nothing there


def test_income_by_discretion_changes_every_day(one) -> None:
    def low(story) -> None:
        story.income_percent = 60

    # 18 600 x 12 / 260 = 858.46
    assert seen(one(Trouble.DISCRETION, change=low)) == [(858_00 * 10, 10 * RATE, "D07")]

    def high(story):
        story.income_percent = 140

    # NAV refunds no more than the report asks for (refund rules §1.2).
    assert seen(one(Trouble.DISCRETION, change=high)) == [(10 * RATE, 10 * RATE, "D01")]


def test_a_salary_rise_is_claimed_and_not_paid(one, day) -> None:
    def rise(story) -> None:
        story.rise, story.rise_percent = day("2026-06-10"), 104

    # 32 240 x 12 / 260 = 1488
    assert seen(one(Trouble.SALARY_RISE, change=rise)) == [(10 * RATE, 148_800 * 10, "D08")]


def test_self_certified_days_that_only_nav_counts_move_the_first_paid_day(one, day) -> None:
    def earlier(story) -> None:
        story.nav_before = ((day("2026-05-20"), day("2026-05-22")),)
        story.payroll_before = ()

    # NAV pays from 14 June: 15 and 16 June come on top.
    assert seen(one(Trouble.EMPLOYER_PERIOD, change=earlier)) == [(12 * RATE, 10 * RATE, "D12")]


def test_a_new_employee_has_no_employer_period(one) -> None:
    assert seen(one(Trouble.NEW_HIRE)) == [(22 * RATE, 10 * RATE, "D13")]


def test_a_claim_registered_after_the_plan_leaves_the_line_alone(one) -> None:
    def late(story) -> None:
        story.claim_delay = 5

    assert seen(one(Trouble.LATE_CLAIM, change=late)) == [(10 * RATE, 0, "D43")]


def test_a_claim_registered_late_is_exact_when_it_comes(one, day) -> None:
    def late(story) -> None:
        story.claim_delay = 2

    (group,) = one(Trouble.LATE_CLAIM, change=late)
    assert group.cause() == "D01"
    assert group.claims[0].made == day("2026-08-31")


def test_a_pregnancy_benefit_called_sickness_has_two_codes(one, day) -> None:
    (group,) = one(Trouble.WRONG_KIND, benefit="3", decided=[day("2026-06-27")])
    assert seen([group]) == [(22 * RATE, 10 * RATE, "D34")]
    assert (group.lines[0].benefit, group.claims[0].benefit) == ("3", "4")


def test_a_new_number_stands_on_the_line_and_the_old_on_the_claim(
    settle, employee, note, day
) -> None:
    person = employee((UNIT, [31_000]))
    person.person.new_fnr, person.person.renumbered = "11816312345", day("2026-07-01")
    course = Course("4", None, [note("2026-06-01", "2026-06-30")], trouble=Trouble.NEW_NUMBER)
    (group,) = settle(course, person, decided=[day("2026-07-03")])
    assert group.cause() == "D26"
    assert group.lines[0].fnr == "11816312345" != group.claims[0].fnr


def test_another_grade_changes_the_rate(one) -> None:
    groups = one(hitch=Hitch.GRADE, facts={"worked_grade": 60})
    # 1430.77 x 0.6 = 858.46
    assert seen(groups) == [(858_00 * 10, 10 * RATE, "D09")]


def test_a_grade_below_a_fifth_pays_nothing(one) -> None:
    groups = one(hitch=Hitch.LOW_GRADE, facts={"worked_grade": 10})
    assert seen(groups) == [(0, 10 * RATE, "D10")]


def test_holiday_that_payroll_does_not_know_is_claimed(one, day) -> None:
    facts = {"holiday": (day("2026-06-22"), day("2026-06-26")), "holiday_registered": False}
    assert seen(one(hitch=Hitch.HOLIDAY, facts=facts)) == [(5 * RATE, 10 * RATE, "D11")]


def test_an_employee_who_never_applies_gets_nothing(one) -> None:
    assert seen(one(hitch=Hitch.NOT_APPLIED, decided=[NEVER])) == [(0, 10 * RATE, "D15")]


def test_a_payment_made_twice_is_above_the_claim(one) -> None:
    groups = one(hitch=Hitch.DOUBLE)
    assert seen(groups) == [(20 * RATE, 10 * RATE, "D29")]


def test_a_reversal_and_another_amount_is_a_correction(one) -> None:
    (group,) = one(hitch=Hitch.REVERSED, rng=Sometimes(1))
    first, minus, again = (line.amount for line in group.lines)
    assert minus == -first
    assert 0 < again < first
    assert group.cause() == "D27"


def test_a_wrong_payment_put_right_agrees_in_the_end(one) -> None:
    (group,) = one(hitch=Hitch.CORRECTED, rng=Sometimes(1))
    assert len(group.lines) > 1
    assert group.lines[0].amount != 10 * RATE
    assert seen([group]) == [(10 * RATE, 10 * RATE, "D01")]


def test_a_correction_of_something_settled_by_hand_stands_alone(one) -> None:
    groups = one(hitch=Hitch.REVERSED, rng=Sometimes(1), months=("2026-09", "2026-10"))
    assert [group.claims for group in groups] == [[]]
    assert groups[0].cause() == "D27"


def test_a_claim_for_too_few_days_is_overpaid(one, day) -> None:
    groups = one(hitch=Hitch.SHORT_CLAIM, facts={"claimed_last": day("2026-06-26")})
    assert seen(groups) == [(10 * RATE, 8 * RATE, "D43")]


def test_an_exemption_that_ran_out_pays_nothing(one) -> None:
    groups = one(hitch=Hitch.EXEMPTION, benefit="7", decided=[NEVER])
    assert [group.cause() for group in groups] == ["D31"]


@pytest.mark.parametrize(("hitch", "benefit"), [(Hitch.DAY_COUNTER, "Z"), (Hitch.UPTAKE, "2")])
def test_days_counted_differently_are_fewer_days(one, day, hitch, benefit) -> None:
    facts = {"holiday": (day("2026-06-03"), day("2026-06-03")), "holiday_registered": False}
    groups = one(hitch=hitch, benefit=benefit, facts=facts, decided=[day("2026-06-29")])
    assert seen(groups) == [(21 * RATE, 22 * RATE, hitch.value)]


def test_an_income_below_half_of_g_gives_nothing(one) -> None:
    # 5 600 x 12 = 67 200 against 68 274.50
    assert seen(one(income=5_600)) == []
    assert seen(one(income=5_600, rng=Rarely(1))) == [(0, 10 * 25_800, "D20")]


def test_ill_in_a_small_second_job_gives_nothing(settle, employee, note, day) -> None:
    course = Course("4", None, [note("2026-06-01", "2026-06-30")], only_at=1)
    person = employee((UNIT, [45_000]), (OTHER, [9_000]))
    (group,) = settle(course, person, 1, decided=[day("2026-07-03")])
    # 9 000 of 54 000 is a grade of 16 %.
    assert (group.paid, group.cause()) == (0, "D10")


def test_nav_stops_at_the_last_benefit_day_and_payroll_goes_on(settle, employee, note, day) -> None:
    notes = [note("2025-06-01", "2026-05-31"), note("2026-06-01", "2026-06-30")]
    decided = [day("2026-05-31"), day("2026-07-03")]

    def careless(story) -> None:
        story.minds_last_day = False

    groups = settle(
        Course("4", None, notes), employee((UNIT, [31_000])), decided=decided, change=careless,
        months=("2026-07", "2026-08"),
    )  # fmt: skip
    # Paid from Tuesday 17 June 2025: the 248th weekday is Thursday 28 May 2026.
    assert [(group.paid, group.claimed, group.cause()) for group in groups] == [
        (0, 22 * RATE, "D19")
    ]


def test_a_trouble_that_changes_nothing_is_no_cause(one, day) -> None:
    facts = {"holiday": (day("2026-06-20"), day("2026-06-21")), "holiday_registered": False}
    # The days off were a weekend.
    assert seen(one(hitch=Hitch.HOLIDAY, facts=facts)) == [(10 * RATE, 10 * RATE, "D01")]


def test_set_ups_and_troubles_together_give_the_weightier_cause(
    settle, employee, note, day
) -> None:
    unit = replace(UNIT, capped=False)
    course = Course("4", None, [note("2026-06-01", "2026-06-30", hitch=Hitch.DOUBLE)])
    (group,) = settle(course, employee((unit, [80_000])), decided=[day("2026-07-03")])
    assert group.cause() == "D29"

"""Which payment a minus takes back: one answer, several, or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rutine.core.money import Ore
from rutine.refunds.looking_back.recovery import MOST_LINES, How, concerned, taken_back
from tests.received_lines import OTHER_UNIT, line

JUNE = line("2026-06-01/2026-06-30", 22 * 1431, "2026-07-01")
JULY = line("2026-07-01/2026-07-15", 11 * 1431, "2026-08-03")


def minus(days, kroner, **other):
    return line(days, -kroner, "2026-10-01", **other)


def test_the_same_days_and_amount():
    found = taken_back(minus("2026-06-01/2026-06-30", 22 * 1431), [JUNE, JULY])
    assert (found.how, found.lines) == (How.SAME, (JUNE,))


def test_one_of_two_equal_payments_is_for_the_same_days_whichever_it_is():
    again = replace(JUNE, ref=JULY.ref, received=JULY.received)
    found = taken_back(minus("2026-06-01/2026-06-30", 22 * 1431), [JUNE, again])
    assert found.how is How.SAME
    assert [each.content for each in found.lines] == [JUNE.content]


def test_whole_payments_within_its_days():
    found = taken_back(minus("2026-06-01/2026-07-31", 33 * 1431), [JUNE, JULY])
    assert (found.how, found.lines) == (How.SUM, (JUNE, JULY))


def test_some_days_of_a_payment_at_its_rate():
    found = taken_back(minus("2026-06-22/2026-06-26", 5 * 1431), [JUNE, JULY])
    assert (found.how, found.lines) == (How.PART, (JUNE,))


def test_the_same_days_with_an_amount_of_its_own():
    found = taken_back(minus("2026-06-22/2026-06-26", 777), [JUNE, JULY])
    assert (found.how, found.lines) == (How.DAYS, (JUNE,))


def test_days_that_nothing_was_paid_for():
    assert taken_back(minus("2026-01-05/2026-01-09", 5 * 1431), [JUNE]).how is How.NONE


@pytest.mark.parametrize("other", [{"benefit": "2"}, {"sub_unit": OTHER_UNIT}])
def test_a_benefits_minus_takes_back_nothing_of_another_unit_or_benefit(other):
    found = taken_back(minus("2026-06-01/2026-06-30", 22 * 1431), [replace(JUNE, **other)])
    assert found.how is How.NONE


def test_a_deduction_may_be_for_any_benefit_and_unit():
    parental = replace(JUNE, benefit="2", sub_unit=OTHER_UNIT)
    found = taken_back(minus("", 22 * 1431, benefit="A"), [parental, JULY])
    assert (found.how, found.lines) == (How.AMOUNT, (parental,))


def test_two_payments_of_the_amount_are_both_told_and_none_is_chosen():
    twin = replace(JUNE, first=JULY.first, last=JULY.last, ref=JULY.ref)
    found = taken_back(minus("", 22 * 1431, benefit="A"), [JUNE, twin])
    assert (found.how, set(found.lines)) == (How.SEVERAL, {JUNE, twin})


def test_payments_that_follow_each_other():
    found = taken_back(minus("", 33 * 1431, benefit="A"), [JULY, JUNE])
    assert (found.how, found.lines) == (How.AMOUNTS, (JUNE, JULY))


def test_a_sum_and_a_single_payment_that_both_fit_are_a_tie():
    whole = line("2026-03-02/2026-04-15", 33 * 1431, "2026-05-04", benefit="9")
    found = taken_back(minus("", 33 * 1431, benefit="A"), [JUNE, JULY, whole])
    assert found.how is How.SEVERAL
    assert len(found.lines) == 3


def test_what_came_later_or_was_taken_back_before_is_left_out():
    asked = minus("", 22 * 1431, benefit="A")
    later = replace(JUNE, received=line("", 1, "2026-11-02").received)
    before = line("2026-06-01/2026-06-30", -22 * 1431, "2026-09-01")
    assert taken_back(asked, [later]).how is How.NONE
    assert taken_back(asked, [JUNE, before]).how is How.NONE


def test_too_many_payments_are_not_tried_in_every_way():
    many = [
        line(f"2026-06-{n:02d}/2026-06-{n:02d}", 1000 + 2**n, "2026-07-01")
        for n in range(1, MOST_LINES + 2)
    ]
    wanted = sum(each.amount for each in many[:2])
    asked = minus("2026-06-01/2026-06-30", 0, amount=Ore(-wanted))
    assert taken_back(asked, many).how is How.DAYS
    assert taken_back(asked, many[:-1]).how is How.SUM


def test_a_plus_names_the_earlier_payment_for_its_days():
    more = line("2026-06-01/2026-06-30", 500, "2026-10-01")
    assert concerned(more, [JUNE, JULY, more]).lines == (JUNE,)
    assert concerned(line("", 500, "2026-10-01"), [JUNE]).how is How.NONE

"""How NAV writes lines: NAV's habits, with everything else in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rutine.practice.courses import Course
from rutine.practice.days import weekdays
from rutine.practice.draws import seeded
from rutine.practice.entitlement import Finding
from rutine.practice.payments import Cashier
from rutine.practice.plan import PracticePlan
from rutine.practice.rates import Habits
from rutine.practice.schedule import WAITING, Schedule
from rutine.practice.stories import Story
from rutine.practice.troubles import Hitch

RATE = 143_100
NONE = Habits(
    lines_by_month=0, trimmed=0, cut_elsewhere=0, late_piece=0, merged=0, missing_dates=0,
    between=0, recovered=0, recovered_as_a=0,
)  # fmt: skip
PLAN = PracticePlan(months=("2026-07", "2026-08", "2026-09", "2026-10"))


@pytest.fixture
def pay(note, day):
    """The payments for notes, each paid in full on the day given."""

    def run(*notes, decided="2026-07-20", **habits):
        course = Course("4", None, list(notes))
        story = Story(course, day("2026-06-20"), "4", minds_last_day=True)
        schedule = Schedule(PLAN, seeded(1), 2)
        cashier = Cashier(seeded(3), schedule, replace(NONE, **habits), story, 0)
        for n, each in enumerate(notes):
            finding = Finding([(each.first, each.last)], RATE, RATE, set())
            cashier.pay(n, finding, day(decided))
        return cashier.payments

    return run


def test_a_note_is_one_line(pay, note, day) -> None:
    (payment,) = pay(note("2026-06-20", "2026-07-10"))
    assert (payment.first, payment.last) == (day("2026-06-20"), day("2026-07-10"))
    assert payment.amount == 15 * RATE


def test_lines_may_be_cut_at_the_ends_of_months(pay, note, day) -> None:
    payments = pay(note("2026-06-20", "2026-07-10"), lines_by_month=1)
    assert [(p.first, p.last, p.amount) for p in payments] == [
        (day("2026-06-20"), day("2026-06-30"), 7 * RATE),
        (day("2026-07-01"), day("2026-07-10"), 8 * RATE),
    ]


def test_weekends_at_the_ends_may_be_left_out(pay, note, day) -> None:
    (payment,) = pay(note("2026-06-20", "2026-07-12"), trimmed=1)
    assert (payment.first, payment.last) == (day("2026-06-22"), day("2026-07-10"))
    assert payment.amount == 15 * RATE


def test_two_notes_paid_together_may_be_one_line(pay, note, day) -> None:
    (payment,) = pay(note("2026-06-20", "2026-06-30"), note("2026-07-01", "2026-07-10"), merged=1)
    assert (payment.first, payment.last) == (day("2026-06-20"), day("2026-07-10"))
    assert (payment.note, payment.last_note, payment.amount) == (0, 1, 15 * RATE)


def test_notes_with_days_at_work_between_are_not_one_line(pay, note) -> None:
    notes = note("2026-06-20", "2026-06-29"), note("2026-07-01", "2026-07-10")
    assert len(pay(*notes, merged=1)) == 2


def test_a_line_may_be_cut_on_any_day(pay, note) -> None:
    one, two = pay(note("2026-06-20", "2026-07-10"), cut_elsewhere=1)
    assert one.last + 1 == two.first
    assert one.amount == weekdays(one.first, one.last) * RATE
    assert one.amount + two.amount == 15 * RATE
    assert one.slot == two.slot


def test_the_second_piece_may_come_in_a_later_report(pay, note) -> None:
    one, two = pay(note("2026-06-20", "2026-07-10"), cut_elsewhere=1, late_piece=1)
    assert two.slot > one.slot
    assert two.decided > one.decided


def test_a_single_day_is_never_cut(pay, note) -> None:
    assert len(pay(note("2026-06-22", "2026-06-22"), cut_elsewhere=1)) == 1


def test_a_double_payment_may_be_taken_back_with_the_same_code(pay, note) -> None:
    double = note("2026-06-20", "2026-07-10", hitch=Hitch.DOUBLE)
    payments = pay(double, recovered=1)
    assert [p.amount // RATE for p in payments] == [15, 15, -15]
    assert {p.benefit for p in payments} == {"4"}
    assert [p.extra for p in payments] == [False, True, True]


def test_a_double_payment_may_be_taken_back_as_a_deduction(pay, note) -> None:
    double = note("2026-06-20", "2026-07-10", hitch=Hitch.DOUBLE)
    payments = pay(double, recovered=1, recovered_as_a=1)
    assert [p.benefit for p in payments] == ["4", "4", "A"]


def test_a_recovery_decided_after_the_last_payment_is_not_paid(pay, note) -> None:
    double = note("2026-06-20", "2026-07-10", hitch=Hitch.DOUBLE)
    payments = pay(double, recovered=1, decided="2026-09-28")
    assert payments[-1].slot == WAITING


def test_a_reversal_takes_back_each_line_and_pays_it_anew(pay, note) -> None:
    payments = pay(note("2026-06-20", "2026-07-10", hitch=Hitch.REVERSED), lines_by_month=1)
    first, second = payments[:2]
    assert [p.amount for p in payments[2:4]] == [-first.amount, -second.amount]
    again = [p.amount for p in payments[4:]]
    assert all(amount > 0 for amount in again)
    assert all(new != old.amount for new, old in zip(again, (first, second), strict=True))


def test_a_wrong_payment_is_put_right_by_a_delta_or_a_reversal(note, day) -> None:
    shapes = set()
    for seed in range(20):
        course = Course("4", None, [note("2026-06-20", "2026-07-10", hitch=Hitch.CORRECTED)])
        story = Story(course, day("2026-06-20"), "4", minds_last_day=True)
        cashier = Cashier(seeded(seed), Schedule(PLAN, seeded(1), 2), NONE, story, 0)
        finding = Finding([(course.notes[0].first, course.notes[0].last)], RATE, RATE, set())
        cashier.pay(0, finding, day("2026-07-20"))
        assert sum(p.amount for p in cashier.payments) == 15 * RATE
        shapes.add(len(cashier.payments))
    assert shapes == {2, 3}

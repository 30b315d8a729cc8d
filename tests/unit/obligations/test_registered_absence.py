"""Payroll's registered sick leave beside the sick notes, at the edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rutine.obligations.registered_absence import (
    LOOKED_BACK,
    Conflict,
    Person,
    Spell,
    disagreements,
)

TODAY = date(2026, 11, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def spell(first: int, last: int, percent: int = 100, sub_unit: str = "") -> Spell:
    """From so many days ago to so many days ago."""
    return Spell(ago(first), ago(last), percent, ("list 1", first), sub_unit)


def told(person: Person) -> list[tuple[Conflict, date, date]]:
    return [(each.conflict, each.first, each.last) for each in disagreements(person, TODAY)]


def test_lists_that_agree_say_nothing() -> None:
    assert told(Person([spell(20, -9)], [spell(20, -9)])) == []
    assert (
        told(Person([spell(20, 11, 50), spell(10, -9)], [spell(20, 11, 50), spell(10, -9)])) == []
    )


@pytest.mark.parametrize(("days", "found"), [(3, 0), (4, 1)])
def test_three_days_without_a_note_are_allowed_and_four_are_not(days: int, found: int) -> None:
    # Notes up to so many days before today, which is the last of the days without one.
    assert len(told(Person([spell(20, days)], [spell(20, -9)]))) == found


def test_a_gap_between_two_notes_is_told_with_its_days_and_a_weekend_is_not() -> None:
    notes = [spell(30, 20), spell(10, -5)]
    assert told(Person(notes, [spell(30, -5)])) == [(Conflict.NOTE_GAP, ago(19), ago(11))]
    assert told(Person([spell(30, 20), spell(17, -5)], [spell(30, -5)])) == []


def test_what_was_over_eight_weeks_ago_is_not_told() -> None:
    assert told(Person([], [spell(90, LOOKED_BACK + 1)])) == []
    kept = told(Person([], [spell(90, LOOKED_BACK)]))
    assert kept == [(Conflict.NOTE_GAP, ago(90), ago(LOOKED_BACK))]


def test_a_note_of_no_absence_is_no_leave_of_the_grade_that_is_registered() -> None:
    found = told(Person([spell(9, -9, 0)], [spell(9, -9)]))
    assert found == [(Conflict.GRADE, ago(9), TODAY)]


def test_one_of_two_positions_with_the_grade_of_the_note_is_enough() -> None:
    assert told(Person([spell(9, -9, 50)], [spell(9, -9, 50), spell(9, -9, 100)])) == []


def test_grades_that_differ_from_day_to_day_are_told_apart() -> None:
    notes = [spell(20, 11, 50), spell(10, -9, 80)]
    found = told(Person(notes, [spell(20, -9)]))
    assert found == [(Conflict.GRADE, ago(20), ago(11)), (Conflict.GRADE, ago(10), TODAY)]


def test_back_at_work_is_told_from_that_day_and_not_as_a_gap_or_a_grade() -> None:
    found = told(Person([spell(20, 6, 50)], [spell(20, -9)], back=ago(20)))
    assert found == [(Conflict.RETURNED, ago(20), TODAY)]


def test_a_new_note_after_the_return_is_a_new_absence() -> None:
    person = Person([spell(30, 20), spell(5, -5)], [spell(30, 20), spell(5, -5)], back=ago(19))
    assert told(person) == []


def test_a_note_for_another_number_is_told_once_however_many_rows_it_has() -> None:
    jobs = [(ago(900), date.max, "970001018"), (ago(900), ago(400), "970001026")]
    notes = [spell(20, 11, 100, "970001026"), spell(10, -9, 100, "970001026")]
    found = list(disagreements(Person(notes, [], jobs=jobs), TODAY))
    assert [(each.conflict, each.first, each.sub_units) for each in found] == [
        (Conflict.UNIT, ago(20), ("970001026", "970001018"))
    ]
    right = [spell(20, -9, 100, "970001018"), spell(20, -9)]
    assert told(Person(right, [], jobs=jobs)) == []
    assert told(Person(notes, [])) == []  # no position with a number to hold it against

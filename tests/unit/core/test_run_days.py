"""Schedules rest on weekends and Norwegian holidays, and know the month's first working days."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.core.run_days import Rest, RunDays


@pytest.mark.parametrize(
    ("days", "day", "rest"),
    [
        ("any", date(2027, 5, 17), None),
        ("working", date(2027, 5, 17), Rest.HOLIDAY),
        ("working", date(2026, 12, 25), Rest.HOLIDAY),
        ("working", date(2026, 4, 2), Rest.HOLIDAY),  # Maundy Thursday
        ("working", date(2026, 11, 28), Rest.WEEKEND),
        ("working", date(2026, 12, 24), None),  # banks work
        ("first_1", date(2027, 1, 1), Rest.HOLIDAY),
        ("first_1", date(2027, 1, 4), None),
        ("first_1", date(2027, 1, 5), Rest.LATER),
        ("first_5", date(2026, 4, 10), None),  # 1, 7, 8, 9 and 10 April: Easter lies between
        ("first_5", date(2026, 4, 13), Rest.LATER),
    ],
)
def test_a_day_of_rest_has_its_reason(days: str, day: date, rest: Rest | None) -> None:
    assert RunDays.parse(days).rest(day) is rest


@pytest.mark.parametrize("text", ["", "Working", "first_0", "first_20", "first", "first_5 "])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not any, working or first_N"):
        RunDays.parse(text)


def test_the_first_five_working_days_lie_where_the_schedule_looks() -> None:
    """`prefect.yaml` lets cron look at the 1st to the 12th only."""
    days = RunDays.parse("first_5")
    for year in range(2026, 2060):
        for month in range(1, 13):
            worked = [d for d in range(1, 29) if days.rest(date(year, month, d)) is None]
            assert len(worked) == 5
            assert worked[-1] <= 12

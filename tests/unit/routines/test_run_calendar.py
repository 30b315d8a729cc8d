"""The calendar: the days a consultant's words mean, with Norwegian holidays."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from rutine.routines.run_calendar import RunTime


def days(first: str, last: str, **keys: object) -> list[str]:
    time = RunTime.model_validate({"id": "one", "at": "06:30", **keys})
    found = time.runs_between(date.fromisoformat(first), date.fromisoformat(last))
    return [f"{day:%m-%d}" for day in found]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        # Easter 2026: 2, 3, 5 and 6 April are holidays.
        ({"when": "every_working_day"}, ["03-30", "03-31", "04-01", "04-07", "04-08"]),
        ({"when": "working_days_of_month", "working_days": ["1", "2"]}, ["04-01", "04-07"]),
        ({"when": "working_days_of_month", "working_days": ["-1"]}, ["03-31"]),
        ({"when": "weekly", "weekdays": ["thu"]}, ["04-02"]),
        ({"when": "weekly", "weekdays": ["thu"], "on_holidays": "skip"}, []),
        ({"when": "weekly", "weekdays": ["thu"], "on_holidays": "next_working_day"}, ["04-07"]),
        ({"when": "days_of_month", "days": ["5", "-1"]}, ["03-31", "04-05"]),
        (
            {"when": "days_of_month", "days": ["3", "4"], "on_holidays": "next_working_day"},
            ["04-07"],
        ),
    ],
)
def test_the_days_around_easter(keys, expected) -> None:
    assert days("2026-03-30", "2026-04-08", **keys) == expected


def test_every_day_is_every_day() -> None:
    assert len(days("2026-04-01", "2026-04-30", when="every_day")) == 30


def test_what_was_moved_into_the_span_is_found() -> None:
    keys = {"when": "days_of_month", "days": ["2"], "on_holidays": "next_working_day"}
    assert days("2026-04-07", "2026-04-10", **keys) == ["04-07"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"when": "weekly"}, "weekly needs weekdays"),
        ({"when": "every_day", "days": ["1"]}, "days does not go with every_day"),
        ({"when": "every_day", "at": "25:00"}, "pattern"),
    ],
)
def test_words_that_do_not_go_together_are_refused(keys, told) -> None:
    with pytest.raises(ValidationError, match=told):
        RunTime.model_validate({"id": "one", "at": "06:30", **keys})

from __future__ import annotations

from datetime import date

import pytest

from rutine.practice import days


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_weekdays_of_january_2018_after_the_employer_period_are_eleven() -> None:
    assert days.weekdays(ordinal("2018-01-17"), ordinal("2018-01-31")) == 11


def test_a_period_that_ends_before_it_begins_has_no_weekdays() -> None:
    assert days.weekdays(ordinal("2026-08-10"), ordinal("2026-08-03")) == 0


def test_the_248th_weekday_is_counted_from_the_first() -> None:
    assert days.weekday_number(ordinal("2018-01-17"), 248) == ordinal("2018-12-28")


def test_counting_weekdays_begins_on_monday_when_the_first_day_is_a_saturday() -> None:
    assert days.weekday_number(ordinal("2026-08-01"), 1) == ordinal("2026-08-03")


def test_a_segment_is_cut_at_the_ends_of_months() -> None:
    parts = days.by_month((ordinal("2026-05-20"), ordinal("2026-07-02")))
    assert parts == [
        (ordinal("2026-05-20"), ordinal("2026-05-31")),
        (ordinal("2026-06-01"), ordinal("2026-06-30")),
        (ordinal("2026-07-01"), ordinal("2026-07-02")),
    ]


@pytest.mark.parametrize(
    ("hole", "left"),
    [
        (None, [(10, 20)]),
        ((21, 30), [(10, 20)]),
        ((12, 14), [(10, 11), (15, 20)]),
        ((5, 12), [(13, 20)]),
        ((18, 25), [(10, 17)]),
        ((10, 20), []),
    ],
)
def test_days_off_are_taken_out_of_a_segment(hole, left) -> None:
    assert days.without((10, 20), hole) == left


@pytest.mark.parametrize(
    "holiday",
    [
        *("2026-01-01", "2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01"),
        *("2026-05-14", "2026-05-17", "2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26"),
        *("2024-03-29", "2027-03-29"),
    ],
)
def test_norwegian_holidays_are_no_working_days(holiday: str) -> None:
    assert not days.is_working_day(ordinal(holiday))


def test_the_first_working_day_of_may_2026_is_a_monday_after_labour_day() -> None:
    assert days.working_days(days.parse_month("2026-05"))[0] == ordinal("2026-05-04")


def test_missing_days_are_written_as_the_files_want_them() -> None:
    assert (days.nav_date(0), days.norwegian_date(0), days.iso_date(0)) == ("00000000", "", "")
    written = ordinal("2026-08-03")
    assert days.nav_date(written) == "20260803"
    assert days.norwegian_date(written) == "03.08.2026"


def test_weekends_are_trimmed_from_both_ends() -> None:
    whole = (ordinal("2026-08-01"), ordinal("2026-08-16"))
    assert days.trimmed(whole) == (ordinal("2026-08-03"), ordinal("2026-08-14"))

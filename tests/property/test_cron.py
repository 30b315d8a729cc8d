"""Our reading of cron names the same times as the parser that Prefect plans by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st
from prefect._vendor.croniter import croniter

from rutine.core import clock
from rutine.routines.timetable.cron import Cron


def field(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    pairs = st.tuples(number, number).filter(lambda pair: pair[0] < pair[1])
    stretch = pairs.map(lambda pair: f"{pair[0]}-{pair[1]}")
    step = st.integers(2, max(2, high // 2)).map(lambda by: f"*/{by}")
    listed = st.lists(number.map(str), min_size=1, max_size=3, unique=True).map(",".join)
    return st.one_of(st.just("*"), number.map(str), stretch, step, listed)


CRON = st.tuples(field(0, 59), field(3, 23), field(1, 28), field(1, 12), field(0, 6)).map(" ".join)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(text=CRON, day_or=st.booleans(), moment=MOMENTS)
@settings(max_examples=80, deadline=None)
def test_the_next_times_are_prefects(text: str, day_or: bool, moment: datetime) -> None:
    """By the clock on the wall, as Prefect plans: from three o'clock on no time is skipped."""
    ours = list(islice(Cron.parse(text, day_or=day_or).after(moment, clock.OSLO), 2))
    theirs = croniter(text, moment.astimezone(clock.OSLO).replace(tzinfo=None), day_or=day_or)
    for each in ours:
        assert theirs.get_next(datetime).replace(tzinfo=clock.OSLO).astimezone(UTC) == each


def test_a_time_that_the_clock_skips_comes_an_hour_later_and_one_it_repeats_comes_once() -> None:
    at_half_past_two = Cron.parse("30 2 * * *")
    spring = at_half_past_two.after(datetime(2027, 3, 27, 12, tzinfo=UTC), clock.OSLO)
    assert next(spring) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    autumn = at_half_past_two.after(datetime(2027, 10, 30, 12, tzinfo=UTC), clock.OSLO)
    assert [next(autumn), next(autumn)] == [
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 11, 1, 1, 30, tzinfo=UTC),
    ]

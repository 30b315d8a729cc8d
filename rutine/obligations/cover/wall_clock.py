"""Times as the clock on the wall shows them, and real time, in which everything is counted.

A rota is written in wall time. On the night the clock goes forward an hour is missing, on the
night it goes back one comes twice; so a shift from 22 to 07 is eight or ten hours long. All
lengths, rests and slices here are of real time; wall time is only read and shown.

A time that the clock skips is the moment at which it does; a time that comes twice is the first
of the two. So a later time on the wall is never an earlier moment, the same time is always the
same moment, and a hand-over at it never leaves a hole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from rutine.core.clock import OSLO

MINUTES_IN_SLICE: Final = 15
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_HOUR: Final = 60


def minute_at(wall: datetime) -> int:
    """Whole minutes of real time since 1970 at a time on the wall."""
    return _minute_at(wall, wall.fold)


@lru_cache(maxsize=65_536)
def _minute_at(wall: datetime, fold: int) -> int:
    """The fold is given by itself: to `==`, and so to the memory, both runs of an hour are one."""
    found = (wall.replace(tzinfo=OSLO, fold=fold) - _EPOCH) // _MINUTE
    if wall_at(found) == wall:
        return found
    return found - found % _HOUR  # skipped: clocks in Norway jump on the hour, by an hour


@lru_cache(maxsize=65_536)
def wall_at(minute: int) -> datetime:
    """What the wall shows at a minute of real time; `fold` is 1 in the hour's second run."""
    return (_EPOCH + minute * _MINUTE).astimezone(OSLO).replace(tzinfo=None)


def slice_at(minute: int) -> int:
    """The quarter of an hour that a minute is nearest to."""
    return (minute + MINUTES_IN_SLICE // 2) // MINUTES_IN_SLICE


def slice_of(wall: datetime) -> int:
    """The quarter of an hour nearest to a time on the wall."""
    return slice_at(minute_at(wall))


def wall_of(number: int) -> datetime:
    """What the wall shows when a quarter of an hour begins."""
    return wall_at(number * MINUTES_IN_SLICE)


def midnights(first: int, last: int) -> Iterator[int]:
    """The quarters at which a new day begins, after the first and before the last."""
    day = wall_of(first).date() + _DAY
    while (found := slice_of(datetime.combine(day, time()))) < last:
        yield found
        day += _DAY


def days_touched(start: datetime, end: datetime) -> list[date]:
    """The days that a stretch on the wall has some time of."""
    last = (end - _MINUTE).date()
    return [start.date() + _DAY * n for n in range((last - start.date()).days + 1)]

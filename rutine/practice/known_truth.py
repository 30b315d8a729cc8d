"""Lists of one run with what a run of them must put before a person, no more and no less.

The truth is drawn first and the lists are written from it, so that it owes nothing to the
engines that it measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

_LAST_SHARED: Final = 28
"""The last day of the month that every month has."""


class Expected(NamedTuple):
    """One case.

    Attributes:
        reason: its code.
        who: the employee number or the unit that it is about; empty where it is a list's.
        what: the requirement, the rule of cover, or the key of the list's case.
        when: the deadline as `YYYY-MM-DD`, or the two ends of a stretch of time.
    """

    reason: str
    who: str = ""
    what: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class KnownTruth:
    """Lists (name of the file, without its ending -> text) and every case of a run of them."""

    lists: Mapping[str, str]
    truth: tuple[Expected, ...]


def text(rows: Iterable[Iterable[object]]) -> str:
    """A list as the systems write it: semicolons between, days as Norwegian ones."""
    return "".join(";".join(_cell(each) for each in row) + "\n" for row in rows)


def shared_day(rng: Random, day: date, least: int, most: int) -> date:
    """A day so many days from another that every month has: a year before it is no question."""
    while True:
        drawn = day + timedelta(days=rng.randint(least, most))
        if drawn.day <= _LAST_SHARED:
            return drawn


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year."""
    return day.replace(year=day.year - years)


def _cell(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)

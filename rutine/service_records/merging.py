"""Positions told by several sources, as one list without a day told twice.

On each day the first source in order that says anything counts, alone: so nothing is added up
that two systems say of the same job, and a later source fills only the days of which the earlier
say nothing. Rows that follow each other without a break and are equal are joined; a change of
percent is a new row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from rutine.core.service_record import ToldPosition

FOREVER: Final = date.max
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MergedPosition:
    """One row of the record. `last` is `FOREVER` while it goes on; the rest as in `ToldPosition`.

    `sources` are those whose word it rests on, in the alphabet's order.
    """

    first: date
    last: date
    unit: str
    code: str
    title: str
    percent: int | None
    hours: int | None
    sources: tuple[str, ...]

    @property
    def same_as(self) -> tuple[object, ...]:
        """What must be equal in rows that are joined."""
        return (self.unit, named(self.code, self.title), self.percent, self.hours is None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the same rows hold: `first` and `last` included, and the rows by source."""

    first: date
    last: date
    told: tuple[ToldPosition, ...]

    def sources(self, order: Sequence[str]) -> list[str]:
        """Those who say anything, the one that counts first."""
        return sorted({each.source for each in self.told}, key=lambda source: rank(source, order))


def rank(source: str, order: Sequence[str]) -> tuple[int, str]:
    """Where a source stands; those that nobody has put in order come last."""
    return (order.index(source) if source in order else len(order), source)


def named(code: str, title: str) -> str:
    """What tells a position from another in the same unit: its code, or else its title."""
    return code or title.casefold()


def end_of(told: ToldPosition) -> date:
    """The last day, `FOREVER` while there is none."""
    return told.last or FOREVER


def stretches(told: Sequence[ToldPosition]) -> Iterator[Stretch]:
    """Every stretch of days on which somebody says something, in order; each as long as can be."""
    edges = {each.first for each in told}
    edges |= {end_of(each) + DAY for each in told if end_of(each) < FOREVER}
    starts = sorted(edges)
    for place, first in enumerate(starts):
        last = starts[place + 1] - DAY if place + 1 < len(starts) else FOREVER
        there = tuple(each for each in told if each.first <= first and end_of(each) >= last)
        if there:
            yield Stretch(first, last, there)


def merged(told: Sequence[ToldPosition], order: Sequence[str]) -> tuple[MergedPosition, ...]:
    """The rows of the record, first day first.

    The order in which they were told makes no difference. Hours belong to all the days of a row:
    of one that counts for some of them only, nobody knows how many, and it has none.
    """
    won = [(each.first, each.last, each.sources(order)[0]) for each in stretches(told)]
    pieces = [
        MergedPosition(
            first=first,
            last=last,
            unit=each.unit,
            code=each.code,
            title=each.title,
            percent=each.percent,
            hours=each.hours if (first, last) == (each.first, end_of(each)) else None,
            sources=(each.source,),
        )
        for each in told
        for first, last in _parts(each, won)
    ]
    return tuple(sorted(_joined(pieces), key=_in_order))


def _parts(
    told: ToldPosition, won: Sequence[tuple[date, date, str]]
) -> Iterator[tuple[date, date]]:
    """The days of a row on which its source counts, as whole stretches."""
    begun: tuple[date, date] | None = None
    for first, last, source in won:
        inside = told.first <= first and last <= end_of(told) and source == told.source
        if inside and begun is not None and begun[1] + DAY == first:
            begun = (begun[0], last)
        elif inside:
            if begun is not None:
                yield begun
            begun = (first, last)
    if begun is not None:
        yield begun


def _joined(pieces: Sequence[MergedPosition]) -> list[MergedPosition]:
    """Equal rows that follow each other as one; equal rows of the same days stay apart."""
    done: list[MergedPosition] = []
    for each in sorted(pieces, key=_in_order):
        before = next(
            (
                place
                for place, known in enumerate(done)
                if known.last < FOREVER
                and known.last + DAY == each.first
                and known.same_as == each.same_as
                and _called_alike(known.title, each.title)
            ),
            None,
        )
        if before is None:
            done.append(each)
            continue
        known = done[before]
        done[before] = replace(
            known,
            last=each.last,
            title=known.title or each.title,
            hours=None if known.hours is None else known.hours + (each.hours or 0),
            sources=tuple(sorted({*known.sources, *each.sources})),
        )
    return done


def _called_alike(one: str, other: str) -> bool:
    """Whether two titles of one code may be one row's: a code has many, and no change is hidden."""
    return not one or not other or one.casefold() == other.casefold()


def _in_order(row: MergedPosition) -> tuple[object, ...]:
    return (
        *(row.first, row.last, row.unit, row.code, row.title),
        *(-1 if row.percent is None else row.percent, -1 if row.hours is None else row.hours),
        row.sources,
    )

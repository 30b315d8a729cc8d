"""What speaks against a service record: shown to the one who signs, never smoothed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from rutine.core.service_record import RecordFlag, ToldPosition
from rutine.service_records.merging import (
    DAY,
    FOREVER,
    MergedPosition,
    Stretch,
    end_of,
    merged,
    named,
    stretches,
)

READY: Final = "S01"
OVERLAP: Final = "S02"
GAP: Final = "S03"
NO_HOURS: Final = "S04"
OPEN_END: Final = "S05"
DISAGREE: Final = "S06"
BEFORE_MISSING: Final = "S07"
NO_POSITION: Final = "S08"
WHO_MISSING: Final = "S09"
"""The reasons of cases, as `rutine.core.shape_reasons` has them."""

WORST_FIRST: Final = (DISAGREE, OVERLAP, BEFORE_MISSING, OPEN_END, GAP, NO_HOURS)
"""Which of several flags names the case: what would be said wrongly before what is lacking."""

FULL_TIME: Final = 10_000
"""A hundred percent, in hundredths."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the positions.

    Attributes:
        hired, left: the ends of the employment; None where nothing is said, or it goes on.
        begins: source -> the first day that it can tell of: it was taken into use, or its rows
            were moved from another system.
        gap_days: a gap of so many days is not told.
    """

    hired: date | None = None
    left: date | None = None
    begins: Mapping[str, date] = field(default_factory=dict)
    gap_days: int = 0


def flags_of(
    told: Sequence[ToldPosition], order: Sequence[str], known: Known
) -> tuple[RecordFlag, ...]:
    """Every flag, by code and day; the order in which positions were told makes no difference."""
    rows = merged(told, order)
    found = [
        *_overlaps(rows),
        *_gaps(rows, known),
        *_without_hours(rows),
        *_open_ends(told, known),
        *_disagreements(told, order),
        *_before_missing(told, known),
    ]
    return tuple(sorted(set(found), key=_in_order))


def worst(flags: Sequence[RecordFlag]) -> str:
    """The reason of the case: `READY` where nothing speaks against it."""
    codes = {each.code for each in flags}
    return next((code for code in WORST_FIRST if code in codes), READY)


def _overlaps(rows: Sequence[MergedPosition]) -> Iterator[RecordFlag]:
    """Days with more than a hundred percent in all."""
    found: list[tuple[date, date, int]] = []
    for stretch in stretches(_as_told(rows)):
        total = sum(each.percent or 0 for each in stretch.told)
        if total <= FULL_TIME:
            continue
        if found and found[-1][1] + DAY == stretch.first and found[-1][2] == total:
            found[-1] = (found[-1][0], stretch.last, total)
        else:
            found.append((stretch.first, stretch.last, total))
    for first, last, total in found:
        yield _flag(OVERLAP, first, last, percent=total)


def _gaps(rows: Sequence[MergedPosition], known: Known) -> Iterator[RecordFlag]:
    """Days of the employment without a position; not those before a system could tell of them."""
    if not rows:
        return
    begin = min(row.first for row in rows)
    reached = begin - DAY
    if known.hired is not None and known.hired < begin and not _moved(begin, rows, known):
        reached = known.hired - DAY
    for row in rows:
        if row.first - reached > timedelta(days=1 + known.gap_days):
            yield _flag(GAP, reached + DAY, row.first - DAY)
        reached = max(reached, row.last)
    if known.left is not None and known.left - reached > timedelta(days=known.gap_days):
        yield _flag(GAP, reached + DAY, known.left)


def _without_hours(rows: Sequence[MergedPosition]) -> Iterator[RecordFlag]:
    """Positions paid by the hour of which nobody says how many hours."""
    for row in rows:
        if not row.percent and row.hours is None:
            yield _flag(NO_HOURS, row.first, row.last, sources=row.sources)


def _open_ends(told: Sequence[ToldPosition], known: Known) -> Iterator[RecordFlag]:
    """Positions that go on after the person has left."""
    if known.left is None:
        return
    for each in told:
        if end_of(each) > known.left:
            yield _flag(OPEN_END, each.first, end_of(each), sources=(each.source,))


def _disagreements(told: Sequence[ToldPosition], order: Sequence[str]) -> Iterator[RecordFlag]:
    """Days of which two sources speak and do not say the same.

    Hours are not compared: they belong to whole rows, and rows are cut at other days.
    """
    apart = [
        (each.first, each.last, tuple(each.sources(order)))
        for each in stretches(told)
        if _differ(each)
    ]
    for sources, group in groupby(apart, key=lambda each: each[2]):
        begun: tuple[date, date] | None = None
        for first, last, _ in group:
            if begun is not None and begun[1] + DAY == first:
                begun = (begun[0], last)
                continue
            if begun is not None:
                yield _flag(DISAGREE, *begun, sources=sources)
            begun = (first, last)
        if begun is not None:
            yield _flag(DISAGREE, *begun, sources=sources)


def _differ(stretch: Stretch) -> bool:
    said: dict[str, Counter[tuple[object, ...]]] = {}
    for each in stretch.told:
        what = (each.unit, named(each.code, each.title), each.percent)
        said.setdefault(each.source, Counter())[what] += 1
    first, *others = said.values()
    return any(other != first for other in others)


def _before_missing(told: Sequence[ToldPosition], known: Known) -> Iterator[RecordFlag]:
    """The time before a system was taken into use, of which no other source tells."""
    if not told:
        return
    begin = min(each.first for each in told)
    moved = _moved(begin, told, known)
    if not moved:
        return
    if known.hired is None:
        if begin == moved[0][0]:
            yield _flag(BEFORE_MISSING, begin - DAY, begin - DAY, sources=moved[0][1])
    elif known.hired < begin:
        yield _flag(BEFORE_MISSING, known.hired, begin - DAY, sources=moved[0][1])


def _moved(
    begin: date, rows: Sequence[ToldPosition | MergedPosition], known: Known
) -> list[tuple[date, tuple[str, ...]]]:
    """Why the first row may be the first: its source could tell of nothing before some day.

    The row begins with the system, or began before and was moved into it.
    """
    found = []
    for row in rows:
        if row.first != begin:
            continue
        sources = row.sources if isinstance(row, MergedPosition) else (row.source,)
        for source in sources:
            day = known.begins.get(source)
            if day is not None and begin <= day:
                found.append((day, (source,)))
    return sorted(found)


def _as_told(rows: Sequence[MergedPosition]) -> list[ToldPosition]:
    return [
        ToldPosition(
            source="merged",
            first=row.first,
            last=None if row.last == FOREVER else row.last,
            percent=row.percent,
        )
        for row in rows
    ]


def _flag(
    code: str,
    first: date,
    last: date,
    *,
    percent: int | None = None,
    sources: tuple[str, ...] = (),
) -> RecordFlag:
    end = None if last == FOREVER else last
    return RecordFlag(code=code, first=first, last=end, percent=percent, sources=sources)


def _in_order(flag: RecordFlag) -> tuple[object, ...]:
    return (
        *(flag.code, flag.first, flag.last or FOREVER),
        *(-1 if flag.percent is None else flag.percent, flag.sources),
    )

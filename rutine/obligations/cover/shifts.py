"""What a rota says against itself: vacant shifts, one person twice, short rest, unknown codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from rutine.obligations.cover.findings import Finding, Kind
from rutine.obligations.cover.rota import Rota, Shift
from rutine.obligations.cover.wall_clock import wall_at

SHORTEST_REST: Final = 11 * 60
"""Minutes between two spells of work (aml § 10-8 first paragraph)."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Work without a break, in minutes of real time; `shifts` are its first and its last."""

    first: int
    last: int
    shifts: tuple[Shift, Shift]


def about_shifts(rota: Rota, first: date, last: date) -> Iterator[Finding]:
    """What is found of the shifts that begin from one day to another; a rest by its end.

    Shifts before and after those days may be in the rota, and are seen beside them.
    """
    of_period = [shift for shift in rota.shifts if first <= shift.start.date() <= last]
    yield from (_vacant(shift) for shift in of_period if shift.is_vacant)
    yield from _unknown_codes(rota, of_period)
    for person, own in occupied(rota).items():
        for finding in (*_overlaps(person, own), *_rests(person, own)):
            if first <= finding.day <= last:
                yield finding


def occupied(rota: Rota) -> Mapping[str, list[Shift]]:
    """Every person's shifts that keep them at work, by time.

    Rows that differ in the unit alone are one shift.
    """
    found: dict[str, dict[tuple[object, ...], Shift]] = defaultdict(dict)
    for shift in rota.shifts:
        if shift.person is not None and rota.occupies(shift):
            found[shift.person].setdefault((*shift.minutes, shift.shift_id), shift)
    return {person: [own[key] for key in sorted(own)] for person, own in found.items()}


def spells(shifts: Iterable[Shift]) -> list[Spell]:
    """Work without a break between: shifts that overlap or follow at once are one spell."""
    found: list[Spell] = []
    for shift in shifts:
        first, last = shift.minutes
        if found and first <= found[-1].last:
            before = found[-1]
            ends = before.shifts[1] if before.last >= last else shift
            found[-1] = Spell(before.first, max(before.last, last), (before.shifts[0], ends))
        else:
            found.append(Spell(first, last, (shift, shift)))
    return found


def _vacant(shift: Shift) -> Finding:
    return Finding(
        Kind.VACANT_SHIFT,
        shift.start.date(),
        shift.start,
        shift.end,
        units=shift.units,
        shifts=(shift.shift_id,),
        code=shift.code,
    )


def _unknown_codes(rota: Rota, shifts: Iterable[Shift]) -> Iterator[Finding]:
    """One finding a code, however many shifts have it."""
    by_code = defaultdict(list)
    for shift in shifts:
        if rota.codes is not None and shift.code not in rota.codes:
            by_code[shift.code].append(shift)
    for code, those in by_code.items():
        start, end = min(each.start for each in those), max(each.end for each in those)
        units = sorted({unit for each in those for unit in each.units})
        yield Finding(
            Kind.UNKNOWN_SHIFT_CODE,
            start.date(),
            start,
            end,
            units=tuple(units),
            code=code,
            count=len(those),
        )


def _overlaps(person: str, shifts: list[Shift]) -> Iterator[Finding]:
    """Every two shifts of a person that share some time."""
    for place, one in enumerate(shifts):
        for other in shifts[place + 1 :]:
            first, last = other.minutes[0], min(one.minutes[1], other.minutes[1])
            if first >= one.minutes[1]:
                break
            if first < last and one.shift_id != other.shift_id:
                yield _between(Kind.OVERLAP, person, (one, other), (first, last))


def _rests(person: str, shifts: list[Shift]) -> Iterator[Finding]:
    """Every break of less than eleven hours, but those within a split shift."""
    own = spells(shifts)
    for before, after in pairwise(own):
        one, other = before.shifts[1], after.shifts[0]
        short = after.first - before.last < SHORTEST_REST
        if short and one.shift_id != other.shift_id:
            yield _between(Kind.REST_UNDER_11H, person, (one, other), (before.last, after.first))


def _between(
    kind: Kind, person: str, shifts: tuple[Shift, Shift], minutes: tuple[int, int]
) -> Finding:
    start, end = wall_at(minutes[0]), wall_at(minutes[1])
    return Finding(
        kind,
        shifts[1].start.date(),
        start,
        end,
        units=tuple(sorted({unit for each in shifts for unit in each.units})),
        persons=(person,),
        shifts=tuple(each.shift_id for each in shifts),
        minutes=minutes[1] - minutes[0],
    )

"""Joining what is found slice by slice, or stretch by stretch, to the longest runs of the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rutine.obligations.cover.findings import Finding, Kind, Missing
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.cover.wall_clock import wall_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What is found in a stretch of slices; two alike that follow on each other are one run."""

    kind: Kind
    missing: tuple[Missing, ...] = ()
    persons: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()


def runs(
    rule: CoverRule, day: date, stretches: Iterable[tuple[int, int, Iterable[Seen]]]
) -> Iterator[Finding]:
    """The findings of one window of a rule.

    Args:
        rule: whose window it is.
        day: the window's own.
        stretches: in order, each from a slice to the one after its last, with what is seen.
    """
    going: dict[Seen, tuple[int, int]] = {}
    for first, last, seen in stretches:
        now = set(seen)
        for each in [each for each in going if each not in now]:
            yield _finding(rule, day, each, going.pop(each))
        for each in now:
            going[each] = going[each][0] if each in going else first, last
    for each, ends in going.items():
        yield _finding(rule, day, each, ends)


def _finding(rule: CoverRule, day: date, seen: Seen, ends: tuple[int, int]) -> Finding:
    return Finding(
        kind=seen.kind,
        day=day,
        start=wall_of(ends[0]),
        end=wall_of(ends[1]),
        rule=rule.id,
        strength=rule.strength.value,
        units=tuple(sorted(rule.units)),
        missing=seen.missing,
        persons=seen.persons,
        shifts=seen.shifts,
    )

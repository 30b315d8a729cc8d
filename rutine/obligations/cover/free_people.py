"""Who could step in where cover is missing: a list of those who may be asked, nothing more.

Listed by where they belong, the nearest first, and in order of key within a unit, which means
nothing. No trait of a person plays a part; whom to ask is for people to decide.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from rutine.obligations.cover.findings import Finding
from rutine.obligations.cover.rota import Person, Rota, ShiftStatus
from rutine.obligations.cover.rule import CoverNeed, CoverRule
from rutine.obligations.cover.shifts import SHORTEST_REST, Spell, occupied, spells
from rutine.obligations.cover.wall_clock import days_touched, minute_at
from rutine.obligations.unit_tree import UnitTree

_OUTSIDE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Free:
    """Somebody who may be asked; `steps` lie between their unit and the rule's nearest one.

    `steps` is None where nothing in the tree is above both.
    """

    person: str
    unit: str
    competence: str
    steps: int | None


class FreePeople:
    """The people of a rota with their busy time, ready to be asked for."""

    def __init__(self, rota: Rota, units: UnitTree) -> None:
        self._rota, self._units = rota, units
        self._busy = {person: spells(own) for person, own in occupied(rota).items()}
        self._absent: dict[str, set[date]] = defaultdict(set)
        for shift in rota.shifts:
            if shift.person is not None and shift.status is ShiftStatus.ABSENT:
                self._absent[shift.person].update(days_touched(shift.start, shift.end))
        self._able: dict[str, list[Person]] = defaultdict(list)
        for person in rota.people.values():
            for competence in {held.competence for held in person.holdings}:
                self._able[competence].append(person)

    def nearest(self, finding: Finding, rule: CoverRule) -> list[Free]:
        """Who could fill what is missing, need by need in the rule's order.

        They hold the competence on every day that the gap touches, are not absent on any of
        them (nor have fallen out of a shift), are not at work in it, and have eleven hours
        without work before and after it.
        """
        inside = rule.inside(self._units)
        found = []
        for missing in finding.missing:
            need = rule.needs[missing.need]
            listed = [
                Free(
                    person.key, person.unit, need.competence, self._steps(person.unit, rule, inside)
                )
                for person in self._of_need(finding, rule, need)
            ]
            found += sorted(listed, key=_nearest_first)
        return found

    def _of_need(self, finding: Finding, rule: CoverRule, need: CoverNeed) -> list[Person]:
        days = days_touched(finding.start, finding.end)
        gap = minute_at(finding.start), minute_at(finding.end)
        able = {
            person.key: person
            for competence in (need.competence, *need.or_higher)
            for person in self._able.get(competence, ())
        }
        return [
            person
            for person in able.values()
            if (rule.substitute_ok or not person.substitute)
            and self._absent.get(person.key, set()).isdisjoint(days)
            and _is_rested(self._busy.get(person.key, []), gap)
            and all(need.is_met_by(person, day) and not person.is_away(day) for day in days)
        ]

    def _steps(self, unit: str, rule: CoverRule, inside: frozenset[str]) -> int | None:
        """Steps to the nearest of the rule's units; none from within them."""
        if unit in inside:
            return 0
        steps = (self._units.distance(unit, each) for each in rule.units)
        return min((each for each in steps if each is not None), default=None)


def _nearest_first(free: Free) -> tuple[int, str]:
    return _OUTSIDE if free.steps is None else free.steps, free.person


def _is_rested(busy: list[Spell], gap: tuple[int, int]) -> bool:
    """Whether no work lies in the gap or nearer to it than the shortest rest."""
    after = bisect_left(busy, gap[0] - SHORTEST_REST, key=lambda spell: spell.last - 1)
    return after == len(busy) or busy[after].first >= gap[1] + SHORTEST_REST

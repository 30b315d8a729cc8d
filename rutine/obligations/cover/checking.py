"""The check of a rota against its cover rules; answers what `reference.check_slowly` answers.

A window is cut where somebody comes or goes and where a new day begins; between two cuts
nothing changes. What matters of the people in a stretch is which needs each of them meets: so
many stretches of so many days are one and the same question, which is answered once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from rutine.obligations.cover.assignment import critical, fill
from rutine.obligations.cover.findings import Finding, Kind, Missing, in_order
from rutine.obligations.cover.rota import Person, Rota, Shift
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.cover.runs import Seen, runs
from rutine.obligations.cover.shifts import about_shifts
from rutine.obligations.cover.wall_clock import midnights, wall_of
from rutine.obligations.unit_tree import UnitTree

_SLICES_A_DAY: Final = 96


def check(
    rota: Rota, rules: Sequence[CoverRule], units: UnitTree, first: date, last: date
) -> list[Finding]:
    """Everything found in the windows and shifts that begin from one day to another, in order."""
    at_work = _Present.of(rota)
    found = list(about_shifts(rota, first, last))
    for rule in rules:
        found += _check_rule(rota, rule, at_work.within(rule, units), first, last)
    return sorted(found, key=in_order)


@dataclass(frozen=True, slots=True)
class _Stay:
    """Somebody who is counted from a slice to the one after the last."""

    first: int
    last: int
    person: str
    shift: Shift


@dataclass(frozen=True, slots=True)
class _Present:
    """The stays by unit."""

    by_unit: dict[str, list[_Stay]]

    @classmethod
    def of(cls, rota: Rota) -> _Present:
        by_unit = defaultdict(list)
        for shift in rota.shifts:
            if rota.counts(shift) and shift.person is not None:
                stay = _Stay(*shift.slices, shift.person, shift)
                for unit in set(shift.units):
                    by_unit[unit].append(stay)
        return cls(by_unit)

    def within(self, rule: CoverRule, units: UnitTree) -> dict[int, list[_Stay]]:
        """The stays in a rule's place, by every day (96 slices) that they reach into."""
        inside = rule.inside(units)
        found: dict[int, list[_Stay]] = defaultdict(list)
        for unit in inside & self.by_unit.keys():
            for stay in self.by_unit[unit]:
                if rule.takes(stay.shift, inside):
                    for day in range(stay.first // _SLICES_A_DAY, stay.last // _SLICES_A_DAY + 1):
                        found[day].append(stay)
        return found


@dataclass(frozen=True, slots=True)
class _Able:
    """Which needs a person meets on a day, one bit each.

    Attributes:
        now: that day.
        lasting: that day, and still the rule's `expiring_days` later.
        run_out: held before that day, and not on it.
    """

    now: int = 0
    lasting: int = 0
    run_out: int = 0


_UNABLE: Final = _Able()


@dataclass(frozen=True, slots=True)
class _Ability:
    """What each person is able to under one rule, remembered by day."""

    rota: Rota
    rule: CoverRule
    known: dict[tuple[str, date], _Able] = field(default_factory=dict)

    def on(self, person: str, day: date) -> _Able:
        """What the person is able to on the day."""
        key = person, day
        if key not in self.known:
            self.known[key] = self._find(self.rota.people.get(person), day)
        return self.known[key]

    def _find(self, person: Person | None, day: date) -> _Able:
        if person is None or person.is_away(day):
            return _UNABLE
        if person.substitute and not self.rule.substitute_ok:
            return _UNABLE
        until = day + timedelta(days=self.rule.expiring_days)
        now = lasting = run_out = 0
        for bit, need in enumerate(self.rule.needs):
            now |= need.is_met_by(person, day) << bit
            lasting |= need.lasts_for(person, day, until) << bit
            run_out |= need.has_run_out_for(person, day) << bit
        return _Able(now, lasting, run_out)


def _check_rule(
    rota: Rota, rule: CoverRule, stays: dict[int, list[_Stay]], first: date, last: date
) -> Iterator[Finding]:
    ability = _Ability(rota, rule)
    for day, start, end in rule.windows(first, last):
        days = range(start // _SLICES_A_DAY, end // _SLICES_A_DAY + 1)
        here = {id(stay): stay for number in days for stay in stays.get(number, ())}.values()
        inside = [stay for stay in here if stay.first < end and stay.last > start]
        yield from runs(rule, day, _stretches(ability, inside, start, end))


def _stretches(
    ability: _Ability, stays: Sequence[_Stay], start: int, end: int
) -> Iterator[tuple[int, int, Iterable[Seen]]]:
    cuts = {start, end, *midnights(start, end)}
    cuts |= {cut for stay in stays for cut in (stay.first, stay.last) if start < cut < end}
    for first, last in pairwise(sorted(cuts)):
        here = [stay for stay in stays if stay.first <= first and stay.last >= last]
        yield first, last, _look(ability, here, wall_of(first).date())


def _look(ability: _Ability, stays: Sequence[_Stay], day: date) -> Iterator[Seen]:
    """What there is to say of the people of one stretch."""
    rule = ability.rule
    able = {stay.person: ability.on(stay.person, day) for stay in stays}
    for person, of in able.items():
        if of.run_out:
            yield _run_out(rule, person, of.run_out, stays)
    now = {person: of.now for person, of in able.items() if of.now}
    masks = tuple(sorted(now.values()))
    filled = fill(rule.minimums, masks, rule.one_person_may_fill)
    if filled != rule.minimums:
        yield Seen(Kind.NOT_COVERED, _missing(rule, filled))
        return
    lasting = tuple(sorted(of.lasting for of in able.values() if of.lasting))
    if fill(rule.minimums, lasting, rule.one_person_may_fill) != rule.minimums:
        expiring = sorted(person for person, of in able.items() if of.now != of.lasting)
        yield Seen(Kind.COVERED_ONLY_BY_EXPIRING, persons=tuple(expiring))
    if rule.tell_single_point:
        needed = critical(rule.minimums, masks, rule.one_person_may_fill)
        if needed:
            persons = sorted(person for person, mask in now.items() if mask in needed)
            yield Seen(Kind.SINGLE_POINT, persons=tuple(persons))


def _missing(rule: CoverRule, filled: Sequence[int]) -> tuple[Missing, ...]:
    return tuple(
        Missing(place, need.competence, need.min - count)
        for place, (need, count) in enumerate(zip(rule.needs, filled, strict=True))
        if count < need.min
    )


def _run_out(rule: CoverRule, person: str, bits: int, stays: Sequence[_Stay]) -> Seen:
    missing = (
        Missing(place, need.competence, 1)
        for place, need in enumerate(rule.needs)
        if bits >> place & 1
    )
    return Seen(
        Kind.EXPIRED_ON_SHIFT,
        tuple(missing),
        (person,),
        tuple(sorted({stay.shift.shift_id for stay in stays if stay.person == person})),
    )

"""The plain check: every quarter of an hour, and every way to place the people. For small rotas.

It defines what `checking.check` must find of the rules (tests/property/test_cover.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rutine.obligations.cover.findings import Finding, Kind, Missing, in_order
from rutine.obligations.cover.rota import Person, Rota, Shift
from rutine.obligations.cover.rule import CoverRule
from rutine.obligations.cover.runs import Seen, runs
from rutine.obligations.cover.shifts import about_shifts
from rutine.obligations.cover.wall_clock import wall_of
from rutine.obligations.unit_tree import UnitTree


def check_slowly(
    rota: Rota, rules: Sequence[CoverRule], units: UnitTree, first: date, last: date
) -> list[Finding]:
    """Answer what `checking.check` must answer."""
    found = list(about_shifts(rota, first, last))
    for rule in rules:
        for day, start, end in rule.windows(first, last):
            each = ((at, at + 1, _look(rota, rule, units, at)) for at in range(start, end))
            found += runs(rule, day, each)
    return sorted(found, key=in_order)


def _look(rota: Rota, rule: CoverRule, units: UnitTree, at: int) -> list[Seen]:
    """What there is to say of one quarter of an hour."""
    day = wall_of(at).date()
    shifts = [shift for shift in rota.shifts if _counts(rota, rule, units, shift, at)]
    here = {
        person.key: person
        for shift in shifts
        if (person := rota.people.get(shift.person or "")) and _may_count(person, rule, day)
    }
    seen = [
        run_out
        for person in here.values()
        if (run_out := _run_out(person, rule, day, shifts)) is not None
    ]
    people = list(here.values())
    filled = _best(people, rule, {day})
    if filled != rule.minimums:
        missing = [
            Missing(place, need.competence, need.min - filled[place])
            for place, need in enumerate(rule.needs)
            if filled[place] < need.min
        ]
        return [*seen, Seen(Kind.NOT_COVERED, tuple(missing))]
    later = day + timedelta(days=rule.expiring_days)
    if _best(people, rule, {day, later}) != rule.minimums:
        expiring = [
            each.key
            for each in people
            if _able(each, rule, {day}) != _able(each, rule, {day, later})
        ]
        seen.append(Seen(Kind.COVERED_ONLY_BY_EXPIRING, persons=tuple(sorted(expiring))))
    alone = [
        each.key
        for each in people
        if _best([other for other in people if other is not each], rule, {day}) != rule.minimums
    ]
    if alone and rule.tell_single_point:
        seen.append(Seen(Kind.SINGLE_POINT, persons=tuple(sorted(alone))))
    return seen


def _counts(rota: Rota, rule: CoverRule, units: UnitTree, shift: Shift, at: int) -> bool:
    first, last = shift.slices
    in_unit = any(set(units.path(unit)) & rule.units for unit in shift.units)
    of_resource = not rule.resources or shift.resource in rule.resources
    return first <= at < last and in_unit and of_resource and rota.counts(shift)


def _may_count(person: Person, rule: CoverRule, day: date) -> bool:
    return not person.is_away(day) and (rule.substitute_ok or not person.substitute)


def _able(person: Person, rule: CoverRule, days: set[date]) -> list[int]:
    """The places of the needs that a person meets on each of the days."""
    return [
        place
        for place, need in enumerate(rule.needs)
        if all(
            any(
                held.competence in {need.competence, *need.or_higher} and held.is_valid(day)
                for held in person.holdings
            )
            for day in days
        )
    ]


def _best(people: Sequence[Person], rule: CoverRule, days: set[date]) -> tuple[int, ...]:
    """The best way to fill the needs, the first of them before the next: by trying every way."""

    def ways(left: Sequence[Person], filled: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if not left:
            yield filled
            return
        able = _able(left[0], rule, days)
        for chosen in _subsets(able, rule.one_person_may_fill):
            more = [count + (place in chosen) for place, count in enumerate(filled)]
            capped = (min(pair) for pair in zip(more, rule.minimums, strict=True))
            yield from ways(left[1:], tuple(capped))

    return max(ways(people, (0,) * len(rule.needs)))


def _subsets(some: Sequence[int], most: int) -> Iterator[set[int]]:
    if not some:
        yield set()
        return
    for rest in _subsets(some[1:], most):
        yield rest
        if len(rest) < most:
            yield {some[0], *rest}


def _run_out(person: Person, rule: CoverRule, day: date, shifts: Sequence[Shift]) -> Seen | None:
    missing = tuple(
        Missing(place, need.competence, 1)
        for place, need in enumerate(rule.needs)
        if need.has_run_out_for(person, day)
    )
    if not missing:
        return None
    own = sorted({shift.shift_id for shift in shifts if shift.person == person.key})
    return Seen(Kind.EXPIRED_ON_SHIFT, missing, (person.key,), tuple(own))

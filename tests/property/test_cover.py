"""The check of a rota finds what trying everything, quarter by quarter, finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.obligations.cover.assignment import critical, fill
from rutine.obligations.cover.checking import check
from rutine.obligations.cover.findings import Kind
from rutine.obligations.cover.free_people import FreePeople
from rutine.obligations.cover.reference import check_slowly
from rutine.obligations.cover.rota import CodeKind, Holding, Person, Rota, Shift, ShiftStatus
from rutine.obligations.cover.rule import CoverNeed, CoverRule, Strength, Weekday, Window
from rutine.obligations.cover.wall_clock import days_touched, minute_at, slice_of, wall_of
from rutine.obligations.subject import AbsenceSpell
from rutine.obligations.unit_tree import UnitTree

UNITS = UnitTree({"town": None, "care": "town", "home": "care", "fire": "town"})
PEOPLE = tuple("abcdef")
COMPETENCES = ("medication", "nurse", "driver")
CODES = {"D": CodeKind.PRESENT, "K": CodeKind.BUSY, "F": CodeKind.OFF}
NIGHTS = (date(2026, 3, 28), date(2026, 10, 24), date(2026, 11, 28))
"""Two Saturdays before the clock changes, and an ordinary one."""

_minutes = st.integers(0, 2 * 24 * 12).map(lambda n: n * 5) | st.sampled_from([1440 + 120, 1440])


@st.composite
def shifts(draw: st.DrawFn, night: date) -> Shift:
    start = datetime.combine(night, time()) + timedelta(minutes=draw(_minutes))
    length = draw(st.sampled_from([15, 60, 450, 540, 600, 720]) | st.integers(1, 900))
    return Shift(
        shift_id=draw(st.sampled_from(["1", "2", "3", "4"])),
        person=draw(st.sampled_from([*PEOPLE, *PEOPLE, "stranger", None])),
        units=draw(st.sampled_from([("home",), ("home",), ("care",), ("fire",), ("home", "fire")])),
        start=start,
        end=start + timedelta(minutes=length),
        code=draw(st.sampled_from(["D", "D", "D", "D", "D", "K", "F", "?"])),
        status=draw(st.sampled_from([ShiftStatus.PLANNED] * 5 + list(ShiftStatus))),
        resource=draw(st.sampled_from([None, None, "car"])),
    )


@st.composite
def people(draw: st.DrawFn, key: str, night: date) -> Person:
    day = st.integers(-40, 40).map(lambda n: night + timedelta(days=n)) | st.just(night)
    holdings = draw(
        st.lists(
            st.tuples(
                st.sampled_from(COMPETENCES),
                st.just(night - timedelta(days=60)) | day,
                st.none() | day,
            ),
            max_size=4,
        )
    )
    absent = draw(st.sampled_from([False] * 8 + [True]))
    return Person(
        key,
        draw(st.sampled_from(["home", "fire", "elsewhere"])),
        tuple(Holding(*each) for each in holdings),
        (AbsenceSpell(night, night),) if absent else (),
        substitute=draw(st.sampled_from([False, False, True])),
    )


_clock = st.sampled_from([time(), time(2), time(3), time(7), time(15, 5), time(22), time(23, 45)])
_need = st.builds(
    CoverNeed,
    competence=st.sampled_from(COMPETENCES),
    min=st.sampled_from([1, 1, 1, 2]),
    or_higher=st.sampled_from([(), (), ("nurse",)]),
)


def rules(name: str) -> st.SearchStrategy[CoverRule]:
    return st.builds(
        CoverRule,
        id=st.just(name),
        units=st.sampled_from([{"home"}, {"home"}, {"care"}, {"town"}, {"fire", "home"}]),
        resources=st.sampled_from([set(), set(), {"car"}]),
        weekdays=st.sampled_from([tuple(Weekday), (Weekday.SAT,), (Weekday.SUN,)]),
        window=st.builds(lambda a, b: Window.model_validate({"from": a, "to": b}), _clock, _clock),
        needs=st.lists(_need, min_size=1, max_size=3).map(tuple),
        one_person_may_fill=st.sampled_from([1, 1, 2]),
        substitute_ok=st.booleans(),
        strength=st.sampled_from(Strength),
        expiring_days=st.sampled_from([0, 30]),
    )


@st.composite
def rotas(draw: st.DrawFn) -> tuple[Rota, date]:
    night = draw(st.sampled_from(NIGHTS))
    known = {key: draw(people(key, night)) for key in PEOPLE if draw(st.integers(0, 5))}
    some = draw(st.lists(shifts(night), max_size=8))
    codes = draw(st.sampled_from([CODES, CODES, None]))
    return Rota(tuple(some), known, codes), night


@given(made=rotas(), one=rules("one"), other=rules("other"))
@settings(max_examples=60, deadline=None)
def test_it_finds_what_trying_everything_finds(made, one, other) -> None:
    rota, night = made
    period = night, night + timedelta(days=1)
    fast = check(rota, (one, other), UNITS, *period)
    assert fast == check_slowly(rota, (one, other), UNITS, *period)
    assert [f.start.fold for f in fast] == [
        f.start.fold for f in check_slowly(rota, (one, other), UNITS, *period)
    ]


@given(made=rotas(), rule=rules("one"), random=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_shifts_and_people_does_not_matter(made, rule, random) -> None:
    rota, night = made
    keys = random.sample(sorted(rota.people), len(rota.people))
    other = replace(
        rota,
        shifts=tuple(random.sample(rota.shifts, len(rota.shifts))),
        people={key: rota.people[key] for key in keys},
    )
    found = [check(each, (rule,), UNITS, night, night) for each in (rota, other)]
    assert found[0] == found[1]


@given(made=rotas(), rule=rules("one"), more=shifts(NIGHTS[2]))
@settings(max_examples=40, deadline=None)
def test_one_more_at_work_uncovers_nothing(made, rule, more) -> None:
    rota, night = made
    later = more.start + (night - NIGHTS[2])
    more = replace(more, start=later, end=later + (more.end - more.start))
    richer = replace(rota, shifts=(*rota.shifts, more))

    def holes(each: Rota) -> set[int]:
        return {
            at
            for found in check(each, (rule,), UNITS, night, night)
            if found.kind is Kind.NOT_COVERED
            for at in range(slice_of(found.start), slice_of(found.end))
        }

    assert holes(richer) <= holes(rota)


def best(minimums: tuple[int, ...], masks: tuple[int, ...], per_person: int) -> tuple[int, ...]:
    """By trying every set of needs for every person."""
    needs = range(len(minimums))
    choices = [
        [
            chosen
            for chosen in range(1 << len(minimums))
            if chosen & mask == chosen and chosen.bit_count() <= per_person
        ]
        for mask in masks
    ]
    return max(
        tuple(min(minimums[j], sum(chosen >> j & 1 for chosen in way)) for j in needs)
        for way in product(*choices)
    )


MASKS = st.lists(st.integers(0, 7), max_size=5).map(tuple)
MINIMUMS = st.lists(st.integers(1, 3), min_size=3, max_size=3).map(tuple)


@given(minimums=MINIMUMS, masks=MASKS, per_person=st.integers(1, 3))
@settings(max_examples=200, deadline=None)
def test_people_are_placed_as_well_as_can_be(minimums, masks, per_person) -> None:
    found = fill(minimums, masks, per_person)
    assert found == best(minimums, masks, per_person)
    ways = [
        best(tuple(minimums[j] for j in order), _turned(masks, order), per_person)
        for order in ((2, 1, 0), (1, 0, 2), (1, 2, 0))
    ]
    assert all(sum(found) == sum(way) for way in ways)


def _turned(masks: tuple[int, ...], order: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum((mask >> old & 1) << new for new, old in enumerate(order)) for mask in masks)


@given(masks=MASKS, per_person=st.integers(1, 3), minimums=st.just((1, 1, 2)) | MINIMUMS)
@settings(max_examples=200, deadline=None)
def test_who_is_critical(minimums, masks, per_person) -> None:
    minimums = fill(minimums, masks, per_person)
    found = critical(minimums, masks, per_person)
    for place, mask in enumerate(masks):
        without = masks[:place] + masks[place + 1 :]
        assert (mask in found) == (best(minimums, without, per_person) != minimums)


@given(made=rotas(), rule=rules("one"))
@settings(max_examples=60, deadline=None)
def test_who_is_free_is_qualified_rested_and_not_away(made, rule) -> None:
    rota, night = made
    asked = FreePeople(rota, UNITS)
    for found in check(rota, (rule,), UNITS, night, night):
        if found.kind is not Kind.NOT_COVERED:
            continue
        listed = {(each.person, each.competence) for each in asked.nearest(found, rule)}
        expected = {
            (person.key, missing.competence)
            for missing in found.missing
            for person in rota.people.values()
            if _is_free(rota, rule, person, missing.need, (found.start, found.end))
        }
        assert listed == expected


def _is_free(
    rota: Rota, rule: CoverRule, person: Person, need: int, gap: tuple[datetime, datetime]
) -> bool:
    wanted = {rule.needs[need].competence, *rule.needs[need].or_higher}
    days = days_touched(*gap)
    if person.substitute and not rule.substitute_ok:
        return False
    for day in days:
        held = [h for h in person.holdings if h.competence in wanted and h.is_valid(day)]
        if not held or person.is_away(day):
            return False
    first, last = minute_at(gap[0]) - 660, minute_at(gap[1]) + 660
    for shift in rota.shifts:
        if shift.person != person.key:
            continue
        fallen_out = shift.status is ShiftStatus.ABSENT
        if fallen_out and set(days_touched(shift.start, shift.end)) & set(days):
            return False
        begins, ends = shift.minutes
        if rota.occupies(shift) and begins < last and ends > first:
            return False
    return True


_wall = st.integers(0, 275 * 24 * 60).map(
    lambda n: datetime.combine(date(2026, 3, 1), time()) + timedelta(minutes=n)
)


@given(wall=_wall, later=st.integers(0, 5000))
@settings(max_examples=200, deadline=None)
def test_a_later_time_on_the_wall_is_never_an_earlier_moment(wall, later) -> None:
    assert minute_at(wall) <= minute_at(wall + timedelta(minutes=later))
    assert slice_of(wall_of(slice_of(wall))) == slice_of(wall)

"""Each person and requirement stands once, and the counts add up; a change is told or is none."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.obligations.code_change import CodeChange, Fate, affected, changed
from rutine.obligations.columns import Columns
from rutine.obligations.engine import evaluate
from rutine.obligations.frames import Frames
from rutine.obligations.reference import stand
from rutine.obligations.standing_places import NOWHERE, main_places, places
from rutine.obligations.standing_table import StandingTable
from rutine.obligations.states import ObligationKey, State
from rutine.obligations.unit_tree import UnitTree
from tests.obligation_crowds import crowd
from tests.obligation_worlds import CODES, TODAY

UNITS = UnitTree({"home": "care", "school": None, "care": None})
SEEDS = st.integers(0, 10_000)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_each_person_and_requirement_stands_once_and_counts_add_up(seed: int) -> None:
    subjects, asked = crowd(seed, 40, 5)
    columns = Columns.of(Frames.of(subjects))
    found = evaluate(columns, asked, UNITS, TODAY)
    main = main_places(columns, UNITS, TODAY.toordinal(), ())
    table = StandingTable.of(
        found,
        columns.positions.unit.names,
        places(columns, asked, UNITS, TODAY.toordinal(), ()),
        main,
    )
    shown: dict[ObligationKey, object] = {}
    for line in table.lines:
        for name, standing in zip(table.requirements, table.cells(line), strict=True):
            if standing is None:
                continue
            key = ObligationKey(table.subjects[line.subject], name)
            assert key not in shown
            shown[key] = standing
    told = {
        ObligationKey(subject.key, requirement.id): standing
        for subject in subjects
        for requirement in asked
        if (standing := stand(subject, requirement, UNITS, TODAY)) is not None
    }
    assert shown == told
    assert len(set(table.lines)) == len(table.lines)
    assert {line.subject for line in table.lines} >= {
        at for at, place in enumerate(main) if place != NOWHERE
    }
    by_unit: Counter[tuple[str, State]] = Counter()
    for unit in range(len(table.units)):
        here = [line for line in table.lines if line.unit == unit]
        for name, count in table.count(here).items():
            assert count.asked + count.not_asked == len(here)
            by_unit.update({(name, state): many for state, many in count.states.items()})
    for name, count in table.count(table.lines).items():
        of_all = found.count()[name]
        assert dict(count.states) == of_all
        assert {state: by_unit[name, state] for state in State} == of_all


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.sampled_from([(), ("home",), ("home", "school")]))
def test_an_obligation_stands_in_the_unit_that_its_case_goes_to(
    seed: int, known: tuple[str, ...]
) -> None:
    subjects, asked = crowd(seed, 40, 4)
    columns = Columns.of(Frames.of(subjects))
    found = places(columns, asked, UNITS, TODAY.toordinal(), known)
    names = columns.positions.unit.names
    for row, requirement in enumerate(asked):
        for column, subject in enumerate(subjects):
            if stand(subject, requirement, UNITS, TODAY) is None:
                continue
            takes = [
                position
                for position in subject.positions
                if position.first <= min(TODAY, subject.ended or TODAY)
                and requirement.applies_to.takes(position, UNITS)
            ]
            end = min(TODAY, subject.ended or TODAY)
            still = {each: each.last is None or each.last >= TODAY for each in takes}
            latest = sorted(
                takes, key=lambda each: (end == TODAY and still[each], each.first), reverse=True
            )
            best = next((each for each in latest if each.unit in known), latest[0])
            assert names[found[row, column]] == best.unit


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.sampled_from(CODES), st.sampled_from(list(Fate)), st.integers(-40, 40))
def test_a_change_touches_those_that_the_reference_says(
    seed: int, code: str, fate: Fate, days: int
) -> None:
    subjects, asked = crowd(seed, 30, 4)
    change = CodeChange(
        code,
        fate,
        TODAY + timedelta(days=days),
        "another" if fate is Fate.REPLACED else "",
    )
    day = max(TODAY, change.first)
    columns = Columns.of(Frames.of(subjects))
    found = affected(columns, asked, UNITS, change, today=TODAY, known=())
    told = {}
    for subject in subjects:
        for old, new in zip(asked, changed(asked, change), strict=True):
            before, after = (stand(subject, each, UNITS, day) for each in (old, new))
            if before is None and after is None:
                continue
            if before is not None and before.state is State.ENDED:
                continue
            unlike = before is None or after is None
            if unlike or (before.state, before.deadline) != (after.state, after.deadline):
                told[subject.key, old.id] = before, after
    assert {(each.subject, each.requirement): (each.before, each.after) for each in found} == told
    asks = {each.id for each in asked if code in set(each.codes())}
    assert {each.requirement for each in found} <= asks

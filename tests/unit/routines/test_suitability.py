"""Grades, stops and effort of a routine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutine.routines.suitability import (
    Circumstances,
    Criterion,
    Effort,
    Halt,
    Scale,
    Stop,
    effort_of,
    months_to_pay_back,
    suitability,
)
from rutine.routines.value_stream import ValueStream
from tests.unit.routines.test_value_stream import THREE, work

WEIGHTS = dict(zip(Criterion, (0.2, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05, 0.05), strict=True))
SCALE = Scale(
    weights=WEIGHTS,
    hours=(20, 50, 100, 250, 750),
    errors=(0.01, 0.03, 0.05, 0.1, 0.2),
    others=(1, 3, 10, 50, 200),
    changes=(0.25, 0.5, 1, 2, 4),
    most_judged=0.5,
    leaves_months=12,
    effort={Effort.SIMPLE: 100, Effort.MIDDLE: 225, Effort.HARD: 500},
)
KNOWN = Circumstances(owned=True, has_data=True, structured=0.8, duty=True)


def grade(
    criterion: Criterion, stream: ValueStream = THREE, known: Circumstances = KNOWN
) -> object:
    """One criterion's grade."""
    found = suitability(stream, known, SCALE)
    return next(each.grade for each in found.grades if each.criterion is criterion)


def test_what_the_procedure_tells_is_graded_from_it() -> None:
    assert grade(Criterion.RULES) == 4  # 70 % of the work follows a rule: 3.5, and a half goes up
    assert grade(Criterion.VOLUME) == 5
    assert grade(Criterion.INPUT) == 4
    assert grade(Criterion.RISK) == 5  # 28 % is done again
    assert grade(Criterion.DUTY) == 5
    assert grade(Criterion.SYSTEMS) == 4


def test_what_nobody_has_judged_is_open_and_counts_nothing() -> None:
    found = suitability(THREE, KNOWN, SCALE)
    assert found.open == (Criterion.STABILITY, Criterion.REUSE)
    assert found.points == round(20 * (0.2 * 4 + 0.2 * 5 + 0.15 * 4 + 0.1 * 5 + 0.1 * 5 + 0.05 * 4))
    assert found.possible == found.points + 20


def test_a_persons_grade_goes_before_the_counted_one() -> None:
    judged = replace(KNOWN, judged={Criterion.RULES: 1, Criterion.REUSE: 0})
    assert grade(Criterion.RULES, known=judged) == 1
    assert grade(Criterion.REUSE, known=judged) == 0


def test_a_procedure_without_times_is_open_rather_than_poor() -> None:
    empty = ValueStream((), cases=100)
    assert grade(Criterion.RULES, empty) is None
    assert grade(Criterion.VOLUME, empty) is None


def test_the_law_is_not_judged_absent_because_nobody_named_it() -> None:
    assert grade(Criterion.DUTY, known=replace(KNOWN, duty=None)) is None
    assert grade(Criterion.DUTY, known=replace(KNOWN, duty=False)) == 0


@pytest.mark.parametrize(("changes", "expected"), [(0, 5), (0.25, 5), (1, 3), (4, 1), (12, 0)])
def test_the_fewer_changes_the_more_stable(changes: float, expected: int) -> None:
    assert grade(Criterion.STABILITY, known=replace(KNOWN, changes=changes)) == expected


@pytest.mark.parametrize(("others", "expected"), [(0, 0), (1, 1), (49, 3), (356, 5)])
def test_the_more_others_do_the_same_the_more_reuse(others: int, expected: int) -> None:
    assert grade(Criterion.REUSE, known=replace(KNOWN, others=others)) == expected


@pytest.mark.parametrize(("hours", "expected"), [(19, 0), (20, 1), (100, 3), (750, 5), (9_999, 5)])
def test_volume_is_graded_by_hours_a_year(hours: float, expected: int) -> None:
    stream = ValueStream((work(touch=60.0),), cases=hours / 12)
    assert grade(Criterion.VOLUME, stream) == expected


@pytest.mark.parametrize(
    ("errors", "expected"), [(0.0, 0), (0.01, 1), (0.03, 2), (0.05, 3), (0.1, 4), (0.2, 5)]
)
def test_risk_is_graded_from_the_very_share_that_the_scale_names(
    errors: float, expected: int
) -> None:
    assert grade(Criterion.RISK, ValueStream((work(errors=errors),), cases=1)) == expected


def test_a_half_grade_goes_up_whatever_the_shares_are_made_of() -> None:
    mostly = ValueStream((work(touch=9.0, judged=True), work(touch=1.0)), cases=1)
    assert grade(Criterion.RULES, mostly) == 1  # a tenth of the work follows a rule: 0.5


def test_errors_volume_and_systems_that_nobody_has_told_are_open() -> None:
    untold = ValueStream((work(errors=None),), cases=None)
    assert grade(Criterion.RISK, untold) is None
    assert grade(Criterion.VOLUME, untold) is None
    assert grade(Criterion.SYSTEMS, untold) is None
    assert untold.right_first_time is None
    assert untold.automatable_hours is None


def test_nothing_stops_a_sound_routine() -> None:
    assert suitability(THREE, KNOWN, SCALE).stops == ()


def test_every_stop_is_named_with_its_system() -> None:
    judged = ValueStream((work(touch=6.0, judged=True), work(touch=5.0)), cases=1)
    known = Circumstances(leaving={"Gat": 11, "Lønn": 12}, with_api=["NAV"])
    assert suitability(judged, known, SCALE).stops == (
        Halt(Stop.NO_OWNER),
        Halt(Stop.SYSTEM_LEAVES, "Gat"),
        Halt(Stop.JUDGEMENT),
        Halt(Stop.NO_DATA),
        Halt(Stop.USE_THE_API, "NAV"),
    )


def test_half_of_the_work_may_be_judgement() -> None:
    even = ValueStream((work(judged=True), work()), cases=1)
    assert suitability(even, KNOWN, SCALE).stops == ()


@pytest.mark.parametrize(
    ("systems", "exceptions", "expected"),
    [
        (1, 0.0, Effort.SIMPLE),
        (2, 0.1, Effort.SIMPLE),
        (2, 0.11, Effort.MIDDLE),
        (3, 0.0, Effort.MIDDLE),
        (1, 0.31, Effort.HARD),
        (4, 0.0, Effort.HARD),
    ],
)
def test_effort_by_systems_and_by_what_breaks_the_rule(
    systems: int, exceptions: float, expected: Effort
) -> None:
    steps = tuple(work(system=f"S{number}") for number in range(systems))
    assert effort_of(ValueStream(steps, cases=1, exceptions=exceptions)) is expected


def test_pay_back_is_effort_over_the_hours_it_frees() -> None:
    found = suitability(THREE, KNOWN, SCALE)
    assert found.effort is Effort.MIDDLE
    assert months_to_pay_back(found, THREE) == pytest.approx(12 * 225 / 1_260)
    assert months_to_pay_back(found, ValueStream((work(),), cases=9)) is None


@given(st.dictionaries(st.sampled_from(Criterion), st.integers(0, 5)))
def test_points_lie_between_nothing_and_all(judged: dict[Criterion, int]) -> None:
    found = suitability(THREE, replace(KNOWN, judged=judged), SCALE)
    assert 0 <= found.points <= found.possible <= 100


@given(st.sampled_from(Criterion), st.integers(0, 4))
def test_a_better_grade_never_lowers_the_points(criterion: Criterion, before: int) -> None:
    worse = suitability(THREE, replace(KNOWN, judged={criterion: before}), SCALE)
    better = suitability(THREE, replace(KNOWN, judged={criterion: before + 1}), SCALE)
    assert better.points >= worse.points

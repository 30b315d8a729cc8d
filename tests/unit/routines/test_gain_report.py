"""Gain cards against what happened, and what keeps a figure from being a gain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rutine.cases.figures.gain_actuals import MonthActuals
from rutine.core.money import Ore
from rutine.routines.baseline import MeasuredBefore
from rutine.routines.gain_card import GainCard
from rutine.routines.gain_report import Doubt, GainShown, Progress, gains_of
from rutine.routines.routine_file import RoutineFile

MONTHS = (
    MonthActuals("2026-09", 100, 80, 500.0, 3, Ore(10_000_00)),
    MonthActuals("2026-10", 120, 102, 360.0, 5, Ore(2_500_50)),
    MonthActuals("2026-11"),
)
CARD: dict[str, Any] = {
    "id": "gain",
    "title": {"nb": "Gevinst"},
    "type": "other_use",
    "owner": "Leder",
    "unit": "noe",
    "baseline": {"value": 13, "date": date(2026, 1, 1)},
    "target": {"value": 4, "by": date(2027, 1, 1)},
    "use_of_saved_time": "Oppfølging",
}


def shown(indicator: str, **changes: Any) -> GainShown:
    """One card with its actuals."""
    routine = RoutineFile(
        version=2,
        name="trial",
        title={"nb": "Prøven"},
        baseline=MeasuredBefore(minutes_per_case=6, source="målt"),
        gains=(GainCard(**(CARD | {"indicator": indicator} | changes)),),
    )
    return gains_of(routine, MONTHS)[0]


@pytest.mark.parametrize(
    ("indicator", "values", "actual", "as_of"),
    [
        ("auto_rate", [80, 85, None], 85, "2026-10"),
        ("touch_minutes", [5, 3, None], 3, "2026-10"),
        ("saved_minutes", [480, 612, None], 1_092, ""),
        ("overdue_avoided", [3, 5, None], 8, ""),
        ("kroner_recovered", [10_000, 2_500.5, None], 12_500.5, ""),
    ],
)
def test_each_indicator_is_counted_by_month(
    indicator: str, values: list[float | None], actual: float, as_of: str
) -> None:
    found = shown(indicator)
    assert [each.value for each in found.months] == values
    assert (found.actual, found.as_of) == (actual, as_of)


def test_what_people_count_has_no_months() -> None:
    found = shown("by_hand")
    assert (found.months, found.progress) == ((), Progress.BY_HAND)


@pytest.mark.parametrize(
    ("indicator", "before", "target", "progress"),
    [
        ("touch_minutes", 13, 4, Progress.REACHED),
        ("touch_minutes", 13, 2, Progress.ON_THE_WAY),
        ("touch_minutes", 3, 2, Progress.NOT_BETTER),
        ("auto_rate", 0, 85, Progress.REACHED),
        ("auto_rate", 0, 90, Progress.ON_THE_WAY),
        ("auto_rate", 90, 95, Progress.NOT_BETTER),
    ],
)
def test_progress_goes_the_way_the_indicator_should(
    indicator: str, before: float, target: float, progress: Progress
) -> None:
    found = shown(
        indicator,
        baseline={"value": before, "date": date(2026, 1, 1)},
        target={"value": target, "by": date(2027, 1, 1)},
    )
    assert found.progress is progress
    assert found.counts is (progress is not Progress.NOT_BETTER)


def test_saved_time_without_a_named_use_is_no_gain() -> None:
    found = shown("saved_minutes", use_of_saved_time=None, target=None)
    assert (found.doubts, found.counts) == ((Doubt.NO_USE,), False)


def test_other_gains_need_no_use_of_time() -> None:
    assert shown("auto_rate", use_of_saved_time=None).doubts == ()


def test_a_gain_that_nobody_answers_for_or_that_has_no_baseline_is_none() -> None:
    found = shown("auto_rate", owner=None, baseline=None)
    assert (found.doubts, found.counts) == ((Doubt.NO_OWNER, Doubt.NO_BASELINE), False)


def test_a_baseline_made_up_to_show_the_form_proves_nothing() -> None:
    made_up = {"value": 13, "date": date(2026, 1, 1), "figures": "example"}
    assert shown("touch_minutes", baseline=made_up).doubts == (Doubt.EXAMPLE,)


def test_a_baseline_that_somebody_guessed_proves_nothing_either() -> None:
    guessed = {"value": 13, "date": date(2026, 1, 1), "figures": "estimated"}
    assert shown("touch_minutes", baseline=guessed).doubts == (Doubt.ESTIMATED,)


def test_without_any_month_nothing_is_claimed() -> None:
    routine = RoutineFile(
        version=2,
        name="trial",
        title={"nb": "Prøven"},
        gains=(GainCard(**(CARD | {"indicator": "saved_minutes"})),),
    )
    found = gains_of(routine, MONTHS)[0]
    assert (found.actual, found.progress, found.counts) == (None, Progress.NO_FIGURES, False)

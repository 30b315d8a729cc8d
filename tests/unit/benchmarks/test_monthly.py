"""Month by month settles what one batch settles, whichever order the months come in."""

from __future__ import annotations

from itertools import permutations

import pandas as pd
import pytest

from benchmarks.matching_parts.every_pass import every_pass
from benchmarks.matching_parts.monthly import differences, settle_monthly
from benchmarks.matching_parts.same_groups import group_sets
from benchmarks.matching_parts.truth import judge
from rutine.matching import Decision, Matching, match
from rutine.practice.bulk import bulk
from rutine.practice.plan import PracticePlan

PASSES = [each for each in every_pass() if each.decision is Decision.SETTLE]


def _agreeing(lines: pd.DataFrame, claims: pd.DataFrame, found: Matching) -> set[tuple[str, int]]:
    """The rows that were settled and in truth agree."""
    return {
        (name, row_id)
        for name, rows, outcome in (("line", lines, found.lines), ("claim", claims, found.claims))
        for row_id in rows.merge(outcome, on="row_id")
        .query("outcome == 'settled' and cause == 'D01'")["row_id"]
        .tolist()
    }


@pytest.mark.parametrize("seed", [1, 3])
def test_the_order_of_the_months_settles_the_same_rows_and_none_wrongly(seed) -> None:
    plan = PracticePlan(seed=seed, employees=600, profile="hard")
    lines, claims = bulk(plan)
    at_once = match(lines, claims, PASSES)
    for months in permutations(plan.months):
        monthly = settle_monthly(lines, claims, PASSES, months)
        assert judge(lines, claims, monthly.matching, PASSES).wrong == 0
        assert _agreeing(lines, claims, monthly.matching) == _agreeing(lines, claims, at_once)


def test_one_month_is_one_batch() -> None:
    plan = PracticePlan(employees=300, months=("2026-09",), profile="hard")
    lines, claims = bulk(plan)
    monthly = settle_monthly(lines, claims, PASSES, plan.months)
    assert monthly.reopened == 0
    assert group_sets(monthly.matching) == group_sets(match(lines, claims, PASSES))


def test_the_figures_say_how_far_the_two_lie_apart() -> None:
    found = differences(PracticePlan(seed=1, employees=600, profile="hard"), 0.0005)
    assert [each["name"] for each in found] == [
        "matching.monthly.hard.seed1.precision_difference",
        "matching.monthly.hard.seed1.recall_difference",
    ]
    assert all(each["value"] <= each["goal"] for each in found)
    assert "0 of them wrong" in found[0]["context"]

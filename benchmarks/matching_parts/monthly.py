"""A municipality settled month by month, with what is open carried over, beside one batch.

Each run is given what is known by the end of its month: what is open, and what earlier runs
settled for the same persons, so that `match_on` can reopen what something new speaks against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import figure
from benchmarks.matching_parts.every_pass import every_pass
from benchmarks.matching_parts.truth import judge
from rutine.matching import Continuation, Decision, Matching, Pass, match, match_on
from rutine.matching.result import RowOutcome
from rutine.practice.bulk import bulk
from rutine.practice.plan import PracticePlan

_SETTLED, _OPEN = RowOutcome.SETTLED.value, RowOutcome.OPEN.value


@dataclass(frozen=True, slots=True)
class Monthly:
    """What all runs came to.

    Attributes:
        matching: rows by `row_id` with `outcome` and `group`, as in one matching.
        reopened: groups that a later run took back.
    """

    matching: Matching
    reopened: int


def settle_monthly(
    lines: pd.DataFrame,
    claims: pd.DataFrame,
    passes: Sequence[Pass],
    months: Sequence[str],
) -> Monthly:
    """Run once for each month, in the order given.

    Args:
        lines: the matching's columns, and the day each row is `known` from.
        claims: the same.
        passes: the passes that settle.
        months: `YYYY-MM`; what became known before the earliest comes with the first run.
    """
    sides = (lines, claims)
    run_of = [_runs(side["known"], months) for side in sides]
    settled_in = [np.full(len(side), -1, dtype=np.int64) for side in sides]
    groups = reopened = 0
    for run in range(len(months)):
        there = [np.flatnonzero(of <= run) for of in run_of]
        given = [
            side.iloc[rows].assign(settled_in=_numbers(known[rows]))
            for side, rows, known in zip(sides, there, settled_in, strict=True)
        ]
        found = match_on(given[0], given[1], passes)
        reopened += len(found.reopened)
        for side, known, outcome in zip(sides, settled_in, _outcomes(found), strict=True):
            known[np.isin(known, [each.group for each in found.reopened])] = -1
            rows = pd.Index(side["row_id"]).get_indexer(outcome["row_id"])
            known[rows] = outcome["group"].to_numpy(dtype=np.int64) + groups
        groups += len(found.matching.groups)
    columns = [_as_outcome(side, known) for side, known in zip(sides, settled_in, strict=True)]
    return Monthly(Matching(pd.DataFrame(), columns[0], columns[1]), reopened)


def differences(plan: PracticePlan, goal: float) -> list[dict[str, Any]]:
    """How far a practice municipality's months lie from one batch, in precision and recall."""
    passes = [each for each in every_pass() if each.decision is Decision.SETTLE]
    lines, claims = bulk(plan)
    at_once = judge(lines, claims, match(lines, claims, passes), passes)
    runs = settle_monthly(lines, claims, passes, plan.months)
    monthly = judge(lines, claims, runs.matching, passes)
    told = f"{monthly.settled} groups, {monthly.wrong} of them wrong, {runs.reopened} reopened"
    found = []
    for name in ("precision", "recall"):
        one, other = getattr(monthly, name), getattr(at_once, name)
        found.append(
            figure(
                f"matching.monthly.{plan.profile}.seed{plan.seed}.{name}_difference",
                abs(one - other),
                "share",
                goal=goal,
                context=f"{one:.5f} in {len(plan.months)} runs, {other:.5f} in one; {told}",
            )
        )
    return found


def _runs(known: pd.Series, months: Sequence[str]) -> np.ndarray:
    """In which run each row is first seen."""
    place = {month: run for run, month in enumerate(months)}
    earliest = min(months)
    return np.array([place[max(month, earliest)] for month in known.dt.strftime("%Y-%m")])


def _numbers(groups: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(groups, groups < 0)


def _outcomes(found: Continuation) -> list[pd.DataFrame]:
    """The rows of groups that are new."""
    confirmed = list(found.confirmed.values())
    return [
        outcome[(outcome["outcome"] == _SETTLED) & ~outcome["group"].isin(confirmed)]
        for outcome in (found.matching.lines, found.matching.claims)
    ]


def _as_outcome(side: pd.DataFrame, known: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_id": side["row_id"],
            "outcome": np.where(known < 0, _OPEN, _SETTLED),
            "group": _numbers(known),
        }
    )

"""How right the settlement is: the practice municipality's truth, seed by seed.

A settled group is wrong when it holds a row that, in truth, belongs with other rows.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from benchmarks import figure
from rutine.matching import match
from rutine.practice.bulk import bulk
from rutine.practice.plan import PracticePlan
from rutine.routines.routine_file import load_routine

PASSES = load_routine(
    Path(__file__).parents[1] / "mappings" / "routines" / "nav_refunds.yaml"
).passes
SEEDS = (1, 2, 3)
EMPLOYEES = 20_000


def run() -> list[dict[str, Any]]:
    """Settle each seed's municipality and hold it against the truth."""
    return [
        figure
        for profile in ("normal", "hard")
        for seed in SEEDS
        for figure in _measure(profile, seed)  # type: ignore[arg-type]
    ]


def _measure(profile: Literal["normal", "hard"], seed: int) -> list[dict[str, Any]]:
    plan = PracticePlan(seed=seed, employees=EMPLOYEES, sub_units=400, profile=profile)
    lines, claims = bulk(plan)
    started = time.process_time()
    matching = partial(match, passes=PASSES)(lines, claims)
    seconds = time.process_time() - started
    share = float((matching.lines["outcome"] == "settled").mean())
    wrong = _wrong(lines, claims, matching)
    name = f"settlement.{profile}.seed{seed}"
    context = f"{len(lines)} lines, {len(claims)} claims"
    return [
        figure(f"{name}.wrong_groups", wrong, "groups", goal=0, context=context),
        figure(f"{name}.lines_settled", share, "share", better="higher", context=context),
        figure(f"{name}.cpu_s", seconds, "s", context=context),
    ]


def _wrong(lines: pd.DataFrame, claims: pd.DataFrame, matching: Any) -> int:
    """Groups of which the lines' true groups are not the claims' true groups."""
    true = []
    for rows, outcome in ((lines, matching.lines), (claims, matching.claims)):
        found = outcome.set_index("row_id")["group"].reindex(rows["row_id"])
        both = pd.DataFrame({"group": found.to_numpy(), "truth": rows["group"].to_numpy()})
        true.append(both.dropna().groupby("group")["truth"].agg(frozenset))
    return int((true[0] != true[1].reindex(true[0].index)).sum())

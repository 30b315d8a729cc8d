"""The two settling passes in idiomatic pandas: `groupby.cumcount`, a merge, gaps and islands.

Less than the engine does: none of its gates, no suggestions, no ambiguity, no reason per row.
"""

from __future__ import annotations

import time
from typing import Any

import pandas as pd

from benchmarks.matching_parts.peer_data import KEYS, as_date, load

_PARTY = ["person", "unit", "benefit"]


def measure(folder: str) -> dict[str, Any]:
    """CPU and wall seconds of both passes on frames held in memory."""
    lines, claims = (
        pd.DataFrame(
            {
                name: as_date(values) if name in {"first", "last"} else values
                for name, values in load(folder, side).items()
            }
        ).astype(dict.fromkeys(_PARTY, "str"))
        for side in ("lines", "claims")
    )
    cpu, wall = time.process_time(), time.perf_counter()
    pairs = exact(lines, claims)
    exact_cpu = time.process_time() - cpu
    groups = component_sums(
        lines[~lines["row_id"].isin(pairs["row_id_line"])],
        claims[~claims["row_id"].isin(pairs["row_id_claim"])],
    )
    return {
        "cpu_s": time.process_time() - cpu,
        "load_cpu_s": 0.0,
        "wall_s": time.perf_counter() - wall,
        "exact_cpu_s": exact_cpu,
        "pairs": len(pairs),
        "groups": groups,
        "version": pd.__version__,
    }


def exact(lines: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Equal in all six words, k-th with k-th."""
    by = [*KEYS, "amount"]
    sides = [side[(side["amount"] > 0) & side["first"].notna()] for side in (lines, claims)]
    numbered = [side.assign(k=side.groupby(by).cumcount()) for side in sides]
    return numbered[0].merge(numbered[1], on=[*by, "k"], suffixes=("_line", "_claim"))


def component_sums(lines: pd.DataFrame, claims: pd.DataFrame) -> int:
    """How many components of overlapping days agree in sum."""
    both = pd.concat([lines.assign(side=1), claims.assign(side=-1)]).dropna(subset="first")
    both = both.sort_values([*_PARTY, "first"], kind="stable")
    reach = both.groupby(_PARTY)["last"].cummax()
    starts = both["first"] > reach.groupby([both[c] for c in _PARTY]).shift()
    starts |= ~both.duplicated(_PARTY)
    component = starts.cumsum()
    signed = both["amount"] * both["side"]
    found = pd.DataFrame(
        {
            "left": signed.groupby(component).sum(),
            "low": both["side"].groupby(component).min(),
            "high": both["side"].groupby(component).max(),
        }
    )
    return int(((found["left"] == 0) & (found["low"] < found["high"])).sum())

"""datacompy's comparison: rows joined on their keys, one to one. It knows no groups."""

from __future__ import annotations

import time
from typing import Any

import datacompy
import pandas as pd

from benchmarks.matching_parts.peer_data import KEYS, as_date, load

_HALF_KRONE_A_DAY = 1250
"""Øre: the widest rounding of a span of 25 days."""


def measure(folder: str) -> dict[str, Any]:
    """CPU and wall seconds of an exact comparison, then of one with a tolerance."""
    sides = [
        pd.DataFrame(
            {
                name: as_date(values) if name in {"first", "last"} else values
                for name, values in load(folder, side).items()
            }
        )
        for side in ("lines", "claims")
    ]
    exact = _compare(sides, [*KEYS, "amount"], 0)
    near = _compare(sides, [*KEYS], _HALF_KRONE_A_DAY)
    return {
        **exact,
        "exact_cpu_s": exact["cpu_s"],
        "tolerance_cpu_s": near["cpu_s"],
        "tolerance_wall_s": near["wall_s"],
        "groups": 0,
        "version": datacompy.__version__,
    }


def _compare(sides: list[pd.DataFrame], keys: list[str], tolerance: int) -> dict[str, Any]:
    lines, claims = (side.rename(columns={"row_id": f"{n}"}) for n, side in enumerate(sides))
    comparison = getattr(datacompy, "PandasCompare", None) or datacompy.Compare
    cpu, wall = time.process_time(), time.perf_counter()
    found = comparison(lines, claims, join_columns=keys, abs_tol=tolerance)
    pairs = found.count_matching_rows()
    return {
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "pairs": int(pairs),
    }

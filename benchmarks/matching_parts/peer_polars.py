"""The two settling passes in Polars. Less than the engine does: no gates, no reason per row."""

from __future__ import annotations

import time
from typing import Any

import polars as pl

from benchmarks.matching_parts.peer_data import KEYS, NO_DATE, SIDES, load

_PARTY = ["person", "unit", "benefit"]


def measure(folder: str) -> dict[str, Any]:
    """CPU and wall seconds of both passes on frames held in memory."""
    columns = [load(folder, side) for side in SIDES]
    cpu = time.process_time()
    lines, claims = (
        pl.DataFrame({name: values.tolist() for name, values in side.items()}) for side in columns
    )
    loading = time.process_time() - cpu
    cpu, wall = time.process_time(), time.perf_counter()
    pairs = exact(lines, claims)
    exact_cpu = time.process_time() - cpu
    groups = component_sums(
        lines.join(pairs, left_on="row_id", right_on="line", how="anti"),
        claims.join(pairs, left_on="row_id", right_on="claim", how="anti"),
    )
    return {
        "cpu_s": time.process_time() - cpu,
        "load_cpu_s": loading,
        "wall_s": time.perf_counter() - wall,
        "exact_cpu_s": exact_cpu,
        "pairs": len(pairs),
        "groups": groups,
        "version": pl.__version__,
    }


def exact(lines: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Equal in all six words, k-th with k-th."""
    by = [*KEYS, "amount"]
    sides = [
        side.lazy()
        .filter((pl.col("amount") > 0) & (pl.col("first") != NO_DATE))
        .with_columns(k=pl.int_range(pl.len()).over(by))
        .rename({"row_id": name})
        for side, name in ((lines, "line"), (claims, "claim"))
    ]
    return sides[0].join(sides[1], on=[*by, "k"]).select("line", "claim").collect()


def component_sums(lines: pl.DataFrame, claims: pl.DataFrame) -> int:
    """How many components of overlapping days agree in sum."""
    both = pl.concat(
        [
            lines.lazy().with_columns(side=pl.lit(1, pl.Int64)),
            claims.lazy().with_columns(side=pl.lit(-1, pl.Int64)),
        ]
    )
    reach = pl.col("last").cum_max().over(_PARTY).shift().over(_PARTY)
    return (
        both.filter(pl.col("first") != NO_DATE)
        .sort([*_PARTY, "first"])
        .with_columns(component=(pl.col("first") > reach).fill_null(value=True).cum_sum())
        .group_by("component")
        .agg(
            left=(pl.col("amount") * pl.col("side")).sum(),
            low=pl.col("side").min(),
            high=pl.col("side").max(),
        )
        .filter((pl.col("left") == 0) & (pl.col("low") < pl.col("high")))
        .select(pl.len())
        .collect()
        .item()
    )

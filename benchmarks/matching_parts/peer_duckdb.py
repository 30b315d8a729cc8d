"""The two settling passes in DuckDB's SQL. Less than the engine: no gates, no reason per row."""

from __future__ import annotations

import time
from typing import Any

import duckdb

from benchmarks.matching_parts.peer_data import KEYS, NO_DATE, SIDES, load

_PARTY = "person, unit, benefit"
_WORDS = (*KEYS, "amount")

_TABLE = "create table {side} as select * from columns"
_NUMBERED = """
    select row_id, {words}, row_number() over (partition by {words} order by row_id) as k
    from {side} where amount > 0 and first <> {no_date}
"""
_EXACT = """
    create table pairs as
    select l.row_id as line, c.row_id as claim from ({lines}) l join ({claims}) c
    using ({words}, k)
"""
_COMPONENTS = """
    with both_sides as (
        select *, 1 as side from lines where row_id not in (select line from pairs)
        union all
        select *, -1 from claims where row_id not in (select claim from pairs)
    ), reached as (
        select *, max(last) over (
            partition by {party} order by first, row_id, side
            rows between unbounded preceding and 1 preceding
        ) as reach
        from both_sides where first <> {no_date}
    ), numbered as (
        select *, sum(case when reach is null or first > reach then 1 else 0 end) over (
            partition by {party} order by first, row_id, side rows unbounded preceding
        ) as component
        from reached
    )
    select count(*) from (
        select 1 from numbered group by {party}, component
        having sum(amount * side) = 0 and min(side) < max(side)
    )
"""


def measure(folder: str) -> dict[str, Any]:
    """CPU and wall seconds of both passes on tables held in memory."""
    base = duckdb.connect()
    base.execute("set enable_progress_bar = false")  # it would be printed among the figures
    loading = 0.0
    for side in SIDES:
        columns = load(folder, side)  # DuckDB finds the local variable by its name
        cpu = time.process_time()
        base.execute(_TABLE.format(side=side))
        loading += time.process_time() - cpu
    words = ", ".join(_WORDS)
    numbered = {side: _NUMBERED.format(words=words, side=side, no_date=NO_DATE) for side in SIDES}
    cpu, wall = time.process_time(), time.perf_counter()
    base.execute(_EXACT.format(words=words, **numbered))
    exact_cpu = time.process_time() - cpu
    found = base.execute(_COMPONENTS.format(party=_PARTY, no_date=NO_DATE)).fetchone()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    pairs = base.execute("select count(*) from pairs").fetchone()
    return {
        "cpu_s": cpu,
        "load_cpu_s": loading,
        "wall_s": wall,
        "exact_cpu_s": exact_cpu,
        "pairs": pairs[0] if pairs else 0,
        "groups": found[0] if found else 0,
        "version": duckdb.__version__,
        "columns": len(columns),
    }

"""The same rows matched in every way there is: how many groups are not found in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import pandas as pd

from benchmarks import figure
from benchmarks.matching_parts.every_pass import every_pass
from rutine.matching import Matching, match, match_in_parts
from rutine.practice.bulk import bulk
from rutine.practice.plan import PracticePlan

PARTS = (1, 2, 8)
SHUFFLES = 5
_WORKERS = 2
_PLAN = {"seed": 1, "employees": 20_000, "sub_units": 400, "profile": "hard"}

Groups = frozenset[frozenset[tuple[bool, int]]]


def group_sets(found: Matching) -> Groups:
    """The groups as sets of rows, whatever their numbers; a line is (True, its id)."""
    members: dict[int, set[tuple[bool, int]]] = {}
    for is_line, side in ((True, found.lines), (False, found.claims)):
        taken = side.dropna(subset=["group"])
        for group, row_id in zip(taken["group"].tolist(), taken["row_id"].tolist(), strict=True):
            members.setdefault(group, set()).add((is_line, row_id))
    return frozenset(map(frozenset, members.values()))


def count_unequal() -> dict[str, float]:
    """How many groups at most differ from those of the plain run, and in how many other runs."""
    sides = bulk(PracticePlan.model_validate(_PLAN))
    plain = group_sets(match(*sides, every_pass()))
    differing = [len(plain ^ group_sets(found)) for found in _ways(sides)]
    return {"unequal": max(differing), "runs": len(differing), "groups": len(plain)}


def unequal(of: dict[str, float]) -> dict[str, Any]:
    """What was counted, as a figure."""
    context = (
        f"of {of['groups']:.0f} groups, in {of['runs']:.0f} other runs: shuffled, in 1, 2 and 8 "
        "shards and parts, by threads and by processes"
    )
    return figure("matching.same_groups.unequal", of["unequal"], "groups", goal=0, context=context)


def _ways(sides: tuple[pd.DataFrame, pd.DataFrame]) -> Iterator[Matching]:
    passes = every_pass()
    rows = sum(len(side) for side in sides)
    for seed in range(SHUFFLES):
        yield match(*(side.sample(frac=1, random_state=seed) for side in sides), passes)
    for parts in PARTS:
        yield match(*sides, passes, shard_rows=rows // parts)
        yield match_in_parts(*sides, passes, parts=parts)
    with ThreadPoolExecutor(_WORKERS) as threads:
        yield match_in_parts(*sides, passes, parts=max(PARTS), run=threads.map)
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as processes:
        yield match_in_parts(*sides, passes, parts=max(PARTS), run=processes.map)

"""For ambiguous rows the groups that fit each equally well, and what tells them apart."""

from __future__ import annotations

from collections.abc import Collection

from rutine.matching.alternatives import Ambiguity, find_alternatives
from rutine.matching.explanation import Side
from rutine.routines.two_lists import TwoLists


def equal_ways(
    done: TwoLists, looked_at: Collection[tuple[str, int]]
) -> dict[tuple[str, int], Ambiguity]:
    """The alternatives of each ambiguous row, where they are known.

    Args:
        done: the two lists.
        looked_at: list and row id of the rows that are explained, as far as is bounded.
    """
    found: dict[tuple[str, int], Ambiguity] = {}
    asked: tuple[tuple[str, Side], ...] = (("A", "line"), ("B", "claim"))
    for own, side in asked:
        for each in find_alternatives(
            done.a.rows,
            done.b.rows,
            done.matching,
            done.plan.passes,
            side=side,
            row_ids=[row_id for name, row_id in looked_at if name == own],
        ):
            found[own, each.row_id] = each
    return found

"""For open rows the other list's row nearest to each: for the first ones, as far as is bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from rutine.matching.explanation import Side, explain
from rutine.routines.two_lists import TwoLists

MOST_EXPLAINED: Final = 1000
"""Open rows whose nearest row is looked up; the others are said not to have been."""

_MOST_COMPARED: Final = 200_000
"""Rows of both lists held against each other for it: one reference may stand on thousands."""


@dataclass(frozen=True, slots=True)
class NearRow:
    """A row of the other list.

    Attributes:
        list: which list it is in.
        row_id: its number there.
        failed: the first gate that the two failed; None when they differ in nothing themselves.
    """

    list: str
    row_id: int
    failed: str | None


def nearest_rows(done: TwoLists, left: pd.DataFrame) -> dict[tuple[str, int], NearRow | None]:
    """The nearest row of each open row that was looked at; None where there is none.

    Args:
        done: the two lists.
        left: the open rows, `list` and `row_id`, in the order that they are written.
    """
    first = left.head(MOST_EXPLAINED)
    looked_at = first[_work(done, first).cumsum() <= _MOST_COMPARED]
    found: dict[tuple[str, int], NearRow | None] = dict.fromkeys(
        zip(looked_at["list"], looked_at["row_id"], strict=True)
    )
    asked: tuple[tuple[str, str, Side], ...] = (("A", "B", "line"), ("B", "A", "claim"))
    for own, other, side in asked:
        row_ids = looked_at.loc[looked_at["list"] == own, "row_id"].tolist()
        for each in explain(
            done.a.rows, done.b.rows, done.matching, side=side, row_ids=row_ids, most=1
        ):
            for near in each.candidates:
                failed = None if near.failed is None else near.failed.value
                found[own, each.row_id] = NearRow(other, near.row_id, failed)
    return found


def _work(done: TwoLists, left: pd.DataFrame) -> pd.Series[int]:
    """How many rows of the other list each is held against: those of its person."""
    work = pd.Series(1, index=left.index, dtype="int64")
    for own, rows, others in (("A", done.a.rows, done.b.rows), ("B", done.b.rows, done.a.rows)):
        mine = left["list"] == own
        persons = rows.set_index("row_id")["person"].loc[left.loc[mine, "row_id"]]
        many = others.loc[others["person"].isin(persons), "person"].value_counts()
        work[mine] += persons.map(many).fillna(0).to_numpy(dtype="int64")
    return work

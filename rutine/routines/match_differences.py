"""What the two sides of each group differ in: øre, and the gates that a pass let go."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from rutine.routines.two_lists import TwoLists

_KEY: Final = {"person": "identity", "unit": "unit", "benefit": "benefit"}
"""Column -> the gate that it is."""


def differences(done: TwoLists, groups: pd.DataFrame) -> pd.DataFrame:
    """For each row in a group what its group's sides differ in.

    Args:
        done: the two lists.
        groups: the rows that are in a group, `list`, `row_id` and `group`.

    Returns:
        with the same index: `ore`, list A's sum less list B's; `names`, a tuple of gates.
    """
    table = done.matching.groups
    ore = table["line_sum"] - table["claim_sum"]
    own = _own_columns(done, groups)
    number = groups["group"].astype("int64")
    differ = pd.DataFrame(
        {gate: own[column].groupby(number).nunique().gt(1) for column, gate in _KEY.items()}
    )
    differ["days"] = _other_days(own, groups["list"], number)
    differ["amount"] = (ore != 0).reindex(differ.index)
    gates = [str(name) for name in differ.columns]
    names = {
        group: tuple(gate for gate, holds in zip(gates, row, strict=True) if holds)
        for group, row in zip(differ.index, differ.to_numpy(), strict=True)
    }
    return pd.DataFrame({"ore": number.map(ore), "names": number.map(names)})


def _own_columns(done: TwoLists, groups: pd.DataFrame) -> pd.DataFrame:
    """Key and days of the rows, in the order of `groups`."""
    columns = [*_KEY, "first", "last"]
    sides = {
        name: at_hand.rows.set_index("row_id")[columns]
        for name, at_hand in (("A", done.a), ("B", done.b))
    }
    parts = []
    for name, rows in sides.items():
        mine = groups[groups["list"] == name]
        parts.append(rows.loc[mine["row_id"]].set_index(mine.index))
    return pd.concat(parts).loc[groups.index]


def _other_days(
    own: pd.DataFrame, lists: pd.Series[Any], number: pd.Series[int]
) -> pd.Series[bool]:
    """Whether a group's sides begin or end on different days, or one of them has none."""
    ends = own.groupby([number, lists]).agg({"first": "min", "last": "max"}).reset_index()
    day = ends[["first", "last"]].astype("int64")
    several: pd.Series[bool] = day.groupby(ends["group"]).nunique().gt(1).any(axis=1)
    return several

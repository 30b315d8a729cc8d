"""Lines and claims of a plan as frames, without files: for measurements and large tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd

from rutine.practice.plan import PracticePlan
from rutine.practice.simulation import Simulation
from rutine.practice.truth import ClaimRow, Line

_EPOCH = date(1970, 1, 1).toordinal()
_MISSING = np.datetime64("NaT", "D")


def stream_lines(plan: PracticePlan) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Lines and claims of so many employees at a time; memory does not grow with the plan.

    Both frames have the columns of the matcher's input, and the truth: `row_id` (int64, unique
    over the whole plan), `person`, `name`, `unit`, `benefit` (str), `first`, `last`
    (datetime64[s], NaT when missing), `amount` (int64 øre), `group` (int64), `cause` (str). Each
    row has the day it is `known` from (datetime64[s]): a line's value date, the day a claim was
    made. A group never reaches over two batches. Claims are those known at the plan's end.
    """
    lines = claims = 0
    simulation = Simulation(plan)
    reports = simulation.schedule.reports
    for batch in simulation.batches(with_basis=False):
        paid = _frame(batch.lines, lines).assign(
            name=pd.array([line.nav_name for line in batch.lines], dtype="str"),
            known=_days([reports[line.report].value_date for line in batch.lines]),
        )
        claimed = _frame(batch.claims, claims).assign(
            name=pd.array([claim.name for claim in batch.claims], dtype="str"),
            known=_days([claim.made for claim in batch.claims]),
        )
        yield paid, claimed
        lines += len(batch.lines)
        claims += len(batch.claims)


def bulk(plan: PracticePlan) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All lines and all claims of a plan, as `stream_lines` gives them."""
    lines, claims = zip(*stream_lines(plan), strict=True)
    return pd.concat(lines, ignore_index=True), pd.concat(claims, ignore_index=True)


def _frame(rows: Sequence[Line] | Sequence[ClaimRow], start: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_id": np.arange(start, start + len(rows), dtype=np.int64),
            "person": pd.array([row.fnr for row in rows], dtype="str"),
            "unit": pd.array([row.unit for row in rows], dtype="str"),
            "benefit": pd.array([row.benefit for row in rows], dtype="str"),
            "first": _days([row.first for row in rows]),
            "last": _days([row.last for row in rows]),
            "amount": np.array([row.amount for row in rows], dtype=np.int64),
            "group": np.array([row.group for row in rows], dtype=np.int64),
            "cause": pd.array([row.cause for row in rows], dtype="str"),
        }
    )


def _days(numbers: Sequence[int]) -> np.ndarray:
    days = np.array(numbers, dtype=np.int64)
    found = (days - _EPOCH).astype("datetime64[D]")
    found[days == 0] = _MISSING
    return found.astype("datetime64[s]")

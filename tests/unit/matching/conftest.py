"""Frames for the matching, written as short rows."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

Row = tuple[str, str, str, str | None, str | None, int]
Table = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def table() -> Table:
    """Rows of (person, unit, benefit, first, last, amount) as a frame; ids from 0."""

    def make(*rows: Row, ids: list[int] | None = None) -> pd.DataFrame:
        columns = ["person", "unit", "benefit", "first", "last", "amount"]
        frame = pd.DataFrame(list(rows), columns=columns)
        frame.insert(0, "row_id", pd.Series(ids or range(len(rows)), dtype="int64"))
        for column in ("first", "last"):
            frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
        return frame.astype({"amount": "int64"} | dict.fromkeys(columns[:3], "str"))

    return make

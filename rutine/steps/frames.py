"""Frames with the canonical columns and nothing in them."""

from __future__ import annotations

import pandas as pd

from rutine.core.records import COLUMNS, ColumnKind

_DTYPES = {
    ColumnKind.INTEGER: "int64",
    ColumnKind.OPTIONAL_INTEGER: "Int64",
    ColumnKind.TEXT: "str",
    ColumnKind.IDENTIFIER: "str",
    ColumnKind.DAY: "datetime64[s]",
    ColumnKind.ORE: "int64",
    ColumnKind.OPTIONAL_ORE: "Int64",
}


def empty_frame(record: str) -> pd.DataFrame:
    """No rows of a record type, with its columns as a reader gives them and a `sha256`."""
    columns = {name: pd.Series(dtype=_DTYPES[kind]) for name, kind in COLUMNS[record].items()}
    return pd.DataFrame({**columns, "sha256": pd.Series(dtype="str")})

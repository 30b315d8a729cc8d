"""Frames with the canonical columns: with nothing in them, or made from records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from rutine.core.identifiers import AccountNumber, Fnr, OrgNr
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


def frame_of(record: str, rows: Iterable[Any]) -> pd.DataFrame:
    """Records of one type as a reader gives them, in their order."""
    listed = list(rows)
    return pd.DataFrame(
        {
            name: pd.Series([_plain(getattr(row, name)) for row in listed], dtype=_DTYPES[kind])
            for name, kind in COLUMNS[record].items()
        }
    )


def _plain(value: Any) -> Any:
    """A value as it lies in a frame."""
    return value.reveal() if isinstance(value, AccountNumber | Fnr | OrgNr) else value

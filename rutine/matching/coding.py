"""From frames to arrays of integers: both sides in one, lines first, each by row id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

COLUMNS: Final = ("row_id", "person", "unit", "benefit", "first", "last", "amount")
"""What a frame of either side has: int64, str, str, str, datetime64, datetime64, int64 (øre)."""


@dataclass(frozen=True, slots=True)
class Coded:
    """All rows of both sides as arrays of one length, lines before claims, each by row id.

    Their place in these arrays orders rows everywhere, so that no result depends on how the
    frames were sorted.

    Attributes:
        line_count: so many of the rows are lines.
        row_id: the caller's own numbers, unique within a side.
        key: person, unit and benefit as one dense number; -1 without a person.
        key_count: keys run from 0 to this.
        benefit: index into `benefits`.
        benefits: the codes met.
        first, last: days since 1970; a row with one date has it in both; undefined when not
            `placed`.
        has_first, has_last: that date is there.
        dated: both dates are there, in order.
        placed: at least one date is there, and not in the wrong order.
        reversed: the last day is before the first.
        amount: øre.
    """

    line_count: int
    row_id: Ints
    key: Ints
    key_count: int
    benefit: Ints
    benefits: tuple[str, ...]
    first: Ints
    last: Ints
    has_first: Flags
    has_last: Flags
    dated: Flags
    placed: Flags
    reversed: Flags
    amount: Ints

    @property
    def is_line(self) -> Flags:
        """Which rows are lines."""
        return np.arange(len(self.row_id)) < self.line_count


def check_frame(side: str, frame: pd.DataFrame) -> None:
    """Refuse a frame of the wrong shape: that is a fault of the program, not of a file.

    Raises:
        TypeError: a column is missing or of the wrong type; the message names it.
        ValueError: row ids are not unique.
    """
    for column in COLUMNS:
        if column not in frame.columns:
            raise TypeError(f"{side}: the column {column} is missing")
        kind = frame[column].dtype
        if column in {"row_id", "amount"} and kind != np.dtype(np.int64):
            raise TypeError(f"{side}: the column {column} must be int64, not {kind}")
        if column in {"first", "last"} and not pd.api.types.is_datetime64_dtype(kind):
            raise TypeError(f"{side}: the column {column} must be datetime64, not {kind}")
    if frame["row_id"].duplicated().any():
        raise ValueError(f"{side}: the column row_id must be unique")


def _days(both: pd.Series) -> tuple[Ints, Flags]:
    values = both.to_numpy().astype("datetime64[D]")
    return values.astype(np.int64), ~np.isnat(values)


def _codes(both: pd.Series) -> tuple[Ints, pd.Index]:
    codes, values = pd.factorize(both, use_na_sentinel=True)
    return codes.astype(np.int64), pd.Index(values)


def _dense_key(person: Ints, unit: Ints, benefit: Ints) -> tuple[Ints, int]:
    wide = (person * (unit.max(initial=0) + 1) + unit) * (benefit.max(initial=0) + 1) + benefit
    codes, values = pd.factorize(wide)
    return codes.astype(np.int64), len(values)


def code(lines: pd.DataFrame, claims: pd.DataFrame) -> Coded:
    """Turn two frames into arrays of integers.

    Raises:
        TypeError, ValueError: see `check_frame`.
    """
    check_frame("lines", lines)
    check_frame("claims", claims)
    columns = list(COLUMNS)
    both = pd.concat(
        [
            lines[columns].sort_values("row_id", kind="stable"),
            claims[columns].sort_values("row_id", kind="stable"),
        ],
        ignore_index=True,
    )
    person, persons = _codes(both["person"])
    unit, _ = _codes(both["unit"].fillna(""))
    benefit, benefits = _codes(both["benefit"].fillna(""))
    nobody = (person < 0) | np.isin(person, np.flatnonzero(persons == ""))
    key, key_count = _dense_key(person, unit, benefit)
    first, has_first = _days(both["first"])
    last, has_last = _days(both["last"])
    turned = has_first & has_last & (last < first)
    return Coded(
        line_count=len(lines),
        row_id=both["row_id"].to_numpy(dtype=np.int64),
        key=np.where(nobody, -1, key),
        key_count=key_count,
        benefit=benefit,
        benefits=tuple(str(value) for value in benefits),
        first=np.where(has_first, first, last),
        last=np.where(has_last, last, first),
        has_first=has_first,
        has_last=has_last,
        dated=has_first & has_last & ~turned,
        placed=(has_first | has_last) & ~turned,
        reversed=turned,
        amount=both["amount"].to_numpy(dtype=np.int64),
    )

"""The lists of a run: which files they are, and what was read of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.reading import Reading
from rutine.formats.row_error import RowError


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file of a run. References only.

    Attributes:
        name: of the input: the record and its number, such as `achievement 2`.
        record: the kind of record that it holds.
        sha256: of its bytes, in the evidence archive.
        form: the format that reads it.
        shared: it is one that `hr_registers` has kept, maybe some days ago.
    """

    name: str
    record: str
    sha256: str
    form: str
    shared: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class ReadList:
    """One file, read.

    Attributes:
        file: which.
        reading: its rows, and the faults of those that can't be read.
        rows: those that are used: `reading.frame` with `file`, the input's name.
        refused: row -> what is wrong with a row that could be read and can't be used, as a key
            of the texts.
    """

    file: ListFile
    reading: Reading
    rows: pd.DataFrame
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def errors(self) -> Sequence[RowError]:
        """What is wrong with the rows that could not be read."""
        return self.reading.errors

    @property
    def refused_count(self) -> int:
        """How many rows are not used because something is wrong with them."""
        return self.reading.rows_in - self.reading.count + len(self.refused)


class Lists:
    """Every list of a run. A plain class, so that Prefect does not walk through its rows."""

    __slots__ = ("read",)

    def __init__(self, read: Sequence[ReadList]) -> None:
        self.read = tuple(read)

    def of(self, record: str) -> tuple[ReadList, ...]:
        """The files of a kind of record, in order."""
        return tuple(each for each in self.read if each.file.record == record)

    def rows(self, record: str) -> pd.DataFrame:
        """The rows of a kind of record from all its files, every column of the record there."""
        frames = [each.rows for each in self.of(record) if not each.rows.empty]
        found = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
        return whole(found, record)

    def file(self, name: str) -> ReadList:
        """The file of that name."""
        return next(each for each in self.read if each.file.name == name)

    def faulty(self, records: Sequence[str]) -> bool:
        """Whether a row of one of these kinds of record could not be used."""
        return any(each.refused_count for record in records for each in self.of(record))

    def __iter__(self) -> Iterator[ReadList]:
        return iter(self.read)


def whole(rows: pd.DataFrame, record: str) -> pd.DataFrame:
    """The frame with every column of the record, also those that its format leaves out."""
    found = rows.copy(deep=False)
    for column, kind in COLUMNS[record].items():
        if column not in found:
            found[column] = _nothing(kind, len(found)).set_axis(found.index)
        elif kind in {ColumnKind.TEXT, ColumnKind.IDENTIFIER}:
            found[column] = found[column].fillna("").astype("str")
    if "file" not in found:
        found["file"] = pd.Series("", index=found.index, dtype="str")
    return found


def _nothing(kind: ColumnKind, count: int) -> pd.Series[Any]:
    """A column that says nothing, as its kind lies in a frame."""
    if kind in {ColumnKind.TEXT, ColumnKind.IDENTIFIER}:
        return pd.Series([""] * count, dtype="str")
    if kind is ColumnKind.DAY:
        return pd.Series([pd.NaT] * count, dtype="datetime64[s]")
    if kind in {ColumnKind.INTEGER, ColumnKind.ORE}:
        return pd.Series([0] * count, dtype="int64")
    return pd.Series([pd.NA] * count, dtype="Int64")

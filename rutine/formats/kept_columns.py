"""Columns of the rows that were right, kept small until someone asks for their values.

Identifiers are kept as numbers, and texts as the places where they lie in the file: of a
million rows, most texts are never asked for, and each would be an object of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core.records import ColumnKind
from rutine.formats.cells import Cells, Mask, Words, mixed_with
from rutine.formats.columns import Column
from rutine.formats.identifier_columns import LENGTHS, digit_texts
from rutine.formats.trimming import trimmed

_Numbers = npt.NDArray[Any]
_Part = tuple[_Numbers, Mask | None]


class KeptNumbers:
    """A column of numbers or days, or of identifiers as numbers.

    Attributes:
        kind: how it lies in a frame.
        digits: an identifier's number of digits; None for other kinds.
    """

    def __init__(self, kind: ColumnKind, digits: int | None = None) -> None:
        self.kind = kind
        self.digits = digits
        self._parts: list[_Part] = []

    def add(self, values: _Numbers, missing: Mask | None = None) -> None:
        """Keep the values of some more rows, and where they are missing."""
        self._parts.append((values, missing if missing is not None and missing.any() else None))

    def _whole(self) -> _Part:
        """All values as one array; the pieces are let go."""
        if len(self._parts) != 1:
            parts, self._parts = self._parts, []
            empty = np.zeros(0, "datetime64[s]" if self.kind is ColumnKind.DAY else np.int64)
            values = np.concatenate([part for part, _ in parts] or [empty])
            missing = None
            if any(mask is not None for _, mask in parts):
                none = (np.zeros(len(part), np.bool_) if m is None else m for part, m in parts)
                missing = np.concatenate(list(none))
            self._parts.append((values, missing))
        return self._parts[0]

    @property
    def values(self) -> _Numbers:
        """The values; meaningless where missing."""
        return self._whole()[0]

    def leave_out(self, rows: Mask) -> None:
        """Forget some rows."""
        values, missing = self._whole()
        self._parts = [(values[~rows], None if missing is None else missing[~rows])]

    def fingerprints(self) -> Words:
        """Equal numbers for equal values."""
        found: Words = self.values.view(np.uint64)
        return found

    def numbers(self) -> npt.NDArray[np.int64] | None:
        """An identifier's numbers; None where one is missing, or they are no identifiers."""
        values, missing = self._whole()
        return None if self.digits is None or missing is not None else values

    def series(self) -> pd.Series[Any]:
        """The column as it lies in a frame."""
        values, missing = self._whole()
        if self.digits is not None:
            texts = digit_texts(values, self.digits)
            if missing is not None:
                texts[missing] = ""
            return pd.Series(texts, dtype="str")
        if self.kind is ColumnKind.DAY:
            if missing is not None:
                values = values.copy()
                values[missing] = np.datetime64("NaT")
            return pd.Series(values)
        if self.kind in {ColumnKind.OPTIONAL_INTEGER, ColumnKind.OPTIONAL_ORE}:
            mask = np.zeros(len(values), np.bool_) if missing is None else missing.copy()
            return pd.Series(pd.arrays.IntegerArray(values, mask))
        return pd.Series(values)


class KeptTexts:
    """A column of texts, kept as where they lie; spaces around them are taken off at need."""

    def __init__(self) -> None:
        self._parts: list[Cells] = []

    def _trimmed(self) -> Iterator[Cells]:
        return map(trimmed, self._parts)

    def add(self, cells: Cells) -> None:
        """Keep the texts of some more rows."""
        self._parts.append(cells.packed())

    def leave_out(self, rows: Mask) -> None:
        """Forget some rows."""
        start = 0
        for place, part in enumerate(self._parts):
            self._parts[place] = part.take(~rows[start : start + len(part)])
            start += len(part)

    def fingerprints(self) -> Words:
        """Equal numbers for equal texts, and hardly ever for others."""
        parts = list(self._trimmed())
        if len({part.encoding for part in parts}) > 1:  # the format's own words are UTF-8
            parts = [Cells.of_texts(part.texts()) for part in parts]
        found = [part.fingerprints() for part in parts]
        return np.concatenate(found or [np.zeros(0, np.uint64)])

    def series(self) -> pd.Series[Any]:
        """The column as it lies in a frame, equal texts as one object."""
        seen: dict[str, str] = {}
        texts = [seen.setdefault(text, text) for part in self._trimmed() for text in part.texts()]
        return pd.Series(np.array(texts, dtype=np.object_), dtype="str")

    def categories(self) -> pd.Series[Any]:
        """The column as categories, in the order in which its texts are met."""
        places: dict[str, int] = {}
        codes = []
        for part in self._trimmed():
            of_part, texts = part.distinct()
            table = np.array([places.setdefault(t, len(places)) for t in texts], dtype=np.int32)
            codes.append(table[of_part] if len(table) else np.zeros(0, np.int32))
        return pd.Series(
            pd.Categorical.from_codes(
                np.concatenate(codes or [np.zeros(0, np.int32)]),
                categories=pd.Index(list(places), dtype="str"),
            )
        )


KeptColumn = KeptNumbers | KeptTexts


def column_for(kind: ColumnKind, field_type: str | None) -> KeptColumn:
    """An empty column for the values of a field."""
    if kind is ColumnKind.TEXT:
        return KeptTexts()
    return KeptNumbers(kind, LENGTHS.get(field_type or ""))


def keep(kept: KeptColumn, column: Column, rows: Mask) -> None:
    """Keep the values of the right rows of a column that was read."""
    if isinstance(kept, KeptTexts):
        if column.texts is not None:
            kept.add(column.texts.take(rows))
    else:
        kept.add(column.read[rows], column.missing[rows])


def repeated(keys: Sequence[KeptColumn], count: int) -> Mask:
    """Rows whose key, one value of each column, is on another row too.

    Rows with different fingerprints have different keys; only those with equal ones are
    compared value by value.
    """
    found = np.zeros(count, dtype=np.bool_)
    mixed = np.zeros(count, dtype=np.uint64)
    for key in keys:
        mixed = mixed_with(mixed, key.fingerprints())
    ordered = np.sort(mixed)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(twice):
        rows = np.flatnonzero(np.isin(mixed, twice))
        table = pd.DataFrame({at: key.series().to_numpy()[rows] for at, key in enumerate(keys)})
        found[rows] = table.duplicated(keep=False).to_numpy()
    return found


class KeptRows:
    """The right rows of a file, column by column."""

    def __init__(self, columns: Mapping[str, KeptColumn], count: int) -> None:
        self._columns = columns
        self._count = count

    def __len__(self) -> int:
        return self._count

    @property
    def names(self) -> Collection[str]:
        """The columns there are."""
        return self._columns.keys()

    def column(self, name: str) -> pd.Series[Any]:
        """One column, as its kind lies in a frame."""
        return self._columns[name].series()

    def few(self, name: str) -> pd.Series[Any]:
        """A column of texts as categories."""
        column = self._columns[name]
        return column.categories() if isinstance(column, KeptTexts) else column.series()

    def numbers(self, name: str) -> tuple[npt.NDArray[np.int64], int] | None:
        """A column of identifiers as numbers, and how many digits each has."""
        column = self._columns[name]
        if isinstance(column, KeptTexts) or column.digits is None:
            return None
        numbers = column.numbers()
        return None if numbers is None else (numbers, column.digits)


class FrameRows:
    """Rows that lie in a frame already."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __len__(self) -> int:
        return len(self._frame)

    @property
    def names(self) -> Collection[str]:
        """The columns there are."""
        return list(self._frame.columns)

    def column(self, name: str) -> pd.Series[Any]:
        """One column."""
        return self._frame[name]

    few = column

    def numbers(self, name: str) -> None:
        """Identifiers in a frame are texts."""

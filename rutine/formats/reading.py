"""A file read by its format: canonical records, and what was wrong with the rest.

Every value of every row is checked when the file is read, whoever asks for it later; only the
objects of pandas and Python are made when a column is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.core import clock
from rutine.core.money import Ore
from rutine.core.records import COLUMNS
from rutine.formats.assembly import Assembly
from rutine.formats.blocks import Block
from rutine.formats.cutting import text_blocks
from rutine.formats.days_across import unfold
from rutine.formats.encoding import as_utf8, check_encoding
from rutine.formats.footer import without_footer
from rutine.formats.format_model import FormatFile
from rutine.formats.identifier_columns import Identities
from rutine.formats.kept_columns import KeptRows
from rutine.formats.raw_lines import RawLines, raw_lines, row_missing
from rutine.formats.refusals import refuse_other_kinds
from rutine.formats.row_error import MAX_ERRORS, RowError
from rutine.formats.workbook import workbook_blocks
from rutine.formats.xml_rows import xml_blocks, xml_lines

__all__ = ["Identities", "Reading", "RowError", "raw_line", "read"]


class Rows(Protocol):
    """The rows of a file that are right."""

    def __len__(self) -> int:
        """How many they are."""
        ...

    @property
    def names(self) -> Collection[str]:
        """The columns there are."""
        ...

    def column(self, name: str) -> pd.Series[Any]:
        """One column, as its kind lies in a frame."""
        ...

    def few(self, name: str) -> pd.Series[Any]:
        """A column of texts of which there are few different ones."""
        ...

    def numbers(self, name: str) -> tuple[npt.NDArray[np.int64], int] | None:
        """A column of identifiers as numbers, and how many digits each has."""
        ...


class Reading:
    """What was in one file. A plain class, so that Prefect does not walk through its rows.

    Attributes:
        record: the kind of record, a key of `rutine.core.records.COLUMNS`.
        source: what the caller calls the file.
        sha256: of the file's bytes.
        format_name: the format that read it.
        format_sha256: of the format file's bytes.
        errors: what is wrong with the rows that are not right, in the file's order, as many as
            were asked for.
        error_count: how many faults there were in all.
        rows_in: rows seen: those that are right and those refused.
    """

    def __init__(
        self,
        *,
        record: str,
        source: str,
        sha256: str,
        format_name: str,
        format_sha256: str,
        rows: Rows,
        errors: tuple[RowError, ...],
        error_count: int,
        rows_in: int,
        lines: RawLines,
    ) -> None:
        self.record = record
        self.source = source
        self.sha256 = sha256
        self.format_name = format_name
        self.format_sha256 = format_sha256
        self.errors = errors
        self.error_count = error_count
        self.rows_in = rows_in
        self._rows = rows
        self._lines = lines

    @property
    def count(self) -> int:
        """How many rows are right."""
        return len(self._rows)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows that are right, columns as `COLUMNS[record]`, index 0 … n-1.

        Without those of `OPTIONAL[record]` that no field of the format becomes.
        """
        names = [name for name in COLUMNS[self.record] if name in self._rows.names]
        return pd.DataFrame({name: self._rows.column(name) for name in names})

    def column(self, name: str) -> pd.Series[Any]:
        """One column of `frame`, made without the others."""
        return self._rows.column(name)

    def few(self, name: str) -> pd.Series[Any]:
        """A column of texts as categories, where few of them differ."""
        return self._rows.few(name)

    def numbers(self, name: str) -> tuple[npt.NDArray[np.int64], int] | None:
        """A column of identifiers as numbers, and how many digits each of them has.

        Identifiers of one length are equal when their numbers are. None where the column holds
        no identifiers, or one is missing.
        """
        return self._rows.numbers(name)

    def raw_line(self, row: int) -> str:
        """The file's own text of a row, by the record's `row`.

        Raises:
            InputError: `row_missing` when the file has no such row.
        """
        return self._lines(row)

    @property
    def total(self) -> Ore:
        """The sum of the accepted rows' amounts; 0 where the record has none."""
        if "amount" not in COLUMNS[self.record]:
            return Ore(0)
        return Ore(int(self.column("amount").sum()))


def read(
    form: FormatFile,
    data: bytes,
    *,
    source: str,
    identities: Identities,
    most_errors: int = MAX_ERRORS,
) -> Reading:
    """Read a file's bytes by a format. Faulty rows are listed, never raised.

    Args:
        form: how the file is written.
        data: the file, unchanged.
        source: what to call it in errors; must hold no personal data.
        identities: `synthetic` refuses people who may exist, `real` refuses those who can't.
        most_errors: how many faults are listed; the rest are only counted.

    Raises:
        InputError: the file is not of this kind at all: empty, a web page, another kind,
            another encoding, no headings, or a workbook too large.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    form, data = as_utf8(form, data, source)
    refuse_other_kinds(data, source, form.kind if form.kind in {"xlsx", "xml"} else "text")
    made = None
    if form.days_across is not None:
        check_encoding(form, data, source)
        made = unfold(form, without_footer(form, data), source)
    told = form if made is None else made.form
    assembly = Assembly(told, source, identities, clock.today(), most_errors)
    for block in _blocks(form, data, source) if made is None else made.blocks():
        assembly.add(block)
    assembled = assembly.finish()
    errors = assembled.errors
    return Reading(
        record=form.record,
        source=source,
        sha256=sha256,
        format_name=form.name,
        format_sha256=form.sha256,
        rows=KeptRows(assembled.columns, assembled.count),
        errors=errors if made is None else made.at_their_lines(errors),
        error_count=assembled.error_count,
        rows_in=assembled.rows_in,
        lines=_lines(form, data, source),
    )


def _blocks(form: FormatFile, data: bytes, source: str) -> Iterator[Block]:
    if form.kind == "xlsx":
        return workbook_blocks(form, data, source)
    if form.kind == "xml":
        return xml_blocks(form, data, source)
    check_encoding(form, data, source)
    return text_blocks(form, without_footer(form, data), source)


def _lines(form: FormatFile, data: bytes, source: str) -> RawLines:
    if form.kind == "xml":
        return xml_lines(form, data, source)
    lines = raw_lines(form, data, source)
    if form.days_across is None:
        return lines
    places: list[int] = []

    def line(row: int) -> str:
        if not places:
            places.extend(each.line for each in unfold(form, data, source).places)
        if not 1 <= row <= len(places):
            raise row_missing(source, row)
        return lines(places[row - 1])

    return line


def raw_line(form: FormatFile, data: bytes, row: int) -> str:
    """The file's own text of one row, for showing beside the record.

    Raises:
        InputError: `row_missing` when the file has no such row.
    """
    form, data = as_utf8(form, data, form.title)
    return _lines(form, data, form.title)(row)

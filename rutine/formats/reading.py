"""A file read by its format: a frame of canonical records, and what was wrong with the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pandas as pd

from rutine.core import clock
from rutine.core.money import Ore
from rutine.formats.assembly import Assembly
from rutine.formats.blocks import Block
from rutine.formats.delimited import check_encoding, delimited_blocks
from rutine.formats.format_model import FormatFile
from rutine.formats.grid import grid_blocks
from rutine.formats.identifier_columns import Identities
from rutine.formats.raw_lines import RawLines, raw_lines
from rutine.formats.refusals import refuse_other_kinds
from rutine.formats.row_error import MAX_ERRORS, RowError
from rutine.formats.workbook import workbook_blocks

__all__ = ["Identities", "Reading", "RowError", "raw_line", "read"]


class Reading:
    """What was in one file. A plain class, so that Prefect does not walk through its rows.

    Attributes:
        record: the kind of record, a key of `rutine.core.records.COLUMNS`.
        source: what the caller calls the file.
        sha256: of the file's bytes.
        format_name: the format that read it.
        format_sha256: of the format file's bytes.
        frame: the rows that are right, columns as `COLUMNS[record]`, index 0 … n-1.
        errors: what is wrong with the others, in the file's order, as many as were asked for.
        error_count: how many faults there were in all.
        rows_in: rows seen: those in the frame and those refused.
    """

    __slots__ = (
        "_lines",
        "error_count",
        "errors",
        "format_name",
        "format_sha256",
        "frame",
        "record",
        "rows_in",
        "sha256",
        "source",
    )

    def __init__(
        self,
        *,
        record: str,
        source: str,
        sha256: str,
        format_name: str,
        format_sha256: str,
        frame: pd.DataFrame,
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
        self.frame = frame
        self.errors = errors
        self.error_count = error_count
        self.rows_in = rows_in
        self._lines = lines

    def raw_line(self, row: int) -> str:
        """The file's own text of a row, by the record's `row`.

        Raises:
            InputError: `row_missing` when the file has no such row.
        """
        return self._lines(row)

    @property
    def total(self) -> Ore:
        """The sum of the accepted rows' amounts; 0 where the record has none."""
        if "amount" not in self.frame:
            return Ore(0)
        return Ore(int(self.frame["amount"].sum()))


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
    refuse_other_kinds(data, source, "xlsx" if form.kind == "xlsx" else "text")
    assembly = Assembly(form, source, identities, clock.today(), most_errors)
    for block in _blocks(form, data, source):
        assembly.add(block)
    frame, errors, error_count, rows_in = assembly.finish()
    return Reading(
        record=form.record,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        format_name=form.name,
        format_sha256=form.sha256,
        frame=frame,
        errors=errors,
        error_count=error_count,
        rows_in=rows_in,
        lines=raw_lines(form, data, source),
    )


def _blocks(form: FormatFile, data: bytes, source: str) -> Iterator[Block]:
    if form.kind == "xlsx":
        return workbook_blocks(form, data, source)
    check_encoding(form, data, source)
    return grid_blocks(form, data) or delimited_blocks(form, data, source)


def raw_line(form: FormatFile, data: bytes, row: int) -> str:
    """The file's own text of one row, for showing beside the record.

    Raises:
        InputError: `row_missing` when the file has no such row.
    """
    return raw_lines(form, data, form.title)(row)

"""A file's own text of a row, found when someone asks for it and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rutine.core.errors import InputError
from rutine.formats.format_model import FormatFile
from rutine.formats.workbook import read_sheet, sheet_line

RawLines = Callable[[int], str]
"""Row, from 1, to text."""

_LF = 10


def raw_lines(form: FormatFile, data: bytes, source: str) -> RawLines:
    """A function from a row's number to its text; the file is indexed at its first call."""
    return (
        _from_sheet(form, data, source) if form.kind == "xlsx" else _from_text(form, data, source)
    )


def row_missing(source: str, row: int) -> InputError:
    """The error for a row that the file does not have."""
    return InputError(
        "row_missing",
        f"{source} has no row {row}.",
        "The row was stored for another file; compare the files' hashes.",
    )


def _from_text(form: FormatFile, data: bytes, source: str) -> RawLines:
    ends: list[np.ndarray[tuple[int], np.dtype[np.intp]]] = []

    def line(row: int) -> str:
        if not ends:
            found = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == _LF)
            ends.append(found if data.endswith(b"\n") else np.append(found, len(data)))
        if not 1 <= row <= len(ends[0]):
            raise row_missing(source, row)
        start = int(ends[0][row - 2]) + 1 if row > 1 else 0
        text = data[start : int(ends[0][row - 1])].decode(form.encoding, errors="replace")
        return text.removesuffix("\r")

    return line


def _from_sheet(form: FormatFile, data: bytes, source: str) -> RawLines:
    rows: list[str] = []

    def line(row: int) -> str:
        if not rows:
            rows.extend(map(sheet_line, read_sheet(form, data, source).rows))
        if not 1 <= row <= len(rows):
            raise row_missing(source, row)
        return rows[row - 1]

    return line

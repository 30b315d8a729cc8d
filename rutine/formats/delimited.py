"""The line-wise way into a text file: any widths, any damage, each fault on its line.

Every line of the file is one row. A quoted field that runs over a line's end is a fault of
that line, so that one stray quote can't swallow the rows after it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

import numpy as np

from rutine.core.errors import InputError
from rutine.formats.blocks import BLOCK, Block, RowFault
from rutine.formats.cells import Cells
from rutine.formats.format_model import FileField, FormatFile
from rutine.formats.guard import GUARD
from rutine.formats.headings import HEADER_WITHIN, find_headings
from rutine.formats.row_error import Fault

_Rows = Iterator[tuple[int, list[str], RowFault | None]]


def check_encoding(form: FormatFile, data: bytes, source: str) -> None:
    """Refuse a text file stored in another encoding than its format says.

    Raises:
        InputError: `wrong_encoding`, naming the line where the format's encoding fails.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise _wrong_encoding(form, f"{source} is stored as UTF-16 text.")
    if data.isascii():
        return
    if form.encoding != "utf-8" and _is_utf8(data):
        # Valid UTF-8 does not come about by chance in Norwegian text of one byte a letter.
        raise _wrong_encoding(form, f"{source} is stored as UTF-8, not {form.encoding}.")
    try:
        data.decode(form.encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        told = f"{source} is not stored as {form.encoding}: see line {line}."
        raise _wrong_encoding(form, told) from None


def _wrong_encoding(form: FormatFile, message: str) -> InputError:
    other = "windows-1252" if form.encoding == "utf-8" else "utf-8"
    return InputError(
        "wrong_encoding",
        message,
        "Fetch the file again and don't save it from another program on the way. If it always "
        f"comes like this, write encoding: {other} in the format file {form.name}.",
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def delimited_blocks(form: FormatFile, data: bytes, source: str) -> Iterator[Block]:
    """The file's rows, cut at its delimiters or positions.

    The encoding has been checked before.

    Raises:
        InputError: `header_missing` with the headings that are missing.
    """
    text = data.decode("utf-8-sig" if form.encoding == "utf-8" else form.encoding)
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
        ended = True
    else:
        ended = False
    rows = _rows(form, lines, ended=ended)
    if form.kind == "fixed":
        return _blocks(form, rows, range(len(form.fields)), len(form.fields))
    if not form.header:
        places: Sequence[int] = [(f.column or place) - 1 for place, f in enumerate(form.fields, 1)]
        return _blocks(form, rows, places, len(form.fields))
    top = [_cut(form, line.removesuffix("\r"))[0] for line in lines[:HEADER_WITHIN]]
    line, places = find_headings(form, top, source)
    width = len(top[line - 1])
    return _blocks(form, (row for row in rows if row[0] > line), places, width)


def _cut(form: FormatFile, line: str) -> tuple[list[str], Fault | None]:
    """One line in fields."""
    if form.kind == "fixed":
        if len(line) != form.line_width:
            return [], Fault.LINE_WIDTH
        spans = ((f.position or 1, f.width or 0) for f in form.fields)
        return [line[start - 1 : start - 1 + width] for start, width in spans], None
    if not form.quotes or '"' not in line:
        return line.split(form.delimiter), None
    try:
        return next(csv.reader([line], delimiter=form.delimiter, strict=True)), None
    except csv.Error:
        return [], Fault.QUOTING


def _rows(form: FormatFile, lines: list[str], *, ended: bool) -> _Rows:
    """Every line with its number, its fields, and what is wrong with it as a whole."""
    strict = form.line_ending == "crlf"
    last = len(lines)
    for number, line in enumerate(lines, start=1):
        fault: RowFault | None = None
        if strict and number == last and not ended:
            fault = RowFault(number, Fault.CUT_SHORT)
        elif strict and not line.endswith("\r"):
            fault = RowFault(number, Fault.LINE_ENDING)
        content = line.removesuffix("\r")
        cells, torn = _cut(form, content)
        if torn is Fault.LINE_WIDTH:
            seen = f"characters:{len(content)}"
            fault = fault or RowFault(number, torn, seen, str(form.line_width))
        elif torn is not None:
            fault = fault or RowFault(number, torn)
        if form.header and not any(map(str.strip, cells)) and fault is None:
            continue  # an empty line, or Excel's row of bare delimiters, holds nothing
        yield number, cells, fault


def _blocks(form: FormatFile, rows: _Rows, places: Sequence[int], width: int) -> Iterator[Block]:
    lines: list[int] = []
    kept: list[list[str]] = []
    faults: list[RowFault] = []
    for number, cells, fault in rows:
        found = fault
        if form.kind == "delimited" and len(cells) != width and found is None:
            found = RowFault(number, Fault.FIELD_COUNT, f"fields:{len(cells)}", str(width))
        if found is not None:
            faults.append(found)
        if len(cells) == width:
            lines.append(number)
            kept.append(cells)
        if len(lines) >= BLOCK or len(faults) >= BLOCK:
            yield _block(form, lines, kept, faults, places)
            lines, kept, faults = [], [], []
    if lines or faults:
        yield _block(form, lines, kept, faults, places)


def _block(
    form: FormatFile,
    lines: list[int],
    kept: list[list[str]],
    faults: list[RowFault],
    places: Sequence[int],
) -> Block:
    columns = list(zip(*kept, strict=True)) if kept else []
    cells = tuple(
        Cells.of_texts(prepared(field, columns[place] if columns else ()))
        for field, place in zip(form.fields, places, strict=True)
    )
    return Block(np.array(lines, dtype=np.int64), cells, (), tuple(faults))


def prepared(field: FileField, texts: Sequence[str]) -> Sequence[str]:
    """Cells as they are read: without surrounding spaces and guard, unless their width is fixed."""
    if field.width is not None or field.same_width_in_file:
        return texts
    if field.guarded:
        return [text.strip().removeprefix(GUARD) for text in texts]
    if field.ignore:
        gone = str.maketrans("", "", field.ignore)
        return [text.translate(gone).strip() for text in texts]
    return [text.strip() for text in texts]

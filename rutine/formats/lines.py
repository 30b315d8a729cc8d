"""One line of a text file cut into cells, whatever is in it: the meaning of a line.

Every line of the file is one row. A quoted field that runs over a line's end is a fault of
that line, so that one stray quote can't swallow the rows after it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

from rutine.formats.blocks import RowFault
from rutine.formats.format_model import FormatFile
from rutine.formats.row_error import Fault

_CR = "\r"


@dataclass(frozen=True, slots=True)
class CutLine:
    """A line as a row.

    Attributes:
        number: its place in the file, from 1.
        cells: all its cells; none when it could not be cut as the format says.
        fault: what is wrong with it as a whole.
    """

    number: int
    cells: tuple[str, ...]
    fault: RowFault | None


def cut_line(
    form: FormatFile, width: int, number: int, line: str, *, ended: bool
) -> CutLine | None:
    """Cut one line; None when it holds nothing.

    Args:
        form: how the file is written.
        width: cells that a line must have.
        number: the line's place in the file, from 1.
        line: its text, without the line feed.
        ended: whether a line feed follows it.
    """
    fault: RowFault | None = None
    if form.line_ending == "crlf":
        if not ended:
            fault = RowFault(number, Fault.CUT_SHORT)
        elif not line.endswith(_CR):
            fault = RowFault(number, Fault.LINE_ENDING)
    content = line.removesuffix(_CR)
    cells, torn = cells_of(form, content)
    if torn is Fault.LINE_WIDTH:
        seen = f"characters:{len(content)}"
        fault = fault or RowFault(number, torn, seen, str(form.line_width))
    elif torn is not None:
        fault = fault or RowFault(number, torn)
    if form.header and not any(map(str.strip, cells)) and fault is None:
        return None  # an empty line, or Excel's row of bare delimiters
    if len(cells) != width:
        seen = f"fields:{len(cells)}"
        return CutLine(number, (), fault or RowFault(number, Fault.FIELD_COUNT, seen, str(width)))
    return CutLine(number, tuple(cells), fault)


def cells_of(form: FormatFile, line: str) -> tuple[list[str], Fault | None]:
    """A line's cells, and why it has none."""
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

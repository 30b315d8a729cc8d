"""Workbooks (.xlsx): a sheet's rows in the same shape as a text file's.

Each cell is written out in the format's own notation, so that dates, amounts and numbers are
read by the same code as in a CSV. What a workbook can say and a text can't, such as a
national id stored as a number, is told as a fault here.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from python_calamine import CalamineWorkbook

from rutine.core.errors import InputError
from rutine.formats.blocks import BLOCK, Block
from rutine.formats.cells import Cells
from rutine.formats.columns import Told
from rutine.formats.footer import footer_start
from rutine.formats.format_model import FileField, FormatFile
from rutine.formats.headings import HEADER_WITHIN, find_headings
from rutine.formats.identifier_columns import LENGTHS
from rutine.formats.row_error import Fault
from rutine.formats.workbook_size import Place, measure, unreadable

_LARGEST_EXACT = 2**53  # above this a workbook's numbers have lost digits
_DATE_PARTS = (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"))
_SHOWN = (";", " ")  # between cells, and for line breaks inside them, in a row's own text


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        rows: from the sheet's first row, as calamine gives them.
        errors: row and column, from 1, of cells that show an error or have no result.
    """

    rows: list[list[Any]]
    errors: set[Place]


def read_sheet(form: FormatFile, data: bytes, source: str) -> Sheet:
    """The format's sheet.

    Raises:
        InputError: `workbook_unreadable`, `workbook_too_large` or `sheet_missing`.
    """
    sheet = find_sheet(data, source, {form.sheet} if form.sheet is not None else None)
    if sheet is None:
        raise InputError(
            "sheet_missing",
            f"{source} has no sheet named {form.sheet} (sheets in it: {_sheet_count(data)}).",
            f"Rename the sheet, or change sheet in the format file {form.name}.",
            source=source,
            sheet=str(form.sheet),
        )
    return sheet


def _sheet_count(data: bytes) -> int:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return len(book.sheet_names)


def find_sheet(data: bytes, source: str, wanted: Collection[str] | None = None) -> Sheet | None:
    """The first sheet with one of the names, or the first of all; None when there is none.

    Raises:
        InputError: `workbook_unreadable` or `workbook_too_large`.
    """
    measured = measure(data, source)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = book.sheet_names
            found = names[:1] if wanted is None else [name for name in names if name in wanted]
            if not found:
                return None
            rows = book.get_sheet_by_name(found[0]).to_python(skip_empty_area=False)
            return Sheet(rows, measured.errors_in(found[0]))
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - a damaged file makes the Rust reader panic
        raise unreadable(source) from None


def every_row(data: bytes, source: str) -> Iterator[tuple[str, int, list[str]]]:
    """Each row of each sheet, whatever its format: the sheet, the row from 1, its cells as text.

    Raises:
        InputError: as `find_sheet`.
    """
    for name in sheet_names(data, source):
        sheet = find_sheet(data, source, {name})
        for row, cells in enumerate(sheet.rows if sheet is not None else (), 1):
            yield name, row, [cell_text(cell) for cell in cells]


def sheet_names(data: bytes, source: str) -> list[str]:
    """The names of a workbook's sheets, in their order.

    Raises:
        InputError: as `find_sheet`.
    """
    measure(data, source)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return list(book.sheet_names)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - a damaged file makes the Rust reader panic
        raise unreadable(source) from None


def workbook_blocks(form: FormatFile, data: bytes, source: str) -> Iterator[Block]:
    """The sheet's rows as blocks of cells.

    Raises:
        InputError: as `read_sheet`, and `header_missing` with the headings that are missing.
    """
    sheet = read_sheet(form, data, source)
    top = [
        [cell if isinstance(cell, str) else "" for cell in row]
        for row in sheet.rows[:HEADER_WITHIN]
    ]
    header, places = find_headings(form, top, source)
    return _blocks(form, sheet, header, places)


def _blocks(
    form: FormatFile, sheet: Sheet, header: int, places: Sequence[int | None]
) -> Iterator[Block]:
    with_errors = {row for row, _ in sheet.errors}
    end = footer_start(form, sheet.rows)
    for start in range(header, end, BLOCK):
        lines = [
            number
            for number, row in enumerate(sheet.rows[start : min(start + BLOCK, end)], start + 1)
            if number in with_errors or any(not isinstance(c, str) or c.strip() for c in row)
        ]
        kept = [sheet.rows[number - 1] for number in lines]
        cells: list[Cells] = []
        told: list[dict[int, Told]] = []
        for field, place in zip(form.fields, places, strict=True):
            if place is None:
                cells.append(Cells.alike("", len(lines)))
                told.append({})
                continue
            texts, faults = _written(field, [row[place] for row in kept])
            for row, number in enumerate(lines):
                if number in with_errors and (number, place + 1) in sheet.errors:
                    faults[row] = Told(Fault.CELL_TYPE, "error_cell")
            cells.append(Cells.of_texts(texts))
            told.append(faults)
        yield Block(np.array(lines, dtype=np.int64), tuple(cells), tuple(told))


def _written(field: FileField, cells: Sequence[Any]) -> tuple[list[str], dict[int, Told]]:
    """Cells in the field's own notation, and the faults of those that can't be."""
    texts: list[str] = []
    told: dict[int, Told] = {}
    for row, cell in enumerate(cells):
        found = cell if isinstance(cell, str) else _notation(field, cell)
        if isinstance(found, Told):
            told[row] = found
            found = ""
        texts.append(found)
    return texts, told


def _notation(field: FileField, cell: Any) -> str | Told:
    """One cell that is not text, as the format would have written it."""
    if isinstance(cell, bool):
        return Told(Fault.CELL_TYPE, "yes_no")
    if isinstance(cell, dt.datetime | dt.date):
        return _day_notation(field, cell)
    if isinstance(cell, int | float):
        return _number_notation(field, cell)
    return Told(Fault.CELL_TYPE, "time")


def _number_notation(field: FileField, cell: float) -> str | Told:
    if field.type == "day":
        return Told(Fault.CELL_TYPE, "number_cell")
    if not math.isfinite(cell) or abs(cell) > _LARGEST_EXACT:
        return Told(Fault.AMOUNT_TOO_LARGE, "number_cell")
    # repr gives the shortest decimal that is this very number: 1234.5, never 1234.4999…
    exact = Decimal(repr(cell))
    if exact == exact.to_integral_value():
        return _integer_notation(field, int(exact))
    if field.type != "kroner":
        return Told(Fault.INTEGER_INVALID if field.type in _WHOLE else Fault.CELL_TYPE, "decimal")
    return f"{exact:f}".replace(".", field.decimal)


_WHOLE = {"integer", "ore"}


def _integer_notation(field: FileField, number: int) -> str | Told:
    length = LENGTHS.get(field.type)
    if length is not None and field.type != "orgnr" and len(str(abs(number))) < length:
        return Told(Fault.LEADING_ZERO_LOST, f"digits:{len(str(abs(number)))}")
    return str(number)


def _day_notation(field: FileField, cell: dt.datetime | dt.date) -> str | Told:
    midnight = not isinstance(cell, dt.datetime) or cell.time() == dt.time()
    if field.type != "day" or not midnight:
        return Told(Fault.CELL_TYPE, "date")
    pattern = str(field.date_format)
    for part, code in _DATE_PARTS:
        # strftime leaves years before 1000 unpadded on some systems.
        value = f"{cell.year:04d}" if code == "%Y" else cell.strftime(code)
        pattern = pattern.replace(part, value)
    return pattern


def sheet_line(row: Sequence[Any]) -> str:
    """A sheet's row as one line of text for people, cells between semicolons."""
    between, instead = _SHOWN
    return between.join(cell_text(cell).replace("\n", instead) for cell in row)


def cell_text(cell: Any) -> str:
    """A cell as a person sees it: days in ISO form, whole numbers without a fraction."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST_EXACT:
        return str(int(cell))
    return str(cell)

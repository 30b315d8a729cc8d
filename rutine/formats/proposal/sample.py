"""An unknown file looked at: how it is stored, where its headings stand, and its cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from python_calamine import CalamineWorkbook

from rutine.core.errors import InputError
from rutine.formats.encoding import BOM, UTF16, UTF16_MARKS
from rutine.formats.footer import is_empty, is_footer
from rutine.formats.format_model import Encoding
from rutine.formats.headings import HEADER_WITHIN
from rutine.formats.proposal.vocabulary import FOOTER_WORDS, heading_words, known_heading
from rutine.formats.refusals import refuse_other_kinds
from rutine.formats.workbook import find_sheet
from rutine.formats.workbook_size import unreadable

MOST_ROWS: Final = 5_000
"""Rows whose content is looked at."""

_DELIMITERS: Final = (";", "\t", "|", ",")
_LOOKED_AT: Final = 200  # lines that tell the delimiter
_LONGEST_HEADING: Final = 200  # what a format file allows
_ZIP: Final = b"PK\x03\x04"
_VALUE: Final = re.compile(r"[\d\s.,:/+%−-]*\d[\d\s.,:/+%−-]*")


@dataclass(frozen=True, slots=True)
class Stored:
    """How a file is stored.

    Attributes:
        kind: `delimited` or `xlsx`.
        encoding, delimiter: of a text file.
        sheet: the sheet with the rows, when the workbook has another before it.
    """

    kind: Literal["delimited", "xlsx"]
    encoding: Encoding = "utf-8"
    delimiter: str = ";"
    sheet: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Sample:
    """What was found in a file. Its cells are never printed as they are.

    Attributes:
        stored: how it is stored.
        header: the row of headings, from 1.
        headings: in the file's order; empty where a column has none.
        columns: the cells of each heading's column, below it and above the closing lines.
        footer: the words that its closing lines begin with.
        rows: how many rows there are.
    """

    stored: Stored
    header: int
    headings: tuple[str, ...]
    columns: tuple[tuple[Any, ...], ...]
    footer: tuple[str, ...]
    rows: int


def take_sample(data: bytes, source: str, *, sheet: str | None = None) -> Sample:
    """Look at a file.

    Args:
        data: the file.
        source: what to call it in errors.
        sheet: the workbook's sheet; without it, the one with most rows.

    Raises:
        InputError: it is neither a workbook nor a text of rows (as `refuse_other_kinds`), or
            `no_headings`: no row looks like headings.
    """
    if data.startswith(_ZIP):
        refuse_other_kinds(data, source, "xlsx")
        name, rows, first = _fullest_sheet(data, source, sheet)
        return _sample(Stored("xlsx", sheet=None if first else name), rows, source)
    text, encoding = _text(data, source)
    refuse_other_kinds(text[:4096].encode(), source, "text")
    lines = text.splitlines()
    delimiter = _delimiter(lines)
    cut = [_cells(line, delimiter) for line in lines]
    return _sample(Stored("delimited", encoding, delimiter), cut, source)


def _sample(stored: Stored, rows: Sequence[Sequence[Any]], source: str) -> Sample:
    header = _header(rows)
    if header is None:
        raise InputError(
            "no_headings",
            f"No row among the first {HEADER_WITHIN} of {source} looks like headings.",
            "Export the file with headings, or write the format file by hand with header: no.",
        )
    headings = tuple(map(_heading, rows[header - 1]))
    end, footer = _end(rows)
    body = [row for row in rows[header:end] if not is_empty(row)]
    columns = tuple(
        tuple(row[place] if place < len(row) else "" for row in body[:MOST_ROWS])
        for place in range(len(headings))
    )
    return Sample(stored, header, headings, columns, footer, len(body))


def _text(data: bytes, source: str) -> tuple[str, Encoding]:
    """The file as text, and how it is stored: by its mark, else UTF-8, else one byte a letter."""
    if data.startswith(UTF16_MARKS):
        try:
            return data.decode(UTF16), "utf-16"
        except UnicodeDecodeError:
            raise InputError(
                "wrong_encoding",
                f"{source} begins as UTF-16 text, and is not whole.",
                "Export the file again.",
            ) from None
    try:
        return data.removeprefix(BOM).decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("windows-1252"), "windows-1252"
    except UnicodeDecodeError:
        return data.decode("iso-8859-1"), "iso-8859-1"


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that cuts most lines into the same number of cells, and into most of them."""
    looked_at = [line for line in lines[:_LOOKED_AT] if line.strip()]

    def weight(delimiter: str) -> int:
        widths = Counter(len(_cells(line, delimiter)) for line in looked_at)
        width, count = max(widths.items(), key=lambda each: (each[0] - 1) * each[1], default=(1, 0))
        return (width - 1) * count

    # The first of equals: a comma also stands in amounts.
    return max(_DELIMITERS, key=weight)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter, strict=True), [""])
    except csv.Error:
        return line.split(delimiter)


def _fullest_sheet(
    data: bytes, source: str, wanted: str | None
) -> tuple[str, list[list[Any]], bool]:
    """The name and rows of the sheet with most rows, and whether it is the first."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = book.sheet_names
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - a damaged file makes the Rust reader panic
        raise unreadable(source) from None
    if wanted is not None and wanted not in names:
        raise InputError(
            "sheet_missing",
            f"{source} has no sheet of that name (sheets in it: {len(names)}).",
            "Give the sheet's name as the workbook shows it.",
        )
    sheets = {}
    for name in names if wanted is None else [wanted]:
        found = find_sheet(data, source, {name})
        sheets[name] = found.rows if found is not None else []
    chosen = max(sheets, key=lambda name: sum(not is_empty(row) for row in sheets[name]))
    return chosen, sheets[chosen], chosen == names[0]


def _header(rows: Sequence[Sequence[Any]]) -> int | None:
    """The row of headings, from 1: known words first, then labels over a table.

    A row with a value in it is never one: its cells would be written to the format file, and
    may be a person's.
    """
    best: tuple[int, int] = (0, 0)
    chosen = None
    for number, row in enumerate(rows[:HEADER_WITHIN], start=1):
        filled = [cell for cell in row if str(cell).strip()]
        labels = [cell for cell in filled if isinstance(cell, str) and _is_label(cell)]
        if len(labels) < 2 or len(labels) < len(filled):  # noqa: PLR2004 - one label is a title
            continue
        known = sum(known_heading(heading_words(label)) for label in labels)
        if (known, len(labels)) > best and (known or _is_table(rows[number : number + 3])):
            best, chosen = (known, len(labels)), number
    return chosen


def _heading(cell: Any) -> str:
    """A heading's text; empty for one that a format file can't hold."""
    text = " ".join(str(cell).split())
    return text if text.isprintable() and len(text) <= _LONGEST_HEADING else ""


def _is_label(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell) and not _VALUE.fullmatch(cell.strip())


def _is_table(below: Sequence[Sequence[Any]]) -> bool:
    """Whether numbers or days stand in the rows below: headings stand over something."""
    cells = [cell for row in below for cell in row if str(cell).strip()]
    return any(not isinstance(cell, str) or _VALUE.fullmatch(cell.strip()) for cell in cells)


def _end(rows: Sequence[Sequence[Any]]) -> tuple[int, tuple[str, ...]]:
    """Where the closing lines begin, and the words they begin with."""
    found: dict[str, None] = {}
    end = len(rows)
    for place in range(len(rows) - 1, 0, -1):
        words = [word for word in FOOTER_WORDS if is_footer([word], rows[place])]
        if words:
            found |= dict.fromkeys(words)
            end = place
        elif not is_empty(rows[place]):
            break
    return end, tuple(found)

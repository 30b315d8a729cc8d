"""What a workbook is made of, measured before it is unpacked.

A few kilobytes can unpack to gigabytes, and one cell far out makes a reader that keeps the
whole rectangle of cells ask for all the memory there is. Both are found first, while
unpacking in small pieces that are thrown away. On the way the cells that show an error
(`#N/A`), or a formula without a result, are noted: calamine gives them as empty.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from rutine.core.errors import InputError

MAX_FILE = 60_000_000
"""Bytes of the file as it comes."""

MAX_UNPACKED = 800_000_000
"""Bytes of everything in it, unpacked."""

MAX_PARTS = 2_000
MAX_CELLS = 30_000_000
"""Cells of a sheet's rectangle: a million rows of thirty columns."""

_PIECE = 1 << 20
_TAIL = 1 << 16  # a cell may lie across two pieces
_SMALL = 5_000_000  # bytes of the list of sheets
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,9})["']""")
_ERROR = re.compile(rb"""<c\b[^>]*\bt\s*=\s*["']e["'][^>]*>""")
_UNCALCULATED = re.compile(
    rb"""<c\b(?![^>]*\bt\s*=\s*["']str["'])[^>]*>\s*(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)\s*"""
    rb"""(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)
_ROW_LIMIT = 1_048_576
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,  # an odd compression
    RuntimeError,  # an encrypted part
    ParseError,
    DefusedXmlException,
)

Place = tuple[int, int]
"""A cell's row and column, from 1."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen of a workbook.

    Attributes:
        parts: the file inside the workbook of each sheet's name.
        errors: by such a file, the cells that show an error or have no result.
    """

    parts: dict[str, str]
    errors: dict[str, set[Place]]

    def errors_in(self, sheet: str) -> set[Place]:
        """The error cells of a sheet; of all sheets where its file is not known."""
        part = self.parts.get(sheet)
        if part is None:
            return set().union(*self.errors.values())
        return self.errors.get(part, set())


def unreadable(source: str) -> InputError:
    """The error for what is not a workbook, or not a whole one."""
    return InputError(
        "workbook_unreadable",
        f"{source} is not a workbook that can be read: it is damaged, locked or another kind.",
        "Open it in Excel, save it as .xlsx without a password, and try again.",
        source=source,
    )


def measure(data: bytes, source: str) -> Measured:
    """Measure a workbook, and refuse one that is too large.

    Raises:
        InputError: `workbook_too_large` or `workbook_unreadable`.
    """
    if len(data) > MAX_FILE:
        raise _too_large(source, f"larger than {MAX_FILE // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            errors = _measure_parts(archive, source)
            return Measured(_sheet_parts(archive), errors)
    except _DAMAGED:
        raise unreadable(source) from None


def _too_large(source: str, how: str) -> InputError:
    remedy = "Split the file, or export only the rows and columns that are needed."
    return InputError("workbook_too_large", f"{source} is {how}.", remedy, source=source)


def _measure_parts(archive: zipfile.ZipFile, source: str) -> dict[str, set[Place]]:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise _too_large(source, f"made of more than {MAX_PARTS} parts")
    unpacked = 0
    errors: dict[str, set[Place]] = {}
    for part in parts:
        is_sheet = part.filename.startswith("xl/worksheets/")
        rows, columns, tail = 0, 0, b""
        for piece in _pieces(archive, part):
            unpacked += len(piece)
            if unpacked > MAX_UNPACKED:
                raise _too_large(source, f"more than {MAX_UNPACKED // 1_000_000} MB unpacked")
            if is_sheet:
                xml = tail + piece
                rows, columns = _extent(xml, rows, columns)
                errors.setdefault(part.filename, set()).update(_error_cells(xml))
                tail = xml[max(xml.rfind(b"<c"), len(xml) - _TAIL) :]
        if rows * columns > MAX_CELLS or rows > _ROW_LIMIT:
            raise _too_large(source, f"a sheet of more than {MAX_CELLS // 1_000_000} million cells")
    return errors


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    # The archive's own word about the size is not trusted: read until the data ends.
    declared, part.file_size = part.file_size, MAX_UNPACKED + 2 * _PIECE
    try:
        with archive.open(part) as content:
            while piece := content.read(_PIECE):
                yield piece
    finally:
        part.file_size = declared


def _extent(xml: bytes, rows: int, columns: int) -> Place:
    """The lowest row and rightmost column that any cell's address names so far."""
    addresses = _ADDRESS.findall(xml)
    columns = max([columns, *(_column(letters) for letters in {a for a, _ in addresses})])
    return max([rows, *map(int, {row for _, row in addresses})]), columns


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place


def _error_cells(xml: bytes) -> Iterator[Place]:
    for pattern in (_ERROR, _UNCALCULATED):
        for cell in pattern.finditer(xml):
            address = _ADDRESS.search(cell.group())
            if address is not None:
                yield int(address.group(2)), _column(address.group(1))


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet, by the sheet's name."""
    names = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    if any(archive.getinfo(name).file_size > _SMALL for name in names):
        return {}
    book, relations = (fromstring(archive.read(name), forbid_dtd=True) for name in names)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for sheet in book.iter(_SHEET):
        target = targets.get(sheet.get(_ID), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        found[sheet.get("name", "")] = part
    return found

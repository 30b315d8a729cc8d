"""Entries of the audit trail as a file: CSV or a workbook, where no cell starts a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from rutine.cases.trail.audit_search import AuditLine
from rutine.formats.safe_cells import csv_text, put
from rutine.review.catalogue import Catalogue
from rutine.review.oversight.audit_line import line

FORMS: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The ending of each kind of file, and its media type."""

_COLUMNS: Final = ("number", "when", "who", "name", "what", "code", "case", "details")


def audit_file(t: Catalogue, lines: Iterable[AuditLine], form: str) -> bytes:
    """The entries, one a row under headings; times with their zone, so that they can be sorted."""
    rows = _rows(t, lines)
    return _csv(rows) if form == "csv" else _xlsx(t, rows)


def _rows(t: Catalogue, lines: Iterable[AuditLine]) -> Iterator[tuple[str, ...]]:
    yield tuple(t(f"audit.column.{name}") for name in _COLUMNS)
    for each in lines:
        said = line(t, each)
        yield (
            *(str(each.seq), each.at.isoformat(), said.who, said.name, said.what),
            *(each.action, said.case, said.details),
        )


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(t: Catalogue, rows: Iterable[tuple[str, ...]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(t("audit.title"))
    for row in rows:
        cells = [WriteOnlyCell(sheet) for _ in row]
        for cell, text in zip(cells, row, strict=True):
            put(cell, text)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

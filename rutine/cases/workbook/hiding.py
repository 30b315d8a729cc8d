"""Take cases out of a workbook that is written already."""

from __future__ import annotations

import io
from collections.abc import Collection

from openpyxl import load_workbook
from openpyxl.cell import Cell

from rutine.core.errors import InputError


def without_cases(data: bytes, case_ids: Collection[str], source: str) -> bytes | None:
    """The workbook with the rows of these cases empty, what people wrote there too.

    None when it has none of them. Every other row is as it was: it may hold somebody's work.

    Raises:
        InputError: `output_damaged`.
    """
    try:
        book = load_workbook(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - openpyxl says in many ways that a file is damaged
        raise InputError(
            "output_damaged",
            f"{source} can't be read, and may show somebody who is protected.",
            "Move the file away, or delete it: the cases are in the store. Then run again.",
            path=source,
        ) from None
    # Wherever the id stands: somebody may have moved the columns.
    found = [
        row
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        if any(cell.value in case_ids for cell in row)
    ]
    for row in found:
        for cell in row:
            if isinstance(cell, Cell):
                cell.value = None
    if not found:
        return None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

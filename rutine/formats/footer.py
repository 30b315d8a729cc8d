"""Closing lines such as sums, which are no rows. A format says which words they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rutine.formats.cells import decoded
from rutine.formats.format_model import FormatFile
from rutine.formats.lines import cells_of


def without_footer(form: FormatFile, data: bytes) -> bytes:
    """A text file without its closing lines; the same bytes where it has none.

    Only what nothing but closing lines and empty ones follow is left out: behind a sum in the
    middle there are rows, so that line stays and is told as a faulty row.
    """
    end = keep = len(data)
    while form.footer and end:
        start = data.rfind(b"\n", 0, end - 1) + 1
        text = decoded(data[start:end], form.encoding).rstrip("\r\n")
        cells = cells_of(form, text)[0]
        if is_footer(form.footer, cells):
            keep = start
        elif not is_empty(cells):
            break
        end = start
    return data[:keep]


def footer_start(form: FormatFile, rows: Sequence[Sequence[Any]]) -> int:
    """How many of a sheet's rows stand above its closing lines."""
    keep = len(rows)
    for place in range(len(rows) - 1, -1, -1) if form.footer else ():
        if is_footer(form.footer, rows[place]):
            keep = place
        elif not is_empty(rows[place]):
            break
    return keep


def is_empty(cells: Sequence[Any]) -> bool:
    """Whether no cell holds anything."""
    return not any(str(cell).strip() for cell in cells)


def is_footer(words: Iterable[str], cells: Sequence[Any]) -> bool:
    """Whether the first cell that holds something begins with one of the words."""
    first = next((text for cell in cells if (text := str(cell).strip())), "").casefold()
    return any(
        first.startswith(word := each.casefold()) and not first[len(word) : len(word) + 1].isalnum()
        for each in words
    )

"""Cells that are only what they show: no text in a workbook or CSV ever starts a formula.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for
a formula when it is typed, pasted or read from CSV, and a formula can fetch and send
(*CSV injection*). Names and comments are other people's words, so they are written as stored
strings with `quotePrefix`, Excel's own mark for "this is text, whatever it looks like".
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from openpyxl.cell import Cell, MergedCell

from rutine.core.money import Ore

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ORE = 100
KRONER_FORMAT: Final = "#,##0.00"
DAY_FORMAT: Final = "dd.mm.yyyy"

Value = str | int | float | Ore | date | None


def safe_text(text: str) -> str:
    """The text with what XML can't hold (control characters) replaced by spaces."""
    return _FORBIDDEN.sub(" ", text)


def put(cell: Cell | MergedCell, value: Value) -> None:
    """Write a value: money as kroner to the øre, days as real dates, text as text only."""
    assert isinstance(cell, Cell)  # noqa: S101 - nothing here merges cells
    if value is None:
        return
    if isinstance(value, str):
        text = safe_text(value)
        cell.value = text
        cell.data_type = "s"  # openpyxl made a formula of a text that begins with `=`
        if text.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    elif isinstance(value, Ore):
        cell.value = Decimal(int(value)) / _ORE
        cell.number_format = KRONER_FORMAT
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = DAY_FORMAT
    else:
        cell.value = value


def csv_text(text: str) -> str:
    """A text for a CSV cell; one that would start a formula gets an apostrophe in front."""
    plain = " ".join(safe_text(text).split("\n"))
    return f"'{plain}" if plain.startswith(FORMULA_STARTS) else plain

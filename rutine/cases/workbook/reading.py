"""A filled-in workbook, read strictly: what each row says, or why it says nothing usable."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from rutine.cases.sealing.keys import KeyRing
from rutine.cases.workbook.layout import COLUMNS, FILLED_IN, MONEY, NUMBERS, SEALED, seal
from rutine.cases.workbook.problems import Blocked
from rutine.cases.workbook.texts import WORKBOOK_TEXTS
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.reason_texts import CODE_TEXTS
from rutine.formats.safe_cells import Value
from rutine.formats.workbook import cell_text, find_sheet
from rutine.formats.workbook_size import Place

_SHEETS: Final = frozenset(texts.cases for texts in WORKBOOK_TEXTS.values())
_HEADINGS: Final = [
    [texts.headings[name].casefold() for name in COLUMNS] for texts in WORKBOOK_TEXTS.values()
]
DECISIONS: Final = {
    text.label.casefold(): Action(code)
    for texts in CODE_TEXTS.values()
    for code, text in texts.actions.items()
}
"""What a decision is called, in any language -> the decision. No word means two of them."""

_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LARGEST: Final = 2**53
_ORE: Final = 100


@dataclass(frozen=True, slots=True, repr=False)
class Filled:
    """A row that somebody filled in and nobody tampered with."""

    row: int
    case_id: str
    version: int
    evidence: str
    action: Action
    comment: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Read:
    """A whole workbook: rows to decide, rows that can't be, and how many were left empty."""

    filled: tuple[Filled, ...]
    blocked: tuple[Blocked, ...]
    empty: int


def read_cases(data: bytes, keys: KeyRing, source: str) -> Read:
    """Read a workbook that `export_cases` made and a person filled in.

    Raises:
        InputError: `workbook_unreadable`, `workbook_too_large`, or `workbook_unknown` when it
            is another workbook, or its columns were moved.
    """
    sheet = find_sheet(data, source, _SHEETS)
    if sheet is None or not sheet.rows or not _is_header(sheet.rows[0]):
        raise InputError(
            "workbook_unknown",
            f"{source} is not a workbook of cases as rutine made it.",
            "Export the cases again, and fill in that file without moving its columns.",
        )
    rows = {
        number: _cells(cells)
        for number, cells in enumerate(sheet.rows[1:], start=2)
        if any(str(cell).strip() for cell in cells) or _errors(number, sheet.errors)
    }
    ids = Counter(str(cells["case_id"]).strip() for cells in rows.values())
    repeated = {case_id for case_id, count in ids.items() if case_id and count > 1}
    filled: list[Filled] = []
    blocked: list[Blocked] = []
    empty = 0
    for number, cells in rows.items():
        found = _row(number, cells, _errors(number, sheet.errors), repeated, keys)
        if isinstance(found, Filled):
            filled.append(found)
        elif isinstance(found, Blocked):
            blocked.append(found)
        else:
            empty += 1
    return Read(tuple(filled), tuple(blocked), empty)


def _is_header(row: Sequence[Any]) -> bool:
    found = [str(cell).strip().casefold() for cell in row]
    return found[: len(COLUMNS)] in _HEADINGS and not any(found[len(COLUMNS) :])


def _cells(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(COLUMNS, [*row, *[""] * len(COLUMNS)], strict=False))


def _errors(number: int, errors: Collection[Place]) -> set[str]:
    """The columns of a row whose cells show an error or a formula without its result."""
    return {
        COLUMNS[column - 1] for row, column in errors if row == number and column <= len(COLUMNS)
    }


def _row(
    number: int,
    cells: dict[str, Any],
    errors: set[str],
    repeated: Collection[str],
    keys: KeyRing,
) -> Filled | Blocked | None:
    """What one row says; None when it was left empty."""
    choice, comment = cells["decision"], cell_text(cells["comment"]).strip()
    until = str(cells["until"]).strip()
    if not errors.intersection(FILLED_IN) and not any((str(choice).strip(), comment, until)):
        return None
    fault = _fault(cells, errors, repeated, commented=bool(comment or until))
    if fault is not None:
        return Blocked(number, *fault)
    shown = {name: _value(name, cells[name]) for name in SEALED}
    if errors or cells["seal"] != seal(keys, shown):
        return Blocked(number, "seal", "row_changed")
    return Filled(
        number,
        case_id=str(shown["case_id"]),
        version=int(str(shown["version"])),
        evidence=str(shown["evidence"]),
        action=DECISIONS[choice.strip().casefold()],
        comment=comment,
        until=_day(cells["until"]),
    )


def _fault(
    cells: dict[str, Any], errors: set[str], repeated: Collection[str], *, commented: bool
) -> tuple[str, str] | None:
    """The first thing that is wrong with what a person wrote: column and code."""
    case_id, choice = str(cells["case_id"]).strip(), cells["decision"]
    word = choice.strip() if isinstance(choice, str) else None
    checks = (
        (next((name for name in FILLED_IN if name in errors), ""), "cell_unreadable"),
        ("case_id" if not case_id else "", "id_missing"),
        ("case_id" if case_id in repeated else "", "id_repeated"),
        ("decision" if word is None else "", "cell_unreadable"),
        ("decision" if commented and not word else "", "decision_missing"),
        ("decision" if (word or "").casefold() not in DECISIONS else "", "decision_unknown"),
        ("until" if _is_no_day(cells["until"]) else "", "until_invalid"),
    )
    return next(((column, code) for column, code in checks if column), None)


def _day(cell: Any) -> date | None:
    """A day as Excel keeps it, or as a person writes it; None when there is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _WRITTEN_DAY.fullmatch(str(cell).strip())
    try:
        return date(*(int(part) for part in reversed(found.groups()))) if found else None
    except ValueError:
        return None


def _is_no_day(cell: Any) -> bool:
    return bool(str(cell).strip()) and _day(cell) is None


def _value(name: str, cell: Any) -> Value:
    """A protected cell as it was when it was sealed; anything else fails the mark."""
    whole = isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell)
    if not whole or abs(cell) > _LARGEST:
        return cell_text(cell) if cell != "" else None
    if name in MONEY:
        ore = Decimal(repr(cell)) * _ORE
        return Ore(int(ore)) if ore == ore.to_integral_value() else str(cell)
    if name in NUMBERS and float(cell).is_integer():
        return int(cell)
    return cell_text(cell)

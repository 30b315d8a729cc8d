"""A column of raw cells made into values, with the fault of each cell that is wrong.

Everything is done a column at a time: fixed-width digits on the matrix of character codes,
free notation once for each distinct text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.formats import identifier_columns as identifiers
from rutine.formats.amounts import amount_example, range_text, read_integer, read_kroner
from rutine.formats.cells import MAX_CELL, Cells, Mask
from rutine.formats.days import read_days
from rutine.formats.format_model import FileField
from rutine.formats.row_error import Fault, value_class

FAULTS = tuple(Fault)
_NUMBER = {fault: number for number, fault in enumerate(FAULTS, start=1)}

_VALID: dict[str, Fault] = {
    "fnr": Fault.FNR_INVALID,
    "orgnr": Fault.ORGNR_INVALID,
    "account": Fault.ACCOUNT_INVALID,
}
_WORDS_TOLD = 8
_LOSES_ZEROS = {"fnr", "account"}  # an organisation number never begins with 0


@dataclass(frozen=True, slots=True)
class Told:
    """A fault that the file's reader found itself, such as a cell of the wrong type."""

    fault: Fault
    value_class: str


@dataclass(slots=True)
class Column:
    """One field of a block of rows, read.

    Attributes:
        field: what the format says about it.
        cells: the raw cells.
        read: int64, datetime64[s] or str objects, (n,); meaningless where missing or faulty.
        missing: where there is no value.
        faults: number of each cell's fault in `FAULTS`, from 1; 0 where it is right, (n,).
        told: faults that came with the cells, by row.
    """

    field: FileField
    cells: Cells
    read: npt.NDArray[Any]
    missing: Mask
    faults: npt.NDArray[np.uint8]
    told: Mapping[int, Told] = attribute(default_factory=dict)

    def mark(self, rows: Mask, fault: Fault) -> None:
        """Give rows a fault, unless they have one."""
        self.faults[rows & (self.faults == 0)] = _NUMBER[fault]

    def usable(self) -> Mask:
        """Where there is a value and it is right."""
        found: Mask = (self.faults == 0) & ~self.missing
        return found

    def fault_at(self, row: int) -> tuple[Fault, str, str]:
        """A faulty cell's fault, value class and what was expected."""
        fault = FAULTS[int(self.faults[row]) - 1]
        if row in self.told:
            return fault, self.told[row].value_class, expected(self.field, fault)
        if fault in {Fault.WIDTH, Fault.TOO_LONG, Fault.WIDTH_VARIES}:
            seen = f"characters:{int(self.cells.lengths[row])}"
        else:
            seen = value_class(self.cells.text_at(row))
        return fault, seen, expected(self.field, fault)


def expected(field: FileField, fault: Fault) -> str:
    """What a field should have held, in signs that need no translation."""
    if fault in {Fault.NOT_DIGITS, Fault.LEADING_ZERO_LOST}:
        return str(identifiers.LENGTHS.get(field.type, field.width or ""))
    told = {
        Fault.WIDTH: str(field.width),
        Fault.TOO_LONG: str(MAX_CELL),
        Fault.DATE_INVALID: field.date_format or "",
        Fault.AMOUNT_INVALID: amount_example(field),
        Fault.OUT_OF_RANGE: range_text(field),
        Fault.CONSTANT_DIFFERS: field.constant or "",
        Fault.VALUE_UNKNOWN: _known_words(field),
        Fault.CELL_TYPE: field.type,
    }
    return told.get(fault, "")


def _known_words(field: FileField) -> str:
    """The words a field may hold, those that say most first, and not too many."""
    words = sorted(field.words, key=lambda word: field.words[word] == word)
    return ", ".join(words[:_WORDS_TOLD]) + (" …" if len(words) > _WORDS_TOLD else "")


def read_column(
    field: FileField,
    cells: Cells,
    identities: identifiers.Identities,
    today: date,
    told: Mapping[int, Told] | None = None,
) -> Column:
    """Read one field of a block of rows."""
    column = Column(
        field,
        cells,
        np.zeros(len(cells), dtype=np.int64),
        np.zeros(len(cells), dtype=np.bool_),
        np.zeros(len(cells), dtype=np.uint8),
        told or {},
    )
    for row, found in column.told.items():
        column.faults[row] = _NUMBER[found.fault]
    if field.width is not None:
        column.mark(cells.lengths != field.width, Fault.WIDTH)
    column.mark(cells.lengths > MAX_CELL, Fault.TOO_LONG)
    if field.constant is not None:
        column.mark(~cells.equal(field.constant), Fault.CONSTANT_DIFFERS)
        return column
    column.missing = cells.lengths == 0
    for marker in field.missing:
        column.missing |= cells.equal(marker)
    if field.width is not None and field.type == "text":
        column.missing |= cells.equal(" " * field.width)
    if field.required and field.default is None:
        column.mark(column.missing, Fault.MISSING)
    rows = column.usable()
    column.read = np.zeros(len(cells), dtype=_DTYPES.get(field.type, np.int64))
    if rows.any():
        _read(column, rows, identities, today)
    if field.default is not None and column.missing.any():
        _fill(column, identities, today)
    elif field.type in _TEXTUAL:
        column.read[column.missing] = ""
    return column


_TEXTUAL = {"text", "code", "fnr", "orgnr", "account"}
_DTYPES: dict[str, Any] = {"day": np.dtype("datetime64[s]")} | dict.fromkeys(
    _TEXTUAL, np.dtype(np.object_)
)


def _fill(column: Column, identities: identifiers.Identities, today: date) -> None:
    """Put the format's default, read like any other value, where a value is missing."""
    field = column.field.model_copy(update={"default": None, "missing": (), "width": None})
    one = read_column(field, Cells.of_texts([str(column.field.default)]), identities, today)
    column.read[column.missing] = one.read[0]
    column.faults[column.missing & (column.faults == 0)] = one.faults[0]
    column.missing[:] = False


def _read(column: Column, rows: Mask, identities: identifiers.Identities, today: date) -> None:
    """Read the cells of `rows` by the field's type."""
    kind = column.field.type
    if kind in _VALID:
        _read_identifiers(column, rows, identities, today)
    elif kind == "day":
        days, wrong = read_days(column.cells.take(rows), str(column.field.date_format))
        _put(column, rows, days, wrong, Fault.DATE_INVALID)
    elif kind == "ore" and column.field.sign == "trailing":
        _read_signed_ore(column, rows)
    elif kind in {"integer", "ore"}:
        _read_distinct(column, rows, lambda text: read_integer(text, column.field))
    elif kind == "kroner":
        _read_distinct(column, rows, lambda text: read_kroner(text, column.field))
    else:
        _read_texts(column, rows)


def _put(column: Column, rows: Mask, values: npt.NDArray[Any], wrong: Mask, fault: Fault) -> None:
    """Store what was read for `rows`, and the fault of those among them that are wrong."""
    column.read[rows] = values
    if wrong.any():
        column.mark(_spread(rows, wrong), fault)


def _spread(rows: Mask, among: Mask) -> Mask:
    """A mask over all rows from one over the chosen rows."""
    full = np.zeros(len(rows), dtype=np.bool_)
    full[rows] = among
    return full


def _read_identifiers(
    column: Column, rows: Mask, identities: identifiers.Identities, today: date
) -> None:
    kind, cells = column.field.type, column.cells
    length = identifiers.LENGTHS[kind]
    digits = rows & (cells.lengths == length) & cells.digits(0, length)
    if kind in _LOSES_ZEROS:
        shorter = (cells.lengths == length - 1) & cells.digits(0, length - 1)
        column.mark(rows & shorter, Fault.LEADING_ZERO_LOST)
    column.mark(rows & ~digits, Fault.NOT_DIGITS)
    if not digits.any():
        return
    numbers = cells.take(digits)
    if kind == "fnr":
        valid = identifiers.fnr_valid(numbers, today)
    elif kind == "orgnr":
        valid = identifiers.orgnr_valid(numbers)
    else:
        valid = identifiers.account_valid(numbers)
    _put(column, digits, identifiers.digit_texts(numbers, length), ~valid, _VALID[kind])
    refused = identifiers.identity_fault(numbers, identities) if kind == "fnr" else None
    if refused is not None:
        column.mark(_spread(digits, refused[0]), refused[1])


def _read_signed_ore(column: Column, rows: Mask) -> None:
    """Digits and then one sign, in a width: `0000990800-`."""
    cells = column.cells.take(rows)
    last = int(column.field.width or 0) - 1
    sign = cells.column(last)
    minus = sign == ord("-")
    digits = cells.digits(0, last)
    column.mark(_spread(rows, ~digits), Fault.AMOUNT_INVALID)
    ore = np.where(digits, cells.number(0, last), 0)
    _put(column, rows, np.where(minus, -ore, ore), ~minus & (sign != ord(" ")), Fault.SIGN_INVALID)


def _read_distinct(column: Column, rows: Mask, read: Callable[[str], int | Fault]) -> None:
    """Read each distinct text once."""
    texts = np.array(column.cells.take(rows).texts(), dtype=np.object_)
    places, distinct = pd.factorize(texts)
    read_once = [read(text) for text in distinct]
    values = np.array([0 if isinstance(v, Fault) else v for v in read_once], dtype=np.int64)
    column.read[rows] = values[places]
    numbers = [_NUMBER[v] if isinstance(v, Fault) else 0 for v in read_once]
    column.faults[rows] = np.array(numbers, dtype=np.uint8)[places]


def _read_texts(column: Column, rows: Mask) -> None:
    field, cells = column.field, column.cells.take(rows)
    if field.type == "code":
        column.mark(_spread(rows, ~cells.capitals_and_digits()), Fault.CODE_INVALID)
    else:
        column.mark(_spread(rows, cells.control_characters()), Fault.CONTROL_CHARACTER)
    seen: dict[str, str] = {}  # one object for each distinct text
    texts = [seen.setdefault(text, text) for text in map(str.strip, cells.texts())]
    if field.words:
        known = {word.casefold(): value for word, value in field.words.items()}
        if field.other_words == "refuse":
            unknown = [text.casefold() not in known for text in texts]
            column.mark(_spread(rows, np.array(unknown, dtype=np.bool_)), Fault.VALUE_UNKNOWN)
        texts = [known.get(text.casefold(), text) for text in texts]
    column.read[rows] = np.array(texts, dtype=np.object_)

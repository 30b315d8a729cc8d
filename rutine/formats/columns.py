"""A column of raw cells made into values, with the fault of each cell that is wrong.

Everything is done a column at a time: digits on words of eight characters, free notation once
for each distinct text. A text itself stays where it lies until someone asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from rutine.formats import identifier_columns as identifiers
from rutine.formats.amounts import amount_example, range_text
from rutine.formats.cells import MAX_CELL, Cells, Mask
from rutine.formats.days import read_days
from rutine.formats.digits import Digits
from rutine.formats.format_model import FileField
from rutine.formats.number_columns import read_integers, read_kroner_column
from rutine.formats.row_error import FAULTS, Fault, fault_number, value_class
from rutine.formats.trimming import trimmed

_VALID: dict[str, Fault] = {
    "fnr": Fault.FNR_INVALID,
    "orgnr": Fault.ORGNR_INVALID,
    "account": Fault.ACCOUNT_INVALID,
}
_CODE = re.compile(r"[A-Z0-9]+")
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
        read: the values as int64 (an identifier as its number) or datetime64[s], (n,);
            meaningless where missing or faulty, and for texts.
        texts: a text's own characters, perhaps with spaces around them; None for other types.
        missing: where there is no value.
        faults: number of each cell's fault in `FAULTS`, from 1; 0 where it is right, (n,).
        told: faults that came with the cells, by row.
    """

    field: FileField
    cells: Cells
    read: npt.NDArray[Any]
    missing: Mask
    faults: npt.NDArray[np.uint8]
    texts: Cells | None = None
    told: Mapping[int, Told] = attribute(default_factory=dict)

    def mark(self, rows: Mask, fault: Fault) -> None:
        """Give rows a fault, unless they have one."""
        self.faults[rows & (self.faults == 0)] = fault_number(fault)

    def usable(self) -> Mask:
        """Where there is a value and it is right."""
        found: Mask = (self.faults == 0) & ~self.missing
        return found

    def value_at(self, row: int) -> Any:
        """One row's value, to hold others against."""
        return self.read[row] if self.texts is None else trimmed(self.texts).text_at(row)

    def differs_from(self, value: Any) -> Mask:
        """Where the value is another."""
        if self.texts is not None:
            return ~trimmed(self.texts).equal(value)
        found: Mask = self.read != value
        return found

    def fault_at(self, row: int) -> tuple[Fault, str, str]:
        """A faulty cell's fault, value class and what was expected."""
        fault = FAULTS[int(self.faults[row]) - 1]
        if row in self.told:
            return fault, self.told[row].value_class, expected(self.field, fault)
        if fault in {Fault.WIDTH, Fault.TOO_LONG, Fault.WIDTH_VARIES}:
            seen = f"characters:{len(self.cells.text_at(row))}"
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
        np.zeros(len(cells), dtype=_DTYPES.get(field.type, np.int64)),
        np.zeros(len(cells), dtype=np.bool_),
        np.zeros(len(cells), dtype=np.uint8),
        told=told or {},
    )
    for row, found in column.told.items():
        column.faults[row] = fault_number(found.fault)
    if field.width is not None:
        column.mark(cells.lengths != field.width, Fault.WIDTH)
    if bool((cells.sizes > MAX_CELL).any()):  # no character is less than a byte
        column.mark(cells.lengths > MAX_CELL, Fault.TOO_LONG)
    if field.constant is not None:
        column.mark(~cells.equal(field.constant), Fault.CONSTANT_DIFFERS)
        return column
    column.missing = cells.sizes == 0
    for marker in field.missing:
        column.missing |= cells.equal(marker)
    if field.width is not None and field.type == "text":
        column.missing |= cells.equal(" " * field.width)
    if field.required and field.default is None:
        column.mark(column.missing, Fault.MISSING)
    _read(column, column.usable(), identities, today)
    if field.default is not None and column.missing.any():
        _fill(column, identities, today)
    return column


_DTYPES: dict[str, Any] = {"day": np.dtype("datetime64[s]")}


def _fill(column: Column, identities: identifiers.Identities, today: date) -> None:
    """Put the format's default, read like any other value, where a value is missing."""
    field = column.field.model_copy(update={"default": None, "missing": (), "width": None})
    one = read_column(field, Cells.of_texts([str(column.field.default)]), identities, today)
    if column.texts is not None and one.texts is not None:
        told = zip(trimmed(column.texts).texts(), column.missing.tolist(), strict=True)
        default = trimmed(one.texts).text_at(0)
        column.texts = Cells.of_texts([default if missing else text for text, missing in told])
    column.read[column.missing] = one.read[0]
    column.faults[column.missing & (column.faults == 0)] = one.faults[0]
    column.missing[:] = False


def _read(column: Column, rows: Mask, identities: identifiers.Identities, today: date) -> None:
    """Read the cells of `rows` by the field's type."""
    kind = column.field.type
    if kind in {"text", "code"}:
        _read_texts(column, rows)
        return
    if not rows.any():
        return
    if kind in _VALID:
        _read_identifiers(column, rows, identities, today)
    elif kind == "day":
        days, wrong = read_days(_chosen(column.cells, rows), str(column.field.date_format))
        _put(column, rows, days, wrong, Fault.DATE_INVALID)
    elif kind == "ore" and column.field.sign == "trailing":
        _read_signed_ore(column, rows)
    else:
        read = read_kroner_column if kind == "kroner" else read_integers
        column.read[rows], column.faults[rows] = read(_chosen(column.cells, rows), column.field)


def _chosen(cells: Cells, rows: Mask) -> Cells:
    """The cells of some rows; as they are when it is all of them."""
    return cells if bool(rows.all()) else cells.take(rows)


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
    digits = Digits.of(cells, length)
    right = rows & digits.right & (cells.sizes == length)
    if not right.all():
        if kind in _LOSES_ZEROS:
            shorter = rows & (cells.sizes == length - 1)
            column.mark(shorter & Digits.of(cells, length - 1).right, Fault.LEADING_ZERO_LOST)
        column.mark(rows & ~right, Fault.NOT_DIGITS)
        if not right.any():
            return
        digits = digits.take(right)
    if kind == "fnr":
        valid = identifiers.fnr_valid(digits, today)
    elif kind == "orgnr":
        valid = identifiers.orgnr_valid(digits)
    else:
        valid = identifiers.account_valid(digits)
    _put(column, right, digits.number(), ~valid, _VALID[kind])
    refused = identifiers.identity_fault(digits, identities) if kind == "fnr" else None
    if refused is not None:
        column.mark(_spread(right, refused[0]), refused[1])


def _read_signed_ore(column: Column, rows: Mask) -> None:
    """Digits and then one sign, in a width: `0000990800-`."""
    cells = _chosen(column.cells, rows)
    last = int(column.field.width or 0) - 1
    sign = cells.buffer[cells.starts + last]
    minus = sign == ord("-")
    digits = Digits.of(cells, last)
    column.mark(_spread(rows, ~digits.right), Fault.AMOUNT_INVALID)
    ore = np.where(digits.right, digits.number(), 0)
    _put(column, rows, np.where(minus, -ore, ore), ~minus & (sign != ord(" ")), Fault.SIGN_INVALID)


def _read_texts(column: Column, rows: Mask) -> None:
    """Check texts, and turn the format's own words into the values they stand for."""
    field = column.field
    texts = column.cells
    if not rows.all():
        texts = Cells(texts.buffer, texts.starts, np.where(rows, texts.sizes, 0), texts.encoding)
    if field.type == "code":
        codes, codes_met = column.cells.distinct()
        wrong = np.array([_CODE.fullmatch(text) is None for text in codes_met], dtype=np.bool_)
        column.mark(rows & wrong[codes], Fault.CODE_INVALID)
    else:
        column.mark(rows & column.cells.control_characters(), Fault.CONTROL_CHARACTER)
    if field.words:
        known = {word.casefold(): value for word, value in field.words.items()}
        texts = trimmed(texts)
        codes, words = texts.distinct()
        if field.other_words == "refuse":
            unknown = np.array([word.casefold() not in known for word in words], dtype=np.bool_)
            column.mark(rows & unknown[codes], Fault.VALUE_UNKNOWN)
        values = Cells.of_texts([known.get(word.casefold(), word) for word in words])
        texts = Cells(values.buffer, values.starts[codes], values.sizes[codes], values.encoding)
        texts.sizes[~rows] = 0
    column.texts = texts

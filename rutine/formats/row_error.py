"""What is wrong with one row of a file: where, what kind, what was expected. Never the value."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

MAX_ERRORS = 1000
"""How many row errors a reading lists; the rest are only counted."""


class Fault(StrEnum):
    """The kinds of row error. Codes are stable and never reused."""

    # The row as a whole
    FIELD_COUNT = "field_count"
    LINE_WIDTH = "line_width"
    LINE_ENDING = "line_ending"
    CUT_SHORT = "cut_short"
    QUOTING = "quoting"
    # One cell
    WIDTH = "width"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    MISSING = "missing"
    NOT_DIGITS = "not_digits"
    LEADING_ZERO_LOST = "leading_zero_lost"
    FNR_INVALID = "fnr_invalid"
    ORGNR_INVALID = "orgnr_invalid"
    ACCOUNT_INVALID = "account_invalid"
    PERSON_SYNTHETIC = "person_synthetic"
    PERSON_REAL = "person_real"
    DATE_INVALID = "date_invalid"
    SIGN_INVALID = "sign_invalid"
    AMOUNT_INVALID = "amount_invalid"
    AMOUNT_DECIMALS = "amount_decimals"
    AMOUNT_TOO_LARGE = "amount_too_large"
    INTEGER_INVALID = "integer_invalid"
    OUT_OF_RANGE = "out_of_range"
    CONSTANT_DIFFERS = "constant_differs"
    CODE_INVALID = "code_invalid"
    VALUE_UNKNOWN = "value_unknown"
    CELL_TYPE = "cell_type"
    # Rows held against each other
    DIFFERS_IN_FILE = "differs_in_file"
    WIDTH_VARIES = "width_varies"
    DAYS_REVERSED = "days_reversed"
    KEY_REPEATED = "key_repeated"
    # Bank statements
    CURRENCY = "currency"
    NOT_BOOKED = "not_booked"


FAULTS = tuple(Fault)
"""All faults, in the order of their numbers: the first is 1."""

_NUMBERS = {fault: number for number, fault in enumerate(FAULTS, start=1)}


def fault_number(fault: Fault) -> int:
    """The fault's number in a column of faults, where 0 is none."""
    return _NUMBERS[fault]


class RowError(BaseModel):
    """One fault in one row of a file.

    Attributes:
        source: the file, as the caller calls it.
        sheet: the workbook's sheet, if the format names one.
        line: the line or sheet row, from 1; in a bank statement the entry's number.
        column: the file's own name for the field; None when the whole row is wrong.
        code: a `Fault`.
        value_class: what kind of value stood there, such as `digits:9`, never the value.
        expected: what was allowed, from the format: a width, a date format, words.
        counted: what `line` counts: lines of a text, rows of a sheet, entries of a statement.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    source: str
    sheet: str | None = None
    line: int
    column: str | None = None
    code: Fault
    value_class: str = ""
    expected: str = ""
    counted: Literal["line", "row", "entry"] = "line"


def value_class(text: str) -> str:
    """What kind of value a text is, and how long, without giving it away."""
    stripped = text.strip()
    if not stripped:
        return "empty"
    length = len(stripped)
    if any(ord(c) < ord(" ") or ord("\x7f") <= ord(c) <= ord("\x9f") for c in stripped):
        return f"control:{length}"
    if stripped.isascii() and stripped.isdigit():
        return f"digits:{length}"
    if stripped.replace(" ", "").isalpha():
        return f"letters:{length}"
    if any(c.isdigit() for c in stripped) and not any(c.isalpha() for c in stripped):
        return f"number:{length}"
    return f"mixed:{length}"

"""A file written by its format: the other direction of `reading`, with the same values back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from rutine.core.errors import InputError
from rutine.formats.amounts import MAX_INTEGER, MAX_ORE, ORE_PER_KRONE
from rutine.formats.cells import MAX_CELL
from rutine.formats.days import FIRST_YEAR, LAST_YEAR
from rutine.formats.format_model import FileField, FormatFile
from rutine.formats.guard import guarded

LINE_END: Final = "\r\n"
_NUMBERS: Final = frozenset({"integer", "kroner", "ore"})
_DATE_PARTS: Final = (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"))
_CODE: Final = re.compile(r"[A-Z0-9]+", re.ASCII)
_UNREADABLE: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ufeff]")
"""Control characters, which reading refuses, and the byte order mark, which it takes away."""


def write(form: FormatFile, frame: pd.DataFrame) -> bytes:
    """The frame's rows as a file, in their order.

    Args:
        form: a format with `written`.
        frame: columns as `COLUMNS[form.record]`; `row` is not used.

    Raises:
        InputError: `format_not_written` for a format that only reads; `value_unwritable` for a
            value that the format can't hold, naming field and row, never the value.
    """
    if not form.written:
        raise InputError(
            "format_not_written",
            f"The format {form.name} only reads.",
            "Write `written: yes` in it, and see what `rutine check` says.",
        )
    columns = [list(_cells(form, field, frame)) for field in form.fields]
    rows = [list(row) for row in zip(*columns, strict=True)]
    text = _fixed(form, rows) if form.kind == "fixed" else _delimited(form, rows)
    try:
        return text.encode(form.encoding)
    except UnicodeEncodeError as fault:
        row = text.count(LINE_END, 0, fault.start) + (0 if form.header else 1)
        raise _unwritable(f"a letter that {form.encoding} lacks", row) from None


def _delimited(form: FormatFile, rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=form.delimiter, lineterminator=LINE_END)
    if form.header:
        writer.writerow([field.heading for field in form.fields])
    order = sorted(range(len(form.fields)), key=lambda place: form.fields[place].column or place)
    writer.writerows([row[place] for place in order] for row in rows)
    return out.getvalue()


def _fixed(form: FormatFile, rows: list[list[str]]) -> str:
    order = sorted(range(len(form.fields)), key=lambda place: form.fields[place].position or 0)
    return "".join("".join(row[place] for place in order) + LINE_END for row in rows)


def _cells(form: FormatFile, field: FileField, frame: pd.DataFrame) -> Iterator[str]:
    if field.into is None:
        yield from [str(field.constant)] * len(frame)
        return
    for number, value in enumerate(frame[field.into], start=1):
        text = _missing(field) if _is_missing(value) else _written(field, value)
        if text is None:
            raise _unwritable(f"'{field.heading}'", number)
        yield text if form.kind == "delimited" else _padded(field, text, number)


def _is_missing(value: Any) -> bool:
    return bool(pd.isna(value)) or value == ""


def _missing(field: FileField) -> str | None:
    """What stands for a missing value; None where the format demands one."""
    if field.required:
        return None
    return field.missing[0] if field.missing else ""


def _written(field: FileField, value: Any) -> str | None:
    """A value in the field's own notation; None when reading would not give it back."""
    if field.type == "day":
        return _day(field, value)
    if field.type in _NUMBERS:
        return _number(field, int(value))
    return _text(field, str(value))


def _text(field: FileField, text: str) -> str | None:
    if field.words:
        return next((word for word, stands in field.words.items() if stands == text), None)
    if field.type == "code" and not _CODE.fullmatch(text):
        return None
    if text != text.strip() or text in field.missing or _UNREADABLE.search(text):
        return None
    text = guarded(text) if field.guarded else text
    return text if len(text) <= MAX_CELL else None


def _day(field: FileField, value: Any) -> str | None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        return None
    pattern = str(field.date_format)
    for part, code in _DATE_PARTS:
        pattern = pattern.replace(part, code)
    text: str = value.strftime(pattern)
    return text


def _number(field: FileField, value: int) -> str | None:
    unit, most = (ORE_PER_KRONE, MAX_ORE) if field.type == "kroner" else (1, MAX_INTEGER)
    lowest = -most if field.minimum is None else field.minimum * unit
    highest = most if field.maximum is None else field.maximum * unit
    if not lowest <= value <= highest:
        return None
    if field.type == "kroner":
        return _kroner(field, value)
    return _signed(field, value, str(abs(value)))


def _kroner(field: FileField, ore: int) -> str:
    kroner, rest = divmod(abs(ore), ORE_PER_KRONE)
    between = {"space": " ", "none": ""}.get(field.thousands, field.thousands)
    whole = f"{kroner:,}".replace(",", between)
    return _signed(field, ore, f"{whole}{field.decimal}{rest:02d}")


def _signed(field: FileField, value: int, digits: str) -> str:
    if field.sign == "trailing":
        if field.type == "ore":
            digits = digits.rjust((field.width or 1) - 1, "0")
            return f"{digits}{'-' if value < 0 else ' '}"
        return f"{digits}{'-' if value < 0 else ''}"
    return f"-{digits}" if value < 0 else digits


def _padded(field: FileField, text: str, row: int) -> str:
    width = field.width or 0
    if len(text) > width or (field.type == "code" and len(text) < width):
        raise _unwritable(f"'{field.heading}', which has room for {width} characters", row)
    return text.rjust(width) if field.type in _NUMBERS else text.ljust(width)


def _unwritable(what: str, row: int) -> InputError:
    return InputError(
        "value_unwritable",
        f"Row {row} holds a value that can't be written: {what}.",
        "Change the format file so that it can, and run again: nothing is lost meanwhile.",
    )

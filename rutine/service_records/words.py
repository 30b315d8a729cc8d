"""Days, sizes and rows in words that are the same in bokmål and nynorsk."""

from __future__ import annotations

from datetime import date

from rutine.core.service_record import RecordFlag
from rutine.service_records.merging import FOREVER, MergedPosition


def day_text(day: date) -> str:
    """`01.08.2019`."""
    return f"{day:%d.%m.%Y}"


def span_text(first: date, last: date | None) -> str:
    """`01.08.2019–31.12.2021`; nothing after the dash while it goes on."""
    end = "" if last is None or last == FOREVER else day_text(last)
    return f"{day_text(first)}–{end}"


def number_text(hundredths: int) -> str:
    """`87,5`: as few decimals as tell it."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",")


def size_text(row: MergedPosition) -> str:
    """The percent, or the hours of somebody paid by the hour; a question mark for unknown hours."""
    if row.percent:
        return f"{number_text(row.percent)} %"
    return "? t" if row.hours is None else f"{number_text(row.hours)} t"


def position_text(row: MergedPosition) -> str:
    """What the position is called, with its code."""
    if row.title and row.code:
        return f"{row.title} ({row.code})"
    return row.title or row.code or "?"


def row_text(row: MergedPosition) -> str:
    """A whole row on one line, as the evidence of a case tells it."""
    said = [span_text(row.first, row.last), position_text(row), row.unit, size_text(row)]
    return ", ".join(part for part in said if part)


def flag_text(flag: RecordFlag) -> str:
    """The days of a flag, and the sum where it is about one."""
    days = span_text(flag.first, flag.last)
    return days if flag.percent is None else f"{days}: {number_text(flag.percent)} %"

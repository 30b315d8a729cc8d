"""Numbers as Norwegians write them, exactly: kroner to øre, and whole numbers."""

from __future__ import annotations

import functools
import re

from rutine.formats.format_model import FileField
from rutine.formats.row_error import Fault

MAX_ORE = 10**15
"""Ten thousand billion kroner: more than this is a damaged number."""

MAX_INTEGER = 10**12
ORE_PER_KRONE = 100
_SPACES = "\u0020\u00a0\u2007\u2009\u202f"
_MINUS = "-\u2212\u2013"  # a hyphen, the real minus, and the dash that word processors put
_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)


@functools.cache
def _pattern(thousands: str, decimal: str) -> re.Pattern[str]:
    between = {"space": f"[{_SPACES}]", "none": "(?!)"}.get(thousands, re.escape(thousands))
    whole = rf"\d{{1,3}}(?:{between}\d{{3}})+|\d+"
    return re.compile(rf"({whole})(?:{re.escape(decimal)}(\d+))?", re.ASCII)


def read_kroner(text: str, field: FileField) -> int | Fault:
    """Øre from kroner in the column's own notation, such as `1 234,50` or `−862`.

    Groups of thousands must have three digits, so `12 34,50` is refused rather than guessed at.
    """
    compact = text.strip(_SPACES)
    negative = False
    if field.sign == "trailing":
        if compact[-1:] and compact[-1] in _MINUS:
            negative, compact = True, compact[:-1].rstrip(_SPACES)
    elif compact[:1] and compact[0] in _MINUS + "+":
        negative, compact = compact[0] != "+", compact[1:].lstrip(_SPACES)
    found = _pattern(field.thousands, field.decimal).fullmatch(compact)
    if found is None:
        return Fault.AMOUNT_INVALID
    whole, part = found.groups()
    part = (part or "").rstrip("0")
    if len(part) > 2:  # noqa: PLR2004 - øre are hundredths
        return Fault.AMOUNT_DECIMALS
    ore = int("".join(c for c in whole if c.isdigit())) * 100 + int(part.ljust(2, "0"))
    if ore > MAX_ORE:
        return Fault.AMOUNT_TOO_LARGE
    ore = -ore if negative else ore
    lowest, highest = field.minimum, field.maximum
    if (lowest is not None and ore < lowest * ORE_PER_KRONE) or (
        highest is not None and ore > highest * ORE_PER_KRONE
    ):
        return Fault.OUT_OF_RANGE
    return ore


def read_integer(text: str, field: FileField) -> int | Fault:
    """A whole number without leading zeros (with them where the format gives a width)."""
    digits = text.strip(_SPACES)
    if digits[:1] and digits[0] in _MINUS:
        digits = "-" + digits[1:]
    if field.width is not None:
        digits = digits.lstrip("0") or digits[-1:]
    if not _INTEGER.fullmatch(digits):
        return Fault.INTEGER_INVALID
    lowest = -MAX_INTEGER if field.minimum is None else field.minimum
    highest = MAX_INTEGER if field.maximum is None else field.maximum
    # A long run of digits is out of range without being turned into a number.
    if len(digits) > len(str(MAX_INTEGER)) or not lowest <= int(digits) <= highest:
        return Fault.OUT_OF_RANGE
    return int(digits)


def range_text(field: FileField) -> str:
    """The range that a number must lie in, for people: `0–100`."""
    lowest = "" if field.minimum is None else str(field.minimum)
    highest = "" if field.maximum is None else str(field.maximum)
    return f"{lowest}–{highest}"


def amount_example(field: FileField) -> str:
    """An amount in the column's own notation, for people."""
    if field.type == "ore":
        return "0000123450-" if field.sign == "trailing" else "123450"
    between = {"space": " ", "none": ""}.get(field.thousands, field.thousands)
    return f"1{between}234{field.decimal}50" + ("-" if field.sign == "trailing" else "")

"""What people fill in: days and amounts as Norwegians, and browsers, write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from rutine.core.errors import InputError
from rutine.core.money import Ore

_MONTHS: Final = (
    ("januar", "january"),
    ("februar", "february"),
    ("mars", "march"),
    ("april",),
    ("mai", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("desember", "december"),
)
"""Bokmål and nynorsk have the same names; a month may be shortened to three letters."""

_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMBERS: Final = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./-](?P<year>\d{4}|\d{2})")
_WORDS: Final = re.compile(r"(?P<day>\d{1,2})\.?(?P<month>[a-z]{3,9})\.?(?P<year>\d{4}|\d{2})")
_KRONER: Final = re.compile(r"^(?:kr|nok)\.?|(?:kr|nok)\.?$|,[-\u2013\u2212]+$", re.IGNORECASE)
_CENTURY: Final = 2000
_SHORT_YEAR: Final = 2


def read_day(text: str) -> date | None:
    """The day that somebody wrote, in one of the usual forms; None when nothing is there.

    `5.1.2027`, `05.01.27`, `5/1-27`, `5. januar 2027` and, as browsers send it, `2027-01-05`.
    Two figures are a year of this century.

    Raises:
        InputError: `until_invalid`.
    """
    compact = re.sub(r"\s", "", text).casefold()
    if not compact:
        return None
    for form in (_ISO, _NUMBERS, _WORDS):
        if (found := form.fullmatch(compact)) is not None:
            year = int(found["year"]) + (_CENTURY if len(found["year"]) == _SHORT_YEAR else 0)
            try:
                return date(year, _month(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise InputError("until_invalid", "This is not a day.")


def _month(text: str) -> int:
    """The month's number; 0, which no month has, for a word that is none."""
    if text.isdigit():
        return int(text)
    for number, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(text) for name in names):
            return number
    return 0


def read_amount(text: str) -> Ore | None:
    """The amount in `1 234,50`, `1.234,50`, `kr 1234` or `1234,-`, in øre; None for nothing.

    Raises:
        InputError: `amount_invalid`.
    """
    if not text:
        return None
    try:
        return Ore.parse(_KRONER.sub("", text.strip()).strip())
    except ValueError:
        raise InputError("amount_invalid", "This is not an amount.") from None

"""What people fill in: days and amounts as Norwegians, and browsers, write them."""

from __future__ import annotations

from datetime import date, datetime

from rutine.core.errors import InputError
from rutine.core.money import Ore


def read_day(text: str) -> date | None:
    """The day in `2027-01-05`, which browsers send, or `05.01.2027`; None when nothing is there.

    Raises:
        InputError: `until_invalid`.
    """
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise InputError("until_invalid", "This is not a day.")


def read_amount(text: str) -> Ore | None:
    """The amount in `1 234,50`, in øre; None when nothing is there.

    Raises:
        InputError: `amount_invalid`.
    """
    if not text:
        return None
    try:
        return Ore.parse(text)
    except ValueError:
        raise InputError("amount_invalid", "This is not an amount.") from None

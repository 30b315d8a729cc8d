"""Numbers that belong to nobody, with right control digits: for practice people and examples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

_INVALID: Final = 10
_SYNTHETIC_MONTH: Final = 80
_BORN_FROM: Final = date(1960, 1, 1)
_BORN_TO: Final = date(1999, 12, 31)
_ACCOUNT_WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def with_control_digits(nine: str) -> str | None:
    """Nine digits with their two control digits, or None when there are none."""
    a, b, c, d, e, f, g, h, i = map(int, nine)
    first = -(3 * a + 7 * b + 6 * c + d + 8 * e + 9 * f + 4 * g + 5 * h + 2 * i) % 11
    if first == _INVALID:
        return None
    second = 5 * a + 4 * b + 3 * c + 2 * d + 7 * e + 6 * f + 5 * g + 4 * h + 3 * i + 2 * first
    second = -second % 11
    if second == _INVALID:
        return None
    return f"{nine}{first}{second}"


def national_ids() -> Iterator[str]:
    """Synthetic ids (month + 80), always the same in the same order, none twice."""
    for serial in range(100, 500):
        day = _BORN_FROM
        while day <= _BORN_TO:
            nine = f"{day.day:02d}{day.month + _SYNTHETIC_MONTH:02d}{day.year % 100:02d}{serial}"
            if found := with_control_digits(nine):
                yield found
            day += timedelta(days=397)  # neither the day nor the month repeats from one to the next


def account_numbers() -> Iterator[str]:
    """Bank accounts of a bank that there is none of (9999), always the same in the same order."""
    for serial in range(10, 80 * 10_000):
        kind, number = divmod(serial, 10_000)
        ten = f"9999{kind + 10:02d}{number:04d}"
        digit = -sum(int(d) * w for d, w in zip(ten, _ACCOUNT_WEIGHTS, strict=True)) % 11
        if digit != _INVALID:
            yield f"{ten}{digit}"

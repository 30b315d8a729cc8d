"""Practice people: synthetic national ids (month + 80), each used once, and their names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from rutine.core.errors import InputError
from rutine.core.made_up import with_control_digits
from rutine.practice.days import Day
from rutine.practice.names import draw_name, nav_name
from rutine.practice.rates import People

_BORN_FROM: Final = date(1956, 1, 1)
_BORN_DAYS: Final = (date(2006, 12, 31) - _BORN_FROM).days + 1
_SERIALS: Final = 450
_NEW_SERIALS: Final = 50
"""Kept back for each birth date: the numbers of those who get a new one."""
_IDS: Final = _BORN_DAYS * _SERIALS
_STEP: Final = 5_770_381  # no common factor with _IDS, so every id comes once
_D_NUMBER: Final = 40


@dataclass(slots=True)
class Person:
    """Somebody who does not exist.

    `new_fnr` replaces `fnr` at NAV from the day `renumbered`; payroll keeps the old one. Birth
    date and name are the same.
    """

    fnr: str = field(repr=False)
    name: str = field(repr=False)
    nav_name: str = field(repr=False)
    new_fnr: str = field(default="", repr=False)
    renumbered: Day = 0

    def fnr_at_nav(self, day: Day) -> str:
        """The number that NAV knows the person by on a day."""
        return self.new_fnr if self.new_fnr and day >= self.renumbered else self.fnr


class Population:
    """Hands out people, each with an id that nobody else in the municipality has.

    Two populations of one seed, one of them `backwards`, have no id in common either.
    """

    def __init__(self, seed: int, rates: People, *, backwards: bool = False) -> None:
        self._step = -_STEP if backwards else _STEP
        self._place = (seed * 7919 + min(0, self._step)) % _IDS
        self._left = _IDS // 2
        self._rates = rates
        self._renumbered: Counter[str] = Counter()

    def draw(self, rng: Random, *, d_number: bool | None = None) -> Person:
        """A new person; `d_number` forces a D-number or a national id."""
        if d_number is None:
            d_number = rng.random() < self._rates.d_number
        name = draw_name(rng, self._rates)
        return Person(self.next_fnr(d_number=d_number), name, nav_name(name))

    def next_fnr(self, *, d_number: bool) -> str:
        """A synthetic id: month + 80, and day + 40 for a D-number.

        Raises:
            InputError: the municipality is larger than there are ids.
        """
        while self._left:
            serial, days = divmod(self._place, _BORN_DAYS)
            self._place = (self._place + self._step) % _IDS
            self._left -= 1
            born = _BORN_FROM + timedelta(days=days)
            day = born.day + (_D_NUMBER if d_number else 0)
            nine = f"{day:02d}{born.month + 80:02d}{born.year % 100:02d}"
            if found := with_control_digits(f"{nine}{_century(born.year % 100) + serial:03d}"):
                return found
        raise _used_up()

    def new_fnr(self, d_number: str) -> str:
        """The national id that somebody gets instead of a D-number: of the same birth date.

        Raises:
            InputError: more people born on that day got a new number than there are numbers.
        """
        born = f"{int(d_number[:2]) - _D_NUMBER:02d}{d_number[2:6]}"
        while self._renumbered[born] < _NEW_SERIALS:
            serial = _century(int(born[4:])) + _SERIALS + self._renumbered[born]
            self._renumbered[born] += 1
            if found := with_control_digits(f"{born}{serial:03d}"):
                return found
        raise _used_up()


def _century(year: int) -> int:
    """The first serial of the century that a year of two digits lies in."""
    return _SERIALS + _NEW_SERIALS if year < _BORN_FROM.year % 100 else 0


def _used_up() -> InputError:
    return InputError(
        "practice_too_large",
        "The practice municipality has more people than there are synthetic ids.",
        "Ask for fewer employees.",
    )

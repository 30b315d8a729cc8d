"""Money in øre: exact, and written as Norwegians write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_SPACES = re.compile("[\u0020\u00a0\u2009\u202f]")
_AMOUNT = re.compile(r"([-+\u2212]?)(\d+)(?:,(\d{1,2}))?")
_GROUPED = re.compile(r"[-+\u2212]?\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?")


def _whole(other: object) -> bool:
    """Whether arithmetic with it stays in whole øre; a fraction takes over, a float is refused.

    Without this, `Ore(100) * Fraction(1, 2)` would be cut to `Ore(0)` in silence.
    """
    if isinstance(other, float):
        msg = "money is never a float: use whole øre or a Fraction"
        raise TypeError(msg)
    return hasattr(other, "__index__")  # ints, and the integers of numpy


class Ore(int):
    """An amount in øre (1/100 krone). Sums and differences stay `Ore`; division is refused.

    Money is never a float: one of NAV's own cases comes out wrong in binary floating point.
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read kroner as Norwegians write them: `1 234,50`, `1.234,50`, `−862`.

        A full stop is a thousands separator and only between groups of three digits, so
        `1.5` is refused rather than guessed at.

        Raises:
            ValueError: the text is not an amount. The text is not repeated in the message.
        """
        compact = _SPACES.sub("", text.strip())
        if "." in compact and _GROUPED.fullmatch(compact):
            compact = compact.replace(".", "")
        found = _AMOUNT.fullmatch(compact)
        if found is None:
            msg = "not an amount in kroner such as 1 234,50"
            raise ValueError(msg)
        sign, kroner, ore = found.groups()
        value = int(kroner) * 100 + int((ore or "0").ljust(2, "0"))
        return cls(-value if sign in {"-", "\u2212"} else value)

    def __add__(self, other: int) -> Ore:
        return Ore(int(self) + int(other)) if _whole(other) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: int) -> Ore:
        return Ore(int(self) - int(other)) if _whole(other) else NotImplemented

    def __neg__(self) -> Ore:
        return Ore(-int(self))

    def __abs__(self) -> Ore:
        return Ore(abs(int(self)))

    def __mul__(self, other: int) -> Ore:
        return Ore(int(self) * int(other)) if _whole(other) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> float:
        msg = "øre are not divided: say how to round, with a function of rutine.refunds"
        raise TypeError(msg)

    def __format__(self, spec: str) -> str:
        return str(self) if not spec else int(self).__format__(spec)

    def __str__(self) -> str:
        """Kroner with thousands apart and a comma: `−1 234,50` (no-break spaces, U+2212)."""
        kroner, ore = divmod(abs(int(self)), 100)
        grouped = f"{kroner:,}".replace(",", "\u00a0")
        return f"{chr(0x2212) if self < 0 else ''}{grouped},{ore:02d}"

    def __repr__(self) -> str:
        return f"Ore({int(self)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate strictly from int; a float is never money."""
        return core_schema.no_info_after_validator_function(
            cls, core_schema.int_schema(strict=True)
        )


def shares(amount: Ore, weights: Sequence[int]) -> list[Ore]:
    """The amount dealt out by weight, to the øre: the shares add up to the amount.

    What is left over after rounding down goes to the greatest fractions, the earliest of
    equals first. Both the amount and the weights are nothing or more.

    Raises:
        ValueError: something is negative, or there is an amount and no weight.
    """
    whole = sum(weights)
    if amount < 0 or any(weight < 0 for weight in weights):
        raise ValueError("an amount is dealt out by weights of nothing or more")
    if not whole:
        if amount:
            raise ValueError("an amount needs a weight to be dealt out by")
        return [Ore(0) for _ in weights]
    dealt = [divmod(int(amount) * weight, whole) for weight in weights]
    left = int(amount) - sum(floor for floor, _ in dealt)
    by_fraction = sorted(range(len(dealt)), key=lambda place: -dealt[place][1])
    extra = set(by_fraction[:left])
    return [Ore(floor + (place in extra)) for place, (floor, _) in enumerate(dealt)]

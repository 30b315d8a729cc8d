"""Money in rules: read from text, rounded half up, never a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

from rutine.core.money import Ore

ORE_PER_KRONE = 100


def _from_text(value: Any) -> Any:
    """Kroner as people write them become øre; anything else is left to the type itself."""
    return Ore.parse(value) if isinstance(value, str) else value


Kroner = Annotated[Ore, BeforeValidator(_from_text)]
"""An amount in øre that YAML files write in kroner: `31 000` or `48 441,50`."""


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up, as NAV rounds day rates and holiday pay."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def whole_kroner(ore: Fraction) -> Ore:
    """An exact amount in øre, rounded half up to whole kroner, in øre."""
    return Ore(half_up(ore / ORE_PER_KRONE) * ORE_PER_KRONE)


def whole_ore(ore: Fraction) -> Ore:
    """An exact amount in øre, rounded half up to whole øre."""
    return Ore(half_up(ore))

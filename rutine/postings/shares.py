"""One amount split over several claims, exact to the øre."""

from __future__ import annotations

from collections.abc import Sequence

from rutine.core import money
from rutine.core.money import Ore


def shares(total: Ore, claimed: Sequence[Ore]) -> tuple[Ore, ...]:
    """Split an amount on claims by what was claimed; the parts add up to it exactly.

    Each claim gets what it claimed, and its part of the difference by the size of the claim,
    whichever its sign. The odd øre go to the largest remainders, the first claim first, so
    that no part is a whole øre from its exact one.

    Raises:
        ValueError: there is no claim to split on.
    """
    if not claimed:
        msg = "an amount can't be split on no claims"
        raise ValueError(msg)
    difference = int(total) - sum(int(one) for one in claimed)
    weights = [abs(int(one)) for one in claimed]
    if not any(weights):
        weights = [1] * len(claimed)
    dealt = money.shares(Ore(abs(difference)), weights)
    sign = -1 if difference < 0 else 1
    return tuple(Ore(int(one) + sign * int(part)) for one, part in zip(claimed, dealt, strict=True))

"""A pass: one way of finding rows that belong together, and what its finds are worth.

Both methods demand the same person, unit and benefit. What else they demand:

`exact` (one line, one claim)
    Equal first and last day, equal amount above zero. Equal rows pair first with first, second
    with second; surplus rows stay open. Nothing is picked out of a component (see
    `rutine.matching.components`) that holds a negative row or a row lacking a date, nor while
    the same person, unit and benefit has a negative row whose period is not fully known: NAV
    may have taken back the very payment that would be settled.

`group_sum` (any number of lines and claims)
    A whole component of overlapping periods, with rows of both sides, whose sums agree to the
    øre and are not zero. Nothing is left out to make a sum fit. Both sides begin on the same
    weekday and end on the same (weekends are neither claimed nor paid), else equal sums are a
    coincidence of rates and days; a date that is missing is not compared, and reversals, which
    shorten what was paid, lift the demand. A row without any date might belong to every
    component of its person, unit and benefit, so none of them is settled; neither is any, when
    there are several, beside a negative row with half a period.

A row with one date of two is placed on that day. A row without any date is never settled: an
amount alone is no evidence, amounts being small multiples of a day rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How a pass looks for rows that belong together."""

    EXACT = "exact"
    GROUP_SUM = "group_sum"


class Decision(StrEnum):
    """What becomes of the groups that a pass finds."""

    SETTLE = "settle"
    SUGGEST = "suggest"  # a person decides


@dataclass(frozen=True, slots=True)
class Pass:
    """One step of the matching, as the routine file orders it.

    Attributes:
        name: unique among the passes of a routine; kept on every group it finds.
        method: how it looks.
        decision: what its finds are worth.
        benefits: the only benefit codes it may take, or None for all. A list of what is
            allowed, so that a code NAV invents tomorrow goes to a person.
    """

    name: str
    method: Method
    decision: Decision = Decision.SETTLE
    benefits: frozenset[str] | None = None

    def takes(self, benefit: str) -> bool:
        """Whether rows of this benefit may be grouped by the pass."""
        return self.benefits is None or benefit in self.benefits


def check_passes(passes: Sequence[Pass]) -> None:
    """Refuse passes that share a name.

    Raises:
        ValueError: two passes have the same name, so that a group's pass would be in doubt.
    """
    names = [each.name for each in passes]
    if len(set(names)) < len(names):
        raise ValueError("two passes have the same name")

"""Why rows stayed open, in the order of `OpenReason`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rutine.matching.arrays import Codes, Flags
from rutine.matching.coding import Coded
from rutine.matching.components import Components
from rutine.matching.day_amounts import consistent
from rutine.matching.result import REASONS, OpenReason
from rutine.matching.surroundings import Surroundings, same_ends

CODE: Final = {reason: number for number, reason in enumerate(REASONS)}
"""The code of each reason that a row may end with."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Rows, by flags, of which something is known beside what surrounds them.

    Attributes:
        never: no pass takes their benefit.
        ambiguous, exceeded: a pass left them alone for that reason.
    """

    never: Flags
    ambiguous: Flags
    exceeded: Flags


def open_reasons(coded: Coded, left: Components, around: Surroundings, doubts: Doubts) -> Codes:
    """One reason code per row; meaningful for the rows of `left` and those never placed."""
    differs = around.line_sum != around.claim_sum
    lines_cancel = ~around.both_sides & (around.line_sum + around.claim_sum == 0) & around.negative
    agrees = around.both_sides & ~differs & (around.line_sum != 0)
    few = left.choose(agrees)
    ends_differ, days_differ = (np.zeros(left.count, dtype=np.bool_) for _ in range(2))
    ends_differ[agrees] = ~(same_ends(coded, few) | around.negative[agrees])
    days_differ[agrees] = ~consistent(coded, few, around.negative[agrees])
    of_component = _first_that_holds(
        (
            (lines_cancel, OpenReason.NETS_TO_ZERO),
            (~around.both_sides, OpenReason.NO_COUNTERPART),
            (differs & around.negative, OpenReason.REVERSAL_IN_COMPONENT),
            (differs, OpenReason.SUMS_DIFFER),
            (around.line_sum == 0, OpenReason.NETS_TO_ZERO),
            (ends_differ, OpenReason.ENDS_DIFFER),
            (
                around.loose_reversal_in_key & ~around.only_one_in_key,
                OpenReason.REVERSAL_WITHOUT_PERIOD,
            ),
            (days_differ, OpenReason.DAYS_DIFFER),
            (around.dateless_in_key, OpenReason.MISSING_PERIOD_BESIDE),
        ),
        OpenReason.NOT_TRIED,
    )
    reason = np.full(len(coded), CODE[OpenReason.NOT_TRIED], dtype=np.int8)
    reason[left.rows] = of_component[left.number]
    reason[~coded.placed] = CODE[OpenReason.MISSING_PERIOD]
    reason[doubts.exceeded] = CODE[OpenReason.CAP_EXCEEDED]
    reason[doubts.ambiguous] = CODE[OpenReason.AMBIGUOUS]
    reason[coded.reversed] = CODE[OpenReason.PERIOD_REVERSED]
    reason[doubts.never] = CODE[OpenReason.BENEFIT_NEVER_SETTLES]
    reason[coded.key < 0] = CODE[OpenReason.NO_IDENTITY]
    return reason


def _first_that_holds(cases: Sequence[tuple[Flags, OpenReason]], otherwise: OpenReason) -> Codes:
    reason = np.full(len(cases[0][0]), CODE[otherwise], dtype=np.int8)
    for holds, name in reversed(cases):
        reason[holds] = CODE[name]
    return reason

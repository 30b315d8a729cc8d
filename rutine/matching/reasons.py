"""Why rows stayed open, in the order of `OpenReason`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rutine.matching.coding import Coded, Flags, Texts
from rutine.matching.components import Components
from rutine.matching.passes import Pass
from rutine.matching.result import OpenReason
from rutine.matching.surroundings import Surroundings


def open_reasons(
    coded: Coded, passes: Sequence[Pass], left: Components, around: Surroundings
) -> Texts:
    """One reason per coded row; meaningful for the rows of `left` and those never placed."""
    differs = around.line_sum != around.claim_sum
    lines_cancel = ~around.both_sides & (around.line_sum + around.claim_sum == 0) & around.negative
    of_component = _first_that_holds(
        (
            (lines_cancel, OpenReason.NETS_TO_ZERO),
            (~around.both_sides, OpenReason.NO_COUNTERPART),
            (differs & around.negative, OpenReason.REVERSAL_IN_COMPONENT),
            (differs, OpenReason.SUMS_DIFFER),
            (around.line_sum == 0, OpenReason.NETS_TO_ZERO),
            (~around.same_ends & ~around.negative, OpenReason.ENDS_DIFFER),
            (
                around.loose_reversal_in_key & ~around.only_one_in_key,
                OpenReason.REVERSAL_WITHOUT_PERIOD,
            ),
            (around.dateless_in_key, OpenReason.MISSING_PERIOD_BESIDE),
        ),
        OpenReason.NOT_TRIED,
    )
    reason = np.full(len(coded.row_id), OpenReason.NOT_TRIED.value, dtype=object)
    reason[left.rows] = of_component[left.number]
    taken = [any(each.takes(benefit) for each in passes) for benefit in coded.benefits]
    never = ~np.array(taken, dtype=np.bool_)[coded.benefit]
    reason[~coded.placed] = OpenReason.MISSING_PERIOD.value
    reason[coded.reversed] = OpenReason.PERIOD_REVERSED.value
    reason[never] = OpenReason.BENEFIT_NEVER_SETTLES.value
    reason[coded.key < 0] = OpenReason.NO_IDENTITY.value
    return reason


def _first_that_holds(cases: Sequence[tuple[Flags, OpenReason]], otherwise: OpenReason) -> Texts:
    reason = np.full(len(cases[0][0]), otherwise.value, dtype=object)
    for holds, name in reversed(cases):
        reason[holds] = name.value
    return reason

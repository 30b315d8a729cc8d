"""The engine's answer: marks by place, gathered shard by shard, then as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.matching.arrays import Codes, Flags, Ints, Places
from rutine.matching.coding import Coded
from rutine.matching.passes import Decision, Pass
from rutine.matching.reasons import CODE
from rutine.matching.result import OUTCOMES, REASONS, Matching, RowOutcome
from rutine.matching.solving import OPEN, Marks
from rutine.matching.words import Column

_OUTCOME_OF: Final = {
    Decision.SETTLE: OUTCOMES.index(RowOutcome.SETTLED.value),
    Decision.SUGGEST: OUTCOMES.index(RowOutcome.SUGGESTED.value),
}
_OPEN_OUTCOME: Final = OUTCOMES.index(RowOutcome.OPEN.value)


@dataclass(frozen=True, slots=True)
class Origin:
    """What the frames still need to know of the rows, see `Words`."""

    line_count: int
    row_id: Column
    amount: Column


@dataclass(slots=True)
class Answer:
    """What is known of each place, see `rutine.matching.solving.Marks`.

    Attributes:
        component: the lowest place of the row's group, or of the open rows it is seen with.
        taker, reason, ambiguous, exceeded: of each row.
    """

    component: Places
    taker: npt.NDArray[np.int8]
    reason: Codes
    ambiguous: Flags
    exceeded: Flags

    @classmethod
    def empty(cls, count: int) -> Answer:
        """No place has an answer yet."""
        return cls(
            component=np.zeros(count, dtype=np.int32),
            taker=np.full(count, OPEN, dtype=np.int8),
            reason=np.zeros(count, dtype=np.int8),
            ambiguous=np.zeros(count, dtype=np.bool_),
            exceeded=np.zeros(count, dtype=np.bool_),
        )

    def set_marks(self, coded: Coded, marks: Marks) -> None:
        """Note what the passes found among some rows, when there are more passes to come."""
        coded.put(self.component, marks.label)
        coded.put(self.taker, marks.taker)
        self.ambiguous[coded.place[marks.ambiguous]] = True
        self.exceeded[coded.place[marks.exceeded]] = True

    def set(self, coded: Coded, marks: Marks, component: Ints, reason: Codes) -> None:
        """Note what the last passes found among some rows, and what came of the others."""
        coded.put(self.component, component)
        coded.put(self.taker, marks.taker)
        coded.put(self.reason, reason)


def to_matching(origin: Origin, passes: Sequence[Pass], answer: Answer) -> Matching:
    """Number groups and components in the order of their first rows, and make frames.

    The answer is used up.
    """
    taken = answer.taker != OPEN
    is_first = answer.component == np.arange(len(taken), dtype=np.int32)
    firsts = np.flatnonzero(is_first & taken)
    of_rows = np.where(taken, _numbers(firsts, len(taken))[answer.component], 0)
    component = _numbers(np.flatnonzero(is_first), len(taken))[answer.component]
    by_pass = [_OUTCOME_OF[each.decision] for each in passes]
    outcomes = np.array([*by_pass, _OPEN_OUTCOME], dtype=np.int8)
    methods = np.array([*(CODE[each.method.value] for each in passes), 0], dtype=np.int8)
    sides = []
    groups: dict[str, object] = {
        "group": np.arange(len(firsts)),
        "pass_name": _named(answer.taker[firsts], [each.name for each in passes]),
    }
    for side, of_side, row_id, amount in (
        ("line", slice(None, origin.line_count), origin.row_id.lines, origin.amount.lines),
        ("claim", slice(origin.line_count, None), origin.row_id.claims, origin.amount.claims),
    ):
        taker, reason = answer.taker[of_side], answer.reason[of_side]
        group, in_group = of_rows[of_side], taken[of_side]
        np.copyto(reason, methods[taker], where=in_group)
        groups[f"{side}_count"], groups[f"{side}_sum"] = _sums(
            group[in_group], amount[in_group], len(firsts)
        )
        frame = pd.DataFrame(
            {
                "row_id": row_id.copy(),  # the caller's own frame stays apart
                "outcome": _named(outcomes[taker], OUTCOMES),
                "group": pd.arrays.IntegerArray(group.astype(np.int64), ~in_group),
                "component": component[of_side].astype(np.int64),
                "reason": _named(reason, REASONS),
            },
            copy=False,
        )
        sides.append(frame)
    order = ["group", "pass_name", "line_count", "claim_count", "line_sum", "claim_sum"]
    table = pd.DataFrame({name: groups[name] for name in order}, copy=False)
    return Matching(groups=table, lines=sides[0], claims=sides[1])


def _numbers(firsts: Ints, count: int) -> Places:
    """0, 1, 2 ... at the places of first rows: what their label, which is that place, becomes."""
    number = np.zeros(count, dtype=np.int32)
    number[firsts] = np.arange(len(firsts), dtype=np.int32)
    return number


def _named(codes: Codes, names: Sequence[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(names), dtype="str"))


def _sums(group: Places, amount: Ints, count: int) -> tuple[Ints, Ints]:
    """How many rows each group has, and their sum. Most have one, which is written as it is."""
    rows = np.bincount(group, minlength=count)
    found = np.zeros(count, dtype=np.int64)
    found[group] = amount
    several = rows > 1
    if several.any():
        found[several] = 0
        added = several[group]
        np.add.at(found, group[added], amount[added])
    return rows, found

"""The engine's answer: marks by place, gathered shard by shard, then as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from rutine.matching.arrays import Codes, Flags, Ints, Places
from rutine.matching.coding import Coded, Words
from rutine.matching.passes import Decision, Pass
from rutine.matching.reasons import CODE, REASONS
from rutine.matching.result import Matching, RowOutcome
from rutine.matching.solving import OPEN, Marks

_OUTCOMES: Final = tuple(outcome.value for outcome in RowOutcome)
_OUTCOME_OF: Final = {
    Decision.SETTLE: _OUTCOMES.index(RowOutcome.SETTLED.value),
    Decision.SUGGEST: _OUTCOMES.index(RowOutcome.SUGGESTED.value),
}
_OPEN_OUTCOME: Final = _OUTCOMES.index(RowOutcome.OPEN.value)


@dataclass(slots=True)
class Answer:
    """What is known of each place, see `rutine.matching.solving.Marks`."""

    label: Places
    component: Places
    taker: npt.NDArray[np.int8]
    reason: Codes
    ambiguous: Flags
    exceeded: Flags

    @classmethod
    def empty(cls, count: int) -> Answer:
        """No place has an answer yet."""
        return cls(
            label=np.zeros(count, dtype=np.int32),
            component=np.zeros(count, dtype=np.int32),
            taker=np.full(count, OPEN, dtype=np.int8),
            reason=np.zeros(count, dtype=np.int8),
            ambiguous=np.zeros(count, dtype=np.bool_),
            exceeded=np.zeros(count, dtype=np.bool_),
        )

    def set_marks(self, coded: Coded, marks: Marks) -> None:
        """Note what the passes found among some rows."""
        self.label[coded.place] = marks.label
        self.component[coded.place] = marks.label
        self.taker[coded.place] = marks.taker
        self.ambiguous[coded.place] = marks.ambiguous
        self.exceeded[coded.place] = marks.exceeded

    def set(self, coded: Coded, marks: Marks, component: Ints, reason: Codes) -> None:
        """Note what the passes found among some rows, and what came of the others."""
        self.set_marks(coded, marks)
        self.component[coded.place] = component
        self.reason[coded.place] = reason


def to_matching(words: Words, passes: Sequence[Pass], answer: Answer) -> Matching:
    """Number groups and components in the order of their first rows, and make frames."""
    taken = answer.taker != OPEN
    by_pass = [_OUTCOME_OF[each.decision] for each in passes]
    outcome = np.array([*by_pass, _OPEN_OUTCOME], dtype=np.int8)[answer.taker]
    methods = np.array([*(CODE[each.method.value] for each in passes), 0], dtype=np.int8)
    np.copyto(answer.reason, methods[answer.taker], where=taken)
    firsts = np.flatnonzero(taken & (answer.label == np.arange(len(taken), dtype=np.int32)))
    group = _number(answer.label, firsts)
    component = _number(
        answer.component,
        np.flatnonzero(answer.component == np.arange(len(taken), dtype=np.int32)),
    )
    sides = [
        _side(words, answer, (outcome, group, component), of_side)
        for of_side in (slice(None, words.line_count), slice(words.line_count, None))
    ]
    groups = _groups(words, passes, answer, group, firsts)
    return Matching(groups=groups, lines=sides[0], claims=sides[1])


def _number(label: Places, firsts: Ints) -> Places:
    """For every place the number of its label; `firsts` are the labels in use, rising."""
    number = np.zeros(len(label), dtype=np.int32)
    number[firsts] = np.arange(len(firsts), dtype=np.int32)
    return number[label]


def _side(
    words: Words,
    answer: Answer,
    found: tuple[Codes, Places, Places],
    of_side: slice,
) -> pd.DataFrame:
    outcome, group, component = found
    open_ = answer.taker[of_side] == OPEN
    number = group[of_side].astype(np.int64)
    return pd.DataFrame(
        {
            "row_id": words.row_id[of_side],
            "outcome": _named(outcome[of_side], _OUTCOMES),
            "group": pd.arrays.IntegerArray(number, open_),
            "component": component[of_side].astype(np.int64),
            "reason": _named(answer.reason[of_side], REASONS),
        },
        copy=False,
    )


def _named(codes: Codes, names: Sequence[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(names), dtype="str"))


def _groups(
    words: Words, passes: Sequence[Pass], answer: Answer, group: Places, firsts: Ints
) -> pd.DataFrame:
    count = len(firsts)
    names = pd.Index([each.name for each in passes], dtype="str")
    columns: dict[str, object] = {
        "group": np.arange(count),
        "pass_name": pd.Categorical.from_codes(answer.taker[firsts], categories=names),
    }
    sides = {"line": slice(None, words.line_count), "claim": slice(words.line_count, None)}
    for side, of_side in sides.items():
        taken = answer.taker[of_side] != OPEN
        number = group[of_side][taken]
        amount = words.amount[of_side][taken]
        columns[f"{side}_count"] = np.bincount(number, minlength=count)
        columns[f"{side}_sum"] = _sums(number, amount, count)
    order = ["group", "pass_name", "line_count", "claim_count", "line_sum", "claim_sum"]
    return pd.DataFrame(columns)[order]


def _sums(number: Places, amount: Ints, count: int) -> Ints:
    """Exact sums by number. Floats hold 53 bits, so the amounts are added in two halves."""
    low, high = amount & 0xFFFFFF, amount >> 24
    found = np.bincount(number, weights=high, minlength=count).astype(np.int64) << 24
    found += np.bincount(number, weights=low, minlength=count).astype(np.int64)
    return found

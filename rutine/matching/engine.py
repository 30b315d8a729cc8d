"""The engine: declared passes over coded rows, then one outcome and one reason per row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rutine.matching.coding import Coded, Flags, Ints, Texts, code
from rutine.matching.components import Components, by_first_day, find_components, number_all
from rutine.matching.passes import Decision, Method, Pass, check_passes
from rutine.matching.reasons import open_reasons
from rutine.matching.result import Matching, RowOutcome
from rutine.matching.runs import equal_runs
from rutine.matching.surroundings import Surroundings, survey

_OPEN = -1
_OUTCOMES = {
    Decision.SETTLE: RowOutcome.SETTLED,
    Decision.SUGGEST: RowOutcome.SUGGESTED,
}


def match(lines: pd.DataFrame, claims: pd.DataFrame, passes: Sequence[Pass]) -> Matching:
    """Find the groups of lines and claims that belong together.

    The result depends neither on the order of the rows nor on rows of other persons, and
    matching what is left open again finds nothing more.

    Args:
        lines: columns `row_id` (int64, unique), `person`, `unit`, `benefit` (str; an empty or
            missing person belongs with nothing), `first`, `last` (datetime64, NaT when
            missing), `amount` (int64 øre).
        claims: the same columns.
        passes: tried in this order, each on the rows still open.

    Raises:
        TypeError, ValueError: a frame or the passes are malformed; the message says which
            column.
    """
    check_passes(passes)
    coded = code(lines, claims)
    ordered = by_first_day(coded)
    group = np.full(len(coded.row_id), _OPEN, dtype=np.int64)
    taker = np.full(len(coded.row_id), _OPEN, dtype=np.int64)
    for number, each in enumerate(passes):
        left = find_components(coded, ordered[group[ordered] == _OPEN])
        allowed = np.array([each.takes(name) for name in coded.benefits], dtype=np.bool_)
        scene = _Scene(coded, left, survey(coded, left, group == _OPEN), allowed)
        found = _exact(scene) if each.method is Method.EXACT else _group_sum(scene)
        group[found.rows] = found.label
        taker[found.rows] = number
    left = find_components(coded, ordered[group[ordered] == _OPEN])
    reason = open_reasons(coded, passes, left, survey(coded, left, group == _OPEN))
    return _result(_Marks(coded, passes, group, taker), number_all(coded, left, group), reason)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a pass looks at: the open rows, their components and the benefits it may take."""

    coded: Coded
    left: Components
    around: Surroundings
    allowed: Flags


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows of new groups; rows of one group share the place of one of them as their label."""

    rows: Ints
    label: Ints


def _exact(scene: _Scene) -> _Found:
    """Pair lines with claims that are equal in every word, k-th with k-th."""
    coded, left, around = scene.coded, scene.left, scene.around
    calm = ~(around.negative | around.half_dated | around.loose_reversal_in_key)
    rows = left.rows[calm[left.number]]
    rows = np.sort(rows[scene.allowed[coded.benefit[rows]] & (coded.amount[rows] > 0)])
    words = [word[rows] for word in (coded.key, coded.first, coded.last, coded.amount)]
    order, starts = equal_runs(words)
    is_line = rows[order] < coded.line_count
    sizes = np.diff(np.append(starts, len(order)))
    # A run holds its lines first, then its claims, each by place.
    line_count = np.add.reduceat(is_line.astype(np.int64), starts) if starts.size else sizes
    pairs = np.minimum(line_count, sizes - line_count)
    offset = np.arange(pairs.sum()) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    line_at = np.repeat(starts, pairs) + offset
    claim_at = line_at + np.repeat(line_count, pairs)
    paired_lines = rows[order[line_at]]
    return _Found(
        rows=np.concatenate([paired_lines, rows[order[claim_at]]]),
        label=np.concatenate([paired_lines, paired_lines]),
    )


def _group_sum(scene: _Scene) -> _Found:
    """Take whole components whose two sides agree in sum."""
    coded, left, around = scene.coded, scene.left, scene.around
    agrees = around.both_sides & (around.line_sum == around.claim_sum) & (around.line_sum != 0)
    agrees &= around.same_ends | around.negative
    hidden = around.dateless_in_key | (around.loose_reversal_in_key & ~around.only_one_in_key)
    takes = agrees & ~hidden & scene.allowed[coded.benefit[left.rows[left.starts]]]
    chosen = takes[left.number]
    return _Found(
        rows=left.rows[chosen],
        label=left.rows[left.starts][left.number[chosen]],
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    """Which group each row is in, and which pass took it; `_OPEN` where none did."""

    coded: Coded
    passes: Sequence[Pass]
    group: Ints
    taker: Ints

    @property
    def taken(self) -> Flags:
        """The rows that are in a group."""
        taken: Flags = self.group != _OPEN
        return taken

    def of_pass(self, values: list[str]) -> Texts:
        """For each taken row, the value that belongs to the pass that took it."""
        return np.array(values, dtype=object)[self.taker[self.taken]]


def _result(marks: _Marks, component: Ints, reason: Texts) -> Matching:
    coded, taken = marks.coded, marks.taken
    number, labels = pd.factorize(marks.group[taken])
    marks.group[taken] = number
    outcome = np.full(len(taken), RowOutcome.OPEN.value, dtype=object)
    outcome[taken] = marks.of_pass([_OUTCOMES[each.decision].value for each in marks.passes])
    reason[taken] = marks.of_pass([each.method.value for each in marks.passes])
    frame = pd.DataFrame(
        {
            "row_id": coded.row_id,
            "outcome": pd.Series(outcome, dtype="str"),
            "group": pd.arrays.IntegerArray(marks.group, ~taken),
            "component": component,
            "reason": pd.Series(reason, dtype="str"),
        }
    )
    return Matching(
        groups=_groups(marks, len(labels)),
        lines=frame.iloc[: coded.line_count].reset_index(drop=True),
        claims=frame.iloc[coded.line_count :].reset_index(drop=True),
    )


def _groups(marks: _Marks, count: int) -> pd.DataFrame:
    pass_name = np.full(count, "", dtype=object)
    pass_name[marks.group[marks.taken]] = marks.of_pass([each.name for each in marks.passes])
    columns: dict[str, object] = {
        "group": np.arange(count),
        "pass_name": pd.Series(pass_name, dtype="str"),
    }
    is_line = marks.coded.is_line
    for side, of_side in (("line", is_line), ("claim", ~is_line)):
        chosen = marks.taken & of_side
        total = np.zeros(count, dtype=np.int64)
        np.add.at(total, marks.group[chosen], marks.coded.amount[chosen])
        columns[f"{side}_count"] = np.bincount(marks.group[chosen], minlength=count)
        columns[f"{side}_sum"] = total
    order = ["group", "pass_name", "line_count", "claim_count", "line_sum", "claim_sum"]
    return pd.DataFrame(columns)[order]

"""The passes that pair equal rows: exact, and netting."""

from __future__ import annotations

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.runs import equal_runs
from rutine.matching.scene import Found, Scene


def exact(scene: Scene) -> Found:
    """Pair lines with claims that are equal in every word, k-th with k-th."""
    coded, left = scene.coded, scene.left
    rows = left.rows
    fit = scene.calm()[left.number] & scene.allowed[rows] & (coded.amount[rows] > 0)
    rows = rows[fit]
    run = np.cumsum(~coded.repeats, dtype=np.int64)[rows]
    lines, claims = _pair_up(coded.is_line[rows], run)
    lines, claims = rows[lines], rows[claims]
    label = coded.place[lines]
    return Found(np.concatenate([lines, claims]), np.concatenate([label, label]))


def _pair_up(is_line: Flags, run: Ints) -> tuple[Ints, Ints]:
    """In each run of equal rows, which has its lines first: the k-th line and the k-th claim."""
    begins = np.ones(len(run), dtype=np.bool_)
    np.not_equal(run[1:], run[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(run))
    lines_before = np.append(0, np.cumsum(is_line))
    line_count = lines_before[ends] - lines_before[starts]
    pairs = np.minimum(line_count, ends - starts - line_count)
    chosen = np.flatnonzero(pairs)
    starts, line_count, pairs = starts[chosen], line_count[chosen], pairs[chosen]
    lines = np.repeat(starts - np.cumsum(pairs) + pairs, pairs) + np.arange(pairs.sum())
    return lines, lines + np.repeat(line_count, pairs)


def netting(scene: Scene) -> Found:
    """Cancel a reversal with what it reverses: same side, same days, the opposite amount.

    Only where one row can be meant: a reversal of one of two equal payments leaves open which.
    """
    coded, left, around = scene.coded, scene.left, scene.around
    sure = around.negative & ~around.half_dated & ~around.loose_reversal_in_key
    rows = left.rows
    rows = rows[sure[left.number] & scene.allowed[rows] & (coded.amount[rows] != 0)]
    words = (coded.is_line[rows].astype(np.int64), coded.key[rows], coded.first[rows])
    order, starts = equal_runs((*words, coded.last[rows], np.abs(coded.amount[rows])))
    rows = rows[order]
    sizes = np.diff(np.append(starts, len(rows)))
    negative = (
        np.add.reduceat((coded.amount[rows] < 0).astype(np.int64), starts) if sizes.size else sizes
    )
    one_each = starts[(sizes == 2) & (negative == 1)]  # noqa: PLR2004 - the two that cancel
    two = np.stack([rows[one_each], rows[one_each + 1]])
    several = (negative > 0) & (negative < sizes) & (sizes > 2)  # noqa: PLR2004
    return Found(
        rows=two.ravel(),
        label=np.tile(coded.place[two].min(axis=0), 2) if two.size else two.ravel(),
        ambiguous=rows[np.repeat(several, sizes)],
    )

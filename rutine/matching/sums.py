"""The pass that takes whole components whose two sides agree in sum."""

from __future__ import annotations

import numpy as np

from rutine.matching.arrays import Flags
from rutine.matching.day_amounts import consistent
from rutine.matching.gates import Cardinality, Tolerance
from rutine.matching.passes import Pass
from rutine.matching.scene import Found, Scene
from rutine.matching.surroundings import same_days
from rutine.matching.weekdays import weekdays


def group_sum(scene: Scene, each: Pass) -> Found:
    """Take whole components whose two sides agree in sum and in days."""
    coded, left, around = scene.coded, scene.left, scene.around
    agrees = around.both_sides & (around.line_sum != 0) & _fits(scene, each.sizes)
    agrees &= ~left.holds(~scene.allowed[left.rows])
    if each.tolerance is None:
        agrees &= around.line_sum == around.claim_sum
    else:
        agrees &= ~around.negative & _within(scene, each.tolerance, agrees)
    agrees &= ~(around.loose_reversal_in_key & ~around.only_one_in_key)
    few = left.choose(agrees)
    negative = around.negative[agrees]
    takes = consistent(coded, few, negative, each.tolerance)
    # A row without dates may belong to the component, unless every day is accounted for.
    dateless = around.dateless_in_key[agrees]
    takes &= ~(dateless & (negative | around.loose_reversal_in_key[agrees]))
    asked = takes & (dateless | (each.tolerance is not None))
    takes[asked] = same_days(coded, few.choose(asked))
    chosen = takes[few.number]
    label = few.lowest(coded.place[few.rows])
    return Found(few.rows[chosen], label[few.number[chosen]])


def _fits(scene: Scene, sizes: Cardinality) -> Flags:
    around = scene.around
    one_line, one_claim = around.line_count == 1, around.claim_count == 1
    fits: dict[Cardinality, Flags] = {
        Cardinality.ONE_TO_ONE: one_line & one_claim,
        Cardinality.ONE_TO_MANY: one_line,
        Cardinality.MANY_TO_ONE: one_claim,
        Cardinality.MANY_TO_MANY: np.ones(scene.left.count, dtype=np.bool_),
    }
    return fits[sizes]


def _within(scene: Scene, tolerance: Tolerance, candidates: Flags) -> Flags:
    """Whether the sums differ by no more than the tolerance for the days claimed."""
    coded, around = scene.coded, scene.around
    few = scene.left.choose(candidates)
    rows = few.rows
    counted = ~coded.is_line[rows] & coded.dated[rows]
    days = few.sums(np.where(counted, weekdays(coded.first[rows], coded.last[rows]), 0))
    found = np.zeros(scene.left.count, dtype=np.bool_)
    gap = np.abs(around.line_sum - around.claim_sum)[candidates]
    found[candidates] = gap <= tolerance.ore + tolerance.ore_per_day * days
    found &= (around.line_sum > 0) & (around.claim_sum > 0)
    return found

"""The pass that loosens gates and demands that each row is the other's only candidate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rutine.matching.arrays import Flags, Ints
from rutine.matching.coding import Coded
from rutine.matching.gates import Identity, Likeness, PeriodGate
from rutine.matching.near import near_identity
from rutine.matching.passes import Decision, Pass
from rutine.matching.runs import equal_runs
from rutine.matching.scene import NO_ROWS, Found, Scene
from rutine.matching.weekdays import back, forward, weekdays

MOST_PAIRS = 4096
"""Pairs of rows that agree in every gate demanding equality and are compared in the others; a
block with more of them is given up."""


@dataclass(frozen=True, slots=True)
class _Pairs:
    lines: Ints
    claims: Ints

    def keep(self, flags: Flags) -> _Pairs:
        return _Pairs(self.lines[flags], self.claims[flags])


def unique(scene: Scene, each: Pass) -> Found:
    """Pair lines with claims where the gates hold and neither has another candidate."""
    coded = scene.coded
    pairs, exceeded = _blocked(coded, eligible(scene, each), each)
    pairs = pairs.keep(holds(coded, pairs.lines, pairs.claims, each))
    if each.days is PeriodGate.WITHIN and each.same_key:
        pairs = pairs.keep(_alone_together(scene, pairs))
    return choose(coded, pairs.lines, pairs.claims, _may_be_taken(scene, each, pairs), exceeded)


def _may_be_taken(scene: Scene, each: Pass, pairs: _Pairs) -> Flags:
    """Which pairs nothing beside them speaks against: where money settles with a difference."""
    if each.decision is Decision.SETTLE and each.tolerance is not None:
        return _alone_together(scene, pairs)
    return np.ones(len(pairs.lines), dtype=np.bool_)


def _alone_together(scene: Scene, pairs: _Pairs) -> Flags:
    """Whether the two rows of a pair are all that their component holds, and all are dated.

    Else a neighbour's day may be what was paid (a month's first day and the day before it are
    equally dear), or other rows of the component agree better than by a rounding. A row without
    dates may be a neighbour too.
    """
    left = scene.left
    component = np.full(len(scene.coded), -1, dtype=np.int64)
    component[left.rows] = left.number
    number = component[pairs.lines]
    alone: Flags = (number == component[pairs.claims]) & (left.sizes[number] == 2)  # noqa: PLR2004
    alone &= ~scene.around.dateless_in_key[number]
    return alone


def choose(
    coded: Coded, lines: Ints, claims: Ints, may_be_taken: Flags, exceeded: Ints = NO_ROWS
) -> Found:
    """Of all candidate pairs, those that are alone with each other; the others are ambiguous."""
    candidates = np.bincount(lines, minlength=len(coded)) + np.bincount(
        claims, minlength=len(coded)
    )
    alone = (candidates[lines] == 1) & (candidates[claims] == 1)
    taken = alone & may_be_taken
    label = np.minimum(coded.place[lines], coded.place[claims])[taken]
    return Found(
        rows=np.concatenate([lines[taken], claims[taken]]),
        label=np.concatenate([label, label]),
        ambiguous=np.unique(np.concatenate([lines[~taken], claims[~taken]])),
        exceeded=exceeded,
    )


def eligible(scene: Scene, each: Pass) -> Ints:
    """The open rows that the pass may pair."""
    coded, left = scene.coded, scene.left
    missing = each.days is PeriodGate.MISSING
    calm = scene.calm(half_dated=missing)
    fits = np.zeros(len(coded), dtype=np.bool_)
    fits[left.rows[calm[left.number]]] = True
    if missing:
        stirred = np.zeros(coded.key_count, dtype=np.bool_)
        stirred[coded.key[coded.loose[scene.is_open[coded.loose]]]] = True
        nowhere = coded.unplaced[scene.is_open[coded.unplaced]]
        fits[nowhere] = ~coded.reversed[nowhere] & ~stirred[coded.key[nowhere]]
    rows = np.flatnonzero(fits)
    rows = rows[scene.allowed[rows] & (coded.amount[rows] > 0)]
    return rows[_has_counterparts(coded, rows)] if each.same_key else rows


def _has_counterparts(coded: Coded, rows: Ints) -> Flags:
    """Which of the rows have a row of the other side among those of their key."""
    key, is_line = coded.key[rows], coded.is_line[rows]
    lines, claims = (np.zeros(coded.key_count, dtype=np.bool_) for _ in range(2))
    lines[key[is_line]] = True
    claims[key[~is_line]] = True
    found: Flags = (lines & claims)[key]
    return found


def _blocked(coded: Coded, rows: Ints, each: Pass) -> tuple[_Pairs, Ints]:
    """All pairs of a line and a claim that are equal where the pass demands equality."""
    words = [np.zeros(len(rows), dtype=np.int64)]
    if each.identity is Identity.SAME:
        words.append(coded.person(rows))
    if each.unit is Likeness.SAME:
        words.append(coded.unit(rows))
    if each.benefit is Likeness.SAME:
        words.append(coded.benefit[rows].astype(np.int64))
    if each.days is PeriodGate.SAME:
        words += [coded.first[rows], coded.last[rows]]
    if each.tolerance is None:
        words.append(coded.amount[rows])
    order, starts = equal_runs(words)
    rows = rows[order]
    sizes = np.diff(np.append(starts, len(rows)))
    is_line = coded.is_line[rows]
    line_count = np.add.reduceat(is_line.astype(np.int64), starts) if sizes.size else sizes
    pair_count = line_count * (sizes - line_count)
    exceeded = rows[np.repeat(pair_count > MOST_PAIRS, sizes)]
    chosen = (pair_count > 0) & (pair_count <= MOST_PAIRS)
    rows, is_line = rows[np.repeat(chosen, sizes)], is_line[np.repeat(chosen, sizes)]
    block = np.repeat(np.arange(chosen.sum()), sizes[chosen])
    lines, claims = rows[is_line], rows[~is_line]
    of_line = block[is_line]
    claim_count = (sizes - line_count)[chosen]
    first_claim = np.cumsum(claim_count) - claim_count
    repeats = claim_count[of_line]
    offset = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    pairs = _Pairs(
        np.repeat(lines, repeats), claims[np.repeat(first_claim[of_line], repeats) + offset]
    )
    return pairs, exceeded


def holds(coded: Coded, lines: Ints, claims: Ints, each: Pass) -> Flags:
    """Which pairs pass the gates that are more than equality."""
    held = np.ones(len(lines), dtype=np.bool_)
    if each.unit is Likeness.OTHER:
        held &= coded.unit(lines) != coded.unit(claims)
    if each.benefit is Likeness.OTHER:
        held &= coded.benefit[lines] != coded.benefit[claims]
    if each.identity is Identity.NEAR:
        held &= near_identity(coded, lines, claims)
    held &= _days_hold(coded, lines, claims, each)
    if each.tolerance is not None:
        dated = np.where(coded.dated[claims], claims, lines)
        days = weekdays(coded.first[dated], coded.last[dated])
        days = np.where(coded.dated[dated], days, 0)
        gap = np.abs(coded.amount[lines] - coded.amount[claims])
        held &= gap <= each.tolerance.ore + each.tolerance.ore_per_day * days
    return held


def _days_hold(coded: Coded, lines: Ints, claims: Ints, each: Pass) -> Flags:
    line_first, line_last = coded.first[lines], coded.last[lines]
    claim_first, claim_last = coded.first[claims], coded.last[claims]
    if each.days is PeriodGate.MISSING:
        known_first = coded.has_first[lines] & coded.has_first[claims]
        known_last = coded.has_last[lines] & coded.has_last[claims]
        firsts_fit = ~known_first | (line_first == claim_first)
        lasts_fit = ~known_last | (line_last == claim_last)
        missing: Flags = firsts_fit & lasts_fit & ~(known_first & known_last)
        return missing
    if each.days is PeriodGate.WITHIN and each.shift:
        shift = each.shift
        begin, end = line_first - claim_first, line_last - claim_last
        within: Flags = (
            (begin >= -shift.first_earlier)
            & (begin <= shift.first_later)
            & (end >= -shift.last_earlier)
            & (end <= shift.last_later)
            & (line_first <= claim_last)
            & (claim_first <= line_last)
        )
        return within
    if each.days is PeriodGate.OVERLAPPING:
        overlaps: Flags = (line_first <= claim_last) & (claim_first <= line_last)
        return overlaps
    if each.days is PeriodGate.ADJACENT:
        apart = (line_first > claim_last) | (claim_first > line_last)
        follows = forward(back(claim_last) + 1) == forward(line_first)
        leads = forward(back(line_last) + 1) == forward(claim_first)
        adjacent: Flags = apart & (follows | leads)
        return adjacent
    return np.ones(len(lines), dtype=np.bool_)

"""The joint search: the only way to share out the rows of a component.

Sums of parts coincide all the time, so that a way is believed only when it is the only one, when
every line is accounted for, and when each group covers the very same weekdays on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final, Literal, NamedTuple

import numpy as np

from rutine.matching.components import covered_weekdays
from rutine.matching.gates import Cardinality
from rutine.matching.passes import Pass
from rutine.matching.scene import Found, Scene
from rutine.matching.weekdays import back, forward

MOST_OPERATIONS: Final = 6_000
"""Steps spent on one component in each direction; never a time, or results would depend on it."""

_BINS_AT_ONCE: Final = 8  # sums of so many bins are copied in the time of one other step
_NOT_USED: Final = -1
_ENOUGH: Final = 2  # ways that show that there is not only one
_WEEK: Final = 7
_THURSDAY: Final = 3
_WORKDAYS: Final = 5
_Share = tuple[int, ...]  # for each item the bin it goes to
_States = dict[tuple[int, ...], tuple[_Share, ...]]  # sums of the bins -> at most two ways


class Failure(Enum):
    """Why a search has no answer."""

    NONE_FITS = auto()
    AMBIGUOUS = auto()
    EXCEEDED = auto()


class Item(NamedTuple):
    """A row in a search: its days, from Monday to Friday, and its amount."""

    first: int
    last: int
    amount: int

    def contains(self, other: Item) -> bool:
        """Whether the other's days all lie in this one's."""
        return self.first <= other.first and other.last <= self.last


def share_out(items: Sequence[Item], bins: Sequence[Item], *, all_bins: bool) -> _Share | Failure:
    """The one way to fill bins with items, to the øre.

    Args:
        items: each goes to one bin that contains its days.
        bins: each is filled exactly, or left empty.
        all_bins: every bin must be filled and items may be left out; else every item must be
            used and bins may be left empty.

    Returns:
        For each item the place of its bin, -1 when it is left out.
    """
    ways = find_ways(items, bins, all_bins=all_bins)
    if isinstance(ways, Failure):
        return ways
    if len(ways) > 1:
        return Failure.AMBIGUOUS
    return ways[0] if ways else Failure.NONE_FITS


def find_ways(
    items: Sequence[Item], bins: Sequence[Item], *, all_bins: bool
) -> list[_Share] | Literal[Failure.EXCEEDED]:
    """Some of the ways to fill bins with items: none, the only one, or at least two.

    Args:
        items: see `share_out`.
        bins: see `share_out`.
        all_bins: see `share_out`.
    """
    budget = [MOST_OPERATIONS - len(items) * len(bins)]
    if budget[0] < 0:
        return Failure.EXCEEDED
    middle = len(items) // 2
    halves = []
    for part in (items[:middle], items[middle:]):
        states = _spread(part, bins, budget, optional=all_bins)
        if states is None:
            return Failure.EXCEEDED
        halves.append(states)
    found: list[_Share] = []
    targets: list[tuple[int, ...]] = [
        (each.amount,) if all_bins else (0, each.amount) for each in bins
    ]
    for sums, shares in halves[0].items():
        for rest in _rests(sums, targets):
            budget[0] -= 1
            if budget[0] < 0:
                return Failure.EXCEEDED
            for other in halves[1].get(rest, ()):
                found += [share + other for share in shares]
        if len(found) > 1:
            break
    return found


def _spread(
    items: Sequence[Item], bins: Sequence[Item], budget: list[int], *, optional: bool
) -> _States | None:
    """Every tuple of partial sums that the items can come to; None when the budget is spent."""
    states: _States = {(0,) * len(bins): ((),)}
    for item in items:
        fits = [n for n, each in enumerate(bins) if each.contains(item)]
        following: _States = {}
        for sums, shares in states.items():
            budget[0] -= 1 + len(fits) + len(bins) // _BINS_AT_ONCE
            if budget[0] < 0:
                return None
            if optional:
                _add(following, sums, shares, _NOT_USED)
            for n in fits:
                amount = sums[n] + item.amount
                if amount <= bins[n].amount:
                    _add(following, (*sums[:n], amount, *sums[n + 1 :]), shares, n)
        states = following
    return states


def _add(states: _States, sums: tuple[int, ...], shares: tuple[_Share, ...], n: int) -> None:
    known = states.get(sums, ())
    if len(known) < _ENOUGH:
        states[sums] = (*known, *((*share, n) for share in shares))[:_ENOUGH]


def _rests(sums: tuple[int, ...], targets: list[tuple[int, ...]]) -> Iterable[tuple[int, ...]]:
    """What the other half must come to, for each choice of filled bins."""
    rests: list[tuple[int, ...]] = [()]
    for amount, wanted in zip(sums, targets, strict=True):
        rests = [(*rest, goal - amount) for rest in rests for goal in wanted if goal >= amount]
        if len(rests) > MOST_OPERATIONS:
            break
    return rests


def joint_search(scene: Scene, each: Pass) -> Found:
    """Search every component that is calm, fully dated, and too mixed for its whole to agree."""
    coded, left, around = scene.coded, scene.left, scene.around
    whole = left.holds(~scene.allowed[left.rows] | (coded.amount[left.rows] <= 0))
    fit = scene.calm() & around.both_sides & ~whole & (left.sizes > 2)  # noqa: PLR2004
    # Every line must be accounted for, by money and by days.
    few = left.choose(fit & (around.line_sum <= around.claim_sum))
    of_claims = covered_weekdays(coded, few, ~coded.is_line[few.rows])
    few = few.choose(
        of_claims == covered_weekdays(coded, few, np.ones(len(few.rows), dtype=np.bool_))
    )
    is_line = coded.is_line[few.rows].tolist()
    first = forward(coded.first[few.rows]).tolist()
    last = back(coded.last[few.rows]).tolist()
    amount = coded.amount[few.rows].tolist()
    taken: list[int] = []
    label: list[int] = []
    failed: dict[Failure, list[int]] = {Failure.AMBIGUOUS: [], Failure.EXCEEDED: []}
    tried: dict[object, list[list[int]] | Failure] = {}
    ends = np.cumsum(few.sizes).tolist()
    place = coded.place[few.rows].tolist()
    for begin, end in zip(few.starts.tolist(), ends, strict=True):
        origin = first[begin] // _WEEK * _WEEK  # weekdays stay weekdays
        items = [Item(first[n] - origin, last[n] - origin, amount[n]) for n in range(begin, end)]
        sides = is_line[begin:end]
        # All that the answer depends on: components alike in it are searched once.
        mark = (tuple(sides), tuple(items))
        answer = tried.get(mark)
        if answer is None:
            answer = tried[mark] = _groups(items, sides, each.sizes)
        if isinstance(answer, Failure):
            if answer in failed:
                failed[answer] += range(begin, end)
            continue
        for group in answer:
            taken += [begin + n for n in group]
            label += [min(place[begin + n] for n in group)] * len(group)
    return Found(
        few.rows[np.array(taken, dtype=np.int64)],
        np.array(label, dtype=np.int64),
        ambiguous=few.rows[np.array(failed[Failure.AMBIGUOUS], dtype=np.int64)],
        exceeded=few.rows[np.array(failed[Failure.EXCEEDED], dtype=np.int64)],
    )


def _groups(
    items: list[Item], is_line: list[bool], sizes: Cardinality
) -> list[list[int]] | Failure:
    """The groups, as numbers of items, found one way or the other."""
    lines = [n for n, of_line in enumerate(is_line) if of_line]
    claims = [n for n, of_line in enumerate(is_line) if not of_line]
    answers: list[list[list[int]]] = []
    if sizes is not Cardinality.MANY_TO_ONE:
        answer = _one_way(items, claims, lines, all_bins=True)
        if answer is Failure.AMBIGUOUS or answer is Failure.EXCEEDED:
            return answer
        answers += [] if isinstance(answer, Failure) else [answer]
    if sizes is not Cardinality.ONE_TO_MANY:
        answer = _one_way(items, lines, claims, all_bins=False)
        if answer is Failure.AMBIGUOUS or answer is Failure.EXCEEDED:
            return answer
        answers += [] if isinstance(answer, Failure) else [answer]
    if not answers:
        return Failure.NONE_FITS
    if any(answer != answers[0] for answer in answers):
        return Failure.AMBIGUOUS
    if not all(_covers(items, group, is_line) for group in answers[0]):
        return Failure.NONE_FITS
    return _other_ways(items, lines, claims, answers[0]) or answers[0]


def _other_ways(
    items: list[Item], lines: list[int], claims: list[int], answer: list[list[int]]
) -> Failure | None:
    """Why the answer is not the only way, when ways of both directions are mixed.

    Any other way must fill a claim with several lines if the answer never does, or a line with
    several claims. So none may be filled like that, whatever became of the others then.
    """
    of_line = set(lines)
    most_lines = max(sum(n in of_line for n in group) for group in answer)
    most_claims = max(sum(n not in of_line for n in group) for group in answer)
    failures = set()
    if most_lines == 1:
        failures |= {_several_fill(items, lines, n) for n in claims}
    if most_claims == 1:
        failures |= {_several_fill(items, claims, n) for n in lines}
    return next((f for f in (Failure.EXCEEDED, Failure.AMBIGUOUS) if f in failures), None)


def _several_fill(items: list[Item], shared: list[int], filled: int) -> Failure | None:
    """Whether two or more of the shared items, within its days, come to the filled one's amount."""
    target = items[filled].amount
    amounts = [items[n].amount for n in shared if items[filled].contains(items[n])]
    reached = {0: 0}  # sum -> the most items it can be made of
    budget = MOST_OPERATIONS
    for amount in amounts:
        budget -= len(reached)
        if budget < 0:
            return Failure.EXCEEDED
        for total, count in list(reached.items()):
            if total + amount <= target:
                more = max(reached.get(total + amount, 0), count + 1)
                reached[total + amount] = more
    return Failure.AMBIGUOUS if reached.get(target, 0) > 1 else None


def _one_way(
    items: list[Item], shared: list[int], filled: list[int], *, all_bins: bool
) -> list[list[int]] | Failure:
    share = share_out([items[n] for n in shared], [items[n] for n in filled], all_bins=all_bins)
    if isinstance(share, Failure):
        return share
    groups = {n: [filled[n]] for n in share if n != _NOT_USED}
    for item, n in zip(shared, share, strict=True):
        if n != _NOT_USED:
            groups[n].append(item)
    return sorted(sorted(group) for group in groups.values())


def _covers(items: list[Item], group: list[int], is_line: list[bool]) -> bool:
    """Whether both sides of the group cover the same weekdays."""
    sides: list[set[int]] = []
    for of_line in (True, False):
        days: set[int] = set()
        for n in group:
            if is_line[n] is of_line:
                days |= _weekdays(items[n])
        sides.append(days)
    return sides[0] == sides[1]


def _weekdays(item: Item) -> set[int]:
    return {
        day for day in range(item.first, item.last + 1) if (day + _THURSDAY) % _WEEK < _WORKDAYS
    }

"""The joint search: the only way to share out the rows of a component.

Sums of parts coincide all the time, so that a way is believed only when it is the only one, when
every line is accounted for, and when each group covers the very same weekdays on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np

from rutine.matching.arrays import Ints
from rutine.matching.coding import Coded
from rutine.matching.gates import Cardinality
from rutine.matching.passes import Pass
from rutine.matching.scene import NO_ROWS, Found, Scene
from rutine.matching.weekdays import back, forward

MOST_OPERATIONS: Final = 6_000
"""Steps spent on one component in each direction; never a time, or results would depend on it."""

_NOT_USED: Final = -1
_Share = tuple[int, ...]  # for each item the bin it goes to
_States = dict[tuple[int, ...], tuple[int, _Share]]  # sums of the bins -> ways (at most 2), one


class Failure(Enum):
    """Why a search has no answer."""

    NONE_FITS = auto()
    AMBIGUOUS = auto()
    EXCEEDED = auto()


@dataclass(frozen=True, slots=True)
class Item:
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
    budget = [MOST_OPERATIONS]
    middle = len(items) // 2
    halves = []
    for part in (items[:middle], items[middle:]):
        states = _spread(part, bins, budget, optional=all_bins)
        if states is None:
            return Failure.EXCEEDED
        halves.append(states)
    ways = 0
    found: _Share = ()
    targets: list[tuple[int, ...]] = [
        (each.amount,) if all_bins else (0, each.amount) for each in bins
    ]
    for sums, (count, share) in halves[0].items():
        for rest in _rests(sums, targets):
            budget[0] -= 1
            if budget[0] < 0:
                return Failure.EXCEEDED
            other = halves[1].get(rest)
            if other is not None:
                ways += count * other[0]
                found = share + other[1]
        if ways > 1:
            return Failure.AMBIGUOUS
    return found if ways == 1 else Failure.NONE_FITS


def _spread(
    items: Sequence[Item], bins: Sequence[Item], budget: list[int], *, optional: bool
) -> _States | None:
    """Every tuple of partial sums that the items can come to; None when the budget is spent."""
    states: _States = {(0,) * len(bins): (1, ())}
    for item in items:
        fits = [n for n, each in enumerate(bins) if each.contains(item)]
        following: _States = {}
        for sums, (count, share) in states.items():
            budget[0] -= 1 + len(fits)
            if budget[0] < 0:
                return None
            if optional:
                _add(following, sums, count, (*share, _NOT_USED))
            for n in fits:
                amount = sums[n] + item.amount
                if amount <= bins[n].amount:
                    _add(following, (*sums[:n], amount, *sums[n + 1 :]), count, (*share, n))
        states = following
    return states


def _add(states: _States, sums: tuple[int, ...], count: int, share: _Share) -> None:
    known = states.get(sums)
    states[sums] = (count, share) if known is None else (2, known[1])


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
    few = left.choose(fit)
    rows: list[int] = []
    label: list[int] = []
    failed: dict[Failure, list[Ints]] = {Failure.AMBIGUOUS: [], Failure.EXCEEDED: []}
    tried: dict[tuple[tuple[int, ...], ...], list[list[int]] | Failure] = {}
    for members in np.split(few.rows, few.starts[1:]) if few.count else []:
        mark = _fingerprint(coded, members)
        answer = tried.get(mark)
        if answer is None:
            answer = tried[mark] = _groups(coded, members, each.sizes)
        if isinstance(answer, Failure):
            if answer in failed:
                failed[answer].append(members)
            continue
        for group in answer:
            of_group = members[group]
            rows += of_group.tolist()
            label += [int(coded.place[of_group].min())] * len(group)
    return Found(
        np.array(rows, dtype=np.int64),
        np.array(label, dtype=np.int64),
        ambiguous=_joined(failed[Failure.AMBIGUOUS]),
        exceeded=_joined(failed[Failure.EXCEEDED]),
    )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else NO_ROWS


def _fingerprint(coded: Coded, members: Ints) -> tuple[tuple[int, ...], ...]:
    """All that the answer depends on: components alike in it are searched once."""
    origin = coded.first[members].min() // 7 * 7  # weekdays stay weekdays
    return (
        tuple(coded.is_line[members].tolist()),
        tuple((coded.first[members] - origin).tolist()),
        tuple((coded.last[members] - origin).tolist()),
        tuple(coded.amount[members].tolist()),
    )


def _groups(coded: Coded, members: Ints, sizes: Cardinality) -> list[list[int]] | Failure:
    """The groups, as indices of members, found one way or the other."""
    is_line = coded.is_line[members]
    lines, claims = np.flatnonzero(is_line).tolist(), np.flatnonzero(~is_line).tolist()
    first, last = forward(coded.first[members]), back(coded.last[members])
    items = [
        Item(*values)
        for values in zip(
            first.tolist(), last.tolist(), coded.amount[members].tolist(), strict=True
        )
    ]
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
    if not all(_covers(items, group, is_line.tolist()) for group in answers[0]):
        return Failure.NONE_FITS
    return answers[0]


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
    return {day for day in range(item.first, item.last + 1) if (day + 3) % 7 < 5}  # noqa: PLR2004

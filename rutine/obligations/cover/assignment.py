"""Placing people on needs, each person on no more than so many, by augmenting paths.

The graphs are tiny: the people of one shift and a handful of needs. Needs are filled in the
order written, as far as each can be without taking from those before it; that also fills as many
places as can be filled at all (the sets of places that can be filled form a matroid, and a
greedy choice is best in one: Edmonds and Fulkerson, 1965).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

Masks = tuple[int, ...]
"""One number a person: bit `j` is set when the person meets need `j`."""


@lru_cache(maxsize=65_536)
def fill(minimums: tuple[int, ...], masks: Masks, per_person: int) -> tuple[int, ...]:
    """How many places of each need are filled.

    Args:
        minimums: how many places each need has.
        masks: who could fill which.
        per_person: how many different needs one person may fill.
    """
    placed: list[set[int]] = [set() for _ in masks]
    filled = [0] * len(minimums)
    for need, places in enumerate(minimums):
        while filled[need] < places and _augment(need, masks, placed, per_person, set()):
            filled[need] += 1
    return tuple(filled)


def _augment(
    need: int, masks: Sequence[int], placed: list[set[int]], per_person: int, seen: set[int]
) -> bool:
    """Place one more person on the need, moving others if that is what it takes."""
    for person, mask in enumerate(masks):
        if not mask >> need & 1 or person in seen or need in placed[person]:
            continue
        seen.add(person)
        if len(placed[person]) < per_person:
            placed[person].add(need)
            return True
        for other in sorted(placed[person]):
            if _augment(other, masks, placed, per_person, seen):
                placed[person].remove(other)
                placed[person].add(need)
                return True
    return False


@lru_cache(maxsize=65_536)
def critical(minimums: tuple[int, ...], masks: Masks, per_person: int) -> frozenset[int]:
    """The masks of those without whom what is covered would not be.

    People with the same mask can stand in for each other, so the answer holds for all of them.
    """
    found = set()
    for mask, count in Counter(masks).items():
        if count > sum(minimums):
            continue  # more of them than there are places
        without = list(masks)
        without.remove(mask)
        if fill(minimums, tuple(without), per_person) != minimums:
            found.add(mask)
    return frozenset(found)

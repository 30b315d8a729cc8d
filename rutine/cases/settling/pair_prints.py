"""Keyed prints that rows of matched lists are known by: nothing of the row stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from rutine.cases.sealing.keys import KeyRing


def pair_print(keys: KeyRing, text: str) -> str:
    """What the store keeps of a row's name, of what it says, or of which rows are meant."""
    return keys.lookup(text, "matched row")


def as_now(keys: KeyRing, *prints: str) -> Iterator[tuple[str, ...]]:
    """What prints inside a sealed case are now, under whichever lookup keys they were noted.

    A sealed case is not changed with the lookup key. Only one of those given is ever met.
    """
    for depth in range(1, keys.depth + 1):
        yield tuple(keys.brought_under(each, depth) for each in prints)

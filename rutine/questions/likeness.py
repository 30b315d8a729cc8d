"""How much one word is like another: the same, a part of a compound, or a slip of the finger."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rutine.questions.words import Word

SAME: Final = 1.0
MEANS_THE_SAME: Final = 0.9
LONGER: Final = (0.5, 0.4)
"""*ferie* asked, *feriedag* written: at least, and more the more of the word is asked for."""
SHORTER: Final = (0.35, 0.5)
"""*feriedag* asked, *ferie* written; or the same at the words' ends."""
MISTYPED: Final = 0.65
LIKE: Final = 0.5
"""From here on two words are taken to say the same."""

_BEGINNING: Final = 4
"""Letters of the first part of a compound."""
_END: Final = 5
"""Letters of its last part: shorter ends are endings of other words."""
_LONG: Final = 6
"""Letters of a word in which one slip leaves no doubt of what was meant."""


@lru_cache(50_000)
def likeness(asked: Word, written: Word) -> float:
    """From 0 to 1: how far the written word answers the one asked for."""
    one, other = asked.stem, written.stem
    if one == other:
        return SAME
    if asked.concepts & written.concepts:
        return MEANS_THE_SAME
    if one.isdigit() or other.isdigit():
        return 0.0
    return _compound(one, other) or (MISTYPED if _one_slip(one, other) else 0.0)


def _compound(one: str, other: str) -> float:
    """How far one of two words is a part of the other: of the one asked, or of the one written."""
    if len(one) >= _BEGINNING and other.startswith(one):
        return _part(LONGER, one, other)
    if len(other) >= _BEGINNING and one.startswith(other):
        return _part(SHORTER, other, one)
    short, long = sorted((one, other), key=len)
    if len(short) >= _END and long.endswith(short):
        return _part(SHORTER, short, long)
    return 0.0


def _part(measure: tuple[float, float], part: str, whole: str) -> float:
    least, more = measure
    return least + more * len(part) / len(whole)


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter is wrong, missing, one too many, or two stand in the wrong order."""
    if min(len(one), len(other)) < _LONG or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    begin = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    if begin < 0:
        return True
    rest, others = one[begin:], other[begin:]
    swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    return swapped or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


def reached(asked: Word) -> tuple[frozenset[str], frozenset[str]]:
    """What an index is asked for: whole terms, and beginnings of terms.

    Everything that `likeness` may find is among them but compounds that only end alike.
    """
    stem = asked.stem
    parts = {stem[:n] for n in range(_BEGINNING, len(stem))} if not stem.isdigit() else set()
    ends = {stem[n:] for n in range(1, len(stem) - _END + 1)} if not stem.isdigit() else set()
    begins = {stem[: max(_BEGINNING, len(stem) - 2)]} if len(stem) >= _BEGINNING else set()
    return frozenset(asked.terms | parts | ends), frozenset(begins if not stem.isdigit() else ())

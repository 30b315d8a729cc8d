"""Questions that got no answer, those that mean the same put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rutine.questions.likeness import LIKE, likeness
from rutine.questions.words import Word, Words

_ALIKE: Final = 0.6
"""The share of two questions' words that must be alike, seen from the one that has more."""

_STEPS: Final = (1, 3, 10, 30, 100, 300, 1000)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that got no answer, as often as it was asked.

    Attributes:
        key: names it: a keyed print of its text, or its place in a list.
        text: cleaned; digits are masked.
        language: of the page it was asked on.
        times: how often.
        last: when it was asked last; of a list the beginning of its day.
    """

    key: str
    text: str
    language: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """Questions that mean the same; the first of them gives its name."""

    members: tuple[Asked, ...]

    @property
    def first(self) -> Asked:
        """The question that the others are like."""
        return self.members[0]

    @property
    def times(self) -> int:
        """How often any of them was asked."""
        return sum(each.times for each in self.members)

    @property
    def at_least(self) -> int:
        """The same in steps: a case that somebody has decided opens again at the next only."""
        return max(step for step in _STEPS if step <= max(1, self.times))

    @property
    def last(self) -> datetime:
        """When one of them was asked last."""
        return max(each.last for each in self.members)


def grouped(asked: Sequence[Asked], words: Words) -> list[AskedGroup]:
    """Each question with the first before it that it is like; the order given decides.

    Questions in different languages are never one.
    """
    groups: list[tuple[Asked, tuple[Word, ...], list[Asked]]] = []
    for each in asked:
        own = words.read(each.text, each.language)
        for leader, said, members in groups:
            if leader.language == each.language and _alike(own, said, each, leader):
                members.append(each)
                break
        else:
            groups.append((each, own, [each]))
    return [AskedGroup(tuple(members)) for _, _, members in groups]


def _alike(one: Sequence[Word], other: Sequence[Word], a: Asked, b: Asked) -> bool:
    if not one or not other:
        return a.text.casefold() == b.text.casefold()
    shared = min(_covered(one, other), _covered(other, one))
    return shared / max(len(one), len(other)) >= _ALIKE


def _covered(one: Sequence[Word], other: Sequence[Word]) -> int:
    return sum(any(likeness(a, b) >= LIKE for b in other) for a in one)

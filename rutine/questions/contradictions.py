"""Two entries on one question that are valid at once: one of them must go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rutine.questions.entry import Entry
from rutine.questions.words import Words


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two entries that are asked alike, in the order of their keys.

    Attributes:
        one, other: the entries.
        differ: whether their answers do; else the same is said twice.
    """

    one: Entry
    other: Entry
    differ: bool


def rivals(entries: Sequence[Entry], words: Words) -> list[Rivals]:
    """Every two entries of a language that share a wording, a day and a unit.

    A wording is its words without endings, in any order: *ta ut ferie* and *ferien tas ut* are
    one. Two that follow each other in time are none.
    """
    asked: dict[tuple[str, frozenset[str]], list[Entry]] = defaultdict(list)
    for entry in entries:
        for text in dict.fromkeys(entry.asked_as):
            said = frozenset(word.stem for word in words.read(text, entry.language))
            if said:
                asked[entry.language, said].append(entry)
    found: dict[tuple[str, str], Rivals] = {}
    for group in asked.values():
        for pair in combinations(sorted(set(group), key=lambda e: e.key), 2):
            one, other = pair
            if one.overlaps(other):
                differ = _told(one) != _told(other)
                found[one.key, other.key] = Rivals(one, other, differ)
    return [found[key] for key in sorted(found)]


def _told(entry: Entry) -> str:
    return " ".join(entry.answer.split()).casefold()

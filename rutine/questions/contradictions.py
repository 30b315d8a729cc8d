"""Two entries on one question that are valid at once: one of them must go.

A question is the same by its wordings, or because HR gives it the same id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
    """Every two entries of a language that share a wording or an id, a day and a unit.

    A wording is its words without endings, in any order: *ta ut ferie* and *ferien tas ut* are
    one. Two that follow each other in time are none, nor are two of an id that answer the same:
    the id is one question's, however differently HR puts it.
    """
    asked: dict[tuple[str, frozenset[str]], list[Entry]] = defaultdict(list)
    for entry in entries:
        for text in dict.fromkeys(entry.asked_as):
            said = frozenset(word.stem for word in words.read(text, entry.language))
            if said:
                asked[entry.language, said].append(entry)
    named: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        named[entry.language, entry.question_id].append(entry)
    found = {(pair.one.key, pair.other.key): pair for pair in _pairs(asked.values())}
    for pair in _pairs(named.values()):
        if pair.differ:
            found[pair.one.key, pair.other.key] = pair
    return [found[key] for key in sorted(found)]


def _pairs(groups: Iterable[Sequence[Entry]]) -> Iterator[Rivals]:
    """Every two of a group that are valid on a day, at a unit."""
    for group in groups:
        for one, other in combinations(sorted(set(group), key=lambda e: e.key), 2):
            if one.overlaps(other):
                yield Rivals(one, other, _told(one) != _told(other))


def _told(entry: Entry) -> str:
    return " ".join(entry.answer.split()).casefold()

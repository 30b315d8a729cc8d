"""Which approved answer a question is about, if any: how much of it each answer's wordings say.

Every word of the question weighs the more, the fewer answers have it; one that no answer has
weighs most. So a question about something else stays below the threshold whatever small words
it shares with an answer, and no answer is given.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rutine.questions.entry import Entry
from rutine.questions.likeness import LIKE, likeness
from rutine.questions.words import Word, Words

THRESHOLD: Final = 0.44
"""Below this, the answer is that there is none. Measured in `benchmarks/hr_questions.py`."""

_IN_ANSWER: Final = 0.5
"""What a word weighs that only the answer's own text has."""
_OF_WORDING: Final = 0.2
"""How much of the score hangs on whether the wording says anything beyond the question."""
_AS_WELL: Final = 0.11
"""By how much one word may be less like another and still count as having it."""
_UNKNOWN: Final = 0.7
"""What a word weighs that no answer has: people say more than they ask."""
_NEAR: Final = 0.6
"""Answers below this share of the best are not shown beside it."""
MOST: Final = 3
"""Answers that are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer, and how well it fits from 0 to 1."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry's words."""

    wordings: tuple[tuple[Word, ...], ...]
    answer: tuple[Word, ...]


def rank(
    question: str, entries: Sequence[Entry], words: Words, *, among: Mapping[str, int]
) -> list[Hit]:
    """Every entry that shares a word with the question, the best first.

    The order does not depend on that of the entries: equal scores go by the entry's key.

    Args:
        question: as it was asked, in any of the languages.
        entries: those that an index found.
        words: HR's table of words.
        among: how many answers there are in all, in each language.
    """
    found: list[Hit] = []
    for language in sorted({entry.language for entry in entries}):
        asked = words.read(question, language)
        own = [entry for entry in entries if entry.language == language]
        read = [_read(entry, words) for entry in own]
        size = among.get(language, len(own))
        weights = [_weight([_in_wordings(word, each) for each in read], size) for word in asked]
        for entry, each in zip(own, read, strict=True):
            score = _score(asked, weights, each)
            if score > 0:
                found.append(Hit(entry, round(score, 6)))
    return sorted(found, key=lambda hit: (-hit.score, hit.entry.key))


def best_of(hits: Sequence[Hit], language: str, *, threshold: float = THRESHOLD) -> list[Hit]:
    """What is shown of the ranked: at most three, each question once, none below the threshold.

    A question that has an answer in the reader's language is shown in that language, though it
    was found in another.
    """
    enough = [hit for hit in hits if hit.score >= threshold]
    if not enough:
        return []
    shown: dict[str, Hit] = {}
    for hit in enough:
        if hit.score < _NEAR * enough[0].score:
            break
        had = shown.get(hit.entry.question_id)
        if had is None:
            shown[hit.entry.question_id] = hit
        elif had.entry.language != language and hit.entry.language == language:
            shown[hit.entry.question_id] = Hit(hit.entry, had.score)
    return list(shown.values())[:MOST]


def _read(entry: Entry, words: Words) -> _Read:
    return _Read(
        tuple(words.read(text, entry.language) for text in entry.asked_as),
        words.read(entry.answer, entry.language),
    )


def _in_wordings(word: Word, entry: _Read) -> float:
    return max((likeness(word, w) for each in entry.wordings for w in each), default=0.0)


def _weight(marks: Sequence[float], size: int) -> float:
    """The more, the fewer answers have the word as well as any has it.

    Those that have it worse do not count: *foreldrepermisjon* is rare, though many have
    *permisjon*.
    """
    best = max(marks, default=0.0)
    having = sum(mark >= best - _AS_WELL for mark in marks) if best >= LIKE else 0
    return math.log1p((size + 1) / (having + 0.5)) * (1 if having else _UNKNOWN)


def _score(asked: Sequence[Word], weights: Sequence[float], entry: _Read) -> float:
    whole = sum(weights)
    if not whole:
        return 0.0
    in_answer = [
        _IN_ANSWER * max((likeness(word, w) for w in entry.answer), default=0.0) for word in asked
    ]
    best = 0.0
    for wording in entry.wordings:
        marks = [max((likeness(word, w) for w in wording), default=0.0) for word in asked]
        if not any(marks):
            continue
        pairs = zip(weights, marks, in_answer, strict=True)
        said = sum(weight * max(mark, low) for weight, mark, low in pairs) / whole
        back = sum(max(likeness(word, w) for word in asked) for w in wording) / len(wording)
        best = max(best, said * (1 - _OF_WORDING + _OF_WORDING * back))
    return best

"""Asking: from a question to the approved answers that are shown, or to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rutine.questions.entry import LANGUAGES, Entry
from rutine.questions.likeness import reached
from rutine.questions.ranking import THRESHOLD, Hit, best_of, rank
from rutine.questions.words import Words


@dataclass(frozen=True, slots=True)
class Reached:
    """What an index is asked for: whole words, and beginnings of words."""

    terms: frozenset[str] = frozenset()
    begins: frozenset[str] = frozenset()


class Answers(Protocol):
    """The answers that may be shown, wherever they lie."""

    def found(self, wanted: Reached) -> Sequence[Entry]:
        """Those that have one of the words."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """How many there are in each language."""
        ...


def wanted_for(question: str, words: Words) -> Reached:
    """What to ask an index for: the question may be in any of the languages."""
    terms: set[str] = set()
    begins: set[str] = set()
    for language in LANGUAGES:
        for word in words.read(question, language):
            whole, beginnings = reached(word)
            terms |= whole
            begins |= beginnings
    return Reached(frozenset(terms), frozenset(begins))


def ask(
    question: str,
    language: str,
    answers: Answers,
    words: Words,
    *,
    unit: str = "",
    threshold: float = THRESHOLD,
) -> list[Hit]:
    """What is shown to one who asks, the best first; nothing where no answer fits.

    Args:
        question: as it was asked.
        language: the reader's; an answer in it is preferred.
        answers: those that may be shown today.
        words: HR's table of words.
        unit: where the reader works; empty where they have not said.
        threshold: below it there is no answer.
    """
    entries = [
        entry for entry in answers.found(wanted_for(question, words)) if entry.applies_to(unit)
    ]
    hits = rank(question, entries, words, among=answers.sizes())
    return best_of(hits, language, threshold=threshold)

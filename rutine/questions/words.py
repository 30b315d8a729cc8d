"""Words as the search sees them: small letters, without endings, and with what means the same.

Both engines store what is made here and compare it letter by letter, so that the same question
gets the same answers on SQLite and PostgreSQL. Endings are taken off by Snowball's Norwegian
stemmer, for bokmål and nynorsk alike, and by its English one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Final, Literal

import snowballstemmer

Family = Literal["norwegian", "english"]
"""Whose endings a text has: bokmål and nynorsk have the same."""

_WORD: Final = re.compile(r"[a-zæøå0-9]+")
_LETTERS: Final = str.maketrans("äöüéèêëáàâóòôíìïñç", "æøueeeeaaaoooiiinc")
_SHORTEST: Final = 2
"""Letters; a single one says nothing."""
_LONGEST: Final = 100
"""Letters; nobody says more at once, and PostgreSQL's index takes no word beyond 2046."""

_CONCEPT: Final = "zz"
"""How the name of a concept begins; no Norwegian or English word begins so."""

_REMEMBERED: Final = 20_000
_LOCK: Final = Lock()
_STEMMERS: Final = {name: snowballstemmer.stemmer(name) for name in ("norwegian", "english")}


def family_of(language: str) -> Family:
    """Whose endings a language has: `nb` and `nn` are one family, `en` is the other."""
    return "english" if language == "en" else "norwegian"


@lru_cache(_REMEMBERED)
def stem(word: str, family: Family) -> str:
    """The word without its ending. The stemmers keep a state, so they take turns."""
    with _LOCK:
        found: str = _STEMMERS[family].stemWord(word)
    return found


def spelled(text: str) -> list[str]:
    """The words of a text in small letters, accents and the neighbours' letters made ours."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return [word for word in _WORD.findall(plain) if _SHORTEST <= len(word) <= _LONGEST]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes:
        stem: without its ending.
        concepts: what it means, where HR's table has it; the same for words that mean the same.
    """

    stem: str
    concepts: frozenset[str] = frozenset()

    @property
    def terms(self) -> frozenset[str]:
        """All that it is found by."""
        return self.concepts | {self.stem}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What HR's table says of one family's words.

    Attributes:
        skipped: words that say nothing of what is asked, as they are written.
        same: words and phrases that mean the same, group by group.
    """

    skipped: frozenset[str] = frozenset()
    same: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class Words:
    """Reads texts by HR's table."""

    vocabularies: Mapping[Family, Vocabulary] = field(default_factory=dict)
    _phrases: dict[Family, dict[str, list[tuple[frozenset[str], str]]]] = field(
        default_factory=dict, init=False
    )

    def __post_init__(self) -> None:
        for family, vocabulary in self.vocabularies.items():
            by_stem: dict[str, list[tuple[frozenset[str], str]]] = {}
            for group in vocabulary.same:
                phrases = [self._stems(each, family) for each in group]
                concept = _CONCEPT + "".join(phrases[0])
                for phrase in phrases:
                    for each in phrase:
                        by_stem.setdefault(each, []).append((frozenset(phrase), concept))
            self._phrases[family] = by_stem

    def read(self, text: str, language: str) -> tuple[Word, ...]:
        """What a text is about: its words but those that are skipped, each once, in order."""
        family = family_of(language)
        stems = dict.fromkeys(self._stems(text, family))
        known = self._phrases.get(family, {})
        return tuple(
            Word(
                each,
                frozenset(
                    concept for phrase, concept in known.get(each, ()) if phrase <= stems.keys()
                ),
            )
            for each in stems
        )

    def terms(self, texts: Iterable[str], language: str) -> str:
        """What texts are found by, apart by spaces, in alphabetical order: for the index."""
        found = {
            term for text in texts for word in self.read(text, language) for term in word.terms
        }
        return " ".join(sorted(found))

    def _stems(self, text: str, family: Family) -> list[str]:
        vocabulary = self.vocabularies.get(family)
        skipped = vocabulary.skipped if vocabulary is not None else frozenset()
        return [stem(word, family) for word in spelled(text) if word not in skipped]

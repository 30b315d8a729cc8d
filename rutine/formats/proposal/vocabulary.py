"""The words by which payroll and banks call the records' fields, read from `words.toml`."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

_ALIKE: Final = 0.88
_WORD: Final = re.compile(r"[^\W_]+")

EXACT: Final = 1.0
PART: Final = 0.8
NEARLY: Final = 0.7


def heading_words(heading: str) -> tuple[str, ...]:
    """A heading's words in small letters: `Fra-dato (ferie)` is fra, dato, ferie."""
    plain = unicodedata.normalize("NFC", heading).casefold()
    return tuple(_WORD.findall(plain))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "words.toml").read_text("utf-8"))


@cache
def _catalogue() -> dict[str, dict[str, list[str]]]:
    return {name: table for name, table in _file().items() if name != "values"}


def known_values(name: str) -> Mapping[str, str]:
    """The words that may stand in a field, and what each means; empty for most fields."""
    found: dict[str, str] = _file()["values"].get(name, {})
    return found


@cache
def synonyms(record: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Field -> the ways to call it, each as words; a record's own go before the common ones."""
    common, own = _catalogue()["common"], _catalogue()[record]
    return {
        name: tuple(map(heading_words, [*own.get(name, ()), *common.get(name, ())]))
        for name in (own | common)
    }


@cache
def _all_headings() -> frozenset[str]:
    return frozenset(
        "".join(heading_words(word))
        for record in _catalogue().values()
        for words in record.values()
        for word in words
    )


FOOTER_WORDS: Final = (
    "Sum",
    "Totalsum",
    "Totalt",
    "Total",
    "I alt",
    "Antall",
    "Talet på",
    "Grand total",
    "Utskrift",
    "Rapport",
    "Side",
    "Slutt på",
)
"""How closing lines begin."""


def known_heading(words: tuple[str, ...]) -> bool:
    """Whether some field of some record is called exactly this."""
    return "".join(words) in _all_headings()


def likeness(words: tuple[str, ...], record: str, name: str) -> float:
    """How well a heading names a record's field: 1 exactly, 0 not at all."""
    if not words:
        return 0.0
    plain = "".join(words)
    best = 0.0
    for other in synonyms(record).get(name, ()):
        joined = "".join(other)
        if joined == plain:
            return EXACT
        if set(other) <= set(words):
            best = max(best, PART * (0.75 + 0.25 * len(other) / len(words)))
        elif difflib.SequenceMatcher(None, joined, plain).ratio() >= _ALIKE:
            best = max(best, NEARLY)
    return best

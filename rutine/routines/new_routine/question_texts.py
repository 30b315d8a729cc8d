"""What a new routine's maker is asked and told, in three languages, from `texts/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from rutine.formats.sentences import Language
from rutine.routines.document.document_texts import DocumentTexts
from rutine.routines.new_routine.reading import Fault

_TABLES: Final = {"proof": "proofs", "event": "events", "weekday": "weekday", "weekdays": "weekday"}
"""Question -> where the process document has its words."""


@cache
def catalogue(language: Language) -> dict[str, Any]:
    """A language's texts: a table for each question, and `choice`, `fault` and `taken`."""
    file = resources.files(__package__) / "texts" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def asked(key: str, language: Language) -> tuple[str, str]:
    """A question, and one line about why."""
    found: Mapping[str, str] = catalogue(language)[key]
    return found["ask"], found["why"]


def choice(key: str, word: str, language: Language) -> str:
    """What one of a question's words to choose among means; empty for words of a file."""
    if key in _TABLES:
        return DocumentTexts(language).word(_TABLES[key], word)
    found: str = catalogue(language)["choice"].get(word, "")
    return found


def told(fault: Fault, language: Language) -> str:
    """What is wrong with an answer."""
    texts = catalogue(language)
    words = dict(fault.words)
    if fault.code == "name_taken":
        words["what"] = texts["taken"][words["what"]]
    sentence: str = texts["fault"][fault.code]
    return sentence.format(**words)

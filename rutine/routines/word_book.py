"""A part's texts in a language, from the TOML files beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from rutine.formats.sentences import Language


@cache
def catalogue_of(package: str, language: Language) -> dict[str, Any]:
    """A language's texts by key, and its tables of words, from a package's `texts/`."""
    file = resources.files(package) / "texts" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


class WordBook:
    """The texts of one language."""

    def __init__(self, package: str, language: Language) -> None:
        self.language = language
        self._texts = catalogue_of(package, language)

    def __call__(self, key: str, **values: object) -> str:
        """A text, with its values put in."""
        text: str = self._texts[key]
        return text.format(**values)

    def word(self, table: str, key: str) -> str:
        """A word of a closed vocabulary."""
        word: str = self._texts[table][key]
        return word

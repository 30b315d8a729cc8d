"""What is written in drawings, in bokmål, nynorsk and English, from `texts/*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

from babel.numbers import format_decimal

from rutine.formats.sentences import Language

_LOCALES: Final[dict[Language, str]] = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


@cache
def catalogue(language: Language) -> dict[str, Any]:
    """A language's texts by key, and its tables of words."""
    file = resources.files(__package__) / "texts" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


class DrawingTexts:
    """The texts of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = catalogue(language)

    def __call__(self, key: str, **values: object) -> str:
        """A text, with its values put in."""
        text: str = self._texts[key]
        return text.format(**values)

    def word(self, table: str, key: str) -> str:
        """A word of a closed vocabulary: which, fate, kind, waste or figures."""
        word: str = self._texts[table][key]
        return word

    def number(self, value: float) -> str:
        """A number as the language writes it, with at most one decimal."""
        return format_decimal(round(value, 1), "#,##0.#", _LOCALES[self.language])

    def minutes(self, count: float) -> str:
        """So many minutes."""
        return self("minutes", count=self.number(count))

    def hours(self, count: float) -> str:
        """So many hours."""
        told = self.number(count)
        return self("one_hour") if told == "1" else self("hours", count=told)

    def share(self, percent: float) -> str:
        """So many percent."""
        return f"{self.number(percent)}\u00a0%"

    def times(self, count: float) -> str:
        """How often in a month."""
        told = self.number(count)
        return self("once_a_month") if told == "1" else self("times_a_month", count=told)

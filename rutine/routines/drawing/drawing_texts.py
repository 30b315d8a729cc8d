"""What is written in drawings, in bokmål, nynorsk and English, from `texts/*.toml`."""

from __future__ import annotations

from typing import Final

from rutine.formats.sentences import Language
from rutine.routines.numerals import numeral
from rutine.routines.word_book import WordBook

PACKAGE: Final = "rutine.routines.drawing"


class DrawingTexts(WordBook):
    """The texts of one language; its tables of words are which, fate, kind, waste and figures."""

    def __init__(self, language: Language) -> None:
        super().__init__(PACKAGE, language)

    def number(self, value: float) -> str:
        """A number as the language writes it, with at most one decimal."""
        return numeral(value, self.language, at_most=1)

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

"""What a process document says by itself, in three languages, from `texts/*.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from babel.dates import format_date

from rutine.core.reason_texts import Language as ReasonLanguage
from rutine.formats.sentences import Language
from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.numerals import LOCALES
from rutine.routines.word_book import WordBook

PACKAGE: Final = "rutine.routines.document"


class DocumentTexts(WordBook):
    """The texts of one language, with those of the drawings beside them in `drawn`."""

    def __init__(self, language: Language) -> None:
        super().__init__(PACKAGE, language)
        self.drawn = DrawingTexts(language)

    @property
    def for_reasons(self) -> ReasonLanguage:
        """The language, as the catalogue of reasons knows it."""
        return ReasonLanguage(self.language)

    def yes(self, said: bool | None) -> str | None:
        """Yes or no; None where nobody has said."""
        return None if said is None else self("yes" if said else "no")

    def number(self, value: float | None) -> str | None:
        """A number as the language writes it; None where there is none."""
        return None if value is None else self.drawn.number(value)

    def day(self, value: date) -> str:
        """A day in words."""
        return format_date(
            value, "d. MMMM y" if self.language != "en" else "d MMMM y", LOCALES[self.language]
        )

    def length(self, months: int, weeks: int, days: int) -> str:
        """So many months, weeks and days."""
        counted = (("month", months), ("week", weeks), ("day", days))
        parts = [
            self(f"one_{name}") if count == 1 else self(f"{name}s", count=count)
            for name, count in counted
            if count
        ]
        return self.several(parts)

    def several(self, items: Sequence[str], joined_by: str = "and") -> str:
        """Things in a row: one, two and three."""
        if len(items) < 2:  # noqa: PLR2004 - nothing to join
            return "".join(items)
        return f"{', '.join(items[:-1])} {self(joined_by)} {items[-1]}"


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]

"""What a process document says by itself, in three languages, from `texts/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from babel.dates import format_date

from rutine.core.reason_texts import Language as ReasonLanguage
from rutine.formats.sentences import Language
from rutine.routines.drawing.drawing_texts import DrawingTexts

_LOCALES: Final[dict[Language, str]] = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


@cache
def catalogue(language: Language) -> dict[str, Any]:
    """A language's texts by key, and its tables of words."""
    file = resources.files(__package__) / "texts" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


class DocumentTexts:
    """The texts of one language, with those of the drawings beside them in `drawn`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.drawn = DrawingTexts(language)
        self._texts = catalogue(language)

    @property
    def for_reasons(self) -> ReasonLanguage:
        """The language, as the catalogue of reasons knows it."""
        return ReasonLanguage(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """A text, with its values put in."""
        text: str = self._texts[key]
        return text.format(**values)

    def word(self, table: str, key: str) -> str:
        """A word of a closed vocabulary."""
        word: str = self._texts[table][key]
        return word

    def yes(self, said: bool | None) -> str | None:
        """Yes or no; None where nobody has said."""
        return None if said is None else self("yes" if said else "no")

    def number(self, value: float | None) -> str | None:
        """A number as the language writes it; None where there is none."""
        return None if value is None else self.drawn.number(value)

    def day(self, value: date) -> str:
        """A day in words."""
        return format_date(
            value, "d. MMMM y" if self.language != "en" else "d MMMM y", _LOCALES[self.language]
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

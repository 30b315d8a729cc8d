"""What the parts of a routine file are made of: frozen models, days, titles and short texts.

The vocabulary is closed: every value is a word from a list, a number, a day or a text for
people. There are no expressions, so that a file says what it does without being run.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from rutine.formats.sentences import Language

LANGUAGES: Final[tuple[Language, ...]] = ("nb", "nn", "en")
"""Bokmål first: it is what a text falls back to."""

NAME: Final = "^[a-z][a-z0-9_]{0,59}$"
"""What files, flows, records and parts of a routine are named: also their Python names."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK: Final = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Part(BaseModel):
    """A part of a routine file: unknown keys are refused, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _written_out(value: Any) -> Any:
    """Only `2026-10-01`: pydantic would take a number for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a day is written yyyy-mm-dd, such as 2026-10-01")
    return value


def _with_bokmal(titles: dict[Language, str]) -> dict[Language, str]:
    if not titles.get("nb", "").strip():
        raise ValueError("the text in bokmål (nb) is missing")
    return titles


Name = Annotated[str, Field(pattern=NAME)]
Slug = Annotated[str, Field(pattern="^[a-z][a-z0-9_-]{0,59}$")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Label = Annotated[str, Field(min_length=1, max_length=120)]
Day = Annotated[date, BeforeValidator(_written_out)]
Clock = Annotated[str, Field(pattern=_CLOCK)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Titles = Annotated[dict[Language, Words], AfterValidator(_with_bokmal)]
"""A text in each language; bokmål always, nynorsk and English where somebody reads them."""

Certainty = Literal["measured", "estimated", "example"]
"""How a figure was found: by the clock or a count, by asking those who do it, or made up to show
the form (to be measured before anybody rests on it)."""


class InWords(Part):
    """Something said in words, in bokmål and perhaps in nynorsk and English."""

    nb: Words = Field(description="In bokmål, as the person who does it would say it.")
    nn: Words | None = Field(default=None, description="In nynorsk.")
    en: Words | None = Field(default=None, description="In English.")

    def words(self, language: Language) -> str:
        """The text in a language, in bokmål where it is not written in that one."""
        said: str | None = getattr(self, language)
        return said or self.nb


class Dated(Part):
    """A rule that holds from one day to another, so that a changed rule is added, not edited."""

    first: Day | None = Field(
        default=None, alias="from", description="The first day it holds; left out: always has."
    )
    last: Day | None = Field(
        default=None, alias="to", description="The last day it holds; left out while it still does."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("to is before from")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the rule holds on a day."""
        begun = self.first is None or self.first <= day
        return begun and (self.last is None or day <= self.last)


def said(titles: dict[Language, str], language: Language) -> str:
    """A title in a language, in bokmål where it is not written in that one; empty without any."""
    return titles.get(language) or titles.get("nb") or next(iter(titles.values()), "")

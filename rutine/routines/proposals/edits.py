"""The changes that can be proposed: a closed list, each said in a few words of the vocabulary.

What a change does to the text stands in `patches`; a change knows nothing of where a file is.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Kind(StrEnum):
    """What sort of proposal it is."""

    ALIAS = "alias"
    """A word that the bank writes for something we know."""
    FORMAT_FIX = "format_fix"
    """A word of a file that was read as the wrong thing."""
    TOLERANCE = "tolerance"
    """A difference that is suggested to a person as rounding."""
    REASON_TEXT = "reason_text"
    """What is said to the reviewer of a reason."""
    RULE = "rule"
    """A match rule, or a benefit, that may settle."""


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AddPass(_Edit):
    """One more match rule: with a tolerance it only suggests, without one it settles."""

    do: Literal["add_pass"] = "add_pass"
    name: str
    method: Literal["exact", "unique", "group_sum"]
    ore_per_day: int | None = Field(default=None, ge=1, le=50)

    @property
    def kind(self) -> Kind:
        """A rule, unless it is about amounts that differ."""
        return Kind.RULE if self.ore_per_day is None else Kind.TOLERANCE

    @property
    def suggests(self) -> bool:
        """Amounts that differ are never settled by a tolerance alone."""
        return self.ore_per_day is not None


class LetSettle(_Edit):
    """A match rule that suggests today settles."""

    do: Literal["let_settle"] = "let_settle"
    name: str

    @property
    def kind(self) -> Kind:
        """A rule."""
        return Kind.RULE


class SettleBenefit(_Edit):
    """One more benefit may be settled without a person."""

    do: Literal["settle_benefit"] = "settle_benefit"
    code: str

    @property
    def kind(self) -> Kind:
        """A rule."""
        return Kind.RULE


class BankWord(_Edit):
    """One more word by which the bank's text says that money from NAV is no refund."""

    do: Literal["bank_word"] = "bank_word"
    word: str

    @property
    def kind(self) -> Kind:
        """Another name of what we know."""
        return Kind.ALIAS


class ReasonNote(_Edit):
    """What reviewers read beside a reason: how such cases have been decided."""

    do: Literal["reason_note"] = "reason_note"
    code: str
    note: str

    @property
    def kind(self) -> Kind:
        """A text."""
        return Kind.REASON_TEXT


class FormatWord(_Edit):
    """A word of a format file becomes another benefit."""

    do: Literal["format_word"] = "format_word"
    format: str
    word: str
    benefit: str

    @property
    def kind(self) -> Kind:
        """A fix of how a file is read."""
        return Kind.FORMAT_FIX


Edit = AddPass | LetSettle | SettleBenefit | BankWord | ReasonNote | FormatWord

_EDIT: TypeAdapter[Edit] = TypeAdapter(Annotated[Edit, Field(discriminator="do")])


def written(edit: Edit) -> str:
    """The change as one line of JSON, always the same for the same change: it names it too."""
    return edit.model_dump_json(exclude_none=True)


def read_edit(text: str) -> Edit:
    """The change that was written."""
    return _EDIT.validate_json(text)

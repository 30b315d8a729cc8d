"""Which fields of a list mean what, when it is held against another."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.formats.sentences import Language

Signs = Literal["together", "apart"]
_Column = Annotated[str, Field(min_length=1, max_length=50)]

PLACEHOLDERS: Final = ("DIVERSE", "DIV", "NOTPROVIDED", "UKJENT", "INGEN", "NA", "NONE")
"""References that stand for none where a match file lists no words of its own."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class SideFields(_Part):
    """One of the two lists, but for its formats."""

    title: dict[Language, str] = Field(description="What people call the list.")
    record: str = Field(description="The kind of record that its rows are.")
    key: _Column = Field(
        default="row",
        description="The field that names a row in the result, never a person's id or name. "
        "Left out: its line.",
    )
    identity: _Column = Field(description="The field that must be the same: a person, a reference.")
    nobody: tuple[str, ...] = Field(
        default=PLACEHOLDERS,
        description="Words of identity that stand for none, such as DIVERSE; case, spaces and "
        "punctuation make no difference. Zeros only, or no letter or digit, is always none.",
    )
    name: _Column | None = Field(
        default=None,
        description="The field with what the person is called; read by passes with identity near.",
    )
    unit: _Column | None = Field(
        default=None, description="A second field that must be the same, such as an account."
    )
    benefit: _Column | None = Field(
        default=None, description="A third field that must be the same: what the money is for."
    )
    first: _Column | None = Field(default=None, description="The field with the first day.")
    last: _Column | None = Field(default=None, description="The field with the last day.")
    amount: _Column = Field(description="The field with the amount.")
    less: _Column | None = Field(
        default=None, description="The field with the part of the amount that is settled already."
    )
    faults: Literal["refuse_row", "refuse_file"] = Field(
        default="refuse_row", description="What one faulty row does: only it, or all, is refused."
    )


class RoutineSide(SideFields):
    """One of the two lists of a routine that runs month after month."""

    complete: bool = Field(
        default=False,
        description="yes when each export lists everything that is still open: a row that is no "
        "longer there is over. no: open rows are carried on from export to export.",
    )


class TwoSides(_Part):
    """The two lists of a routine that matches them; their formats stand under sources."""

    a: RoutineSide = Field(description="The first list: what happened.")
    b: RoutineSide = Field(description="The second list: what was expected.")
    signs: Signs = Field(
        default="together",
        description="together: a negative amount takes back a positive one. apart: in and out "
        "are different things, and amounts are compared without their sign.",
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> TwoSides:
        for field in ("unit", "benefit"):
            if (getattr(self.a, field) is None) != (getattr(self.b, field) is None):
                raise ValueError(f"{field} must be named for both lists or for none")
        if self.a.record == self.b.record:
            raise ValueError("the two lists are of the same record: give each a record of its own")
        return self

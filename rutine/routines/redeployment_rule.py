"""What the law says of the preferential right, and when the routine reminds somebody."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from rutine.routines.obligation_rule import days_before
from rutine.routines.vocabulary import Day, Label, Part, Words


class RightText(Part):
    """The right as one text of the law has it; each change is added, none rewritten."""

    first: Day | None = Field(
        default=None, alias="from", description="The first day it holds; left out: always has."
    )
    employed_months: int = Field(
        ge=1, le=120, description="Employed for so many months in all (12)."
    )
    of_months: int = Field(ge=1, le=120, description="Of the last so many months (24).")
    lasts_months: int = Field(
        ge=1, le=120, description="The right lasts so many months after the notice period (12)."
    )
    answer_days: int = Field(
        ge=1,
        le=365,
        description="An offer must be accepted within so many days after it was received (14).",
    )
    legal_ref: Words = Field(description="The paragraph that says so.")

    @model_validator(mode="after")
    def _part_of(self) -> RightText:
        if self.employed_months > self.of_months:
            raise ValueError("employed_months is more than of_months")
        return self


class RedeploymentRule(Part):
    """The preferential right to a new position: what it is, and when to remind of what."""

    rules: tuple[RightText, ...] = Field(
        min_length=1, description="The law's texts, each from the day it holds."
    )
    warn_days: Annotated[tuple[int, ...], AfterValidator(days_before)] = Field(
        default=(90, 30, 14),
        description="Days before a right ends on which somebody is reminded.",
    )
    remind_days: int = Field(
        default=4,
        ge=0,
        le=60,
        description="Days before the last day to answer an offer on which somebody is reminded.",
    )
    owner: Label | None = Field(
        default=None, description="The role that decides about the routine's rules."
    )

    @model_validator(mode="after")
    def _one_text_a_day(self) -> RedeploymentRule:
        firsts = [text.first for text in self.rules]
        if len(set(firsts)) < len(firsts):
            raise ValueError("rules: two texts begin on the same day")
        return self

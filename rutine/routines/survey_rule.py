"""The rule of a survey's list of respondents: who takes part, and how small a unit may be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pydantic import Field, model_validator

from rutine.routines.vocabulary import Dated, Label, Name, Part, Percent, Titles, Words
from rutine.surveys.rule import Group, SurveyRule


class SurveyGroup(Part):
    """Positions that take part. Everything that is written must hold; nothing written: all."""

    id: Name = Field(description="The group's name.")
    title: Titles = Field(description="What people call the group.")
    tags: tuple[Label, ...] = Field(
        default=(), description="Marks on the position, such as permanent; one is enough."
    )
    position_codes: tuple[Label, ...] = Field(
        default=(), description="Position codes; one is enough."
    )
    min_percent: Percent = Field(default=0, description="The smallest position, in percent.")


class SurveyText(Dated):
    """Who takes part from one day to another; each change is added, none rewritten."""

    include: tuple[SurveyGroup, ...] = Field(min_length=1, description="Who takes part.")
    while_away: bool = Field(
        default=True,
        description="Whether the sick and those on leave take part; no: the list of absence is "
        "read, and whoever is wholly away on the day does not.",
    )
    smallest_unit: int = Field(
        default=3,
        ge=1,
        le=1000,
        description="How many respondents a unit must have for its result to be shown.",
    )
    managers_above: bool = Field(
        default=True,
        description="yes: a manager answers in the unit above the one they lead.",
    )


class SurveyPart(Part):
    """One survey whose list of respondents is held against employees, positions and units."""

    id: Name = Field(description="The survey's name; cases and reports carry it.")
    title: Titles = Field(description="What people call the survey.")
    rules: tuple[SurveyText, ...] = Field(
        min_length=1, description="Who takes part, with the days it holds from and to."
    )
    legal_ref: Words | None = Field(
        default=None, description="The decision or agreement that it rests on."
    )
    owner: Label | None = Field(default=None, description="The role that decides who takes part.")

    @model_validator(mode="after")
    def _one_text_a_day(self) -> SurveyPart:
        ordered = sorted(self.rules, key=lambda text: text.first or date.min)
        for one, two in pairwise(ordered):
            if (one.last or date.max) >= (two.first or date.min):
                raise ValueError("rules: two texts hold on the same day; end the older one with to")
        return self

    def text_on(self, day: date) -> SurveyText | None:
        """The text that holds on a day, or None."""
        return next((text for text in self.rules if text.holds_on(day)), None)


def survey_rule(text: SurveyText) -> SurveyRule:
    """One text as the check takes it."""
    groups = tuple(
        Group(each.id, frozenset(each.tags), frozenset(each.position_codes), each.min_percent)
        for each in text.include
    )
    return SurveyRule(groups, text.while_away, text.smallest_unit, text.managers_above)

"""A gain card: what gets better, for whom, who sees to it, and how anybody can tell."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rutine.routines.vocabulary import Certainty, Day, Label, Name, Part, Titles, Words

GainType = Literal["own_budget", "other_use", "priced_elsewhere", "not_priced"]
Indicator = Literal[
    "auto_rate", "touch_minutes", "saved_minutes", "overdue_avoided", "kroner_recovered", "by_hand"
]
GainStatus = Literal["planned", "in_progress", "realised", "dropped"]


class GainBaseline(Part):
    """Where the indicator stood before; the word in Norwegian is nullpunkt."""

    value: float = Field(allow_inf_nan=False, description="The figure.")
    date: Day = Field(description="The day it was found.")
    figures: Certainty = Field(default="measured", description="How it was found.")
    source: Words | None = Field(default=None, description="Who found it, and in what.")


class GainTarget(Part):
    """Where the indicator shall stand, and when."""

    value: float = Field(allow_inf_nan=False, description="The figure.")
    by: Day = Field(description="The day by which it shall be reached.")


class GainCard(Part):
    """One gain, as a plan for realising gains (gevinstrealiseringsplan) has it.

    Saved minutes are no gain until somebody has said what they are used for.
    """

    id: Name = Field(description="The gain's name.")
    title: Titles = Field(description="What gets better.")
    type: GainType = Field(
        description="own_budget: the owner's budget is lowered; other_use: time or money is used "
        "for something named; priced_elsewhere: others save; not_priced: quality."
    )
    receiver: Label | None = Field(default=None, description="Who gets the gain.")
    owner: Label | None = Field(
        default=None, description="The role in the line that answers for it being realised."
    )
    indicator: Indicator = Field(
        description="The figure that shows it. by_hand is counted by people; the others the app "
        "counts from the runs."
    )
    unit: Label = Field(
        description="What the figure counts, such as minutes a line.",
        examples=["minutter per postering"],
    )
    baseline: GainBaseline | None = Field(default=None, description="Where it stood before.")
    target: GainTarget | None = Field(default=None, description="Where it shall stand, and when.")
    measured_how: Words | None = Field(
        default=None, description="How and how often the figure is found."
    )
    use_of_saved_time: Words | None = Field(
        default=None, description="What the saved time is used for; without it no gain is counted."
    )
    prerequisites: tuple[Words, ...] = Field(default=(), description="What must be in place first.")
    actions: tuple[Words, ...] = Field(default=(), description="What must be done to realise it.")
    risk: Words | None = Field(default=None, description="What may stand in its way.")
    status: GainStatus = Field(default="planned", description="How far it has come.")

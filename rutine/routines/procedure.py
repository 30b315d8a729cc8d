"""The written procedure: what people do today, and what becomes of each step."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from rutine.routines.vocabulary import Certainty, InWords, Label, Name, Part, Percent, Words

Waste = Literal["waiting", "rework", "double_entry", "search", "transport", "over_processing"]
"""What a step costs that nobody needs, by the words of lean."""

Becomes = Literal["removed", "improved", "automated", "by_hand"]
"""What becomes of the work: gone, done better by people, done by the robot, or as before."""

ROBOT = "robot"
"""Who does an automated step, where the file does not say."""


class TodayStep(InWords):
    """One step as it is done today, before anything is changed."""

    no: int = Field(ge=1, le=999, description="The step's number; steps stand in this order.")
    actor: Label = Field(
        description="The role that does it, never a person's name.", examples=["HR-medarbeider"]
    )
    system: Name | None = Field(
        default=None, description="The system it is done in: an id under identity, systems."
    )
    input: Words | None = Field(default=None, description="What the step begins with.")
    input_form: Literal["structured", "text", "paper", "spoken"] | None = Field(
        default=None,
        description="How the input is written: fields (structured), free text, paper, or said.",
    )
    output: Words | None = Field(default=None, description="What the step leaves behind.")
    touch_minutes: float = Field(
        ge=0,
        le=10_000,
        allow_inf_nan=False,
        description="Minutes of work each time the step is done, without waiting.",
    )
    wait_hours: float = Field(
        default=0,
        ge=0,
        le=10_000,
        allow_inf_nan=False,
        description="Hours it lies before the next step can begin.",
    )
    share_percent: Percent = Field(
        default=100, description="How many of a hundred cases take this step."
    )
    times_a_month: float | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        allow_inf_nan=False,
        description="How often it is done in a month where it is done for many cases at once, such "
        "as signing in. Left out: once for each case that takes it.",
    )
    decided_by: Literal["rule", "judgement"] = Field(
        default="rule",
        description="rule: anybody would do the same; judgement: it takes a person to weigh it.",
    )
    error_percent: Percent | None = Field(
        default=None, description="How many of a hundred must be done again."
    )
    waste: Waste | None = Field(default=None, description="What the step wastes, if anything.")

    @model_validator(mode="after")
    def _counted_one_way(self) -> TodayStep:
        if self.times_a_month is not None and self.share_percent != 100:  # noqa: PLR2004 - all of them
            raise ValueError("write share_percent or times_a_month, not both")
        return self


class ToBeStep(InWords):
    """One step of the routine as it will be, and which of today's steps it takes the place of."""

    step: Name = Field(description="The step's name, in the order of the new procedure.")
    becomes: Becomes = Field(
        description="removed: nobody does it any more; improved: people do it better; automated: "
        "the robot does it; by_hand: as before."
    )
    of_today: tuple[int, ...] = Field(
        default=(), description="The numbers of today's steps that it takes the place of."
    )
    actor: Label | None = Field(
        default=None,
        description="The role that does it. Left out for a removed step, and for the robot's own.",
    )
    system: Name | None = Field(
        default=None, description="The system it is done in: an id under identity, systems."
    )
    flow_step: str | None = Field(
        default=None,
        pattern="^[A-Za-z_][A-Za-z0-9_]*$",
        max_length=100,
        description="The function in the routine's flow that does it; for automated steps.",
    )

    @model_validator(mode="after")
    def _goes_together(self) -> ToBeStep:
        if self.flow_step is not None and self.becomes != "automated":
            raise ValueError("only a step that becomes automated has a flow_step")
        if self.becomes == "removed" and self.actor is not None:
            raise ValueError("a removed step has no actor")
        if self.becomes in {"improved", "by_hand"} and self.actor is None:
            raise ValueError(f"a step that becomes {self.becomes} needs an actor: who does it")
        return self

    @property
    def done_by(self) -> str | None:
        """Who does the step; None for one that is removed."""
        return ROBOT if self.becomes == "automated" and self.actor is None else self.actor


class Procedure(Part):
    """The procedure as it is done today, and as it will be."""

    figures: Certainty = Field(
        default="estimated", description="How the minutes, hours and shares of today were found."
    )
    today: tuple[TodayStep, ...] = Field(
        default=(), description="What is done today, step by step, also what nobody wrote down."
    )
    to_be: tuple[ToBeStep, ...] = Field(
        default=(),
        description="What will be done. Remove, merge and standardise before automating.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Procedure:
        numbers = [step.no for step in self.today]
        for earlier, later in pairwise(numbers):
            if later <= earlier:
                raise ValueError(f"today: step {later} stands after step {earlier}")
        names = [step.step for step in self.to_be]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise ValueError(f"to_be: two steps are named {name}")
        return self

"""An obligation: who must have or do something, what proves it, and by when."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from rutine.routines.vocabulary import Dated, Day, Label, Name, Part, Percent, Titles, Words

Event = Literal[
    "applies",
    "hired",
    "position_started",
    "position_ended",
    "absence_start",
    "absence_day",
    "facilitation_missing",
    "note_received",
    "request_received",
    "letter_received",
    "offer_sent",
    "notice_given",
    "meeting_held",
    "results_shared",
]
"""What a deadline is counted from: something the sources give the day of."""

ProofType = Literal["course", "test", "practical", "licence", "health", "action"]
_LONGEST = 3660


class AppliesTo(Part):
    """Whom a requirement is for. Everything that is written must hold; nothing written: all."""

    unit_subtree: tuple[Label, ...] = Field(
        default=(), description="Units that it is for, each with every unit under it."
    )
    position_codes: tuple[Label, ...] = Field(
        default=(), description="Position codes that it is for."
    )
    tags: tuple[Label, ...] = Field(
        default=(), description="Marks on the position, such as gives_medication; one is enough."
    )
    min_percent: Percent = Field(
        default=0, description="The smallest position, in percent, that it is for."
    )
    min_absence_percent: Percent = Field(
        default=0, description="How much of the position the absence must take, in percent."
    )


class Needed(Part):
    """What must be held: one thing (type and code), all of some, or any of some; also nested."""

    type: ProofType | None = Field(
        default=None, description="What kind of thing it is; action: a plan, a meeting, a claim."
    )
    code: Label | None = Field(default=None, description="The code that the source knows it by.")
    valid_months: int | None = Field(
        default=None, ge=1, le=1200, description="How long it holds, where that is its own."
    )
    all: tuple[Needed, ...] | None = Field(
        default=None, min_length=1, description="Every one of these is needed."
    )
    any: tuple[Needed, ...] | None = Field(
        default=None, min_length=1, description="One of these is enough."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Needed:
        one = self.type is not None and self.code is not None
        several = (self.all is not None) + (self.any is not None)
        loose = self.type is not None or self.code is not None or self.valid_months is not None
        if several + one != 1 or (several and loose):
            raise ValueError("write type and code, or all, or any")
        return self


class Due(Part):
    """The deadline: counted from the event's day, or one day for everybody.

    Months are counted first, then to the end of that month, then weeks and days; numbers below
    zero are before the event.
    """

    months: int = Field(default=0, ge=-1200, le=1200, description="So many calendar months.")
    month_end: bool = Field(
        default=False, description="yes: then to the last day of that month, as for refund claims."
    )
    weeks: int = Field(default=0, ge=-5000, le=5000, description="So many weeks.")
    days: int = Field(default=0, ge=-36500, le=36500, description="So many calendar days.")
    on: Day | None = Field(default=None, description="One day for everybody, instead of counting.")

    @model_validator(mode="after")
    def _one_way(self) -> Due:
        if self.on is not None and (self.months or self.month_end or self.weeks or self.days):
            raise ValueError("write either on, or months, weeks and days from the event")
        return self


def days_before(days: tuple[int, ...]) -> tuple[int, ...]:
    """Days on which somebody is reminded: none negative, none twice."""
    if any(not 0 <= day <= _LONGEST for day in days) or len(set(days)) < len(days):
        raise ValueError(f"days before the deadline are 0 to {_LONGEST}, each one once")
    return days


class ObligationText(Dated):
    """What a requirement says from one day to another; each change is added, none rewritten."""

    needs: Needed = Field(description="What proves that it is met.")
    due: Due = Field(default=Due(), description="The deadline; the event's own day if left out.")
    valid_months: int | None = Field(
        default=None,
        ge=1,
        le=1200,
        description="How long a proof holds, where the source does not say; left out: for ever.",
    )
    warn_days: Annotated[tuple[int, ...], AfterValidator(days_before)] = Field(
        default=(90, 30, 14),
        description="Days before the deadline on which somebody is reminded.",
    )
    grace_days: int = Field(
        default=0, ge=0, le=_LONGEST, description="Days after the deadline before it is overdue."
    )
    since_event: bool = Field(
        default=False,
        description="yes when proof from before the event does not count: a plan for an earlier "
        "absence is none for this one.",
    )
    pause_after_months: int | None = Field(
        default=None,
        ge=0,
        le=120,
        description="An absence longer than this puts deadlines off until the person is back.",
    )
    return_days: int = Field(
        default=0, ge=0, le=_LONGEST, description="Days after the return that it is put off to."
    )


class Exemption(Part):
    """A reason for which somebody need not."""

    reason: Name = Field(description="The word stored with the exemption.")
    title: Titles = Field(description="What people call the reason.")
    decided_by: Label | None = Field(
        default=None,
        description="Whose task it is to grant it, by job title, for those who read the routine. "
        "The app knows no job titles: whoever decides the routine's cases grants it there.",
    )
    valid_months: int | None = Field(
        default=None, ge=1, le=1200, description="How long it holds; left out: until taken back."
    )


class ObligationRule(Part):
    """One requirement: whom it is for, what it counts from, and its text from day to day."""

    id: Name = Field(description="The requirement's name; cases and reports carry it.")
    title: Titles = Field(description="What people call the requirement.")
    applies_to: AppliesTo = Field(default=AppliesTo(), description="Whom it is for.")
    event: Event = Field(
        default="applies",
        description="What the deadline is counted from; applies: the day it began to apply.",
    )
    rules: tuple[ObligationText, ...] = Field(
        min_length=1, description="The requirement's text, with the days it holds from and to."
    )
    dated_by: Literal["event", "today"] = Field(
        default="today",
        description="event: what began under an older text goes on under it; today: a standing "
        "demand is what it is now.",
    )
    blocking: bool = Field(
        default=False, description="yes when the person may not do the work without it."
    )
    exemptions: tuple[Exemption, ...] = Field(
        default=(), description="The only reasons for which somebody need not."
    )
    legal_ref: Words | None = Field(
        default=None, description="The paragraph or local decision that demands it."
    )
    owner: Label | None = Field(
        default=None, description="The role that decides about the requirement."
    )

    @model_validator(mode="after")
    def _one_text_a_day(self) -> ObligationRule:
        ordered = sorted(self.rules, key=lambda text: text.first or date.min)
        for one, two in pairwise(ordered):
            if (one.last or date.max) >= (two.first or date.min):
                raise ValueError("rules: two texts hold on the same day; end the older one with to")
        return self

    def text_on(self, day: date) -> ObligationText | None:
        """The text that holds on a day, or None."""
        return next((text for text in self.rules if text.holds_on(day)), None)

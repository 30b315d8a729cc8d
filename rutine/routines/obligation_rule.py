"""An obligation: who must have or do something, what proves it, and by when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from rutine.routines.vocabulary import Dated, Label, Name, Part, Percent, Titles, Words

Event = Literal[
    "hired",
    "position_started",
    "position_ended",
    "absence_started",
    "note_received",
    "request_received",
    "letter_received",
    "offer_sent",
    "notice_given",
    "meeting_held",
    "month_ended",
    "achieved",
    "expires",
]
"""What a deadline is counted from: something the sources give the day of."""

EvidenceType = Literal[
    "course", "test", "practical", "licence", "health", "plan", "meeting", "report", "document"
]


class AppliesTo(Part):
    """Whom a requirement is for. Everything that is written must hold; nothing written: all."""

    unit_subtree: tuple[Label, ...] = Field(
        default=(), description="Units that it is for, each with every unit under it."
    )
    position_codes: tuple[Label, ...] = Field(
        default=(), description="Position codes that it is for."
    )
    tags: tuple[Label, ...] = Field(
        default=(), description="Marks on the position or person, such as gives_medication."
    )
    min_percent: Percent = Field(
        default=0, description="The smallest position, in percent, that it is for."
    )
    min_absence_percent: Percent = Field(
        default=0, description="How much of the position the absence must take, in percent."
    )


class Evidence(Part):
    """One thing that proves it."""

    type: EvidenceType = Field(description="What kind of proof it is.")
    code: Label = Field(description="The code that the source knows it by.")
    title: Titles | None = Field(default=None, description="What people call it.")


class Needs(Part):
    """What proves it: all of them, or any one of them."""

    all: tuple[Evidence, ...] = Field(default=(), description="Every one of these is needed.")
    any: tuple[Evidence, ...] = Field(default=(), description="One of these is enough.")

    @model_validator(mode="after")
    def _one_way(self) -> Needs:
        if bool(self.all) == bool(self.any):
            raise ValueError("write either all or any, with at least one proof")
        return self


class Deadline(Part):
    """By when: so many days, weeks or months after something happened, or before it."""

    event: Event = Field(description="What it is counted from.")
    days: int | None = Field(default=None, ge=0, le=3660, description="So many calendar days.")
    weeks: int | None = Field(default=None, ge=0, le=520, description="So many weeks.")
    months: int | None = Field(default=None, ge=0, le=120, description="So many calendar months.")
    before: bool = Field(
        default=False, description="yes when it is counted back from the event, not forward."
    )

    @model_validator(mode="after")
    def _one_length(self) -> Deadline:
        if sum(length is not None for length in (self.days, self.weeks, self.months)) != 1:
            raise ValueError("write one of days, weeks and months")
        return self


class Exemption(Part):
    """A reason for which somebody need not."""

    reason: Name = Field(description="The word stored with the exemption.")
    title: Titles = Field(description="What people call the reason.")
    decided_by: Label | None = Field(default=None, description="The role that may grant it.")
    valid_months: int | None = Field(
        default=None, ge=1, le=600, description="How long it holds; left out: until taken back."
    )


class ObligationRule(Dated):
    """One requirement: subject, proof, deadline, and what happens on the way there.

    The same id may stand several times with days that do not overlap: the rule as it was, and
    as it is now.
    """

    id: Name = Field(description="The requirement's name; cases and reports carry it.")
    title: Titles = Field(description="What people call the requirement.")
    applies_to: AppliesTo = Field(default=AppliesTo(), description="Whom it is for.")
    needs: Needs = Field(description="What proves that it is met.")
    deadlines: tuple[Deadline, ...] = Field(
        default=(), description="By when it must be met; the earliest counts."
    )
    valid_months: int | None = Field(
        default=None,
        ge=1,
        le=600,
        description="How long a proof holds, where the source does not say; the earliest of the "
        "proofs decides. Left out: for ever.",
    )
    pause_after_absence_months: int | None = Field(
        default=None,
        ge=1,
        le=120,
        description="An absence longer than this pauses the proof until it is renewed.",
    )
    grace_days: int = Field(
        default=0, ge=0, le=366, description="Days after the deadline before it becomes a case."
    )
    warn_days: tuple[int, ...] = Field(
        default=(), description="Days before the deadline on which somebody is reminded."
    )
    blocking: bool = Field(
        default=False,
        description="yes when the person may not work without it, such as on a shift.",
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
    def _sound(self) -> ObligationRule:
        if any(not 0 < days <= 3660 for days in self.warn_days):  # noqa: PLR2004 - ten years
            raise ValueError("warn_days are numbers of days from 1 to 3660")
        return self

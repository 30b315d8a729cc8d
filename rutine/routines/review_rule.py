"""How people decide what the robot may not: who, with whom, by when, and why they may wait."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rutine.routines.vocabulary import Label, Name, Part, Titles

Reviewing = Literal["reviewer", "approver"]


class TwoPersonLimits(Part):
    """From how many kroner another person must agree; 0 means always.

    The app obeys the stricter of these and the installation's own (`two_persons` in
    rutine.toml). What always takes two persons, such as rows picked by hand, does so whatever
    either says.
    """

    write_off: int | None = Field(default=None, ge=0, description="What is written off as lost.")
    loss: int | None = Field(
        default=None, ge=0, description="Given up by accepting less, or lowering a claim."
    )
    manual_match: int | None = Field(
        default=None, ge=0, description="Closed by a person, not by the program."
    )


class DeadlineDays(Part):
    """Within how many working days a case is decided, by how much it matters."""

    high: int = Field(ge=1, le=366, description="Cases that matter most.")
    normal: int = Field(ge=1, le=366, description="Ordinary cases.")
    low: int = Field(ge=1, le=366, description="Cases that can wait.")


class HoldReason(Part):
    """A reason for which a case may be put on hold."""

    reason: Name = Field(description="The word stored with the case.")
    title: Titles = Field(description="What people call the reason.")
    days: int = Field(ge=1, le=366, description="Days until the case comes back by itself.")


class ReviewRules(Part):
    """How cases are decided."""

    queue: Label = Field(description="The review queue that its cases come to.")
    unit: Label | None = Field(default=None, description="The unit that works through the queue.")
    seen_by: Literal["all", "follow_up"] = Field(
        default="all",
        description="all: whoever sees cases; follow_up: only those who have that right too, for "
        "routines that tell of somebody's health.",
    )
    decided_by: tuple[Reviewing, ...] = Field(
        default=("reviewer",),
        min_length=1,
        description="The roles in the app that decide. With approver alone, reviewers decide "
        "none; an approver may do all that a reviewer may.",
    )
    approved_by: tuple[Reviewing, ...] = Field(
        default=(),
        description="The role that agrees to what another person decided: approver, and no other.",
    )
    two_persons: TwoPersonLimits | None = Field(
        default=None,
        description="From how many kroner two persons decide. The stricter of this and "
        "rutine.toml counts; a kind that is left out is rutine.toml's to say.",
    )
    deadline_days: DeadlineDays | None = Field(
        default=None, description="Within how many working days a case is decided."
    )
    hold_reasons: tuple[HoldReason, ...] = Field(
        default=(),
        description="The reasons for which a case may wait, as the app offers them; "
        "without any, the app has its own.",
    )

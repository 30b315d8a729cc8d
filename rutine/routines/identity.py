"""Whose routine it is, what the law says of it, and what it runs on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rutine.routines.vocabulary import Day, Label, Name, Part, Words

DataClass = Literal["nationalId", "health", "money", "contact", "union", "children", "none"]


class SystemUsed(Part):
    """One system that the routine reads from or writes to, as it stands today."""

    id: Name = Field(description="The word by which the steps name the system.")
    name: Label = Field(description="What people call the system.")
    used_for: Words | None = Field(default=None, description="What the routine uses it for.")
    reached_by: Literal["api", "file", "screen", "mail", "paper"] | None = Field(
        default=None, description="How the routine gets at it today."
    )
    has_api: bool | None = Field(
        default=None,
        description="Whether it has an API for this; left out when nobody has asked. An API is "
        "used rather than the screen.",
    )
    in_use_since: int | None = Field(
        default=None, ge=1970, le=2100, description="The year it was taken into use."
    )
    replaced_on: Day | None = Field(
        default=None,
        description="The day its replacement is planned; nothing is automated on a system with "
        "less than a year left.",
    )


class ImpactAssessment(Part):
    """The data protection impact assessment (DPIA, personvernforordningen art. 35)."""

    needed: bool = Field(description="Whether the processing needs one.")
    done: Day | None = Field(default=None, description="The day it was approved.")
    reference: Label | None = Field(
        default=None, description="Where it is filed, such as a case number in the archive."
    )
    why: Words | None = Field(default=None, description="Why it is needed, or is not.")


class Identity(Part):
    """Whose routine it is. Roles and units only: never a person's name."""

    purpose: Words | None = Field(default=None, description="What the routine is for, in a line.")
    owner: Label | None = Field(
        default=None,
        description="The role in the line that owns the routine and decides about it. A routine "
        "without an owner is not automated.",
        examples=["Leder for lønn og regnskap"],
    )
    coordinator: Label | None = Field(
        default=None, description="The role that leads the work of improving it."
    )
    units: tuple[Label, ...] = Field(default=(), description="The units that do it today.")
    legal_basis: Words | None = Field(
        default=None,
        description="The law or agreement that the processing rests on.",
        examples=["Folketrygdloven § 22-3; bokføringsloven § 13"],
    )
    legal_duty: bool | None = Field(
        default=None, description="Whether the law demands that the routine is done at all."
    )
    data_classes: tuple[DataClass, ...] = Field(
        default=(), description="What kinds of data about people it handles."
    )
    dpia: ImpactAssessment | None = Field(
        default=None, description="The data protection impact assessment."
    )
    systems: tuple[SystemUsed, ...] = Field(
        default=(), description="The systems it is done in today."
    )
    rule_changes_a_year: float | None = Field(
        default=None,
        ge=0,
        le=365,
        allow_inf_nan=False,
        description="How often a year the law, an agreement or a system changes how it is done.",
    )
    same_elsewhere: int | None = Field(
        default=None,
        ge=0,
        le=10_000,
        description="How many other units or municipalities do the same, and could use the result.",
    )

"""A cover rule: how many persons with which competence a place needs, and when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from rutine.routines.vocabulary import Clock, Dated, Label, Name, Part, Titles, Words

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


Closing = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]


class Place(Part):
    """What must be covered: one of a unit, a vehicle or an office."""

    unit: Label | None = Field(default=None, description="A unit, as the rota names it.")
    vehicle: Label | None = Field(default=None, description="A vehicle, such as a fire engine.")
    office: Label | None = Field(default=None, description="An office, such as a doctor's.")

    @model_validator(mode="after")
    def _one(self) -> Place:
        if sum(place is not None for place in (self.unit, self.vehicle, self.office)) != 1:
            raise ValueError("write one of unit, vehicle and office")
        return self


class Window(Part):
    """The hours of the day; an end before the beginning is the next morning."""

    begins: Clock = Field(description='From when, such as "15:00".')
    ends: Closing = Field(
        description='Until when, such as "22:30"; "07:00" after "22:00" is the next day, and '
        '"24:00" is midnight.'
    )

    @model_validator(mode="after")
    def _some_time(self) -> Window:
        if self.begins == self.ends:
            raise ValueError('begins and ends are the same; write "00:00" to "24:00" for the day')
        return self


class Competence(Part):
    """How many persons present must have a competence that is valid that day."""

    competence: Label = Field(description="The competence, by its requirement or code.")
    min: int = Field(ge=1, le=1000, description="The fewest persons who must have it.")
    or_higher: tuple[Label, ...] = Field(
        default=(), description="Other competences that do as well."
    )


class CoverRule(Dated):
    """What a place must be covered by."""

    id: Name = Field(description="The rule's name; cases and reports carry it.")
    title: Titles = Field(description="What people call the rule.")
    place: Place = Field(description="What must be covered.")
    weekdays: tuple[Weekday, ...] = Field(
        default=("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        description="The weekdays on which the window begins.",
    )
    window: Window = Field(description="The hours that must be covered.")
    need: tuple[Competence, ...] = Field(min_length=1, description="Who must be there.")
    one_person_may_fill: int = Field(
        default=1, ge=1, le=100, description="How many of the needs one person may fill at a time."
    )
    substitute_ok: bool = Field(default=True, description="Whether a substitute counts.")
    strictness: Literal["hard", "soft"] = Field(
        default="hard", description="hard: a case when not met; soft: only mentioned."
    )
    horizon_weeks: int = Field(
        default=6, ge=1, le=52, description="How many weeks ahead the rota is looked at."
    )
    expiring_days: int = Field(
        default=30, ge=0, le=3660, description="A competence that runs out so soon is told of."
    )
    tell_single_point: bool = Field(
        default=True, description="Whether it is told that all hangs on one person."
    )
    legal_ref: Words | None = Field(
        default=None, description="The regulation or local decision that demands it."
    )
    owner: Label | None = Field(default=None, description="The role that decides about the rule.")

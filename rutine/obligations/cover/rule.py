"""A cover rule: how many with which competence must be at work, where and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from rutine.obligations.calendar_days import FIRST_DAY, Day, end_of
from rutine.obligations.cover.rota import Person, Shift
from rutine.obligations.cover.wall_clock import slice_of
from rutine.obligations.needs import Frozen
from rutine.obligations.unit_tree import UnitTree


class Weekday(StrEnum):
    """The days of the week, from Monday."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_WEEK = tuple(Weekday)


class Strength(StrEnum):
    """What it means that a rule is not met."""

    HARD = "hard"
    """The work must not be done like this."""
    SOFT = "soft"
    """It should not."""


class Window(Frozen):
    """From a time of the day to another, the next day when it is not later; `24:00` is midnight.

    The window belongs to the day on which it begins: a night of Fridays ends on Saturdays.
    From a time to itself is a whole day.
    """

    first: time = Field(default=time(), alias="from")
    last: time = Field(default=time(), alias="to")

    @field_validator("last", mode="before")
    @classmethod
    def _midnight(cls, value: object) -> object:
        return time() if value == "24:00" else value

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Its two ends on the wall when it begins on a day."""
        later = self.last <= self.first
        end = datetime.combine(day + timedelta(days=1) if later else day, self.last)
        return datetime.combine(day, self.first), end


class CoverNeed(Frozen):
    """So many people with a competence, or with one that is above it."""

    competence: str = Field(min_length=1)
    min: int = Field(default=1, ge=1, le=50)
    or_higher: tuple[str, ...] = ()

    @property
    def taken(self) -> frozenset[str]:
        """The competences that meet it."""
        return frozenset((self.competence, *self.or_higher))

    def is_met_by(self, person: Person, day: date) -> bool:
        """Whether the person holds one of them on the day."""
        return any(held.competence in self.taken and held.is_valid(day) for held in person.holdings)

    def lasts_for(self, person: Person, day: date, later: date) -> bool:
        """Whether the person holds one on the day, and one (renewed, perhaps) on a later day."""
        return self.is_met_by(person, day) and self.is_met_by(person, later)

    def has_run_out_for(self, person: Person, day: date) -> bool:
        """Whether the person has held one of them before the day, and holds none on it."""
        return not self.is_met_by(person, day) and any(
            held.competence in self.taken and end_of(held.last) < day for held in person.holdings
        )


class CoverRule(Frozen):
    """One rule.

    Attributes:
        units: who is at work in these or below them counts.
        resources: only shifts of these vehicles or offices, where any is named.
        first, last: (`from`, `to`) the days on which the rule holds.
        needs: in the order in which they are filled when there are too few people.
        one_person_may_fill: so many of the needs, each once.
        substitute_ok: whether substitutes count, and are listed as free.
        expiring_days: a competence that runs out within so many days is *expiring*.
        tell_single_point: whether it is told that all hangs on one person.
    """

    id: str = Field(min_length=1)
    name: str = ""
    units: frozenset[str] = Field(min_length=1)
    resources: frozenset[str] = frozenset()
    weekdays: tuple[Weekday, ...] = Field(default=_WEEK, min_length=1)
    window: Window = Window()
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")
    needs: tuple[CoverNeed, ...] = Field(min_length=1, max_length=16)
    one_person_may_fill: int = Field(default=1, ge=1, le=16)
    substitute_ok: bool = True
    strength: Strength = Strength.HARD
    expiring_days: int = Field(default=30, ge=0, le=3660)
    tell_single_point: bool = True
    owner: str = ""
    legal_ref: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is not None and end_of(self.last) < self.first:
            raise ValueError("`to` is before `from`")
        return self

    @property
    def minimums(self) -> tuple[int, ...]:
        """How many each need asks for."""
        return tuple(need.min for need in self.needs)

    def takes(self, shift: Shift, inside: frozenset[str]) -> bool:
        """Whether the shift is in the rule's place; `inside` is `UnitTree.within` its units."""
        in_unit = not inside.isdisjoint(shift.units)
        return in_unit and (not self.resources or shift.resource in self.resources)

    def inside(self, units: UnitTree) -> frozenset[str]:
        """The rule's units and all below them."""
        return units.within(self.units)

    def windows(self, first: date, last: date) -> Iterator[tuple[date, int, int]]:
        """The windows that begin from one day to another: day, first slice, first one after."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        for day in days:
            holds = (self.first or FIRST_DAY) <= day <= end_of(self.last)
            if holds and _WEEK[day.weekday()] in self.weekdays:
                start, end = self.window.on(day)
                yield day, slice_of(start), slice_of(end)

"""A rota: who is meant to be at work where and when, and what each may be trusted with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from rutine.obligations.calendar_days import end_of
from rutine.obligations.cover.wall_clock import minute_at, slice_at
from rutine.obligations.subject import AbsenceSpell


class ShiftStatus(StrEnum):
    """What the rota says of a shift."""

    PLANNED = "planned"
    SWAPPED = "swapped"
    """Taken over: the person named is the one who comes."""
    ABSENT = "absent"
    """The person named does not come."""
    VACANT = "vacant"


class CodeKind(StrEnum):
    """What a shift code means."""

    PRESENT = "present"
    """At work, and counted."""
    BUSY = "busy"
    """At work elsewhere, or at a course: neither counted nor free."""
    OFF = "off"
    """A day off that the rota writes as a shift: not there at all."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift, or one part of a split shift: the parts share `shift_id`.

    Attributes:
        person: who; None for a vacant shift.
        units: where; a shift for several units counts in each of them.
        start, end: on the wall, without a time zone; `end` on the next day when over midnight.
        code: the rota's shift code.
        resource: the vehicle or office it belongs to, where it does.

    Raises:
        ValueError: the times have a zone, or `end` is not after `start`; no unit.
    """

    shift_id: str
    person: str | None
    units: tuple[str, ...]
    start: datetime
    end: datetime
    code: str = ""
    status: ShiftStatus = ShiftStatus.PLANNED
    resource: str | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("a rota is in the time on the wall: no time zone")
        if self.end <= self.start:
            raise ValueError("a shift ends after it begins; over midnight, on the next day")
        if not self.units:
            raise ValueError("a shift belongs to a unit")

    @property
    def minutes(self) -> tuple[int, int]:
        """Its first minute of real time, and the first one after it."""
        return minute_at(self.start), minute_at(self.end)

    @property
    def slices(self) -> tuple[int, int]:
        """Its first quarter of an hour, and the first one after it, each to the nearest."""
        first, last = self.minutes
        return slice_at(first), slice_at(last)

    @property
    def is_vacant(self) -> bool:
        """Whether nobody has it."""
        return self.person is None or self.status is ShiftStatus.VACANT


@dataclass(frozen=True, slots=True)
class Holding:
    """A competence that is held from day to day; `last` is None while it does not run out."""

    competence: str
    first: date
    last: date | None = None

    def is_valid(self, day: date) -> bool:
        """Whether it is held on the day."""
        return self.first <= day <= end_of(self.last)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody who may be on the rota.

    Attributes:
        key: as in `Shift.person`; never a national id.
        unit: where they belong, for the nearest who could step in.
        absences: whole days away, whatever the rota says; somebody on a graded sick note works.
        substitute: on call rather than employed in a position.
    """

    key: str
    unit: str
    holdings: tuple[Holding, ...] = ()
    absences: tuple[AbsenceSpell, ...] = ()
    substitute: bool = False

    def is_away(self, day: date) -> bool:
        """Whether the whole day is one of absence."""
        return any(spell.first <= day <= end_of(spell.last) for spell in self.absences)


@dataclass(frozen=True, slots=True)
class Rota:
    """The shifts with the people.

    Attributes:
        people: by key. Of somebody who is on a shift and not here, no competence is known.
        codes: what each shift code means; None where the rota's codes are not looked at. Who is
            on a shift with an unknown code is busy and does not count: it may be a course.
    """

    shifts: tuple[Shift, ...]
    people: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))
    codes: Mapping[str, CodeKind] | None = None

    def kind_of(self, shift: Shift) -> CodeKind:
        """What the shift's code means; an unknown one is `BUSY`."""
        return CodeKind.PRESENT if self.codes is None else self.codes.get(shift.code, CodeKind.BUSY)

    def counts(self, shift: Shift) -> bool:
        """Whether somebody comes to the shift and is counted."""
        return (
            not shift.is_vacant
            and shift.status is not ShiftStatus.ABSENT
            and self.kind_of(shift) is CodeKind.PRESENT
        )

    def occupies(self, shift: Shift) -> bool:
        """Whether the shift keeps somebody at work, counted or not."""
        return (
            not shift.is_vacant
            and shift.status is not ShiftStatus.ABSENT
            and self.kind_of(shift) is not CodeKind.OFF
        )

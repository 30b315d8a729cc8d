"""Whom a requirement is held against: a person, an absence, a month; and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from rutine.obligations.calendar_days import checked, end_of

_FULL_TIME: Final = 100.0


def _in_order(first: date, last: date | None) -> None:
    checked(first)
    if end_of(last) < first:
        msg = "it ends before it begins"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Position:
    """A position (*stilling*) from day to day; `last` is None while it goes on.

    Source of the names: FINT's `Arbeidsforhold` (stillingskode, ansettelsesprosent,
    gyldighetsperiode, arbeidssted).
    """

    unit: str
    code: str
    first: date
    last: date | None = None
    percent: float = _FULL_TIME
    tags: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Achievement:
    """Evidence: something that was done or passed on a day.

    Attributes:
        code: what of, as in `needs.Item.code`.
        passed: False for a test that was failed.
        valid_to: the last day it is valid, where the evidence tells itself; it may be before
            `day` in a bad list, and then counts for nothing.
        source: where it stands, as the routine refers to it. Never a person.
    """

    code: str
    day: date
    passed: bool = True
    valid_to: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        checked(self.day)


@dataclass(frozen=True, slots=True)
class AbsenceSpell:
    """Days away from work in a row; `last` is None when nobody knows the end."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Somebody decided that a requirement need not be met for some days, and why.

    `reason` is a code; the words, and who decided, are the store's.
    """

    requirement: str
    reason: str
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        _in_order(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject with everything that its states hang on.

    Attributes:
        key: the routine's own name of it; it comes back in cases, so never a national id.
        positions: at least one, or no requirement applies.
        events: the days that deadlines are counted from, by name (`hired`, `absence_start`).
            They may lie ahead: a planned meeting.
        ended: the last day on which anything is required of it, or None.
    """

    key: str
    positions: tuple[Position, ...] = ()
    events: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    achievements: tuple[Achievement, ...] = ()
    absences: tuple[AbsenceSpell, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    ended: date | None = None

    def __post_init__(self) -> None:
        for day in self.events.values():
            checked(day)

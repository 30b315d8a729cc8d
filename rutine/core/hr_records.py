"""The records of people's positions, competence and shifts: what most routines read.

Named after FINT's model of personnel (`fint-administrasjon`), in English: each docstring says
which of its names a record and its fields stand for. A person is known by employee number;
the national id, where the file has it, finds the same person in a list without the number, and
is what a protected person is known by. A name alone never finds anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore

Percent = Ore
"""A percentage in hundredths, as FINT's `ansettelsesprosent`: 8750 is 87.5 %. A format reads it
as it reads kroner, so that `87,5` and `87` are both right."""

YES: Final = "yes"
"""The word of `restricted` for those whose cases only few may see."""

FAILED: Final = "failed"
"""The word of `result` for evidence that counts for nothing; any other word counts."""

MISSING: Final = "missing"
"""The word of `facilitation` where the workplace does not facilitate."""


@dataclass(frozen=True, slots=True)
class Employee:
    """One employee (FINT `Personalressurs`: ansattnummer, ansettelsesperiode, kontaktinfo).

    `hired` and `left` are the ends of *ansettelsesperiode*: `left` is empty while it goes on.
    `restricted` is `yes` for those HR has marked as protected, or as a reviewer's colleague.
    `born` is the birth date, for documents that must say it: it is not read from a national id.
    """

    row: int
    employee_number: str
    person: Fnr | None = None
    name: str = ""
    email: str = ""
    hired: date | None = None
    left: date | None = None
    restricted: str = "no"
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """One position of an employee (FINT `Arbeidsforhold`).

    `unit` is *arbeidssted*, `position_code` *stillingskode*, `percent` *ansettelsesprosent* (in
    hundredths), `first` and `last` *gyldighetsperiode*, `manager` the employee number of
    *personalleder*. `tags` are words apart by spaces, such as `gives_medication`.

    A service record asks for more: `person` where a system has numbers of its own, `title` in
    words, `hours` (in hundredths) of somebody paid by the hour, and `source`, the system that
    the row comes from, as the routine file calls it.
    """

    row: int
    employee_number: str
    unit: str
    first: date
    last: date | None = None
    position_code: str = ""
    percent: Percent | None = None
    tags: str = ""
    manager: str = ""
    person: Fnr | None = None
    title: str = ""
    hours: Percent | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit (FINT `Organisasjonselement`: organisasjonsId, navn, overordnet, leder).

    `sub_unit` is its organisation number (*organisasjonsnummer*), where it has one: it decides
    who may see its cases, also for the units below it that have none.
    """

    row: int
    unit: str
    name: str = ""
    parent: str = ""
    sub_unit: OrgNr | None = None
    manager: str = ""


@dataclass(frozen=True, slots=True)
class TimeAway:
    """One stretch of absence (FINT `Fravar`: periode, prosent). Without a cause: none is needed.

    `began` is the first day of the whole absence, where the list knows it (NAV's
    `sykefravaerFom`). `facilitation` is `missing` where the sick note says that the workplace
    does not facilitate. `sub_unit` is the organisation number that a sick note was written for
    (NAV's `arbeidsgiver.orgnr`).
    """

    row: int
    first: date
    employee_number: str = ""
    person: Fnr | None = None
    last: date | None = None
    percent: Percent | None = None
    began: date | None = None
    facilitation: str = ""
    sub_unit: OrgNr | None = None


@dataclass(frozen=True, slots=True)
class Achievement:
    """Evidence that somebody has done or passed something: a course, a test, a plan.

    `code` is what the requirement asks for. `result` is `failed` where it counts for nothing.
    `valid_to` is its last day, where the list itself says it.
    """

    row: int
    code: str
    day: date
    employee_number: str = ""
    person: Fnr | None = None
    email: str = ""
    name: str = ""
    result: str = "passed"
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A day that a deadline is counted from: a request came, a letter was received.

    Each row is something of its own that must be answered: `subject` tells two of one person's
    events on one day apart. `ended` is the last day on which anything is required because of it.
    """

    row: int
    event: str
    day: date
    employee_number: str = ""
    person: Fnr | None = None
    subject: str = ""
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class RequirementExemption:
    """Somebody decided that a person need not meet a requirement for some days, and why."""

    row: int
    employee_number: str
    requirement: str
    reason: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of a rota, or one part of a split shift: the parts share `shift_id`.

    `unit` may name several, apart by commas. `begins` and `ends` are times of the day, `HH:MM`;
    an end that is not after the beginning is the next day. Without `employee_number` the shift
    is vacant. `status` is planned, swapped, absent or vacant. `resource` is a vehicle or office.
    """

    row: int
    shift_id: str
    unit: str
    day: date
    begins: str
    ends: str
    employee_number: str = ""
    shift_code: str = ""
    status: str = "planned"
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Respondent:
    """One who is to get a survey, as the list for it has them. Never what anybody answered.

    `unit` is where the answer counts, `email` where the survey is sent. The person is known by
    employee number, else by an address that one employee alone has.
    """

    row: int
    unit: str = ""
    employee_number: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SeniorityLeave:
    """A leave that does not count, or counts less, towards seniority. Without a cause."""

    row: int
    first: date
    employee_number: str = ""
    person: Fnr | None = None
    last: date | None = None
    percent: Percent | None = None


@dataclass(frozen=True, slots=True)
class ServiceRecordRequest:
    """Somebody asked for a service record: who, on which day, and in which language (nb, nn)."""

    row: int
    day: date
    employee_number: str = ""
    person: Fnr | None = None
    language: str = "nb"

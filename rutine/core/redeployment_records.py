"""The records of preferential rights to a new position (*fortrinnsrett*, aml § 14-2).

A person is known as in `hr_records`: by employee number, and by national id where that is
missing. What a list leaves empty is unknown; it is never taken for a no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from rutine.core.hr_records import Percent
from rutine.core.identifiers import Fnr, OrgNr

OPEN, FILLED, WITHDRAWN = "open", "filled", "withdrawn"
"""The words of a vacancy's `status`."""

PERMANENT, TEMPORARY = "permanent", "temporary"
"""The words of `contract`."""

ACCEPTED, DECLINED = "accepted", "declined"
"""The words of an offer's `answer`; empty while there is none."""

QUALIFIED, NOT_QUALIFIED = "qualified", "not_qualified"
"""The words of an assessment's `outcome`."""

COMMA: Final = ","
"""Between several qualifications, requirements or places in one cell."""


@dataclass(frozen=True, slots=True)
class PreferentialRight:
    """Somebody whom HR lists as having a preferential right; several rows for several stretches.

    `notice_ends` is the last day of the notice period, `employed_from` and `employed_to` one
    stretch of employment with the employer (to the end of the notice period when left out).
    `ended` is the day from which HR says that the right is over, and `end_reason` why. `reach`
    names the places the person can travel to; `percent`, `position_code` and `contract` are of
    the position that was lost. `sub_unit` is the unit whose reviewers see the person's cases.
    """

    row: int
    employee_number: str
    notice_ends: date
    person: Fnr | None = None
    notice_given: date | None = None
    employed_from: date | None = None
    employed_to: date | None = None
    percent: Percent | None = None
    position_code: str = ""
    contract: str = ""
    qualifications: str = ""
    reach: str = ""
    sub_unit: OrgNr | None = None
    ended: date | None = None
    end_reason: str = ""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A vacancy, as the employer's own recruitment system lists it.

    `requirements` are the formal ones that the advertisement demands, `workplace` where the
    work is. `filled` is the day on which somebody was appointed. `sub_unit` is the unit whose
    reviewers see its cases.
    """

    row: int
    vacancy_id: str
    title: str = ""
    published: date | None = None
    deadline: date | None = None
    filled: date | None = None
    status: str = OPEN
    percent: Percent | None = None
    position_code: str = ""
    contract: str = ""
    requirements: str = ""
    workplace: str = ""
    sub_unit: OrgNr | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of a vacancy to somebody with a right.

    The fourteen days count from `received`, the day the person got it, not from `offered`.
    """

    row: int
    employee_number: str
    vacancy_id: str
    offered: date
    person: Fnr | None = None
    received: date | None = None
    answered: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class VacancyAssessment:
    """Somebody assessed a person's right against a vacancy: who did, when, and why so.

    Without who or why, the row documents nothing and is refused.
    """

    row: int
    employee_number: str
    vacancy_id: str
    day: date
    outcome: str
    assessed_by: str = ""
    reason: str = ""
    person: Fnr | None = None

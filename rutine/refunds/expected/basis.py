"""What the employer knows about a person: jobs, absences, income reports, decisions.

Impossible input (a grade of 110, an end before its start, two sick notes for the same day) is
refused here, with the field and the reason. What is possible but missing is left to the rules,
which then say that they cannot compute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.refunds.expected.amounts import Kroner

_NO_MONEY = Ore(0)
_FULL_DAY = Decimal("7.5")  # NAV's own working day in claims for omsorgspenger
_HALF_HOUR = Decimal("0.5")
LONGEST_DAYS = 3_660
"""No stretch of days is longer than ten years: its last day is then missing."""
_COVERS = (80, 100)  # what parents may choose between
FIRST_YEAR, LAST_YEAR = 1900, 2100


def _in_years(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        msg = "the year must be from 1900 to 2100"
        raise ValueError(msg)
    return day


Day = Annotated[date, AfterValidator(_in_years)]
"""A day that arithmetic can go some years back and forth from."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Days(_Frozen):
    """Whole days, both ends included."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            msg = "`to` is before `from`"
            raise ValueError(msg)
        if (self.last - self.first).days > LONGEST_DAYS:
            msg = "more than ten years: is the last day missing?"
            raise ValueError(msg)
        return self


class AbsenceKind(StrEnum):
    """What an employer registers about days away."""

    SICK_NOTE = "sick_note"
    SELF_CERTIFICATION = "self_certification"
    HOLIDAY = "holiday"
    LEAVE = "leave"
    NOT_BACK = "not_back"
    OTHER_BENEFIT = "other_benefit"
    WORK = "work"
    """At work after all: needed inside a sick note, or for a weekend reported healthy."""


SICK_ABSENCES = frozenset({AbsenceKind.SICK_NOTE, AbsenceKind.SELF_CERTIFICATION})


class AbsencePeriod(_Days):
    """Days of one kind. `grade` counts for sick notes only, in percent of the job."""

    kind: AbsenceKind
    grade: int = Field(default=100, ge=0, le=100)


class RefundChange(_Frozen):
    """From a day on the employer asks for another refund; 0 ends it."""

    first: Day = Field(alias="from")
    monthly_refund: Kroner = Field(ge=0)


class IncomeReported(_Frozen):
    """An income report (*inntektsmelding*): full pay and full refund, also for graded leave.

    Attributes:
        absence_from: the absence it belongs to.
        monthly_income, monthly_refund: in øre a month.
        changes: other refunds later in the spell.
        refund_ends: the last day with refund.
        sent: when NAV received it; None while it has not been sent.
        nav_pays_employer_period: the employer gave a reason for not paying the employer
            period (*begrunnelse*), so NAV takes it over.
        positions: how many equal reports these are the sum of, one for each position: NAV pays
            each by itself, on a line of its own.
    """

    absence_from: Day
    monthly_income: Kroner = Field(ge=0)
    monthly_refund: Kroner = Field(ge=0)
    changes: tuple[RefundChange, ...] = ()
    refund_ends: Day | None = None
    sent: Day | None = None
    nav_pays_employer_period: bool = False
    positions: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _one_change_a_day(self) -> Self:
        if len({change.first for change in self.changes}) != len(self.changes):
            msg = "changes: two changes on the same day"
            raise ValueError(msg)
        return self

    def refund_on(self, day: date) -> Ore:
        """The monthly refund asked for on a day, in øre."""
        if self.refund_ends is not None and day > self.refund_ends:
            return _NO_MONEY
        asked = self.monthly_refund
        for change in sorted(self.changes, key=lambda change: change.first):
            if change.first <= day:
                asked = change.monthly_refund
        return asked


class Job(_Frozen):
    """A person's employment in one sub-unit, which is the employer in NAV's eyes.

    Attributes:
        employer: the sub-unit.
        employed_from, employed_to: first and last day, None when unknown or not ended.
        monthly_income: pay for a job without absence of its own, in øre a month.
        absences: in any order.
        incomes: every income report sent, amended ones too.
    """

    employer: OrgNr
    employed_from: Day | None = None
    employed_to: Day | None = None
    monthly_income: Kroner | None = Field(default=None, ge=0)
    absences: tuple[AbsencePeriod, ...] = ()
    incomes: tuple[IncomeReported, ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.employed_from and self.employed_to and self.employed_to < self.employed_from:
            msg = "employed_to is before employed_from"
            raise ValueError(msg)
        for sick in (True, False):
            same = sorted(
                (a for a in self.absences if (a.kind in SICK_ABSENCES) is sick),
                key=lambda a: a.first,
            )
            if any(b.first <= a.last for a, b in pairwise(same)):
                what = "sick notes and self-certifications" if sick else "free days"
                msg = f"absences: two periods of {what} overlap"
                raise ValueError(msg)
        if len({(r.absence_from, r.sent) for r in self.incomes}) != len(self.incomes):
            msg = "incomes: two reports with the same absence_from and sent"
            raise ValueError(msg)
        return self


class ExemptionKind(StrEnum):
    """Why NAV refunds the employer period itself (ftrl § 8-20)."""

    CHRONIC = "chronic"
    PREGNANCY = "pregnancy"


class Exemption(_Days):
    """NAV's decision that the employer period is refunded. It follows the person, not the job.

    `received` is the day NAV received the application: nothing before it is refunded.
    """

    kind: ExemptionKind
    received: Day | None = None
    days_a_year: int | None = Field(default=None, ge=1, le=366)


class Uptake(_Days):
    """Days with parental, pregnancy, nursing or training benefit in one job.

    Attributes:
        grade: how much of the benefit is taken, in percent.
        position: the job's share of full time, in percent.
        work: how much is worked beside it, in percent of full time.
        on_leave: unpaid leave when it began (nursing benefit is then 65 percent).
        case_from: first day of the whole case (one child's parental benefit). Needed only
            after a pause so long that it could be another child's.
    """

    employer: OrgNr
    grade: int = Field(default=100, ge=0, le=100)
    position: int = Field(default=100, gt=0, le=100)
    work: int = Field(default=0, ge=0, le=100)
    on_leave: bool = False
    case_from: date | None = None


class CareDays(_Days):
    """Days at home with a sick child, as stated in one claim for omsorgspenger.

    `hours` is the absence on each of the days, of a 7.5 hour day, in half hours; None is whole
    days.
    """

    employer: OrgNr
    hours: Decimal | None = Field(default=None, gt=0, le=_FULL_DAY)

    @field_validator("hours", mode="after")
    @classmethod
    def _half_hours(cls, hours: Decimal | None) -> Decimal | None:
        if hours is not None and hours % _HALF_HOUR:
            msg = "hours are given in whole and half hours"
            raise ValueError(msg)
        return hours


class PaidDay(_Frozen):
    """What NAV has paid for one day: the basis of holiday pay.

    `benefit` is its code; None means the only benefit that the holiday pay asked about covers.
    """

    day: Day
    employer: OrgNr
    benefit: str | None = Field(default=None, min_length=1, max_length=1)
    to_employer: Kroner = Field(default=_NO_MONEY, ge=0)
    to_person: Kroner = Field(default=_NO_MONEY, ge=0)


class Basis(_Frozen):
    """Everything known about one person that decides a refund.

    Attributes:
        jobs: one for each sub-unit; the asked one and all others that are known.
        birth_date: None when unknown: age limits are then not checked, and the answer says so.
        death: the day of death.
        history_from: from when absences are registered; None when that is not known.
        exemptions: decisions on the employer period.
        uptake: periods of the benefits that are not for the person's own illness.
        cover: 80 when the parents chose 80 percent.
        care_days: claims for omsorgspenger of the calendar year, in any job.
        care_days_used: care days of the year that are not in the list, for example in a
            former job.
        only_older_children: only children of 13 or more, with a chronic-illness decision.
        paid_days: what NAV has paid, for holiday pay; None when not known.
        other_parent_days: days the other parent was paid, which share the holiday-pay limit.
        holiday_pay_before: holiday pay for the year already paid to this employer.
    """

    jobs: tuple[Job, ...] = Field(min_length=1)
    birth_date: Day | None = None
    death: Day | None = None
    history_from: Day | None = None
    exemptions: tuple[Exemption, ...] = ()
    uptake: tuple[Uptake, ...] = ()
    cover: int = 100
    care_days: tuple[CareDays, ...] = ()
    care_days_used: int = Field(default=0, ge=0)
    only_older_children: bool = False
    paid_days: tuple[PaidDay, ...] | None = None
    other_parent_days: tuple[Day, ...] = ()
    holiday_pay_before: Kroner = _NO_MONEY

    @field_validator("cover", mode="after")
    @classmethod
    def _offered(cls, cover: int) -> int:
        if cover not in _COVERS:
            msg = "cover is 80 or 100"
            raise ValueError(msg)
        return cover

    @model_validator(mode="after")
    def _one_job_each(self) -> Self:
        if len({job.employer for job in self.jobs}) != len(self.jobs):
            msg = "jobs: one for each sub-unit; merge positions in the same sub-unit"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.birth_date and self.death and self.death < self.birth_date:
            msg = "death: death is before birth_date"
            raise ValueError(msg)
        if _overlapping(self.uptake):
            msg = "uptake: two periods for one employer overlap"
            raise ValueError(msg)
        if _overlapping(self.care_days):
            msg = "care_days: a day is stated twice for one employer"
            raise ValueError(msg)
        paid = self.paid_days or ()
        if len({(d.day, d.employer, d.benefit) for d in paid}) != len(paid):
            msg = "paid_days: a day is stated twice for one employer"
            raise ValueError(msg)
        return self

    def job_at(self, employer: OrgNr) -> Job | None:
        """The person's job in a sub-unit."""
        return next((job for job in self.jobs if job.employer == employer), None)


def _overlapping(stated: Sequence[Uptake | CareDays]) -> bool:
    """Whether two stretches of days for one employer share a day."""
    order = sorted((each.employer.value, each.first, each.last) for each in stated)
    return any(a[0] == b[0] and b[1] <= a[2] for a, b in pairwise(order))


def refused(fault: ValidationError) -> InputError:
    """The fields and reasons of an impossible basis, without any of its values."""
    told = []
    for error in fault.errors(include_url=False, include_input=False):
        field = ".".join(map(str, error["loc"])) or "basis"
        told.append(f"{field}: {error['msg'].removeprefix('Value error, ')}")
    return InputError(
        "impossible_basis", f"The input cannot be right: {'; '.join(told)}.", "Correct the fields."
    )

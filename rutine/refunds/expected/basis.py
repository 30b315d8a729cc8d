"""What the employer knows about a person: jobs, absences, income reports, decisions.

Impossible input (a grade of 110, an end before its start, two sick notes for the same day) is
refused here, with the field and the reason. What is possible but missing is left to the rules,
which then say that they cannot compute.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.refunds.expected.amounts import Kroner

_NO_MONEY = Ore(0)
_FULL_DAY = Decimal("7.5")  # NAV's own working day in claims for omsorgspenger
_HALF_HOUR = Decimal("0.5")
LONGEST_DAYS = 3_660
"""No stretch of days is longer than ten years; 31 December 9999 stands for a missing day."""
_COVERS = (80, 100)  # what parents may choose between


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Days(_Frozen):
    """Whole days, both ends included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

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

    first: date = Field(alias="from")
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
    """

    absence_from: date
    monthly_income: Kroner = Field(ge=0)
    monthly_refund: Kroner = Field(ge=0)
    changes: tuple[RefundChange, ...] = ()
    refund_ends: date | None = None
    sent: date | None = None
    nav_pays_employer_period: bool = False

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
    employed_from: date | None = None
    employed_to: date | None = None
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
    received: date | None = None
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

    `hours` is the absence of a part day, of a 7.5 hour day, in half hours; None is whole days.
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

    @model_validator(mode="after")
    def _one_part_day(self) -> Self:
        if self.hours is not None and self.first != self.last:
            msg = "a part day is one day: `to` must equal `from`"
            raise ValueError(msg)
        return self


class PaidDay(_Frozen):
    """What NAV has paid for one day: the basis of holiday pay.

    `benefit` is its code; None means the only benefit that the holiday pay asked about covers.
    """

    day: date
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
    birth_date: date | None = None
    death: date | None = None
    history_from: date | None = None
    exemptions: tuple[Exemption, ...] = ()
    uptake: tuple[Uptake, ...] = ()
    cover: int = 100
    care_days: tuple[CareDays, ...] = ()
    care_days_used: int = Field(default=0, ge=0)
    only_older_children: bool = False
    paid_days: tuple[PaidDay, ...] | None = None
    other_parent_days: tuple[date, ...] = ()
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

    def job_at(self, employer: OrgNr) -> Job | None:
        """The person's job in a sub-unit."""
        return next((job for job in self.jobs if job.employer == employer), None)


def refused(fault: ValidationError) -> InputError:
    """The fields and reasons of an impossible basis, without any of its values."""
    told = []
    for error in fault.errors(include_url=False, include_input=False):
        field = ".".join(map(str, error["loc"])) or "basis"
        told.append(f"{field}: {error['msg'].removeprefix('Value error, ')}")
    return InputError(
        "impossible_basis", f"The input cannot be right: {'; '.join(told)}.", "Correct the fields."
    )

"""What is at risk, and the stretch of days that is looked ahead."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.deadlines import last_day_to_claim
from rutine.refunds.expected.day_counting import month_end, months_before
from rutine.refunds.expected.tables import Tables


class RiskKind(StrEnum):
    """Why money may be lost."""

    NOT_SENT = "not_sent"
    """Payroll has made the claim and not sent it."""
    NOT_CLAIMED = "not_claimed"
    """Payroll knows the absence; there is neither claim nor income report for it."""
    NOT_ANSWERED = "not_answered"
    """NAV has asked for an income report and waits for it."""
    LAST_BENEFIT_DAY = "last_benefit_day"
    """NAV stops paying; the employer who pays on gets nothing back (ftrl § 8-12)."""
    EXEMPTION = "exemption"
    """The decision that NAV refunds the employer period runs out (ftrl § 8-20)."""


@dataclass(frozen=True, slots=True, repr=False)
class AtRisk:
    """One thing to act on. It holds an employee number, never a national id or a name.

    Attributes:
        kind: why.
        due: the last day on which acting helps.
        amount: for NOT_SENT what is lost after that day; for LAST_BENEFIT_DAY what is refunded
            a month until then; for EXEMPTION what was claimed under it in the year before.
            None when it is not known.
        sub_unit: None when it concerns the person in every unit.
        employee_number: None when payroll's claims do not tell it; then `row` finds the person.
        benefit: NAV's code.
        first, last: the days it is about, where it is about days.
        row: the row of payroll's file, or of NAV's requests, that it was read from; None when
            NAV has stated it.
        is_computed: the day was computed, not stated by NAV.
        protected: it is about a protected person (D41): who, where and which days are left out,
            so that sums are whole and nobody is shown.
    """

    kind: RiskKind
    due: date
    amount: Ore | None
    benefit: str
    sub_unit: OrgNr | None = None
    employee_number: str | None = None
    first: date | None = None
    last: date | None = None
    row: int | None = None
    is_computed: bool = False
    protected: bool = False

    def about(self, person: str, protected: Container[str]) -> Self:
        """The same, without who and where when it is about one of the protected."""
        if person not in protected:
            return self
        return replace(
            self,
            sub_unit=None,
            employee_number=None,
            first=None,
            last=None,
            row=None,
            protected=True,
        )


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Something that could not be looked at; a reader must not take its silence for zero.

    Attributes:
        code: a key of the texts, such as `no_exemptions`.
        hides: the kinds of which nothing is known because of it.
        count: how many it concerns, where it concerns some.
        file: the name of the file it is about, where it is about one.
    """

    code: str
    hides: frozenset[RiskKind] = field(default_factory=frozenset)
    count: int | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days looked ahead: the rest of this month and whole months after it.

    Attributes:
        as_of: today.
        until: the last day of the last whole month.
        claim_months: whole months a refund claim reaches back (ftrl § 22-13).
        notice: from how long before a last benefit day it is warned of.
    """

    as_of: date
    until: date
    claim_months: int
    notice: timedelta

    @classmethod
    def at(cls, tables: Tables, as_of: date) -> Self:
        """The window of a day, by the dated tables.

        Raises:
            UnknownNumberError: the day is before the tables begin.
        """
        ahead = tables.count("at_risk_months", as_of)
        return cls(
            as_of=as_of,
            until=month_end(months_before(as_of, -ahead)),
            claim_months=tables.count("refund_claim_months", as_of),
            notice=timedelta(weeks=tables.count("last_benefit_day_notice_weeks", as_of)),
        )

    @property
    def cutoff(self) -> date:
        """The first day that a claim sent today still covers (ftrl § 22-13; refund rules §1.5)."""
        return months_before(self.as_of, self.claim_months)

    @property
    def months(self) -> Iterator[Period]:
        """This month and each whole month ahead, in order."""
        first = self.as_of.replace(day=1)
        while first <= self.until:
            yield Period(first, month_end(first))
            first = months_before(first, -1)

    def last_day_to_claim(self, day: date) -> date:
        """The last day on which a claim for an absence day is in time."""
        return last_day_to_claim(day, self.claim_months)


def by_month(period: Period) -> list[Period]:
    """The period cut at month ends."""
    parts: list[Period] = []
    first = period.first
    while first <= period.last:
        last = min(month_end(first), period.last)
        parts.append(Period(first, last))
        first = last + timedelta(days=1)
    return parts


def divided(amount: Ore, parts: list[Period]) -> list[Ore]:
    """The amount over the parts by their weekdays, in whole øre; the sum is the amount.

    NAV pays weekdays (ftrl § 8-11); a period of weekend days only is divided by all its days.
    """
    weights = [part.weekdays for part in parts]
    if not any(weights):
        weights = [part.days for part in parts]
    total, before, given = sum(weights), 0, 0
    shares: list[Ore] = []
    for weight in weights:
        before += weight
        upto = int(amount) * before // total
        shares.append(Ore(upto - given))
        given = upto
    return shares

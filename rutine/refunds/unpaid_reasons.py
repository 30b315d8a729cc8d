"""Why a claim has no payment: never sent, refused by the rules, or still with NAV.

For sickness benefit NAV's own lists tell most of these apart. A reason is given only when what
would make it another is seen not to be: without the lists most answers are "cannot tell".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rutine.core.periods import Period
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.basis import Basis, Exemption
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.findings import days, number, words
from rutine.refunds.expected.incomes import latest_report
from rutine.refunds.expected.rules import percent
from rutine.refunds.expected.variations import asked_job
from rutine.refunds.finding import CANNOT_TELL, Finding, reason_of
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.nav_status import (
    ACCEPTED,
    DUPLICATE,
    FAILED,
    NOT_ANSWERED,
    Applied,
    Request,
    Submission,
)
from rutine.refunds.paid_reasons import PAYOUT
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.three_ledgers import ThreeLedgers, hull

NOT_HANDLED = "D14"
_EXEMPT = frozenset("67")
_CARE: Final = "Z"
_APPLIES: Final = timedelta(weeks=10)
"""After these nearly all have applied, on paper too, and been paid; a month is left to do so in
before the right is lost (ftrl § 22-13)."""


def never_sent(claims: Sequence[ClaimRow], basis: Basis | None) -> Finding | None:
    """D16: payroll has no day of sending, and no income report for the absence."""
    if any(claim.sent is not None for claim in claims):
        return None
    begun = _begun(claims)
    if basis is not None and begun is not None:
        reported = {r.absence_from for job in basis.jobs for r in job.incomes}
        if begun in reported:
            return None
    return Finding("D16", (days("sent", None, None), days("absence_from", begun, None)))


def refused(ledgers: ThreeLedgers, knowledge: Knowledge) -> Finding | None:
    """The rules give nothing at all for the days claimed, and say why.

    That no exemption is known says nothing while HR's list of them is not at hand.
    """
    weekday = [day for day in ledgers.days if not is_weekend(day.day)]
    if not weekday or any(day.rate for day in weekday):
        return None
    reason = reason_of(weekday)
    if reason is None or (reason == "D31" and not knowledge.exemptions_listed):
        return None
    if reason == "D19" and _no_refund(ledgers, weekday[0].day):
        reason = "D21"  # the employer had ended the refund before NAV's days were used up
    return Finding(reason, (number("paid_days", len(weekday), 0),))


def _no_refund(ledgers: ThreeLedgers, day: date) -> bool:
    """Whether the employer's own report asks for nothing on a day."""
    if ledgers.account is None:
        return False
    report = latest_report(asked_job(ledgers.account.question), day)
    return report is not None and not report.refund_on(day)


def not_answered(
    claims: Sequence[ClaimRow],
    paid: Iterable[LineRow],
    basis: Basis | None,
    answered_until: date | None,
) -> Finding:
    """The cause of a claim that is due and has no payment, where NAV's lists do not tell.

    Args:
        claims: of one stretch of days.
        paid: every line for the same person, sub-unit and benefit.
        basis: what is known of the person.
        answered_until: refunds of the employer period sent before this are overdue at NAV;
            None when NAV's handling time on the day is not known.
    """
    benefit, period = claims[0].benefit, hull(claims)
    if benefit in _EXEMPT:
        return _exempt(claims, basis, answered_until)
    begun = _begun(claims) or date.min
    stated = [
        line.last_benefit_day
        for line in paid
        if line.last_benefit_day and line.last is not None and line.last >= begun
    ]
    if stated and period is not None and period.first > max(stated):
        return Finding("D19", (days("last_benefit_day", None, max(stated)),))
    return CANNOT_TELL  # not handled, rejected, never applied for: NAV alone knows which


def _exempt(
    claims: Sequence[ClaimRow], basis: Basis | None, answered_until: date | None
) -> Finding:
    """D14 while NAV may still be at it; a decision on file is all that excludes D31."""
    sent = max((claim.sent for claim in claims if claim.sent), default=None)
    known = () if basis is None else basis.exemptions
    covered = [each for each in known if all(_within(each, claim) for claim in claims)]
    if sent is None or answered_until is None or not covered:
        return CANNOT_TELL
    if sent < answered_until - PAYOUT:
        return CANNOT_TELL
    return Finding(
        NOT_HANDLED, (days("sent", sent, None), days("exemption", covered[0].first, None))
    )


@dataclass(frozen=True)
class AtNav:
    """What NAV's lists say of some unpaid claims for sickness benefit, of one stretch of days.

    Attributes:
        claims: at least one.
        knowledge: what the lists say.
        paid: every line for the same person, sub-unit and benefit.
        as_of: the day of the run.
        hard_weeks: so long NAV may take from the day it has everything.
    """

    claims: Sequence[ClaimRow]
    knowledge: Knowledge
    paid: Sequence[LineRow]
    as_of: date
    hard_weeks: int

    def rejected(self) -> Finding | None:
        """D17: the last that NAV said of the income report is no."""
        last = self._last_answer()
        if last is None or last.status != FAILED:
            return None
        return Finding(
            "D17", (days("sent", last.sent, None), words("nav_answer", FAILED, last.error))
        )

    def unanswered(self) -> Finding | None:
        """D16: NAV has asked for an income report, and has none."""
        request = self._request()
        if request is None or request.status != NOT_ANSWERED or self._answers(request):
            return None
        if any(claim.sent is not None for claim in self.claims):
            return None  # payroll says that it was sent: somebody must find out where it went
        return Finding("D16", (days("sent", None, None), days("asked", None, request.created)))

    def not_applied(self) -> Finding | None:
        """D15: the employee has applied for none of the days, and has had the time to.

        Who applies on paper stands in NAV's list for nothing: only those who have applied for
        other days are seen not to have applied for these.
        """
        period, applied, nav = self._period, self._applied(), self.knowledge.nav
        if period is None or applied is None or applied.parts or self._elsewhere(period):
            return None
        if nav is None or not nav.applies(self._numbers):
            return None
        if self.as_of - period.last < _APPLIES:
            return None
        return Finding("D15", (days("applied", None, None), days("last", period.last, None)))

    def _of_absence(self) -> list[date]:
        """The first days of the lines for the absence that the claims are for."""
        begun = _begun(self.claims) or date.max
        return [each.first for each in self.paid if each.first and each.first >= begun]

    def _paid_after(self, period: Period) -> bool:
        """Whether NAV has paid for later days of the absence: why not for these is then open."""
        return any(first > period.last for first in self._of_absence())

    def free(self) -> Finding | None:
        """D11: the employee has told NAV of holiday or leave on every day claimed."""
        period, applied = self._period, self._applied()
        if period is None or applied is None:
            return None
        weekdays = [day for day in period if not is_weekend(day)]
        if not all(applied.is_free(day) for day in weekdays):
            return None
        return Finding("D11", (number("holiday_days", 0, len(weekdays)),))

    def low_grade(self) -> Finding | None:
        """D10: the employee was away less than NAV pays for at all, and says so."""
        grades = self._stated_grades()
        tables = self.knowledge.tables
        if tables is None or self._period is None or None in grades or not grades:
            return None
        lowest = percent(tables, "lowest_grade", self._period.first) * _FULL
        stated = [grade for grade in grades if grade is not None]
        if any(grade >= lowest for grade in stated):
            return None
        return Finding("D10", (number("grade", self.claims[0].grade, max(stated)),))

    def waits(self) -> Finding | None:
        """D14: NAV has the application and has accepted the report, and is within its time."""
        period, applied, last = self._period, self._applied(), self._last_answer()
        if period is None or applied is None or last is None or last.status != ACCEPTED:
            return None
        if self._other_job(period) or self._paid_after(period):
            return None  # the grade of all jobs may be too low (D10), or NAV has passed the days
        weekdays = [day for day in period if not is_weekend(day)]
        received = applied.received
        if received is None or not all(applied.covers(day) for day in weekdays):
            return None
        complete = max(received, last.sent)
        if self.as_of - complete > self._decides:
            return None
        shown = (days("applied", None, received), days("income_report", last.sent, None))
        return Finding(NOT_HANDLED, shown)

    def own_claim_waits(self) -> Finding | None:
        """D14: a claim for care days, within NAV's time.

        The employer's own claim is all that NAV needs for them: the employee applies for nothing
        (nav.no/arbeidsgiver/omsorgspenger). Not so where later days of the same claim are paid.
        """
        period, sent = self._period, [claim.sent for claim in self.claims]
        if self.claims[0].benefit != _CARE or period is None or self._paid_after(period):
            return None
        latest = max((day for day in sent if day is not None), default=None)
        if latest is None or None in sent or self.as_of - latest > self._decides:
            return None
        return Finding(NOT_HANDLED, (days("sent", latest, None),))

    @property
    def _decides(self) -> timedelta:
        """So long it may take until what NAV has all it needs for is on the account."""
        return timedelta(weeks=self.hard_weeks) + PAYOUT

    @property
    def _period(self) -> Period | None:
        return hull(self.claims) if all(claim.period for claim in self.claims) else None

    def _applied(self) -> Applied | None:
        one, period = self.claims[0], self._period
        if period is None or one.benefit != SICKNESS:
            return None
        return self.knowledge.applied(one.person, one.sub_unit, period)

    def _elsewhere(self, period: Period) -> bool:
        """Whether the employee has applied for the days at another sub-unit."""
        nav = self.knowledge.nav
        return nav is not None and any(nav.parts(self._numbers, period))

    def _other_job(self, period: Period) -> bool:
        """Whether the person has a job elsewhere, without absence on the days, of unknown pay."""
        one, employed = self.claims[0], self.knowledge.employed
        basis = self.knowledge.basis(one.person, one.benefit)
        absent = {
            job.employer.reveal()
            for job in (basis.jobs if basis else ())
            if any(a.first <= period.last and a.last >= period.first for a in job.absences)
        }
        return employed is not None and any(
            each.sub_unit not in {one.sub_unit, *absent}
            and employed.pay_at(one.person, each.sub_unit) is None
            and each.first <= period.last
            and (each.last is None or each.last >= period.first)
            for each in employed.of(one.person)
        )

    def _stated_grades(self) -> frozenset[int | None]:
        period, applied = self._period, self._applied()
        if period is None or applied is None or not applied.parts:
            return frozenset()
        return applied.grades([day for day in period if not is_weekend(day)])

    @property
    def _numbers(self) -> frozenset[str]:
        return self.knowledge.numbers(self.claims[0].person)

    def _request(self) -> Request | None:
        one, nav = self.claims[0], self.knowledge.nav
        begun, period = _begun(self.claims), self._period
        if nav is None or begun is None or period is None or one.benefit != SICKNESS:
            return None
        if begun > period.last or not nav.sees(one.sub_unit, begun):
            return None
        found = nav.request(self._numbers, Period(begun, period.last))
        return found if found and found.sub_unit == one.sub_unit else None

    def _answers(self, request: Request) -> list[Submission]:
        """What NAV said to a request; that a report had come already says nothing new."""
        nav = self.knowledge.nav
        found = nav.submissions(request) if nav is not None else []
        accepted = any(each.status == ACCEPTED for each in found)
        return [each for each in found if not (accepted and each.error == DUPLICATE)]

    def _last_answer(self) -> Submission | None:
        request = self._request()
        answers = [] if request is None else self._answers(request)
        return answers[-1] if answers else None


_FULL: Final = 100


def _begun(claims: Sequence[ClaimRow]) -> date | None:
    return min((claim.absence_from for claim in claims if claim.absence_from), default=None)


def _within(exemption: Exemption, claim: ClaimRow) -> bool:
    period = claim.period
    return period is not None and exemption.first <= period.first and period.last <= exemption.last

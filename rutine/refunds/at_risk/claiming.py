"""Claims that are not sent, and absences that nobody has claimed for."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.records import Claim
from rutine.refunds.at_risk.window import AtRisk, NotKnown, RiskKind, Window, by_month, divided
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.day_counting import ONE_DAY, is_weekend
from rutine.refunds.expected.day_types import DayType
from rutine.refunds.expected.history import history
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.tables import Tables

Covered = Mapping[tuple[str, str, str], Sequence[Period]]
"""`(person, sub-unit, benefit)` -> days that payroll has claimed or NAV has paid."""


@dataclass(frozen=True, slots=True, repr=False)
class Absent:
    """A person's absences at one sub-unit under one benefit.

    Attributes:
        basis: absences and income reports of all the person's jobs.
        row: the person's first row in the file of absences.
    """

    person: Fnr
    sub_unit: OrgNr
    benefit: str
    basis: Basis = field(repr=False)
    row: int
    employee_number: str | None = None


def claims_not_sent(
    claims: Iterable[Claim],
    tables: Tables,
    window: Window,
    finished: Collection[str] = (),
    protected: Container[str] = (),
) -> tuple[list[AtRisk], list[NotKnown]]:
    """Claims that payroll has made and not sent, month by month of the absence.

    Each absence month has a deadline of its own (ftrl § 22-13), so a claim over a month's end
    becomes two items; their amounts add up to what is open of the claim.

    Args:
        claims: payroll's list; those that were sent, or have nothing open, are passed over.
        tables: for the benefit codes: NAV pays holiday pay without a claim.
        window: the days looked ahead.
        finished: claim ids that were settled or decided here.
        protected: national ids of protected people.
    """
    found: list[AtRisk] = []
    undated = 0
    for claim in claims:
        code = tables.code(claim.benefit)
        left = claim.amount - claim.settled
        if claim.sent is not None or left <= 0 or claim.claim_id in finished:
            continue
        if code is not None and code.kind == "holiday_pay":
            continue
        period = Period.if_sound(claim.first, claim.last)
        if period is None:
            undated += 1
            continue
        parts = by_month(period)
        found += [
            AtRisk(
                RiskKind.NOT_SENT,
                window.last_day_to_claim(part.first),
                amount,
                claim.benefit,
                claim.sub_unit,
                claim.employee_number,
                part.first,
                part.last,
                claim.row,
            ).about(claim.person.reveal(), protected)
            for part, amount in zip(parts, divided(Ore(left), parts), strict=True)
        ]
    return found, [NotKnown("claims_undated", count=undated)] if undated else []


def absences_not_claimed(
    absent: Iterable[Absent],
    covered: Covered,
    tables: Tables,
    window: Window,
    protected: Container[str] = (),
) -> list[AtRisk]:
    """Days that NAV should pay for, with neither claim, income report nor payment.

    Only days that a claim sent today still covers. The amount is not known: it follows from the
    income report that is missing (ftrl § 8-30).
    """
    period = Period(window.cutoff, window.as_of)
    found: list[AtRisk] = []
    for each in absent:
        key = (each.person.reveal(), each.sub_unit.reveal(), each.benefit)
        taken = covered.get(key, ())
        days = [
            day
            for day in _days_to_claim(each, period, tables)
            if not any(day in other for other in taken)
        ]
        found += [
            AtRisk(
                RiskKind.NOT_CLAIMED,
                window.last_day_to_claim(stretch.first),
                None,
                each.benefit,
                each.sub_unit,
                each.employee_number,
                stretch.first,
                stretch.last,
                each.row,
            ).about(each.person.reveal(), protected)
            for stretch in _stretches(days)
        ]
    return found


def _days_to_claim(each: Absent, period: Period, tables: Tables) -> Iterator[date]:
    """Days of the period that NAV pays and that no income report is sent for."""
    if each.benefit == SICKNESS:
        yield from _sick_days(each, period, tables)
        return
    reports = [r.absence_from for job in each.basis.jobs for r in job.incomes]
    for uptake in each.basis.uptake:
        reported = any(uptake.first <= day <= uptake.last for day in reports)
        if uptake.employer == each.sub_unit and not reported:
            days = Period(uptake.first, uptake.last).intersection(period)
            yield from (day for day in days or () if not is_weekend(day))


def _sick_days(each: Absent, period: Period, tables: Tables) -> Iterator[date]:
    past = history(each.basis, period, SicknessRules.at(tables, period.first))
    for place, job in enumerate(past.jobs):
        if job.job.employer != each.sub_unit:
            continue
        for day in period:
            if job.classified[job.line.place(day)].type is DayType.NAV:
                spell = past.spell_on(day)
                if spell is None or past.incomes(spell)[place].report is None:
                    yield day


def _stretches(days: Iterable[date]) -> list[Period]:
    """The days as periods, cut at month ends; a weekend between two days belongs to both."""
    ordered = sorted(set(days))
    if not ordered:
        return []
    starts = [ordered[0]]
    ends: list[date] = []
    for before, after in pairwise(ordered):
        day = before + ONE_DAY
        while day < after and is_weekend(day):
            day += ONE_DAY
        if day != after or after.month != before.month:
            ends.append(before)
            starts.append(after)
    return [Period(*both) for both in zip(starts, [*ends, ordered[-1]], strict=True)]

"""When NAV pays: the month's main payment, smaller ones in between, and a report for each.

Source: nav-reports §3: money on the first working day of the month, separate reports for
payments in between, one report for each account and value date, ids not in order of date.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

from rutine.practice.days import Day, Month, month_of, working_days
from rutine.practice.draws import between
from rutine.practice.plan import PracticePlan

BEFORE: Final = -1
"""Paid before the plan begins: settled by hand, in no report of ours."""
WAITING: Final = -2
"""Not paid by the end of the plan."""

MAIN_ACCOUNT: Final = 0
_FIRST_ID: Final = 1000
_SWAPPED: Final = 0.2
_DAYS_APART: Final = 4  # a payment in between lies this many working days into the month


@dataclass(frozen=True, slots=True)
class ReportSlot:
    """A report that NAV will make, if anything is paid in it. `account` is a place."""

    id: int
    value_date: Day
    month: Month
    account: int
    main: bool
    created: datetime


class _Payments:
    """The payments to one account: days in order, and the report of each."""

    def __init__(self) -> None:
        self.days: list[Day] = []
        self.reports: list[int] = []

    def add(self, day: Day, report: int) -> None:
        self.days.append(day)
        self.reports.append(report)

    def after(self, decision: Day) -> int:
        place = bisect_right(self.days, decision)
        if place == 0:
            return BEFORE
        return self.reports[place] if place < len(self.reports) else WAITING


class Schedule:
    """All payments of a plan.

    `reports` is in order of value date and account; `main_reports` gives the place of a
    month's main payment to an account.
    """

    def __init__(self, plan: PracticePlan, rng: Random, accounts: int) -> None:
        months = range(plan.first_month, plan.first_month + len(plan.months))
        payments: list[tuple[Day, int, bool]] = []
        for month in months:
            days = working_days(month)
            payments += [(days[0], account, True) for account in range(accounts)]
            middle = list(days[_DAYS_APART:-2])
            for _ in range(between(rng, 1, 3)):
                day = middle.pop(int(rng.random() * len(middle)))
                payments.append((day, MAIN_ACCOUNT, False))
        payments.sort()
        ids = _ids(rng, len(payments))
        self.reports = tuple(
            ReportSlot(ids[n], day, month_of(day), account, main, _created(rng, day))
            for n, (day, account, main) in enumerate(payments)
        )
        self.main_reports = {
            (report.month, report.account): n
            for n, report in enumerate(self.reports)
            if report.main
        }
        self._main = [_Payments() for _ in range(accounts)]
        self._any = [_Payments() for _ in range(accounts)]
        # The month before: its payments lie behind us, so nothing of them is in our reports.
        earlier = working_days(plan.first_month - 1)
        for account in range(accounts):
            self._main[account].add(earlier[0], BEFORE)
            self._any[account].add(earlier[0], BEFORE)
            self._any[account].add(earlier[len(earlier) // 2], BEFORE)
        for n, report in enumerate(self.reports):
            self._any[report.account].add(report.value_date, n)
            if report.main:
                self._main[report.account].add(report.value_date, n)

    def slot(self, decision: Day, account: int, *, soon: bool) -> int:
        """The report that a decision is paid in: a place in `reports`, BEFORE or WAITING.

        `soon` takes the next payment of any kind, else it is the next main payment.
        """
        return (self._any if soon else self._main)[account].after(decision)


def _ids(rng: Random, count: int) -> list[int]:
    """Ids that mostly rise, with gaps, and with neighbours that changed places."""
    last = _FIRST_ID + int(rng.random() * 500)
    ids: list[int] = []
    for _ in range(count):
        last += between(rng, 1, 9)
        ids.append(last)
    for n in range(1, count - 1, 2):
        if n == 1 or rng.random() < _SWAPPED:
            ids[n], ids[n + 1] = ids[n + 1], ids[n]
    return ids


def _created(rng: Random, day: Day) -> datetime:
    """When the report was made: in an evening, at most two days later."""
    evening = datetime.combine(date.fromordinal(day), datetime.min.time(), tzinfo=UTC)
    minutes = 18 * 60 + int(rng.random() * 180)
    return evening + timedelta(days=between(rng, 0, 2), minutes=minutes, seconds=rng.random() * 59)

"""Money and reports that should come together: what has come without the other (D38, D39).

NAV pays on the first working day of a month, and in between; the report comes within two
working days (refund rules §1.5). What a payment is for is told by the payer and the text, never
guessed: money from NAV that says it is something else is no missing report.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from rutine.core.differences import Difference, Evidence
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore
from rutine.core.working_days import first_working_day, working_day_after
from rutine.refunds.answers import permitted, suggestion
from rutine.refunds.controls import CREDIT_WITHIN_DAYS

KIND: Final = "arrival"
"""The family of these cases: they concern no report, because there is none."""

MISSING_REPORT: Final = "D38"
OTHER_MONEY: Final = "D39"
_SHOWN: Final = 10


class Purpose(StrEnum):
    """What an entry's payer and text say it is for."""

    REFUND = "refund"
    OTHER = "other"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class BankWords:
    """How the bank shows money from NAV: whole words, upper and lower case alike.

    Attributes:
        nav: names NAV pays under.
        refund: words in text or reference of a refund.
        other: words of what is no refund, such as a grant.
    """

    nav: tuple[str, ...] = ()
    refund: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def is_nav(self, counterparty: str) -> bool:
        """Whether the payer is NAV."""
        return _says(self.nav, counterparty)

    def purpose(self, text: str, reference: str) -> Purpose:
        """What the payment is for; both kinds of words at once tell nothing."""
        told = f"{text} {reference}"
        refund, other = _says(self.refund, told), _says(self.other, told)
        if refund == other:
            return Purpose.UNTOLD
        return Purpose.REFUND if refund else Purpose.OTHER


def _says(words: Sequence[str], text: str) -> bool:
    """Whether the text holds one of the words, whole."""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)


@dataclass(frozen=True, slots=True)
class CameReport:
    """A report that is here, whatever became of it.

    Attributes:
        value_date, total, account: None where neither NAV's page nor the file says.
        month: any day of the month whose run took a report without a value date.
        stopped: a control stopped it; its own case says that the credit is another.
    """

    value_date: date | None
    total: Ore | None
    account: AccountNumber | None
    month: date | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What is missing, and what is not.

    Attributes:
        cases: money without its report (D38), months without a report (D38), and money from
            NAV that is no refund (D39).
        settled: reason and reference of what was looked at and is no such case: a case about
            it, from an earlier run, may close.
    """

    cases: tuple[Difference, ...] = ()
    settled: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Credit:
    """Money from NAV on one of our accounts."""

    day: date
    account: str
    amount: Ore
    reference: str
    counterparty: str
    text: str
    purpose: Purpose
    number: int  # which of several equal ones, from 1

    @property
    def name(self) -> str:
        """What its case is called: the day, and a digest that tells it from the day's others."""
        told = f"{self.account} {int(self.amount)} {self.reference} {self.number}"
        return f"{self.day} {hashlib.sha256(told.encode()).hexdigest()[:_SHOWN]}"


def find_arrivals(
    reports: Sequence[CameReport],
    statement: pd.DataFrame | None,
    *,
    employer: OrgNr,
    words: BankWords,
    months: Collection[date],
    as_of: date,
    within: int,
) -> Arrivals:
    """Find what has come without the other.

    Args:
        reports: every report of the employer that is here.
        statement: bank entries (`core.records.BankEntry`) of the months, None when there are
            none to look at.
        employer: whose accounts they are.
        words: how money from NAV is known.
        months: a day of each month to look at.
        as_of: the day on which it is looked; entries after it are left alone.
        within: working days after the money in which a report comes.
    """
    from_nav = [each for each in _nav_credits(statement, words) if each.day <= as_of]
    alone = _without_report(from_nav, reports)
    missing = [
        each
        for each in alone
        if each.purpose is not Purpose.OTHER and as_of > working_day_after(each.day, within)
    ]
    other = [each for each in alone if each.purpose is Purpose.OTHER]
    unpaid = [
        first
        for first in sorted({first_working_day(month) for month in months})
        if as_of > working_day_after(first, within)
        and not any(_belongs(report, first) for report in reports)
        and not any(_near(each.day, first) for each in missing)
    ]
    cases = (
        *(_credit_case(employer, MISSING_REPORT, each) for each in missing),
        *(_month_case(employer, first) for first in unpaid),
        *(_credit_case(employer, OTHER_MONEY, each) for each in other),
    )
    looked = {(code, each.name) for each in from_nav for code in (MISSING_REPORT, OTHER_MONEY)}
    looked |= {(MISSING_REPORT, _month_name(first_working_day(month))) for month in months}
    found = {(case.reason, case.reference) for case in cases}
    return Arrivals(cases, frozenset(looked - found))


def _nav_credits(statement: pd.DataFrame | None, words: BankWords) -> Iterator[_Credit]:
    """NAV's payments, oldest first; equal ones are counted, so that each has its own name."""
    if statement is None or not words.nav:
        return
    paid_in = statement[statement["amount"] > 0]
    is_nav = np.array([words.is_nav(name) for name in paid_in["counterparty"]], dtype=np.bool_)
    of_nav = paid_in[is_nav]
    order = ["value_date", "account", "amount", "reference", "text"]
    seen: Counter[tuple[str, ...]] = Counter()
    for entry in of_nav.sort_values(order, kind="stable").to_dict("records"):
        same = (str(entry["value_date"]), entry["account"], entry["amount"], entry["reference"])
        seen[same] += 1
        yield _Credit(
            day=entry["value_date"].date(),
            account=entry["account"],
            amount=Ore(entry["amount"]),
            reference=entry["reference"],
            counterparty=entry["counterparty"],
            text=entry["text"],
            purpose=words.purpose(entry["text"], entry["reference"]),
            number=seen[same],
        )


def _without_report(from_nav: Sequence[_Credit], reports: Sequence[CameReport]) -> list[_Credit]:
    """The credits that no report stands for. A report stands for one credit only.

    A report of a known day takes the nearest credit of its amount. One without a day takes the
    oldest of its amount: it is enough that it may be the one. A stopped report whose amount is
    not found has a case of its own, which the nearest credit of another amount belongs to.
    """
    left = list(from_nav)
    with_total = [report for report in reports if report.total is not None and report.total > 0]
    dated = sorted(
        (report for report in with_total if report.value_date is not None),
        key=lambda report: (report.value_date or date.max, report.total or 0),
    )
    unfound = []
    for report in dated:
        same = [e for e in left if e.amount == report.total and _may_be(e, report)]
        if same:
            left.remove(min(same, key=lambda e: (_apart(e.day, report), e.day)))
        elif report.stopped:
            unfound.append(report)
    for report in with_total:
        same = [e for e in left if e.amount == report.total and _may_be(e, report)]
        if report.value_date is None and same:
            left.remove(same[0])
    for report in unfound:
        near = [e for e in left if e.purpose is not Purpose.OTHER and _may_be(e, report)]
        if near:
            left.remove(min(near, key=lambda e: (_apart(e.day, report), e.day)))
    return left


def _may_be(credit: _Credit, report: CameReport) -> bool:
    if report.account is not None and report.account.reveal() != credit.account:
        return False
    return report.value_date is None or _near(credit.day, report.value_date)


def _apart(day: date, report: CameReport) -> int:
    return abs((day - (report.value_date or day)).days)


def _near(one: date, other: date) -> bool:
    return abs((one - other).days) <= CREDIT_WITHIN_DAYS


def _belongs(report: CameReport, first: date) -> bool:
    """Whether the report is the one of a month's payment on its first working day."""
    if report.value_date is not None:
        return _near(report.value_date, first)
    return report.month is not None and _month_name(report.month) == _month_name(first)


def _month_name(day: date) -> str:
    return f"{day:%Y-%m}"


def _credit_case(employer: OrgNr, reason: str, credit: _Credit) -> Difference:
    evidence = (
        _seen("amount", "ore", str(int(credit.amount))),
        _seen("value_date", "day", credit.day.isoformat()),
        _seen("account", "text", str(AccountNumber(credit.account))),
        _seen("counterparty", "text", credit.counterparty),
        _seen("bank_text", "text", credit.text),
        _seen("bank_reference", "text", credit.reference),
    )
    return _case(employer, reason, credit.name, evidence, paid=credit.amount)


def _month_case(employer: OrgNr, first: date) -> Difference:
    evidence = (_seen("money_expected", "day", first.isoformat()),)
    return _case(employer, MISSING_REPORT, _month_name(first), evidence)


def _seen(field: str, kind: str, left: str) -> Evidence:
    """A fact of the money; the report, on the right, is not there."""
    return Evidence(field=field, kind=kind, left=left, right=None, equal=False)


def _case(
    employer: OrgNr,
    reason: str,
    reference: str,
    evidence: tuple[Evidence, ...],
    *,
    paid: Ore = Ore(0),  # noqa: B008 - a frozen number
) -> Difference:
    return Difference(
        kind=KIND,
        reason=reason,
        employer=employer,
        paid=paid,
        evidence=tuple(each for each in evidence if each.left),
        suggestion=suggestion(reason),
        permitted=permitted(reason),
        reference=reference,
    )

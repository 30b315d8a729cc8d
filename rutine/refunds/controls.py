"""Stop controls of a settlement report, made before any of its lines is matched.

A failed control stops the whole report (refund rules §7.5, D36, D37, D40). A control that
lacks what it needs says `not_possible`: it neither stops the report nor counts as passed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import pandas as pd

from rutine.core.differences import Difference, Evidence
from rutine.core.identifiers import AccountNumber, OrgNr
from rutine.core.money import Ore
from rutine.refunds.answers import permitted, suggestion

CREDIT_WITHIN_DAYS: Final = 3
"""The bank may value a credit some days beside NAV's date: weekends and holidays."""


class ControlName(StrEnum):
    """The controls, in the order they are made."""

    FILE = "file"  # the file is whole
    OWNER = "owner"  # it is the asked employer's report
    TOTAL = "total"  # its lines add up to the total on NAV's page
    ACCOUNT = "account"  # it was paid to an account of the employer
    BANK = "bank"  # the money came


class ControlStatus(StrEnum):
    """How a control went."""

    OK = "ok"
    FAILED = "failed"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True)
class Control:
    """One control of one report: what was expected, what was found (øre as digits)."""

    name: ControlName
    status: ControlStatus
    expected: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """What the controls need to know of a report.

    Attributes:
        report_id: NAV's number of the report.
        asked: the employer whose report was asked for.
        value_date: when NAV paid.
        page_total: the total on NAV's page, None when the report came as a bare file.
        faults: row errors of the file.
        line_total: the sum of its lines.
        owners, accounts: those that its lines name.
    """

    report_id: int
    asked: OrgNr
    value_date: date | None
    page_total: Ore | None
    faults: int
    line_total: Ore
    owners: tuple[OrgNr, ...]
    accounts: tuple[AccountNumber, ...]


def check_reports(
    reports: Sequence[ReportFigures],
    *,
    registered: Collection[AccountNumber],
    statement: pd.DataFrame | None,
    within_days: int = CREDIT_WITHIN_DAYS,
) -> dict[int, tuple[Control, ...]]:
    """Make every control of every report.

    The reports of a run are checked together, because one bank credit proves one report only.

    Args:
        reports: of one employer.
        registered: the employer's accounts; empty when none is registered yet.
        statement: bank entries (`core.records.BankEntry`), None when there is no statement.
        within_days: how far the bank's value date may lie from NAV's.

    Returns:
        report id -> its controls, in the order of `ControlName`.
    """
    credits_found = _find_credits(reports, statement, within_days)
    return {
        report.report_id: (
            _check_file(report),
            _check_owner(report),
            _check_total(report),
            _check_account(report, registered),
            credits_found[report.report_id],
        )
        for report in reports
    }


def failed(controls: Sequence[Control]) -> tuple[Control, ...]:
    """The controls that stop the report."""
    return tuple(each for each in controls if each.status is ControlStatus.FAILED)


def _compared(name: ControlName, expected: str, found: str) -> Control:
    status = ControlStatus.OK if expected == found else ControlStatus.FAILED
    return Control(name, status, expected, found)


def _check_file(report: ReportFigures) -> Control:
    return _compared(ControlName.FILE, "0", str(report.faults))


def _check_owner(report: ReportFigures) -> Control:
    if not report.owners:
        return Control(ControlName.OWNER, ControlStatus.NOT_POSSIBLE, str(report.asked))
    found = ", ".join(sorted({str(owner) for owner in report.owners}))
    return _compared(ControlName.OWNER, str(report.asked), found)


def _check_total(report: ReportFigures) -> Control:
    found = str(int(report.line_total))
    if report.page_total is None:
        return Control(ControlName.TOTAL, ControlStatus.NOT_POSSIBLE, None, found)
    return _compared(ControlName.TOTAL, str(int(report.page_total)), found)


def _check_account(report: ReportFigures, registered: Collection[AccountNumber]) -> Control:
    found = ", ".join(sorted({str(account) for account in report.accounts})) or None
    known = ", ".join(sorted(str(account) for account in registered)) or None
    if not registered or not report.accounts:
        status = ControlStatus.NOT_POSSIBLE
    elif set(report.accounts) <= set(registered):
        status = ControlStatus.OK
    else:
        status = ControlStatus.FAILED
    return Control(ControlName.ACCOUNT, status, known, found)


def _find_credits(
    reports: Sequence[ReportFigures], statement: pd.DataFrame | None, within_days: int
) -> dict[int, Control]:
    """Give each report a bank credit of its own, nearest value date first."""
    used: set[int] = set()
    found: dict[int, Control] = {}
    by_account = _by_account(statement)
    order = sorted(reports, key=lambda each: (each.value_date or date.max, each.report_id))
    for report in order:
        total = report.line_total if report.page_total is None else report.page_total
        expected = str(int(total))
        entries = _entries_of(report, by_account)
        if entries is None or report.value_date is None or total <= 0:
            # A report that nets to nothing brings no credit to look for.
            status = ControlStatus.NOT_POSSIBLE
            found[report.report_id] = Control(ControlName.BANK, status, expected)
            continue
        credit = _nearest(entries, total, report.value_date, within_days, used)
        if credit is not None:
            used.add(credit)
            found[report.report_id] = Control(
                ControlName.BANK, ControlStatus.OK, expected, expected
            )
        else:
            status = _without_credit(entries, report.value_date)
            found[report.report_id] = Control(ControlName.BANK, status, expected)
    return found


@dataclass(frozen=True, slots=True)
class _Entries:
    """The bank's entries on one account.

    Attributes:
        begins, ends: the first and the last value date.
        by_amount: øre -> place in the statement and value date of each, in the statement's order.
    """

    begins: pd.Timestamp
    ends: pd.Timestamp
    by_amount: Mapping[int, Sequence[tuple[int, pd.Timestamp]]]


def _by_account(statement: pd.DataFrame | None) -> dict[str, _Entries]:
    """The entries of each account: sorted once, since every report looks for its own."""
    found: dict[str, _Entries] = {}
    if statement is None:
        return found
    for account, own in statement.groupby("account", sort=False):
        by_amount: dict[int, list[tuple[int, pd.Timestamp]]] = {}
        for place, amount, day in zip(own.index, own["amount"], own["value_date"], strict=True):
            by_amount.setdefault(int(amount), []).append((int(place), day))
        days = own["value_date"]
        found[str(account)] = _Entries(days.min(), days.max(), by_amount)
    return found


def _entries_of(report: ReportFigures, by_account: Mapping[str, _Entries]) -> _Entries | None:
    """The statement's entries on the report's account, None when it has none."""
    if len(set(report.accounts)) != 1:
        return None
    return by_account.get(report.accounts[0].reveal())


def _nearest(
    entries: _Entries, total: Ore, day: date, within_days: int, used: Collection[int]
) -> int | None:
    near = [
        (apart, order, place)
        for order, (place, value_date) in enumerate(entries.by_amount.get(int(total), ()))
        if place not in used
        and (apart := abs(value_date - pd.Timestamp(day))) <= timedelta(days=within_days)
    ]
    return min(near)[2] if near else None


def _without_credit(entries: _Entries, day: date) -> ControlStatus:
    """A statement that does not reach the day proves nothing about it."""
    reaches = entries.begins <= pd.Timestamp(day) <= entries.ends
    return ControlStatus.FAILED if reaches else ControlStatus.NOT_POSSIBLE


_REASONS: Final[Mapping[ControlName, str]] = {
    ControlName.FILE: "D40",
    ControlName.OWNER: "D40",
    ControlName.TOTAL: "D37",
    ControlName.ACCOUNT: "D36",
    ControlName.BANK: "D37",
}
_KINDS: Final[Mapping[ControlName, str]] = {
    ControlName.FILE: "count",
    ControlName.OWNER: "text",
    ControlName.TOTAL: "ore",
    ControlName.ACCOUNT: "text",
    ControlName.BANK: "ore",
}


def stopped_report(report: ReportFigures, controls: Sequence[Control]) -> Difference | None:
    """The case that a stopped report becomes, None when no control failed.

    The first failed control gives the reason; all of them are evidence.
    """
    stops = failed(controls)
    if not stops:
        return None
    reason = _REASONS[stops[0].name]
    return Difference(
        kind="report",
        reason=reason,
        employer=report.asked,
        paid=report.line_total,
        evidence=tuple(
            Evidence(
                field=each.name.value,
                kind=_KINDS[each.name],
                left=each.expected,
                right=each.found,
                equal=each.status is ControlStatus.OK,
            )
            for each in controls
            if each.status is not ControlStatus.NOT_POSSIBLE
        ),
        suggestion=suggestion(reason),
        permitted=permitted(reason),
        reference=str(report.report_id),
    )

"""Whether the money of a case's lines came: each report, and what the bank says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rutine.cases.reports.money_in import MoneyIn
from rutine.core.identifiers import AccountNumber
from rutine.review import wording
from rutine.review.catalogue import Catalogue


@dataclass(frozen=True, slots=True, repr=False)
class ReportMoney:
    """One report in words."""

    title: str
    about: str
    bank: str


def report_money(t: Catalogue, reports: Iterable[MoneyIn]) -> list[ReportMoney]:
    """Each report behind the lines."""
    return [_told(t, each) for each in reports]


def _told(t: Catalogue, report: MoneyIn) -> ReportMoney:
    said = [
        *([t("money.value_date", day=wording.day(report.value_date))] if report.value_date else []),
        *([t("money.total", amount=report.total)] if report.total is not None else []),
        *([t("money.account", account=_account(report.account))] if report.account else []),
    ]
    bank = t(f"money.bank.{report.bank or 'unknown'}")
    if report.bank_amount is not None:
        bank = f"{bank} {t('money.bank_amount', amount=report.bank_amount)}"
    number = report.report_id
    title = t("money.report", report=number) if number else t("money.file")
    return ReportMoney(title, ", ".join(said), bank)


def _account(number: str) -> str:
    return str(AccountNumber(number)) if AccountNumber.is_valid(number) else number

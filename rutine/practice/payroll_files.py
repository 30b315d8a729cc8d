"""Payroll's lists, month by month: claims, income reports, absences, employments, as `;` files.

Headings are those of the recommended claim file (refund rules §2); numbers and dates are
written as Norwegians write them. Each month's file holds everything known at the month's end,
also what NAV has paid: payroll is not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rutine.practice.basis import AbsenceRow, IncomeReportRow
from rutine.practice.days import Day, norwegian_date
from rutine.practice.employments import Contract
from rutine.practice.monthly_files import MonthlyFiles
from rutine.practice.truth import ClaimRow

CLAIMS, INCOME_REPORTS, ABSENCES = "refusjonskrav.csv", "inntektsmeldinger.csv", "fravaer.csv"
EMPLOYMENTS = "arbeidsforhold.csv"

CLAIM_HEADINGS: Final = (
    *("Krav-id", "Hovedenhet", "Underenhet", "Ansattnr", "Fødselsnummer", "Navn", "Stillingsid"),
    *("Ytelse", "Fravær fra", "Periode fra", "Periode til", "Grad", "Beregnet månedslønn"),
    *("Refusjon per måned", "Dager", "Dagsats", "Krav beløp", "Sendt dato", "Utlignet beløp"),
)
INCOME_REPORT_HEADINGS: Final = (
    *("Hovedenhet", "Underenhet", "Fødselsnummer", "Fravær fra", "Beregnet månedslønn"),
    *("Refusjon per måned", "Refusjon opphører", "Sendt dato"),
)
ABSENCE_HEADINGS: Final = (
    *("Hovedenhet", "Underenhet", "Ansattnr", "Fødselsnummer", "Type", "Fra", "Til", "Grad"),
)
EMPLOYMENT_HEADINGS: Final = (
    *("Hovedenhet", "Underenhet", "Ansattnr", "Fødselsnummer", "Stillingsid", "Startdato"),
    *("Sluttdato", "Dødsdato", "Tidligere fødselsnummer", "Månedslønn", "Skjermet"),
)


def kroner(ore: int) -> str:
    """An amount as Norwegians write it: `1 234,50`."""
    whole, part = divmod(abs(ore), 100)
    sign = "-" if ore < 0 else ""
    return f"{sign}{whole:,}".replace(",", " ") + f",{part:02d}"


def _quoted(text: str) -> str:
    if any(mark in text for mark in ';"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


class PayrollFiles(MonthlyFiles):
    """The `;` files of all months, written as employees come."""

    def _open(self) -> None:
        self._claims = self._files(CLAIMS, CLAIM_HEADINGS)
        self._income_reports = self._files(INCOME_REPORTS, INCOME_REPORT_HEADINGS)
        self._absences = self._files(ABSENCES, ABSENCE_HEADINGS)
        self._employments = self._files(EMPLOYMENTS, EMPLOYMENT_HEADINGS)

    def write_claims(self, claims: Iterable[ClaimRow]) -> None:
        """Add claims to the months that know them; the day sent is known only when it is past."""
        rows = [(claim.made, claim.sent, self._claim(claim)) for claim in claims]
        for end, file in zip(self._ends, self._claims, strict=True):
            file.write(
                f"{text}{norwegian_date(sent if sent <= end else 0)};0,00\r\n"
                for made, sent, text in rows
                if made <= end
            )

    def write_income_reports(self, reports: Iterable[IncomeReportRow]) -> None:
        """Add income reports to the months in which they have been sent."""
        rows = [(report.sent, self._income_report(report)) for report in reports]
        for end, file in zip(self._ends, self._income_reports, strict=True):
            file.write(text for known, text in rows if known <= end)

    def write_absences(self, absences: Iterable[AbsenceRow]) -> None:
        """Add absences to the months in which payroll knows them."""
        rows = [(absence.known, self._absence(absence)) for absence in absences]
        for end, file in zip(self._ends, self._absences, strict=True):
            file.write(text for known, text in rows if known <= end)

    def write_employments(self, contracts: Iterable[Contract]) -> None:
        """Add employments to every month, as payroll knew them at its end."""
        rows = list(contracts)
        for end, file in zip(self._ends, self._employments, strict=True):
            file.write(self._employment(each, end) for each in rows if each.first <= end)

    def _claim(self, claim: ClaimRow) -> str:
        rate = "" if claim.day_rate is None else kroner(claim.day_rate)
        return (
            f"{claim.id};{self._employer};{claim.unit};{claim.employee};{claim.fnr};"
            f"{_quoted(claim.name)};{claim.position};{claim.benefit};"
            f"{norwegian_date(claim.absence_from)};{norwegian_date(claim.first)};"
            f"{norwegian_date(claim.last)};{claim.grade};{kroner(claim.income)};"
            f"{kroner(claim.income)};{claim.days};{rate};{kroner(claim.amount)};"
        )

    def _income_report(self, report: IncomeReportRow) -> str:
        return (
            f"{self._employer};{report.unit};{report.fnr};{norwegian_date(report.absence_from)};"
            f"{kroner(report.income)};{kroner(report.refund)};"
            f"{norwegian_date(report.refund_ends)};{norwegian_date(report.sent)}\r\n"
        )

    def _absence(self, absence: AbsenceRow) -> str:
        return (
            f"{self._employer};{absence.unit};{absence.employee};{absence.fnr};{absence.kind};"
            f"{norwegian_date(absence.first)};{norwegian_date(absence.last)};{absence.grade}\r\n"
        )

    def _employment(self, contract: Contract, end: Day) -> str:
        person = contract.person_on(end)
        return (
            f"{self._employer};{contract.unit};{contract.employee};{person.fnr};"
            f"{contract.position};{norwegian_date(contract.first)};"
            f"{norwegian_date(contract.last_on(end))};;{person.previous};{kroner(contract.income)};"
            f"{'Ja' if contract.restricted else 'Nei'}\r\n"
        )

"""NAV's lists and HR's exemptions, month by month, as `;` files.

The headings of NAV's lists are the names of its own API; dates are ISO dates there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rutine.practice.days import Day, iso_date, norwegian_date
from rutine.practice.exemptions import Decision
from rutine.practice.monthly_files import MonthlyFiles
from rutine.practice.nav_lists import ApplicationPart, NavLists, Request, Submission

REQUESTS, SUBMISSIONS = "nav-forespoersler.csv", "nav-inntektsmeldinger.csv"
APPLICATIONS, EXEMPTIONS = "nav-soeknader.csv", "unntak.csv"

REQUEST_HEADINGS: Final = (
    *("navReferanseId", "orgnr", "fnr", "status", "sykmeldingFom", "sykmeldingTom"),
    "opprettetTid",
)
SUBMISSION_HEADINGS: Final = (
    *("id", "navReferanseId", "orgnr", "fnr", "status", "feilkode", "innsendtTid"),
)
APPLICATION_HEADINGS: Final = (
    *("soeknadId", "orgnr", "fnr", "mottatTid", "del", "fom", "tom", "sykmeldingsgrad"),
    "faktiskGrad",
)
EXEMPTION_HEADINGS: Final = ("Hovedenhet", "Fødselsnummer", "Gjelder", "Fra", "Til")


class NavFiles(MonthlyFiles):
    """The files of all months, written as employees come."""

    def _open(self) -> None:
        self._requests = self._files(REQUESTS, REQUEST_HEADINGS)
        self._submissions = self._files(SUBMISSIONS, SUBMISSION_HEADINGS)
        self._applications = self._files(APPLICATIONS, APPLICATION_HEADINGS)
        self._exemptions = self._files(EXEMPTIONS, EXEMPTION_HEADINGS)

    def write(self, lists: NavLists, decisions: Iterable[Decision]) -> None:
        """Add rows to every month that knows them, as they stood at its end."""
        decided = list(decisions)
        for n, end in enumerate(self._ends):
            self._requests[n].write(
                _request(each, end) for each in lists.requests if each.created <= end
            )
            self._submissions[n].write(
                _submission(each, end) for each in lists.submissions if each.sent <= end
            )
            self._applications[n].write(_part(each) for each in lists.parts if each.received <= end)
            self._exemptions[n].write(self._decision(each) for each in decided if each.known <= end)

    def _decision(self, row: Decision) -> str:
        return (
            f"{self._employer};{row.fnr};{row.kind};{norwegian_date(row.first)};"
            f"{norwegian_date(row.last)}\r\n"
        )


def _request(row: Request, end: Day) -> str:
    return (
        f"{row.id};{row.unit};{row.fnr};{row.status_on(end)};{iso_date(row.first)};"
        f"{iso_date(row.last)};{iso_date(row.created)}\r\n"
    )


def _submission(row: Submission, end: Day) -> str:
    return (
        f"{row.id};{row.request};{row.unit};{row.fnr};{row.status_on(end)};"
        f"{row.error_on(end)};{iso_date(row.sent)}\r\n"
    )


def _part(row: ApplicationPart) -> str:
    grades = ("" if grade is None else str(grade) for grade in (row.grade, row.actual))
    return (
        f"{row.id};{row.unit};{row.fnr};{iso_date(row.received)};{row.part};"
        f"{iso_date(row.first)};{iso_date(row.last)};{';'.join(grades)}\r\n"
    )

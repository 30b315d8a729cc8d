"""Settlement reports, byte by byte as NAV writes them.

Source: RefusjonsRapportGenerator.kt in navikt/sokos-oppgjorsrapporter (nav-reports §3): no
header, `;`, ISO-8859-1, CRLF after every line, fixed widths, 129 bytes a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from rutine.practice.days import iso_date, nav_date
from rutine.practice.organisation import NAV_OFFICE, Organisation
from rutine.practice.schedule import ReportSlot, Schedule
from rutine.practice.truth import Line

LINE_BYTES: Final = 129
REPORT_TYPE: Final = "ref-arbg"


def settlement_line(line: Line, employer: str, account: str) -> str:
    """One line of the report, with its line end, before encoding."""
    sign = "-" if line.amount < 0 else " "
    return (
        f"{NAV_OFFICE};{employer};{line.unit};{line.benefit};{line.fnr};{nav_date(line.first)};"
        f"{account};{line.nav_name};{nav_date(line.last)};{abs(line.amount):010d}{sign};"
        f"0000000000 ;{nav_date(line.last_benefit_day)}\r\n"
    )


@dataclass(slots=True)
class _Report:
    file: BinaryIO
    rows: int = 0
    total: int = 0


class ReportFiles:
    """The reports of a plan, written line by line as employees come; `folder` must exist."""

    def __init__(
        self, folder: Path, schedule: Schedule, organisation: Organisation, closing: ExitStack
    ) -> None:
        self._folder = folder
        self._schedule = schedule
        self._organisation = organisation
        self._closing = closing
        self._open: dict[int, _Report] = {}

    def write(self, lines: Iterable[Line]) -> list[tuple[Line, ReportSlot, int]]:
        """Write lines to their reports; gives each with its report and row, from 1."""
        texts: dict[int, list[str]] = {}
        places: list[tuple[Line, ReportSlot, int]] = []
        for line in lines:
            slot = self._schedule.reports[line.report]
            report = self._report(line.report, slot)
            report.rows += 1
            report.total += line.amount
            account = self._organisation.accounts[slot.account]
            text = settlement_line(line, self._organisation.orgnr, account)
            texts.setdefault(line.report, []).append(text)
            places.append((line, slot, report.rows))
        for number, written in texts.items():
            # Letters outside ISO-8859-1 become question marks, as at NAV.
            self._open[number].file.write("".join(written).encode("iso-8859-1", "replace"))
        return places

    def totals(self) -> list[tuple[ReportSlot, int]]:
        """The reports that have lines, in order of value date, with their sums in øre."""
        slots = self._schedule.reports
        return [(slots[number], self._open[number].total) for number in sorted(self._open)]

    def _report(self, number: int, slot: ReportSlot) -> _Report:
        if number not in self._open:
            file = self._closing.enter_context((self._folder / f"{slot.id}.csv").open("wb"))
            self._open[number] = _Report(file)
        return self._open[number]


def metadata(slot: ReportSlot, total: int, organisation: Organisation) -> dict[str, object]:
    """What NAV's list says about a report (nav-reports §2), with the total as text."""
    sign = "-" if total < 0 else ""
    kroner, ore = divmod(abs(total), 100)
    return {
        "id": slot.id,
        "orgnr": organisation.orgnr,
        "orgNavn": organisation.name,
        "type": REPORT_TYPE,
        "datoValutert": iso_date(slot.value_date),
        "bankkonto": organisation.accounts[slot.account],
        "belop": f"{sign}{kroner}.{ore:02d}",
        "opprettet": slot.created.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }

"""The claims as a workbook, as payroll's users export them: a title row, then headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook

from rutine.practice.days import Day, norwegian_date
from rutine.practice.payroll_files import CLAIM_HEADINGS
from rutine.practice.truth import ClaimRow

CLAIMS_XLSX: Final = "refusjonskrav.xlsx"
SHEET: Final = "Refusjonskrav"

_BENEFITS: Final = {
    "1": "Foreldrepenger adopsjon",
    "2": "Foreldrepenger fødsel",
    "3": "Svangerskapspenger",
    "4": "Sykepenger",
    "6": "Stort sykefravær",
    "7": "Gravide",
    "9": "Pleiepenger",
    "Y": "Opplæringspenger",
    "Z": "Omsorgspenger",
}
_WRITTEN_AT: Final = (1980, 1, 1, 0, 0, 0)
_PROPERTIES: Final = "docProps/core.xml"
_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_PIECE: Final = 1 << 20

Cell = str | int | float | date | None


class ClaimsWorkbook:
    """One month's workbook, written row by row; nothing is on disk in place until `save`."""

    def __init__(self, path: Path, month_end: Day, employer: str, name: str) -> None:
        self._path = path
        self._end = month_end
        self._employer = employer
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(SHEET)
        self._sheet.append([f"Refusjonskrav per {norwegian_date(month_end)} – {name}"])
        self._sheet.append(list(CLAIM_HEADINGS))

    def write(self, claims: Iterable[ClaimRow]) -> None:
        """Add the claims that are known at the month's end."""
        for claim in claims:
            if claim.made <= self._end:
                self._sheet.append(self._cells(claim))

    def save(self) -> None:
        """Write the file: the same bytes for the same rows, on any day and machine.

        openpyxl writes the present moment into the archive and its properties, and a
        compressed archive depends on the machine's zlib; so it is copied without either.
        """
        made = self._path.with_suffix(".tmp")
        self._book.save(made)
        with ZipFile(made) as source, ZipFile(self._path, "w", ZIP_STORED) as copy:
            for entry in sorted(source.namelist()):
                info = ZipInfo(entry, _WRITTEN_AT)
                if entry == _PROPERTIES:
                    text = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", source.read(entry))
                    copy.writestr(info, text)
                    continue
                with source.open(entry) as there, copy.open(info, "w", force_zip64=True) as here:
                    while piece := there.read(_PIECE):
                        here.write(piece)
        made.unlink()

    def _cells(self, claim: ClaimRow) -> list[Cell]:
        rate = None if claim.day_rate is None else _number(claim.day_rate)
        income = _number(claim.income)
        return [
            claim.id,
            self._employer,
            claim.unit,
            claim.employee,
            claim.fnr,
            claim.name,
            claim.position,
            _BENEFITS[claim.benefit],
            _day(claim.absence_from),
            _day(claim.first),
            _day(claim.last),
            claim.grade,
            income,
            income,
            claim.days,
            rate,
            _number(claim.amount),
            _day(claim.sent) if claim.sent and claim.sent <= self._end else None,
            0,
        ]


def _number(ore: int) -> int | float:
    """Kroner as a workbook holds them."""
    whole, part = divmod(ore, 100)
    return ore / 100 if part else whole


def _day(day: Day) -> date:
    return date.fromordinal(day)

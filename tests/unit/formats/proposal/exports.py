"""Exports as payrolls might write them: the same absences under other names and in other signs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import openpyxl

from tests.golden.formats.writers import AASE, EMPLOYER, KARI, OLA, UNIT

PEOPLE = (KARI, OLA, AASE)
HEADINGS = (
    "Kravnr",
    "Orgnr",
    "Bedriftsnr",
    "Ressursnr",
    "Fødselsnr",
    "Navn",
    "Refusjonstype",
    "Fra dato",
    "Til dato",
    "Sykm.grad",
    "Kravbeløp",
)


def rows(
    *, day: str = "%d.%m.%Y", amount: str = "1 234,50", grade: str = "100 %", count: int = 8
) -> list[list[str]]:
    """Claims of three people, written in one notation."""
    found = []
    for number in range(count):
        first = date(2026, 9, 1) + timedelta(days=number)
        found.append(
            [
                f"K-{number}",
                EMPLOYER,
                UNIT,
                str(10_480 + number % 3),
                PEOPLE[number % 3],
                "Prøvesen, Åse",
                "Sykepenger",
                first.strftime(day),
                (first + timedelta(days=4)).strftime(day),
                grade,
                amount,
            ]
        )
    return found


def text(
    body: Iterable[Sequence[str]],
    *,
    headings: Sequence[str] = HEADINGS,
    delimiter: str = ";",
    above: Sequence[str] = (),
    below: Sequence[str] = (),
) -> str:
    """A text file."""
    lines = [delimiter.join(each) for each in (headings, *body)]
    return "\r\n".join([*above, *lines, *below, ""])


def workbook(body: Iterable[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A workbook with an empty first sheet and a title above the headings."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Krav")
    for row in (["Refusjonskrav september"], [], list(headings), *map(list, body)):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

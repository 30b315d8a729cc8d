"""Small deterministic writers of the files that `rutine.formats` reads.

They are written from the files' published descriptions, not from the format files, so that
the two can be held against each other. All people are synthetic: month + 80.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

_FNR_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_FNR_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_ORGNR = (3, 2, 7, 6, 5, 4, 3, 2)


def _control(digits: str, weights: Sequence[int]) -> str | None:
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return {0: "0", 1: None}.get(rest, str(11 - rest))


def fnr(day: int, month: int, year: int, start: int = 0, *, more: int = 80) -> str:
    """The first valid national id of a day, from an individual number on; month + 80."""
    for number in range(start, 1000):
        nine = f"{day:02d}{month + more:02d}{year % 100:02d}{number:03d}"
        first = _control(nine, _FNR_1)
        second = _control(nine + first, _FNR_2) if first else None
        if first and second:
            return nine + first + second
    raise AssertionError


def orgnr(start: int) -> str:
    """The first valid organisation number from eight digits on."""
    for number in range(start, start + 20):
        control = _control(f"{number:08d}", _ORGNR)
        if control:
            return f"{number:08d}{control}"
    raise AssertionError


def account(start: int) -> str:
    """The first valid account number from ten digits on."""
    for number in range(start, start + 20):
        control = _control(f"{number:010d}", _FNR_2)
        if control:
            return f"{number:010d}{control}"
    raise AssertionError


EMPLOYER, UNIT, OTHER_UNIT = orgnr(99_900_100), orgnr(99_900_200), orgnr(99_900_300)
ACCOUNT, OTHER_ACCOUNT = account(1234_56_7800), account(203_04_0530)
KARI, OLA, AASE = fnr(1, 2, 1980), fnr(15, 11, 1975), fnr(30, 6, 1990)

SETTLEMENT: dict[str, Any] = {
    "nav_unit": 8020,
    "employer": EMPLOYER,
    "sub_unit": UNIT,
    "benefit": "4",
    "person": KARI,
    "first": date(2026, 8, 1),
    "account": ACCOUNT,
    "name": "NORDMANN KARI",
    "last": date(2026, 8, 31),
    "amount": 990500,
    "last_benefit_day": date(2027, 3, 31),
}
"""An ordinary settlement line."""


def settlement_line(**changes: Any) -> str:
    """One line of a settlement report, without its line ending (nav-reports §3)."""
    row = SETTLEMENT | changes

    def day(name: str) -> str:
        return "00000000" if row[name] is None else f"{row[name]:%Y%m%d}"

    name = "".join(" " if c in '";\r\n' else c for c in row["name"])[:25].ljust(25)
    amount = f"{abs(row['amount']):010d}" + ("-" if row["amount"] < 0 else " ")
    return ";".join(
        [
            str(row["nav_unit"]),
            row["employer"],
            row["sub_unit"],
            row["benefit"],
            row["person"],
            day("first"),
            row["account"],
            name,
            day("last"),
            amount,
            "0000000000 ",
            day("last_benefit_day"),
        ]
    )


def settlement(lines: Iterable[str]) -> bytes:
    """A settlement report from its lines."""
    return "".join(f"{line}\r\n" for line in lines).encode("iso-8859-1", errors="replace")


CLAIM: dict[str, Any] = {
    "Krav-id": "K-1001",
    "Hovedenhet": EMPLOYER,
    "Underenhet": UNIT,
    "Ansattnr": "004711",
    "Fødselsnummer": KARI,
    "Navn": "Kari Nordmann",
    "Stillingsid": "1",
    "Ytelse": "4",
    "Fravær fra": date(2026, 7, 13),
    "Periode fra": date(2026, 8, 1),
    "Periode til": date(2026, 8, 31),
    "Grad": 100,
    "Beregnet månedslønn": "42 000,00",
    "Refusjon per måned": "42 000,00",
    "Dager": 21,
    "Dagsats": "1 938,00",
    "Krav beløp": "40 698,00",
    "Sendt dato": date(2026, 8, 3),
    "Utlignet beløp": "0,00",
}
"""An ordinary claim, by heading."""


def csv_line(cells: Iterable[Any]) -> str:
    """Cells as a Norwegian export writes them: dates dd.mm.yyyy, empty for nothing."""
    return ";".join(
        "" if c is None else f"{c:%d.%m.%Y}" if isinstance(c, date) else str(c) for c in cells
    )


def claims_csv(claims: Iterable[dict[str, Any]], *, encoding: str = "utf-8-sig") -> bytes:
    """A claims file with its headings."""
    lines = [csv_line(CLAIM), *(csv_line((CLAIM | claim).values()) for claim in claims)]
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


_AMOUNT = re.compile(r"-?[\d\u00a0 ]+(?:,\d+)?", re.ASCII)
_AMOUNTS = {
    "Beregnet månedslønn",
    "Refusjon per måned",
    "Dagsats",
    "Krav beløp",
    "Utlignet beløp",
}


def _cell(heading: str, value: Any) -> Any:
    """A claim's value as a workbook holds it: real numbers where the CSV has text."""
    if heading in _AMOUNTS and isinstance(value, str) and _AMOUNT.fullmatch(value):
        return float(value.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    return value


def claims_xlsx(claims: Iterable[dict[str, Any]], *, sheet: str = "Refusjonskrav") -> bytes:
    """A claims workbook: a title, an empty row, the headings, real dates and numbers."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append(["Åpne refusjonskrav per 31.08.2026"])
    page.append([])
    page.append(list(CLAIM))
    for claim in claims:
        page.append([_cell(heading, value) for heading, value in (CLAIM | claim).items()])
    book.properties.created = book.properties.modified = datetime(2026, 8, 31)  # noqa: DTZ001
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def camt054(entries: Iterable[str]) -> bytes:
    """The same as a notification."""
    text = camt(entries).decode()
    for there, here in (
        ("camt.053", "camt.054"),
        ("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn"),
        ("Stmt>", "Ntfctn>"),
    ):
        text = text.replace(there, here)
    return text.encode()


def camt(entries: Iterable[str], *, version: str = "02", account_id: str | None = None) -> bytes:
    """A bank statement of one account."""
    own = account_id or f"<Othr><Id>{ACCOUNT}</Id></Othr>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id>{own}</Id><Ccy>NOK</Ccy></Acct>\n"
        + "\n".join(entries)
        + "\n</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def iban(number: str) -> str:
    """A Norwegian account as an IBAN."""
    return f"NO{98 - int(number + '232400') % 97:02d}{number}"


def entry(
    amount: str = "9093.00",
    *,
    direction: str = "CRDT",
    day: str = "2026-08-03",
    status: str = "BOOK",
    currency: str = "NOK",
    details: str = "",
) -> str:
    """One entry of a bank statement."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        f"<AcctSvcrRef>BANK-1</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"
    )

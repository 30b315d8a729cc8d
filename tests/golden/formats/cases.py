"""The golden files: what each input is, and how its expected outcome is written down.

Inputs are checked in beside their expected outcome, so that both can be read. Run this file
to write them anew after a change that is meant, and read the difference before you keep it:

    python -m tests.golden.formats.cases
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from rutine.core.errors import InputError
from rutine.formats.camt import FORMAT_NAME, read_camt
from rutine.formats.format_file import load_format
from rutine.formats.reading import Reading, read
from rutine.formats.sentences import sentence
from tests.golden.formats.writers import (
    AASE,
    EMPLOYER,
    KARI,
    OLA,
    OTHER_ACCOUNT,
    OTHER_UNIT,
    UNIT,
    camt,
    camt054,
    claims_csv,
    claims_xlsx,
    entry,
    iban,
    settlement,
    settlement_line,
)

FOLDER = Path(__file__).parent
MAPPINGS = FOLDER.parents[2] / "mappings/formats"

_ordinary = settlement_line()
_report = settlement([_ordinary, _ordinary, settlement_line(person=OLA, name="ØVREBØ OLA")])
_claims: list[dict[str, Any]] = [
    {},
    {"Krav-id": "K-1002", "Fødselsnummer": OLA, "Ytelse": "Foreldrepenger fødsel", "Grad": 80},
    {"Krav-id": "K-1003", "Fødselsnummer": AASE, "Dager": None, "Dagsats": None},
]
_damaged_claims: list[dict[str, Any]] = [
    {"Fødselsnummer": KARI[1:]},
    {"Krav-id": "K-2", "Krav beløp": "12 34,50"},
    {"Krav-id": "K-3", "Periode fra": "1.8.26", "Ytelse": "Sjukepengar", "Grad": "0"},
    {"Krav-id": "K-4", "Krav beløp": "−1 234,50", "Grad": "50 %"},
    {"Krav-id": "K-4"},
]
_broken_cells: list[dict[str, Any]] = [
    {"Fødselsnummer": int(KARI)},
    {"Krav-id": "K-2", "Krav beløp": 1234.567},
    {"Krav-id": "K-3", "Dager": "#N/A"},
    {"Krav-id": "K-4", "Grad": 1.0, "Sendt dato": 46235},
    {"Krav-id": 1005, "Krav beløp": 1234.5},
]
_nav = (
    "<TxDtls><Refs><EndToEndId>NAV-20260803</EndToEndId></Refs>"
    "<RltdPties><Dbtr><Nm>NAV</Nm></Dbtr></RltdPties></TxDtls>"
)

_text = (
    "<RmtInf><Ustrd>Refusjon</Ustrd><Ustrd>arbeidsgiver</Ustrd></RmtInf>"
    "<AddtlTxInf>Overføring</AddtlTxInf>"
)

INPUTS: dict[str, tuple[str, bytes]] = {
    "settlement_ordinary.csv": ("nav_settlement", _report),
    "settlement_odd_but_genuine.csv": (
        "nav_settlement",
        settlement(
            [
                settlement_line(first=None, last=None, last_benefit_day=None, name=""),
                settlement_line(benefit="A", amount=-990800, sub_unit=EMPLOYER),
                settlement_line(benefit="H", first=date(2026, 5, 1), last=date(2026, 5, 31)),
                settlement_line(benefit="Q", name='Å;"Æ'),
            ]
        ),
    ),
    "settlement_short_unit.csv": (
        "nav_settlement",
        settlement([settlement_line(nav_unit=17), settlement_line(nav_unit=17, person=AASE)]),
    ),
    "settlement_damaged.csv": (
        "nav_settlement",
        settlement(
            [
                _ordinary,
                _ordinary.replace("0000990500 ", "0000990500+").replace(";4;", ";,;"),
                _ordinary.replace("20260801", "20260230"),
                _ordinary.replace(KARI, KARI[:-1] + "5"),
                _ordinary.replace(KARI, KARI[1:]),
                _ordinary.replace(UNIT, UNIT[:-1] + "0"),
                _ordinary.replace("0000000000 ", "0000000001 "),
                _ordinary.rsplit(";", 1)[0],
                settlement_line(employer=OTHER_UNIT, account=OTHER_ACCOUNT),
                settlement_line(first=date(2026, 9, 1)),
                "",
            ]
        )
        + _ordinary.encode()
        + b"\n"
        + _ordinary[:70].encode(),
    ),
    "settlement_cut_short.csv": ("nav_settlement", _report[:-1]),
    "settlement_saved_as_utf8.csv": (
        "nav_settlement",
        _report.decode("iso-8859-1").encode("utf-8"),
    ),
    "settlement_login_page.csv": (
        "nav_settlement",
        b'<!DOCTYPE html>\n<html lang="nb"><head><title>Logg inn</title></head></html>\n',
    ),
    "settlement_empty.csv": ("nav_settlement", b""),
    "claims_ordinary.csv": ("payroll_claims_csv", claims_csv(_claims)),
    "claims_damaged.csv": ("payroll_claims_csv", claims_csv(_damaged_claims)),
    "claims_without_headings.csv": (
        "payroll_claims_csv",
        claims_csv(_claims).split(b"\r\n", 1)[1],
    ),
    "claims_windows_1252.csv": ("payroll_claims_csv", claims_csv(_claims, encoding="cp1252")),
    "claims_ordinary.xlsx": ("payroll_claims_xlsx", claims_xlsx(_claims)),
    "claims_damaged.xlsx": ("payroll_claims_xlsx", claims_xlsx(_broken_cells)),
    "claims_other_sheet.xlsx": ("payroll_claims_xlsx", claims_xlsx(_claims, sheet="Ark1")),
    "bank_02.xml": (FORMAT_NAME, camt([entry(details=_nav), entry("12.50", direction="DBIT")])),
    "bank_08.xml": (
        FORMAT_NAME,
        camt(
            [entry(status="<Cd>BOOK</Cd>", details=_nav)],
            version="08",
            account_id=f"<IBAN>{iban(OTHER_ACCOUNT)}</IBAN>",
        ),
    ),
    "bank_054.xml": (
        FORMAT_NAME,
        camt054([entry(details=_nav.replace("</TxDtls>", f"{_text}</TxDtls>"))]),
    ),
    "bank_damaged.xml": (
        FORMAT_NAME,
        camt([entry(currency="EUR"), entry("1.234"), entry(status="PDNG"), entry(day="")]),
    ),
    "bank_cut_short.xml": (FORMAT_NAME, camt([entry()])[:-50]),
}
"""Input file -> the format that reads it, and its bytes."""


def outcome(name: str, data: bytes) -> dict[str, Any]:
    """What reading a golden input gives, as plain data."""
    form = INPUTS[name][0]
    told: dict[str, Any] = {"format": form, "identities": "synthetic"}
    try:
        if form == FORMAT_NAME:
            reading = read_camt(data, source=name)
        else:
            shipped = load_format(MAPPINGS / f"{form}.yaml")
            reading = read(shipped, data, source=name, identities="synthetic")
    except InputError as refused:
        return told | {"refused": refused.code, "message": str(refused)}
    return told | _read(reading)


def _read(reading: Reading) -> dict[str, Any]:
    return {
        "rows_in": reading.rows_in,
        "total": int(reading.total),
        "records": [
            {name: _plain(value) for name, value in row.items()}
            for row in reading.frame.to_dict("records")
        ],
        "error_count": reading.error_count,
        "errors": [
            error.model_dump(mode="json", exclude={"source"}) | {"nb": sentence(error)}
            for error in reading.errors
        ],
    }


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def expected_path(name: str) -> Path:
    """Where an input's expected outcome lies."""
    return FOLDER / f"{name}.expected.json"


def main() -> None:
    """Write the inputs and their outcomes anew."""
    for name, (_, data) in INPUTS.items():
        is_book = name.endswith(".xlsx")
        if not is_book or not (FOLDER / name).exists():
            # A workbook's bytes differ from one version of openpyxl to the next: written once.
            (FOLDER / name).write_bytes(data)
        told = outcome(name, (FOLDER / name).read_bytes())
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        expected_path(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Files that rutine writes: their look, what is refused, and what a format must say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from rutine.core.errors import InputError
from rutine.formats.format_file import FormatFile, load_format
from rutine.formats.writing import write

FOLDER = Path(__file__).parents[3] / "mappings/formats"
VOUCHER = load_format(FOLDER / "voucher_csv.yaml")
HEAD = (FOLDER / "voucher_csv.yaml").read_text(encoding="utf-8")


def frame(**changed: object) -> pd.DataFrame:
    row = {
        "employer": "974600013",
        "voucher": 7,
        "line": 1,
        "booked": date(2026, 10, 31),
        "account": "1574",
        "responsibility": "",
        "function": "",
        "amount": -123_450,
        "employee_number": "E-17",
        "claim_id": "K;1",
        "text": "Refusjon NAV",
    }
    return pd.DataFrame([row | changed])


def test_a_voucher_line_looks_as_its_format_says() -> None:
    assert write(VOUCHER, frame()).decode() == (
        "Firma;Bilagsnr;Linje;Bilagsdato;Konto;Ansvar;Funksjon;Beløp;Ansattnr;Krav-id;Tekst\r\n"
        '974600013;7;1;31.10.2026;1574;;;-1234,50;E-17;"K;1";Refusjon NAV\r\n'
    )


def test_a_formula_from_payroll_is_only_a_text() -> None:
    assert ";'=cmd|' /C calc'!A0;" in write(VOUCHER, frame(claim_id="=cmd|' /C calc'!A0")).decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": ""}, "'Tekst'"),
        ({"text": "to\nlinjer"}, "'Tekst'"),
        ({"text": "x" * 501}, "'Tekst'"),
        ({"amount": 10**15 + 1}, "'Beløp'"),
        ({"voucher": 0}, "'Bilagsnr'"),
        ({"booked": date(2101, 1, 1)}, "'Bilagsdato'"),
    ],
)
def test_a_value_that_would_not_come_back_is_refused(changed, told) -> None:
    with pytest.raises(InputError) as refused:
        write(VOUCHER, frame(**changed))
    assert refused.value.code == "value_unwritable"
    assert told in refused.value.message
    assert "Row 1" in refused.value.message


def test_a_letter_that_the_encoding_lacks_is_refused_with_its_row() -> None:
    narrow = VOUCHER.model_copy(update={"encoding": "windows-1252"})
    two = pd.concat([frame(), frame(voucher=8, text="Čapek")])
    with pytest.raises(InputError) as refused:
        write(narrow, two)
    assert "Row 2 " in refused.value.message
    assert "Čapek" not in refused.value.message


def test_a_format_that_only_reads_is_not_written() -> None:
    with pytest.raises(InputError) as refused:
        write(load_format(FOLDER / "vouchers_csv.yaml"), pd.DataFrame())
    assert refused.value.code == "format_not_written"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("written: yes", "written: no", "guarded belongs in a format with written"),
        ("    type: text\n    guarded: yes\nunique", "    type: text\nunique", "guarded: yes"),
        ("line_ending: crlf", "quotes: no", "must be quoted"),
        ("    minimum: 1\n  - heading: Linje", "    ignore: x\n  - heading: Linje", "backwards"),
        ("    required: no\n  - heading: Beløp", "    default: x\n  - heading: Beløp", "default"),
        ("kind: delimited", "kind: xlsx", "a workbook can't be written"),
        ("    into: text\n    type: text\n    guarded: yes", "    type: text", "from nothing"),
    ],
)
def test_what_can_not_be_written_is_told_on_its_line(
    tmp_path: Path, before: str, after: str, told: str
) -> None:
    assert HEAD.count(before) == 1
    path = tmp_path / "voucher_csv.yaml"
    path.write_text(HEAD.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_format(path)
    assert told in refused.value.message


def test_names_and_national_ids_are_never_written(tmp_path: Path) -> None:
    claims = (FOLDER / "payroll_claims_csv.yaml").read_text(encoding="utf-8")
    path = tmp_path / "payroll_claims_csv.yaml"
    path.write_text(claims.replace("delimiter: ;", "delimiter: ;\nwritten: yes"), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_format(path)
    assert refused.value.message.count("never written; use the employee number") == 2


def test_positions_that_nothing_fills_are_told() -> None:
    from rutine.formats.format_check import check_format

    whole = VOUCHER.model_dump() | {"kind": "fixed", "header": False}
    for place, field in enumerate(whole["fields"]):
        width = {"orgnr": 9, "day": 10}.get(field["type"], 20)
        field |= {"position": place * 21 + 1, "width": width, "guarded": False}
    faults = [fault.message for fault in check_format(FormatFile.model_validate(whole))]
    assert "no field says what stands at positions 10 to 21" in faults

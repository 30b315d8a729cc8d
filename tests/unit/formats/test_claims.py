"""Payroll's claims, as CSV and as a workbook, and the lists behind them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from rutine.core.errors import InputError
from rutine.core.records import COLUMNS, OPTIONAL
from rutine.formats import workbook_size
from rutine.formats.format_check import check_format
from rutine.formats.format_file import FormatFile, load_format
from rutine.formats.reading import Reading, read
from rutine.formats.row_error import Fault
from tests.golden.formats.writers import (
    CLAIM,
    EMPLOYER,
    KARI,
    OLA,
    UNIT,
    claims_csv,
    claims_xlsx,
    csv_line,
    fnr,
)

FOLDER = Path(__file__).parents[3] / "mappings/formats"
CSV = load_format(FOLDER / "payroll_claims_csv.yaml")
XLSX = load_format(FOLDER / "payroll_claims_xlsx.yaml")
OWN = [name for name in COLUMNS["claim"] if name not in OPTIONAL["claim"]]
NOON = datetime(2026, 8, 1, 12)  # noqa: DTZ001 - workbooks have no time zones
OTHER = {"Krav-id": "K-1002", "Fødselsnummer": OLA, "Ytelse": "sykepenger", "Dager": None}


def read_file(form: FormatFile, data: bytes) -> Reading:
    return read(form, data, source="claims", identities="synthetic")


def faults(reading: Reading) -> list[tuple[int, str | None, Fault]]:
    return [(e.line, e.column, e.code) for e in reading.errors]


def test_the_csv_and_the_workbook_give_the_same_claims():
    claims = [{}, OTHER | {"Krav beløp": "1 234,5", "Utlignet beløp": None}]
    text, book = read_file(CSV, claims_csv(claims)), read_file(XLSX, claims_xlsx(claims))
    assert text.errors == book.errors == ()
    assert text.frame["row"].tolist() == [2, 3]
    assert book.frame["row"].tolist() == [4, 5]
    pd.testing.assert_frame_equal(text.frame.drop(columns="row"), book.frame.drop(columns="row"))
    assert list(book.frame.columns) == OWN
    assert book.frame["amount"].tolist() == [4069800, 123450]
    assert book.frame["settled"].tolist() == [0, 0]
    assert book.frame["benefit"].tolist() == ["4", "4"]
    assert book.frame["employee_number"].tolist() == ["004711", "004711"]
    assert book.frame["days"].isna().tolist() == [False, True]
    assert book.frame["days"].dtype == "Int64"
    assert book.total == 4069800 + 123450


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234,5", 123450),
        ("\u2212862", -86200),
        ("\u2212 1 000 862,00", -100086200),
        ("0", 0),
        ("1234,500", 123450),
    ],
)
def test_amounts_are_read_as_norwegians_write_them(written: str, ore: int):
    assert read_file(CSV, claims_csv([{"Krav beløp": written}])).frame["amount"][0] == ore


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.234,50", Fault.AMOUNT_INVALID),  # the column's thousands are spaces, in every cell
        ("1234.50", Fault.AMOUNT_INVALID),
        ("12 34,50", Fault.AMOUNT_INVALID),
        ("1234,505", Fault.AMOUNT_DECIMALS),
        ("1 234,50 kr", Fault.AMOUNT_INVALID),
        ("9" * 30, Fault.AMOUNT_TOO_LARGE),
        ("", Fault.MISSING),
        ("1" * 700, Fault.TOO_LONG),
    ],
)
def test_other_notation_is_a_row_error_and_never_a_guess(written: str, code: Fault):
    reading = read_file(CSV, claims_csv([{"Krav beløp": written}]))
    assert faults(reading) == [(2, "Krav beløp", code)]


def test_another_notation_is_declared_for_the_column():
    fields = tuple(
        f.model_copy(update={"decimal": ".", "thousands": ","}) if f.into == "amount" else f
        for f in CSV.fields
    )
    form = CSV.model_copy(update={"fields": fields})
    assert read_file(form, claims_csv([{"Krav beløp": "1,234.50"}])).frame["amount"][0] == 123450


def test_columns_are_found_by_heading_in_any_order_and_others_are_left_alone():
    headings = ["Merknad", *reversed(CLAIM)]
    lines = ["Eksportert 31.08.2026", csv_line(h.upper() for h in headings)]
    lines.append(csv_line(["x", *reversed(CLAIM.values())]))
    reading = read_file(CSV, "\n".join([*lines, "", ";" * 19, ""]).encode())
    assert reading.errors == ()
    assert reading.frame["row"].tolist() == [3]
    assert reading.raw_line(3) == lines[2]


def test_a_missing_heading_is_named_and_the_files_words_are_not():
    data = claims_csv([{}]).replace("Krav beløp".encode(), b"Hemmelig")
    with pytest.raises(InputError, match="Krav beløp") as refused:
        read_file(CSV, data)
    assert refused.value.code == "header_missing"
    assert "Hemmelig" not in str(refused.value)


def test_a_file_without_headings_says_so_and_repeats_none_of_it():
    data = claims_csv([{}]).split(b"\r\n", 1)[1]
    with pytest.raises(InputError, match="no row of headings") as refused:
        read_file(CSV, data)
    assert KARI not in str(refused.value)


def test_a_heading_twice_is_refused():
    data = claims_csv([{}]).replace(b"Navn", b"Grad")
    with pytest.raises(InputError) as refused:
        read_file(load_without(CSV, "name"), data)
    assert refused.value.code == "header_repeated"


def load_without(form: FormatFile, into: str) -> FormatFile:
    return form.model_copy(update={"fields": tuple(f for f in form.fields if f.into != into)})


@pytest.mark.parametrize(("encoding", "form_encoding"), [("cp1252", "windows-1252")])
def test_the_encoding_is_the_formats_and_another_one_is_told(encoding: str, form_encoding: str):
    data = claims_csv([{"Navn": "Åse Ærø"}], encoding=encoding)
    with pytest.raises(InputError, match="line 1") as refused:
        read_file(CSV, data)
    assert refused.value.code == "wrong_encoding"
    form = CSV.model_copy(update={"encoding": form_encoding})
    assert read_file(form, data).frame["name"][0] == "Åse Ærø"
    with pytest.raises(InputError, match="UTF-8") as mistaken:
        read_file(form, claims_csv([{}]))
    assert mistaken.value.code == "wrong_encoding"


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"Fødselsnummer": KARI[1:]}, "Fødselsnummer", Fault.LEADING_ZERO_LOST),
        ({"Fødselsnummer": "1,0E+10"}, "Fødselsnummer", Fault.NOT_DIGITS),
        ({"Ytelse": "Sjukepengar"}, "Ytelse", Fault.VALUE_UNKNOWN),
        ({"Grad": "1"}, "Grad", Fault.OUT_OF_RANGE),
        ({"Grad": "101"}, "Grad", Fault.OUT_OF_RANGE),
        ({"Grad": "50,5"}, "Grad", Fault.INTEGER_INVALID),
        ({"Grad": "9" * 400}, "Grad", Fault.OUT_OF_RANGE),
        ({"Periode fra": "1.8.2026"}, "Periode fra", Fault.DATE_INVALID),
        ({"Periode til": "31.07.2026"}, "Periode til", Fault.DAYS_REVERSED),
        ({"Krav-id": ""}, "Krav-id", Fault.MISSING),
        ({"Navn": "Kari\x00"}, "Navn", Fault.CONTROL_CHARACTER),
        ({"Navn": '"Kari" K'}, None, Fault.QUOTING),
        ({"Navn": "Kari;K"}, None, Fault.FIELD_COUNT),
    ],
)
def test_each_kind_of_slip_is_a_row_error(change, column, code):
    reading = read_file(CSV, claims_csv([{}, OTHER | change, {"Krav-id": "K-9"}]))
    assert faults(reading) == [(3, column, code)]
    assert reading.frame["row"].tolist() == [2, 4]
    assert reading.rows_in == 3


def test_a_quoted_cell_is_read_and_a_stray_quote_swallows_no_rows():
    claims = [{"Navn": '"Nordmann; ""Kari"""'}, {"Krav-id": "K-2", "Navn": '"Kari'}, OTHER]
    reading = read_file(CSV, claims_csv(claims))
    assert reading.frame["name"].tolist() == ['Nordmann; "Kari"', "Kari Nordmann"]
    assert faults(reading) == [(3, None, Fault.QUOTING)]


def test_a_grade_may_have_a_percent_sign():
    assert read_file(CSV, claims_csv([{"Grad": "80 %"}])).frame["grade"][0] == 80


def test_a_claim_id_twice_refuses_both_because_nobody_can_tell_which_is_right():
    reading = read_file(CSV, claims_csv([{}, {"Krav-id": "K-2"}, {"Grad": 50}]))
    assert faults(reading) == [(2, None, Fault.KEY_REPEATED), (4, None, Fault.KEY_REPEATED)]
    assert reading.errors[0].expected == "Hovedenhet + Krav-id"
    assert reading.frame["claim_id"].tolist() == ["K-2"]
    assert reading.rows_in == 3


def test_headings_and_no_rows_is_an_empty_list_not_an_error():
    for form, data in ((CSV, claims_csv([])), (XLSX, claims_xlsx([]))):
        reading = read_file(form, data)
        assert reading.rows_in == 0
        assert list(reading.frame.columns) == OWN
        assert reading.frame["first"].dtype == "datetime64[s]"
        assert reading.frame["days"].dtype == "Int64"


@pytest.mark.parametrize(
    ("change", "column", "code", "seen"),
    [
        ({"Fødselsnummer": int(KARI)}, "Fødselsnummer", Fault.LEADING_ZERO_LOST, "digits:10"),
        ({"Krav beløp": 28620.004}, "Krav beløp", Fault.AMOUNT_DECIMALS, "number:9"),
        ({"Krav beløp": True}, "Krav beløp", Fault.CELL_TYPE, "yes_no"),
        ({"Krav beløp": "=1/0"}, "Krav beløp", Fault.CELL_TYPE, "error_cell"),
        ({"Dager": "#N/A"}, "Dager", Fault.CELL_TYPE, "error_cell"),
        ({"Krav beløp": 1e40}, "Krav beløp", Fault.AMOUNT_TOO_LARGE, "number_cell"),
        ({"Ansattnr": date(2026, 8, 1)}, "Ansattnr", Fault.CELL_TYPE, "date"),
        ({"Periode fra": 46235}, "Periode fra", Fault.CELL_TYPE, "number_cell"),
        ({"Periode fra": NOON}, "Periode fra", Fault.CELL_TYPE, "date"),
        ({"Grad": 0.5}, "Grad", Fault.INTEGER_INVALID, "decimal"),
        ({"Grad": 1.0}, "Grad", Fault.OUT_OF_RANGE, "digits:1"),
        ({"Ansattnr": 1.5}, "Ansattnr", Fault.CELL_TYPE, "decimal"),
    ],
)
def test_a_workbooks_cells_of_the_wrong_kind_are_row_errors(change, column, code, seen):
    reading = read_file(XLSX, claims_xlsx([OTHER, change, {"Krav-id": "K-9"}]))
    assert faults(reading) == [(5, column, code)]
    assert reading.errors[0].value_class == seen
    assert reading.errors[0].sheet == "Refusjonskrav"
    assert reading.frame["row"].tolist() == [4, 6]


def test_numbers_in_a_workbook_become_ore_exactly():
    for kroner, ore in ((1234.5, 123450), (0.1, 10), (1115.17, 111517), (-862, -86200)):
        reading = read_file(XLSX, claims_xlsx([{"Krav beløp": kroner}]))
        assert reading.frame["amount"][0] == ore


def test_a_national_id_of_eleven_digits_stored_as_a_number_has_lost_nothing():
    person = fnr(15, 11, 1975)
    reading = read_file(XLSX, claims_xlsx([{"Fødselsnummer": int(person), "Ansattnr": 4711}]))
    assert reading.frame["person"][0] == person
    assert reading.frame["employee_number"][0] == "4711"


def test_the_sheets_own_row_is_shown_as_one_line():
    line = read_file(XLSX, claims_xlsx([{}])).raw_line(4)
    assert line.startswith(f"K-1001;{EMPLOYER};{UNIT};004711;{KARI};Kari Nordmann;1;4;2026-07-13")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (claims_xlsx([{}], sheet="Ark1"), "sheet_missing"),
        (claims_xlsx([{}])[:3000], "workbook_unreadable"),
        (b"PK\x03\x04" + b"x" * 500, "workbook_unreadable"),
        (b"Krav-id;Hovedenhet", "wrong_kind"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 500, "wrong_kind"),
        (b"<html>logg inn", "not_a_report"),
    ],
)
def test_what_is_not_the_workbook_is_refused(data: bytes, code: str):
    with pytest.raises(InputError) as refused:
        read_file(XLSX, data)
    assert refused.value.code == code


def test_a_workbook_that_unpacks_to_too_much_is_refused_whatever_size_it_declares(
    monkeypatch: pytest.MonkeyPatch,
):
    data = bytearray(claims_xlsx([{"Navn": "A" * 30_000}] * 20))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    declared = size.to_bytes(4, "little")
    for place in [m.start() for m in re.finditer(re.escape(declared), bytes(data))]:
        data[place : place + 4] = (100).to_bytes(4, "little")
    monkeypatch.setattr(workbook_size, "MAX_UNPACKED", 500_000)
    with pytest.raises(InputError, match="unpacked") as refused:
        read_file(XLSX, bytes(data))
    assert refused.value.code == "workbook_too_large"


def test_a_workbook_with_one_cell_far_out_is_refused_before_it_fills_memory(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.title = "Refusjonskrav"
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(InputError, match="million cells") as refused:
        read_file(XLSX, (tmp_path / "far.xlsx").read_bytes())
    assert refused.value.code == "workbook_too_large"


def test_income_reports_and_absences_are_read():
    income = (
        "Hovedenhet;Underenhet;Fødselsnummer;Fravær fra;Beregnet månedslønn;"
        "Refusjon per måned;Refusjon opphører;Sendt dato\r\n"
        f"{EMPLOYER};{UNIT};{KARI};13.07.2026;42 000,00;42 000,00;;03.08.2026\r\n"
    )
    form = load_format(FOLDER / "income_reports_csv.yaml")
    reading = read_file(form, income.encode("utf-8-sig"))
    assert reading.errors == ()
    assert reading.frame["refund_ends"].isna().tolist() == [True]
    absences = (
        "Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Type;Fra;Til;Grad\r\n"
        f"{EMPLOYER};{UNIT};4711;{KARI};sykmelding;13.07.2026;31.08.2026;100\r\n"
    )
    form = load_format(FOLDER / "absences_csv.yaml")
    reading = read_file(form, absences.encode())
    assert reading.errors == ()
    assert reading.frame["kind"].tolist() == ["sykmelding"]
    assert reading.total == 0


def test_responsibility_and_function_are_read_where_the_format_has_them() -> None:
    lacking = load_format(FOLDER / "payroll_claims_csv.yaml")
    whole = lacking.model_dump()
    whole["fields"] = [
        *whole["fields"],
        {"heading": "Ansvar", "into": "responsibility", "required": False},
        {"heading": "Funksjon", "into": "function", "required": False},
    ]
    having = FormatFile.model_validate(whole)
    assert check_format(having) == ()
    plain = claims_csv([{}, {"Krav-id": "K-2"}]).decode("utf-8-sig").splitlines()
    told = ["Ansvar;Funksjon", "3100;202", ";"]
    data = "".join(f"{a};{b}\r\n" for a, b in zip(plain, told, strict=True)).encode()

    frame = read(having, data, source="krav", identities="synthetic").frame
    assert frame["responsibility"].tolist() == ["3100", ""]
    assert frame["function"].tolist() == ["202", ""]
    assert "responsibility" not in read(lacking, data, source="k", identities="synthetic").frame

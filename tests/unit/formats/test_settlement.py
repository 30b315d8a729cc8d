"""Settlement reports: what is read, and every fault with its place."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.records import COLUMNS
from rutine.formats.format_file import load_format
from rutine.formats.reading import Reading, raw_line, read
from rutine.formats.row_error import MAX_ERRORS, Fault
from tests.golden.formats.writers import (
    AASE,
    ACCOUNT,
    KARI,
    OLA,
    OTHER_ACCOUNT,
    OTHER_UNIT,
    UNIT,
    fnr,
    settlement,
    settlement_line,
)

FORM = load_format(Path(__file__).parents[3] / "mappings/formats/nav_settlement.yaml")


def read_report(data: bytes, identities: str = "synthetic") -> Reading:
    return read(FORM, data, source="report 1128", identities=identities)


def faults(reading: Reading) -> list[tuple[int, str | None, Fault]]:
    return [(e.line, e.column, e.code) for e in reading.errors]


def test_a_line_is_129_bytes_and_every_field_is_read():
    data = settlement([settlement_line()])
    assert len(data) == 129
    row = read_report(data).frame.iloc[0]
    assert row["row"] == 1
    assert row["nav_unit"] == 8020
    assert row["sub_unit"] == UNIT
    assert row["person"] == KARI
    assert row["account"] == ACCOUNT
    assert row["name"] == "NORDMANN KARI"
    assert row["first"] == pd.Timestamp("2026-08-01")
    assert row["amount"] == 990500


def test_the_frame_has_exactly_the_records_columns_and_types():
    for data in (settlement([settlement_line()]), settlement(["x"])):
        frame = read_report(data).frame
        assert list(frame.columns) == list(COLUMNS["settlement_line"])
        assert frame["amount"].dtype == "int64"
        assert frame["row"].dtype == "int64"
        assert frame["first"].dtype == "datetime64[s]"
        assert frame["person"].dtype == pd.Series([], dtype="str").dtype
        assert frame.index.equals(pd.RangeIndex(len(frame)))


def test_identical_lines_missing_dates_and_minus_are_all_genuine():
    line = settlement_line(benefit="H", first=None, last=None, amount=-990800)
    reading = read_report(settlement([line, line, settlement_line(last_benefit_day=None)]))
    assert reading.errors == ()
    assert reading.rows_in == len(reading.frame) == 3
    assert reading.total == Ore(990500 - 2 * 990800)
    assert reading.frame["first"].isna().tolist() == [True, True, False]


def test_an_unknown_code_stops_neither_line_nor_file():
    assert read_report(settlement([settlement_line(benefit="Q")])).frame["benefit"][0] == "Q"


@pytest.mark.parametrize("unit", [1, 802, 80201])
def test_the_nav_unit_may_have_any_number_of_digits(unit: int):
    reading = read_report(settlement([settlement_line(nav_unit=unit)] * 2))
    assert reading.frame["nav_unit"].tolist() == [unit, unit]


def test_the_nav_unit_must_have_the_same_width_on_every_line():
    data = settlement([settlement_line(), settlement_line(nav_unit=803)])
    assert faults(read_report(data)) == [(2, "Navenhet", Fault.WIDTH_VARIES)]


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        (KARI, KARI[:-1] + str((int(KARI[-1]) + 1) % 10), "Fødselsnummer", Fault.FNR_INVALID),
        (KARI, "40" + KARI[2:], "Fødselsnummer", Fault.FNR_INVALID),
        (KARI, KARI[:-1] + "x", "Fødselsnummer", Fault.NOT_DIGITS),
        (KARI, KARI[:-1], "Fødselsnummer", Fault.WIDTH),
        (UNIT, UNIT[:-1] + str((int(UNIT[-1]) + 1) % 10), "Underenhet", Fault.ORGNR_INVALID),
        (ACCOUNT, "12340067800", "Kontonummer", Fault.ACCOUNT_INVALID),
        ("20260801", "20260230", "Fra", Fault.DATE_INVALID),
        ("20260801", "        ", "Fra", Fault.DATE_INVALID),
        ("20260831", "20260730", "Til", Fault.DAYS_REVERSED),
        ("20260831", "99991231", "Til", Fault.DATE_INVALID),
        ("0000990500 ", "0000990500+", "Beløp", Fault.SIGN_INVALID),
        ("0000990500 ", " 000990500 ", "Beløp", Fault.AMOUNT_INVALID),
        ("0000000000 ", "0000000000-", "Ikke i bruk", Fault.CONSTANT_DIFFERS),
        (";4;", ";å;", "Ytelse", Fault.CODE_INVALID),
        (";4;", "; ;", "Ytelse", Fault.CODE_INVALID),
        ("8020;", "0802;", "Navenhet", Fault.INTEGER_INVALID),
        ("NORDMANN KARI ", "NORDMANN\tKARI ", "Navn", Fault.CONTROL_CHARACTER),
        ("NORDMANN KARI ", "NORDMANN\x92KARI ", "Navn", Fault.CONTROL_CHARACTER),
        ("NORDMANN KARI ", "NORDMANN KARI", "Navn", Fault.WIDTH),
    ],
)
def test_each_kind_of_damage_is_a_fault_of_its_column(old, new, column, code):
    good, bad = settlement_line(person=OLA), settlement_line().replace(old, new, 1)
    reading = read_report(settlement([good, bad, good]))
    assert faults(reading) == [(2, column, code)]
    assert reading.frame["row"].tolist() == [1, 3]
    assert reading.rows_in == 3


def test_wrong_field_count_and_line_ending_are_faults_of_the_line():
    lines = settlement_line() + "\r\n" + "a;b\r\n" + settlement_line() + "\n\r\n"
    reading = read_report(lines.encode() + settlement([settlement_line()]))
    assert faults(reading) == [
        (2, None, Fault.FIELD_COUNT),
        (3, None, Fault.LINE_ENDING),
        (4, None, Fault.FIELD_COUNT),
    ]
    assert reading.rows_in == 5


def test_a_report_without_its_last_line_ending_was_cut_short():
    data = settlement([settlement_line()] * 2)
    for cut in (1, 2, 40):
        found = faults(read_report(data[:-cut]))
        assert (2, None, Fault.CUT_SHORT) in found


def test_a_report_of_several_employers_or_accounts_is_refused():
    lines = [
        settlement_line(),
        settlement_line(employer=OTHER_UNIT),
        settlement_line(account=OTHER_ACCOUNT),
    ]
    assert faults(read_report(settlement(lines))) == [
        (2, "Overordnet enhet", Fault.DIFFERS_IN_FILE),
        (3, "Kontonummer", Fault.DIFFERS_IN_FILE),
    ]


def test_all_faults_of_a_line_are_listed():
    line = settlement_line().replace("20260801", "20269901").replace("0000990500 ", "0000990500x")
    assert faults(read_report(settlement([line]))) == [
        (1, "Fra", Fault.DATE_INVALID),
        (1, "Beløp", Fault.SIGN_INVALID),
    ]


def test_faults_are_counted_beyond_those_that_are_listed():
    bad = settlement_line().replace("0000990500 ", "0000990500x")
    reading = read_report(settlement([bad] * (MAX_ERRORS + 500)))
    assert len(reading.errors) == MAX_ERRORS
    assert reading.error_count == MAX_ERRORS + 500
    assert reading.errors[-1].line == MAX_ERRORS
    assert reading.frame.empty


def test_more_faults_are_listed_when_they_are_asked_for():
    bad = settlement_line().replace("0000990500 ", "0000990500x")
    data = settlement([bad] * (MAX_ERRORS + 500))
    reading = read(
        FORM, data, source="report 1128", identities="synthetic", most_errors=sys.maxsize
    )
    assert len(reading.errors) == MAX_ERRORS + 500


def test_people_who_may_exist_are_refused_in_practice_and_others_in_production():
    made_up = fnr(5, 5, 1985, more=0)  # a valid shape; nobody in particular
    data = settlement([settlement_line(person=made_up), settlement_line(person=AASE)])
    assert faults(read_report(data, "synthetic")) == [(1, "Fødselsnummer", Fault.PERSON_REAL)]
    assert faults(read_report(data, "real")) == [(2, "Fødselsnummer", Fault.PERSON_SYNTHETIC)]
    assert faults(read_report(data, "any")) == []


def test_the_files_own_line_is_found_again():
    lines = [settlement_line(), settlement_line(name="ÅSE ØVREBØ"), "broken"]
    data = settlement(lines)
    reading = read_report(data)
    assert [reading.raw_line(row) for row in (1, 2, 3)] == lines
    assert raw_line(FORM, data, 2) == lines[1]
    for row in (0, 4):
        with pytest.raises(InputError, match="no row") as missing:
            raw_line(FORM, data, row)
        assert missing.value.code == "row_missing"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n ", "file_empty"),
        (b"<!DOCTYPE html><html><head><title>Logg inn</title>", "not_a_report"),
        (b"\xef\xbb\xbf\n<html lang='nb'>", "not_a_report"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x">', "not_a_report"),
        (b"%PDF-1.7 and so on", "wrong_kind"),
        (b"PK\x03\x04 and so on", "wrong_kind"),
        ("\ufeffnoe".encode("utf-16-le"), "wrong_encoding"),
        (settlement_line(name="ÅSE ØVREBØ").encode() + b"\r\n", "wrong_encoding"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_remedy(data: bytes, code: str):
    with pytest.raises(InputError) as refused:
        read_report(data)
    assert refused.value.code == code
    assert refused.value.remedy


def test_a_login_page_saved_as_csv_says_that_the_login_may_have_expired():
    with pytest.raises(InputError, match="login may have expired") as refused:
        read_report(b"<!doctype html>\n<html><body>Logg inn</body></html>")
    assert "Sign in again" in refused.value.remedy

"""A file that can't be read: which list, what it looks like, and a remedy that works."""

from __future__ import annotations

from pathlib import Path

import pytest

from rutine.core.errors import InputError
from rutine.routines.match_file import load_match
from rutine.routines.two_lists import reconcile_files
from rutine.routines.wrong_list import ListDamaged

MAPPINGS = Path(__file__).parents[3] / "mappings"
REPORT = MAPPINGS / "examples" / "nav_refunds" / "exact_match" / "report.csv"
CLAIMS = REPORT.with_name("claims.csv")
BANK = MAPPINGS / "examples" / "bank_vouchers" / "same_reference_and_day" / "bank_entry.csv"
VOUCHERS = BANK.with_name("voucher.csv")
AS_TEXT = REPORT.read_bytes().decode("iso-8859-1")
STATEMENT = MAPPINGS / "examples" / "bank_vouchers" / "a_statement_in_xml" / "bank_entry.xml"


def refused(a: Path, b: Path, name: str = "routines/nav_refunds") -> InputError:
    plan = load_match(MAPPINGS / f"{name}.yaml")
    with pytest.raises(InputError) as error:
        reconcile_files(plan, a, b, formats=MAPPINGS / "formats", identities="synthetic")
    assert error.value.message.startswith(f"List {error.value.details['list']}: ")
    assert "format file nav_settlement" not in error.value.remedy
    return error.value


def stored(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "given.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("a", "b", "name"),
    [
        (CLAIMS, REPORT, "routines/nav_refunds"),
        (VOUCHERS, BANK, "matches/bank_vouchers"),
        (VOUCHERS, STATEMENT, "matches/bank_vouchers"),
    ],
)
def test_swapped_files_are_said_to_be(a: Path, b: Path, name: str) -> None:
    error = refused(a, b, name)
    assert (error.code, error.details["list"]) == ("lists_swapped", "A")
    assert error.remedy == "Swap the two files."


def test_swapped_files_are_seen_whatever_letters_are_in_them(tmp_path: Path) -> None:
    plain = REPORT.read_bytes().replace(b"\xf8", b"o").replace(b"\xd8", b"O")
    (tmp_path / "report.csv").write_bytes(plain)
    head, *rows = CLAIMS.read_text("utf-8-sig").splitlines()
    rows = [row.replace("Prøve Øvelsesen", "Prove") for row in rows]
    claims = stored(tmp_path, "\r\n".join([head, *rows, ""]).encode("utf-8-sig"))
    error = refused(claims, tmp_path / "report.csv")
    assert (error.code, error.details["list"]) == ("lists_swapped", "A")


def test_the_other_list_given_twice_lacks_this_one(tmp_path: Path) -> None:
    again = stored(tmp_path, CLAIMS.read_bytes() + b"\r\n")
    error = refused(CLAIMS, again)
    assert (error.code, error.details["list"]) == ("belongs_to_other_list", "A")
    assert "NAV's settlement lines" in error.remedy
    report = stored(tmp_path, REPORT.read_bytes() * 2)
    error = refused(REPORT, report)
    assert (error.code, error.details["list"]) == ("belongs_to_other_list", "B")


@pytest.mark.parametrize(("file", "place"), [(BANK, "A"), (STATEMENT, "A"), (VOUCHERS, "B")])
def test_a_file_of_another_routine_names_it(file: Path, place: str) -> None:
    error = refused(file, CLAIMS) if place == "A" else refused(REPORT, file)
    assert (error.code, error.details["list"]) == ("file_of_other_routine", place)
    assert "--routine bank_vouchers" in error.remedy


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (AS_TEXT.replace("ø", "o").replace("Ø", "O").encode("utf-8-sig"), "saved_anew"),
        (AS_TEXT.encode(), "saved_anew"),
        (AS_TEXT.encode("utf-16"), "stored_as_utf16"),
        (AS_TEXT.encode("utf-16-le"), "not_text"),
        (bytes(range(256)) * 20, "not_text"),
        (b"", "file_empty"),
        (b"<html><body>Logg inn</body></html>", "not_a_report"),
        (b"PK\x03\x04 and nothing more", "no_format_fits"),
    ],
    ids=["bom", "utf_8", "utf_16", "utf_16_bare", "binary", "empty", "page", "zip"],
)
def test_a_report_that_is_no_longer_as_nav_sent_it_is_fetched_again(
    tmp_path: Path, data: bytes, code: str
) -> None:
    error = refused(stored(tmp_path, data), CLAIMS)
    assert (error.code, error.details["list"]) == (code, "A")
    assert "write encoding" not in error.remedy


def test_an_encoding_is_proposed_only_when_the_file_then_reads(tmp_path: Path) -> None:
    text = CLAIMS.read_text("utf-8-sig")
    error = refused(REPORT, stored(tmp_path, text.encode("windows-1252")))
    assert (error.code, error.details["encoding"]) == ("encoding_differs", "windows-1252")
    other = text.replace("Krav-id", "Id").encode("windows-1252")
    assert refused(REPORT, stored(tmp_path, other)).code == "wrong_encoding"
    assert "write encoding" not in refused(REPORT, stored(tmp_path, other)).remedy


def test_a_damaged_report_keeps_what_is_wrong_with_its_rows(tmp_path: Path) -> None:
    damaged = REPORT.read_bytes().replace(b"20260930", b"20260931")
    error = refused(stored(tmp_path, damaged), CLAIMS)
    assert isinstance(error, ListDamaged)
    assert (error.place, error.count) == ("A", 1)
    assert [fault.code.value for fault in error.faults] == ["date_invalid"]


def test_a_file_that_is_not_there_is_said_with_its_list(tmp_path: Path) -> None:
    assert refused(REPORT, tmp_path / "none.csv").details["list"] == "B"
    assert refused(tmp_path, CLAIMS).code == "file_unreadable"

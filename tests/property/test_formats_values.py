"""Laws of reading values, claims, workbooks, bank statements and format files."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.errors import InputError
from rutine.core.identifiers import RELAXED_FROM, AccountNumber, Fnr, OrgNr
from rutine.core.money import Ore
from rutine.formats.amounts import read_kroner
from rutine.formats.camt import read_camt
from rutine.formats.cells import Cells
from rutine.formats.days import read_days
from rutine.formats.digits import Digits
from rutine.formats.format_file import FileField, load_format
from rutine.formats.identifier_columns import account_valid, digit_texts, fnr_valid, orgnr_valid
from rutine.formats.reading import read
from rutine.formats.row_error import Fault
from rutine.formats.sentences import sentence
from tests.golden.formats.writers import CLAIM, camt, claims_csv, claims_xlsx, entry, orgnr

FOLDER = Path(__file__).parents[2] / "mappings/formats"
CSV = load_format(FOLDER / "payroll_claims_csv.yaml")
XLSX = load_format(FOLDER / "payroll_claims_xlsx.yaml")
KRONER = FileField(heading="Beløp", type="kroner")
BOOK = claims_xlsx([{}, {"Krav-id": "K-2"}])
STATEMENT = camt([entry(), entry("12.50", direction="DBIT")])

_digits = st.text(alphabet="0123456789", min_size=11, max_size=11)
# Random digits are hardly ever valid; a day and month make the control digits matter.
_likely = st.builds(
    lambda day, month, rest: f"{day:02d}{month:02d}{rest:07d}",
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 9_999_999),
)


@given(numbers=st.lists(_digits | _likely, min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_columns_of_identifiers_are_judged_as_single_identifiers_are(numbers):
    digits = _digits_of(numbers, 11)
    for today in (date(2026, 11, 21), RELAXED_FROM):
        expected = [_is_fnr(number, today) for number in numbers]
        assert fnr_valid(digits, today).tolist() == expected
    assert account_valid(digits).tolist() == [AccountNumber.is_valid(n) for n in numbers]
    nine = [number[:9] for number in numbers]
    assert orgnr_valid(_digits_of(nine, 9)).tolist() == [OrgNr.is_valid(n) for n in nine]
    assert digits.number().tolist() == [int(number) for number in numbers]
    assert digit_texts(digits.number(), 11).tolist() == numbers


def _digits_of(texts: list[str], count: int) -> Digits:
    return Digits.of(Cells.of_texts(texts), count)


def _is_fnr(number: str, today: date) -> bool:
    try:
        Fnr(number, read_on=today)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("today", [date(2026, 11, 21), RELAXED_FROM])
def test_every_pair_of_control_digits_is_judged_as_a_single_identifier_is(today: date):
    numbers = [f"010280{i:05d}" for i in range(0, 100_000, 7)]
    valid = fnr_valid(_digits_of(numbers, 11), today).tolist()
    assert valid == [_is_fnr(number, today) for number in numbers]
    assert any(valid)


@given(ore=st.integers(-(10**12), 10**12))
@settings(max_examples=100, deadline=None)
def test_kroner_written_by_us_are_read_to_the_same_ore(ore):
    assert read_kroner(str(Ore(ore)), KRONER) == ore


@given(text=st.text(alphabet="0123456789 ,.-\u2212\u00a0+kr", max_size=14))
@settings(max_examples=100, deadline=None)
def test_kroner_are_read_as_the_core_reads_them_or_refused(text):
    found = read_kroner(text, KRONER)
    with contextlib.suppress(ValueError):  # we also read 1,500: no more than two decimals
        assert isinstance(found, Fault) or found == Ore.parse(text)


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)), text=st.text("0123456789.", max_size=10))
@settings(max_examples=60, deadline=None)
def test_days_are_read_back_and_impossible_ones_are_not(day, text):
    days, wrong = read_days(Cells.of_texts([f"{day:%d.%m.%Y}", text]), "dd.MM.yyyy")
    assert not wrong[0]
    assert days[0] == np.datetime64(day)
    if not wrong[1]:
        assert days[1].item().strftime("%d.%m.%Y") == text


_cell = st.text(max_size=20) | st.sampled_from([str(value) for value in CLAIM.values()])


@given(claims=st.lists(st.dictionaries(st.sampled_from(list(CLAIM)), _cell), max_size=4))
@settings(max_examples=100, deadline=None)
def test_claims_of_any_content_are_accepted_or_told_about_and_never_lost(claims):
    data = claims_csv(claims)
    try:
        found = read(CSV, data, source="claims", identities="any")
    except InputError:
        return
    filled = [line for line in data.decode("utf-8-sig").split("\n") if line.strip("; \r\t\n")]
    assert found.rows_in <= len(filled) + data.count(b"\n")
    assert len(found.frame) + len({e.line for e in found.errors}) == found.rows_in
    for error in found.errors:
        assert sentence(error)


_sentinel = st.text(alphabet="QWXZ147$%&", min_size=8, max_size=30)


@given(heading=st.sampled_from(list(CLAIM)), value=_sentinel)
@settings(max_examples=60, deadline=None)
def test_no_error_about_a_claim_holds_the_value(heading, value):
    for form, data in (
        (CSV, claims_csv([{heading: value}])),
        (XLSX, claims_xlsx([{heading: value}])),
    ):
        found = read(form, data, source="claims", identities="any")
        for error in found.errors:
            assert value not in error.model_dump_json()
            assert value not in sentence(error)


_changes = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=3)


def _damaged(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    hurt = bytearray(data)
    for place, byte in changes:
        hurt[place % len(hurt)] = byte
    return bytes(hurt)


@given(changes=_changes)
@settings(max_examples=100, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_and_never_crashes(changes):
    hurt = _damaged(BOOK, changes)
    with contextlib.suppress(InputError):
        read(XLSX, hurt, source="book", identities="any")


@given(changes=_changes)
@settings(max_examples=100, deadline=None)
def test_a_damaged_bank_statement_is_read_or_refused_and_never_crashes(changes):
    try:
        found = read_camt(_damaged(STATEMENT, changes), source="bank")
    except InputError:
        return
    assert len(found.frame) + len({e.line for e in found.errors}) == found.rows_in


_yaml = st.text(alphabet="ab:-{}[]&*!|>'\"#%@, \n?\t\u00e5", max_size=80)


@given(insert=_yaml, place=st.integers(0, 5000))
@settings(max_examples=100, deadline=None)
def test_a_format_file_of_any_content_is_read_or_refused(tmp_path_factory, insert, place):
    content = (FOLDER / "absences_csv.yaml").read_text(encoding="utf-8")
    place %= len(content)
    path = tmp_path_factory.getbasetemp() / "absences_csv.yaml"
    path.write_text(content[:place] + insert + content[place:], encoding="utf-8")
    with contextlib.suppress(InputError):
        assert load_format(path).name == "absences_csv"


def test_the_writers_numbers_are_right():
    assert OrgNr.is_valid(orgnr(99_900_100))

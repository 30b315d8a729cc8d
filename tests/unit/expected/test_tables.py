"""The dated tables: what they hold, how they are refused, and when they must be renewed."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rutine.core import clock
from rutine.core.errors import InputError
from rutine.refunds.benefits import HOLIDAY_PAY, ORDINARY
from rutine.refunds.expected.tables import GRow, Tables, Unknown
from rutine.routines.tables import load_tables, tables_fingerprint
from tests.expected_people import MAPPINGS, kroner, tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(MAPPINGS / "tables", tmp_path / "tables")
    return tmp_path / "tables"


def change(folder: Path, name: str, old: str, new: str) -> Path:
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_tables_are_not_stale():
    """When this fails, do what it says: look the facts up again and correct mappings/tables/."""
    assert tables().stale(clock.today()) == []


@pytest.mark.parametrize(
    ("year", "row", "minimum_from"),
    [
        (2017, ("93 634", "561 804", "2 161", "46 817", "187 268"), date(2017, 5, 1)),
        (2018, ("96 883", "581 298", "2 236", "48 441,50", "193 766"), date(2018, 5, 1)),
        (2019, ("99 858", "599 148", "2 304", "49 929", "199 716"), date(2019, 5, 27)),
        (2020, ("101 351", "608 106", "2 339", "50 675,50", "202 702"), date(2020, 9, 21)),
        (2021, ("106 399", "638 394", "2 455", "53 199,50", "212 798"), date(2021, 5, 24)),
        (2022, ("111 477", "668 862", "2 573", "55 738,50", "222 954"), date(2022, 5, 23)),
        (2023, ("118 620", "711 720", "2 737", "59 310", "237 240"), date(2023, 5, 29)),
        (2024, ("124 028", "744 168", "2 862", "62 014", "248 056"), date(2024, 6, 3)),
        (2025, ("130 160", "780 960", "3 004", "65 080", "260 320"), date(2025, 6, 2)),
        (2026, ("136 549", "819 294", "3 151", "68 274,50", "273 098"), date(2026, 6, 1)),
    ],
)
def test_g_of_every_year(year: int, row: tuple[str, ...], minimum_from: date):
    """G, 6G, 6G a day, 0.5G and 2G, as published."""
    found = tables().g_at(date(year, 5, 1))
    assert isinstance(found, GRow)
    amounts = (found.g, found.six_g, found.day_cap, found.half_g, found.two_g)
    assert amounts == tuple(kroner(text) for text in row)
    assert found.minimum_income_from == minimum_from
    assert tables().g_at(date(year + 1, 4, 30)) is found


def test_the_minimum_income_takes_its_own_date():
    before, after = (tables().minimum_income_g_at(date(2020, 9, day)) for day in (20, 21))
    assert isinstance(before, GRow)
    assert isinstance(after, GRow)
    assert (before.first.year, after.first.year) == (2019, 2020)


def test_unknown_years_say_so():
    assert tables().g_at(date(2017, 4, 30)) == Unknown("g", date(2017, 4, 30), "before_first_row")
    assert tables().g_at(date(2027, 5, 1)) == Unknown("g", date(2027, 5, 1), "not_known_yet")
    assert isinstance(tables().g_at(date(2027, 4, 30)), GRow)


def test_every_code_of_the_settlement_report_is_described():
    codes = {row.code: row for row in tables().codes}
    assert set(codes) == ORDINARY | HOLIDAY_PAY | {"5", "8", "A"}
    assert {c: codes[c].holiday_pay for c in "1234567"} == dict(
        zip("1234567", "EFGHIJK", strict=True)
    )
    assert {codes[c].holiday_pay for c in "9YZ"} == {"M"}
    assert {c for c in codes if codes[c].kind == "never_certain"} == {"5", "8", "A"}


def test_every_row_says_where_it_stands_and_when_it_was_checked():
    rows = [*tables().g, *tables().codes, *tables().numbers]
    assert all(row.source and row.checked >= date(2026, 11, 21) for row in rows)


def test_a_missing_g_is_reported_from_june_with_what_to_do():
    old = Tables(
        [row for row in tables().g if row.first.year < 2026], tables().codes, tables().numbers
    )
    assert old.stale(date(2026, 5, 31)) == []
    (told,) = old.stale(date(2026, 6, 1))
    assert "G from 1 May 2026 is missing" in told
    assert "nav.no/grunnbelopet" in told
    assert "mappings/tables/g.yaml" in told


def test_facts_checked_over_a_year_ago_are_reported_with_their_source():
    assert tables().stale(date(2027, 4, 30)) == []
    told = tables().stale(date(2027, 11, 22))
    assert any("employer_period_days was last checked 2026-11-21" in each for each in told)
    assert any("benefit_codes 4 was" in each for each in told)
    assert all("mappings/tables/" in each for each in told)
    assert not any("from 2017-05-01" in each for each in told)  # history need not be renewed


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("g", "g: 136 549", "g: 136 594", "half_g is not what g says"),
        ("g", "six_g: 819 294", "six_g: 819 249", "six_g is not what g says"),
        ("g", "six_g: 819 294", "seks_g: 819 294", "unknown key 'seks_g'"),
        ("g", "from: 2026-05-01", "from: 1. mai 2026", "from"),
        ("g", "from: 2026-05-01", "from: 2025-05-01", "twice"),
        ("percentages", "name: holiday_pay\n", "name: hollidays\n", "hollidays"),
        ("percentages", "value: 10.2", "value: 10,2", "value"),
        ("percentages", "unit: percent", "unit: promille", "promille"),
        ("percentages", "table: percentages", "table: percentage", "percentage"),
        ("deadlines", "name: refund_claim_months", "name: service_days", "service_days"),
        ("benefit_codes", 'code: "4"', 'code: "44"', "at most 1 character"),
        ("benefit_codes", "kind: sickness", "kind: illness", "illness"),
        ("day_counts", "value: 16", "value: 16\n    value: 17", "value"),
    ],
)
def test_a_wrong_table_is_refused_with_the_place(
    folder: Path, name: str, old: str, new: str, told: str
):
    with pytest.raises(InputError) as caught:
        load_tables(change(folder, name, old, new))
    assert told in str(caught.value)


def test_a_missing_row_or_file_is_refused(folder: Path):
    path = folder / "age_limits.yaml"
    kept = path.read_text(encoding="utf-8").split("  - name: last_rights_age")[0]
    path.write_text(kept, encoding="utf-8")
    with pytest.raises(InputError, match="last_rights_age, senior_holiday_pay_age") as caught:
        load_tables(folder)
    assert caught.value.code == "table_incomplete"
    path.unlink()
    with pytest.raises(InputError, match=r"age_limits\.yaml"):
        load_tables(folder)


def test_a_fraction_where_only_whole_numbers_make_sense_is_refused():
    rows = [
        row.model_copy(update={"value": Decimal("15.5")}) if row.name == "service_days" else row
        for row in tables().numbers
    ]
    with pytest.raises(InputError, match="whole number"):
        Tables(tables().g, tables().codes, rows).count("service_days", date(2026, 1, 1))


def test_no_rows_of_g_is_refused():
    with pytest.raises(InputError, match="no rows"):
        Tables([], tables().codes, tables().numbers)


def test_the_fingerprint_follows_the_files(folder: Path):
    before = tables_fingerprint(load_tables(folder))
    assert before == tables_fingerprint(load_tables(MAPPINGS / "tables"))
    path = folder / "deadlines.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# en merknad\n", encoding="utf-8")
    assert tables_fingerprint(load_tables(folder)) != before


def test_a_later_row_of_a_number_holds_from_its_own_day(folder: Path):
    row = """
  - name: lowest_grade
    from: 2026-07-01
    value: 25
    unit: percent
    source: test
    checked: 2026-11-21
"""
    path = folder / "percentages.yaml"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    changed = load_tables(folder).tables
    assert changed.number("lowest_grade", date(2026, 6, 30)) == 20
    assert changed.number("lowest_grade", date(2026, 7, 1)) == 25

"""A column that a file may lack: it is read as if every value were missing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from rutine.core.errors import InputError
from rutine.formats.format_file import FormatFile, load_format
from rutine.formats.reading import read
from tests.golden.formats.writers import EMPLOYER, KARI, UNIT

FORMAT = """format: employments
title: Arbeidsforhold
source: test
checked: 2026-11-29
status: guessed
record: employment
kind: {kind}
fields:
  - {{heading: Pay, into: monthly_income, type: kroner{optional}}}
  - {{heading: Unit, into: sub_unit, type: orgnr}}
  - {{heading: Person, into: person, type: fnr}}
  - {{heading: From, into: first, type: day, date_format: dd.MM.yyyy}}
  - {{heading: To, into: last, type: day, date_format: dd.MM.yyyy, required: no}}
given: {{employer: "{employer}", employee_number: "1", position_id: "1", restricted: "no"}}
"""
ROWS = ([UNIT, KARI, "01.03.2019", ""], [UNIT, KARI, "01.04.2019", "30.06.2026"])
HEADINGS = ["Unit", "Person", "From", "To"]


def form(
    folder: Path, *, kind: str = "delimited", optional: str = ", required: no, optional: yes"
) -> FormatFile:
    path = folder / "employments.yaml"
    text = FORMAT.format(kind=kind, optional=optional, employer=EMPLOYER)
    path.write_text(text, encoding="utf-8")
    return load_format(path)


def as_text(*rows: list[str], quoted: bool = False) -> bytes:
    sign = '"' if quoted else ""  # quotes send a line to the careful cut
    return "".join(";".join(f"{sign}{c}{sign}" for c in row) + "\r\n" for row in rows).encode()


def as_sheet(*rows: list[str]) -> bytes:
    book, data = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("delimited", as_text(HEADINGS, *ROWS)),
        ("delimited", as_text(HEADINGS, *ROWS, quoted=True)),
        ("xlsx", as_sheet(HEADINGS, *ROWS)),
    ],
)
def test_an_optional_column_may_be_missing(tmp_path: Path, kind: str, data: bytes) -> None:
    found = read(form(tmp_path, kind=kind), data, source="list", identities="synthetic")
    assert (found.rows_in, found.count, found.errors) == (2, 2, ())
    assert found.frame["monthly_income"].isna().all()
    assert found.frame["person"].tolist() == [KARI, KARI]
    assert found.frame["last"].notna().tolist() == [False, True]


def test_an_optional_column_is_read_where_it_is(tmp_path: Path) -> None:
    rows = ([*row, pay] for row, pay in zip(ROWS, ("41 500,00", ""), strict=True))
    data = as_text([*HEADINGS, "Pay"], *rows)
    found = read(form(tmp_path), data, source="list", identities="synthetic")
    assert found.frame["monthly_income"].fillna(0).tolist() == [4_150_000, 0]


@pytest.mark.parametrize("headings", [["Unit", "Person", "From"], ["X", "Y", "Z"]])
def test_the_other_columns_must_be_there(tmp_path: Path, headings: list[str]) -> None:
    data = as_text(headings, *(row[:3] for row in ROWS))
    with pytest.raises(InputError) as refused:
        read(form(tmp_path), data, source="list", identities="synthetic")
    assert refused.value.code == "header_missing"
    assert "Pay" not in refused.value.message + refused.value.remedy
    none = "has no row of headings" in refused.value.message
    assert none == (headings[0] == "X")


@pytest.mark.parametrize(
    ("kind", "required", "message"),
    [
        ("delimited", "yes", "may be missing only with required: no"),
        ("delimited\nheader: no", "no", "in a file that is read by its headings"),
        ("delimited\nwritten: yes", "no", "a file that is written has every column"),
    ],
)
def test_a_column_that_can_not_be_left_out_is_told(
    tmp_path: Path, kind: str, required: str, message: str
) -> None:
    with pytest.raises(InputError) as refused:
        form(tmp_path, kind=kind, optional=f", required: {required}, optional: yes")
    assert message in refused.value.message

"""What is written by a format is read back by it with the same values."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.records import COLUMNS, ColumnKind
from rutine.formats.format_check import check_format
from rutine.formats.format_file import FormatFile, load_format
from rutine.formats.reading import read
from rutine.formats.writing import write
from tests.golden.formats.writers import orgnr

FOLDER = Path(__file__).parents[2] / "mappings/formats"
VOUCHER = load_format(FOLDER / "voucher_csv.yaml")
PAYROLL = load_format(FOLDER / "payroll_import_csv.yaml")


def restyled(form: FormatFile, changes: dict[str, dict[str, object]], **file: object) -> FormatFile:
    """A shipped format as another ledger would have it."""
    whole = form.model_dump()
    whole |= file
    for field in whole["fields"]:
        field.update(changes.get(field["into"], {}))
    made = FormatFile.model_validate(whole)
    assert check_format(made) == ()
    return made


def fixed(form: FormatFile) -> FormatFile:
    """The same fields side by side in fixed positions."""
    widths = {"orgnr": 9, "day": 10, "integer": 13, "kroner": 20, "text": 90}
    changes: dict[str, dict[str, object]] = {}
    position = 1
    for field in form.fields:
        width = widths[field.type]
        changes[str(field.into)] = {"position": position, "width": width, "guarded": False}
        position += width
    return restyled(form, changes, kind="fixed", header=False)


OTHER_STYLE = restyled(
    restyled(
        VOUCHER,
        {str(field.into): {"column": n} for n, field in enumerate(VOUCHER.fields, start=1)},
        header=False,
        delimiter="|",
    ),
    {
        "amount": {"decimal": ".", "thousands": "'", "sign": "trailing"},
        "booked": {"date_format": "yyyyMMdd"},
    },
)
FORMS = [VOUCHER, PAYROLL, OTHER_STYLE, fixed(VOUCHER), fixed(PAYROLL)]

_texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=80
).map(str.strip)
_risky = st.sampled_from(
    ["=1+1", "+47", "-2", "@SUM(A1)", "'x", "''=x", '"', 'a"b;c', ";|,", "0017"]
)
_days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
_VALUES = {
    ColumnKind.IDENTIFIER: st.sampled_from([orgnr(n) for n in range(5)]),
    ColumnKind.DAY: _days,
    ColumnKind.ORE: st.integers(-(10**13), 10**13) | st.integers(-200, 200),
    ColumnKind.INTEGER: st.integers(1, 10**12),
    ColumnKind.TEXT: _texts | _risky,
}


def rows(form: FormatFile) -> st.SearchStrategy[list[dict[str, object]]]:
    kinds = {name: kind for name, kind in COLUMNS[form.record].items() if name != "row"}
    must = {field.into for field in form.fields if field.required}
    values = {
        name: _VALUES[kind].filter(bool)
        if kind is ColumnKind.TEXT and name in must
        else _VALUES[kind]
        for name, kind in kinds.items()
    }
    return st.lists(st.fixed_dictionaries(values), max_size=5, unique_by=lambda r: r["voucher"])


def frame_of(form: FormatFile, rows: list[dict[str, object]]) -> pd.DataFrame:
    columns = [name for name in COLUMNS[form.record] if name != "row"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize("form", FORMS, ids=["voucher", "payroll", "style", "fixed", "fixed2"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back_unchanged(form: FormatFile, data: st.DataObject) -> None:
    given_rows = data.draw(rows(form))
    written = write(form, frame_of(form, given_rows))
    if not given_rows and not form.header:
        assert written == b""
        return
    found = read(form, written, source="own file", identities="synthetic")
    assert found.errors == ()
    back = [
        {name: value.date() if hasattr(value, "date") else value for name, value in row.items()}
        for row in found.frame.drop(columns="row").to_dict("records")
    ]
    assert back == given_rows


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_written_cell_starts_a_formula(data: st.DataObject) -> None:
    given_rows = data.draw(rows(VOUCHER))
    text = write(VOUCHER, frame_of(VOUCHER, given_rows)).decode()
    amounts = [field.heading for field in VOUCHER.fields].index("Beløp")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        for place, cell in enumerate(row):
            if place != amounts:  # a number with its minus is a number
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))

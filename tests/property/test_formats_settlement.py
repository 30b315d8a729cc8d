"""Laws of reading settlement reports, whatever happens to their bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rutine.core.errors import InputError
from rutine.formats import cutting
from rutine.formats.cells import Mask
from rutine.formats.format_file import load_format
from rutine.formats.reading import Reading, read
from rutine.formats.sentences import sentence
from tests.golden.formats.writers import (
    AASE,
    ACCOUNT,
    EMPLOYER,
    KARI,
    OLA,
    OTHER_UNIT,
    UNIT,
    settlement,
    settlement_line,
)

FORM = load_format(Path(__file__).parents[2] / "mappings/formats/nav_settlement.yaml")

# Nothing in a report guards these: another day, letter, digit or amount is as good as the right
# one. The amounts are held against the report's total, the others against the claims.
UNGUARDED = {"nav_unit", "name", "amount", "benefit", "first", "last", "last_benefit_day"}

_days = st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31))
_name = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅÉÜ -'.", max_size=30)
_rows = st.fixed_dictionaries(
    {
        "sub_unit": st.sampled_from([EMPLOYER, UNIT, OTHER_UNIT]),
        "benefit": st.sampled_from("123456789AEFGHIJKMYZQ"),
        "person": st.sampled_from([KARI, OLA, AASE]),
        "period": st.tuples(_days, _days),
        "name": _name,
        "amount": st.integers(-(10**10) + 1, 10**10 - 1),
        "last_benefit_day": _days,
    }
)


def _ordered(row: dict[str, object]) -> dict[str, object]:
    first, last = row["period"]
    if first and last and last < first:
        first, last = last, first
    return {k: v for k, v in row.items() if k != "period"} | {"first": first, "last": last}


rows = st.lists(_rows.map(_ordered), min_size=1, max_size=6)
units = st.sampled_from([1, 802, 8020, 80_201])


def read_report(data: bytes) -> Reading:
    return read(FORM, data, source="report", identities="any")


def read_line_by_line(data: bytes) -> Reading:
    with patch.object(cutting, "_even_lines", no_even_lines):
        return read_report(data)


def no_even_lines(_layout: cutting.Layout, piece: cutting.Piece) -> Mask:
    return np.zeros(len(piece.ends), dtype=np.bool_)


def outcome(read_file, data: bytes) -> object:
    try:
        found = read_file(data)
    except InputError as refused:
        return refused.code
    return found.frame.to_dict("list"), found.errors, found.error_count, found.rows_in


@given(rows=rows, unit=units)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(rows, unit):
    data = settlement(settlement_line(**row, nav_unit=unit) for row in rows)
    for found in (read_report(data), read_line_by_line(data)):
        assert found.errors == ()
        assert found.rows_in == len(rows)
        for line, (row, got) in enumerate(
            zip(rows, found.frame.to_dict("records"), strict=True), start=1
        ):
            assert got["row"] == line
            assert got["nav_unit"] == unit
            assert (got["employer"], got["account"]) == (EMPLOYER, ACCOUNT)
            assert got["name"] == row["name"][:25].strip()
            for name in ("sub_unit", "benefit", "person", "amount"):
                assert got[name] == row[name]
            for name in ("first", "last", "last_benefit_day"):
                day = row[name]
                assert pd.isna(got[name]) if day is None else got[name].date() == day
        assert found.total == sum(row["amount"] for row in rows)


def damage(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    hurt = bytearray(data)
    for place, byte in changes:
        hurt[place % len(hurt)] = byte
    return bytes(hurt)


_changes = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(b"\0\t\n\r ;-0149AZaz\x7f\x92\xa0\xe6\xff")),
    min_size=1,
    max_size=4,
)


@given(rows=rows, unit=units, changes=_changes)
@settings(max_examples=100, deadline=None)
def test_lines_cut_at_once_or_one_by_one_are_the_same_in_damaged_reports_too(rows, unit, changes):
    data = damage(settlement(settlement_line(**row, nav_unit=unit) for row in rows), changes)
    assert repr(outcome(read_report, data)) == repr(outcome(read_line_by_line, data))


@given(rows=rows, place=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(max_examples=100, deadline=None)
def test_a_flipped_bit_is_refused_or_changes_only_what_nothing_guards(rows, place, bit):
    data = settlement(settlement_line(**row) for row in rows)
    place %= len(data)
    hurt = damage(data, [(place, data[place] ^ (1 << bit))])
    try:
        found = read_report(hurt)
    except InputError:
        return
    assume(not found.errors)
    before, after = read_report(data).frame, found.frame
    assert found.rows_in == len(rows)
    changed = {name for name in before if not before[name].equals(after[name])}
    assert changed <= UNGUARDED
    assert len(changed) <= 1


@given(rows=rows, cut=st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_a_report_cut_anywhere_but_between_lines_is_refused(rows, cut):
    data = settlement(settlement_line(**row) for row in rows)
    assume(cut < len(data) and cut % 129)
    assert read_report(data[:-cut]).errors


@given(data=st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_bytes_of_any_kind_are_read_or_refused_and_never_crash(data):
    outcome(read_report, data)


@given(
    rows=rows,
    column=st.integers(0, 11),
    value=st.text(alphabet="QWXZ147$%&", min_size=6, max_size=30),
)
@settings(max_examples=100, deadline=None)
def test_no_error_holds_the_value_it_is_about(rows, column, value):
    lines = [settlement_line(**row) for row in rows]
    cells = lines[0].split(";")
    cells[column] = value
    found = read_report(settlement([";".join(cells), *lines[1:]]))
    for error in found.errors:
        told = [error.model_dump_json(), repr(error), *(sentence(error, x) for x in ("nb", "en"))]
        assert not any(value in text for text in told)
    assert len(found.frame) + len({e.line for e in found.errors}) == found.rows_in

"""Lines that are cut all at once are cut as a line by itself is, in any piece of any file."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.core.errors import InputError
from rutine.formats import cutting, encoding
from rutine.formats.cells import Mask
from rutine.formats.format_file import load_format
from rutine.formats.format_model import FormatFile
from rutine.formats.reading import read
from tests.golden.formats.cases import INPUTS
from tests.golden.formats.writers import CLAIM, KARI, OLA, claims_csv, settlement_line

MAPPINGS = Path(__file__).parents[2] / "mappings/formats"
CLAIMS = load_format(MAPPINGS / "payroll_claims_csv.yaml")
REPORT = load_format(MAPPINGS / "nav_settlement.yaml")


def fixed(form: FormatFile, *, gap: int) -> FormatFile:
    """The report's fields at positions instead of between delimiters."""
    fields, position = [], 1
    for field in form.fields:
        width = field.width or 4
        changes = {"column": None, "position": position, "width": width}
        fields.append(field.model_copy(update=changes | {"same_width_in_file": False}))
        position += width + gap
    return form.model_copy(update={"kind": "fixed", "fields": tuple(fields)})


FIXED = fixed(REPORT, gap=1)


def no_even_lines(_layout: cutting.Layout, piece: cutting.Piece) -> Mask:
    return np.zeros(len(piece.ends), dtype=np.bool_)


def outcome(form: FormatFile, data: bytes) -> object:
    try:
        found = read(form, data, source="file", identities="any")
    except InputError as refused:
        return refused.code, str(refused)
    lines = [found.raw_line(row) for row in found.frame["row"].tolist()]
    return found.frame, found.errors, found.error_count, found.rows_in, found.total, lines


def assert_the_same_either_way(form: FormatFile, data: bytes, piece: int) -> None:
    with patch.object(encoding, "PIECE", piece):
        at_once = outcome(form, data)
    with patch.object(cutting, "_even_lines", no_even_lines):
        one_by_one = outcome(form, data)
    if isinstance(at_once[0], pd.DataFrame):
        pd.testing.assert_frame_equal(at_once[0], one_by_one[0])
        assert at_once[1:] == one_by_one[1:]
    else:
        assert at_once == one_by_one


pieces = st.sampled_from([1, 100, 500, 1 << 21])
_odd = st.sampled_from(b'\0\t\n\r ;"-0149AZaz\x7f\x85\xa0\xc2\xc3\xe2\x80\xff')
damages = st.lists(
    st.tuples(st.sampled_from(["put", "drop", "insert"]), st.integers(0, 10_000), _odd), max_size=4
)


def damaged(data: bytes, damage: list[tuple[str, int, int]]) -> bytes:
    hurt = bytearray(data)
    for what, place, byte in damage:
        at = place % len(hurt)
        hurt[at : at + (what != "insert")] = b"" if what == "drop" else bytes([byte])
    return bytes(hurt)


_cell = st.sampled_from(
    [
        "",
        " ",
        "x",
        "Åse",
        "\u00a0Å",
        '"a;b"',
        '"a""b"',
        '"',
        "12 34",
        "1\u00a0234,5",
        "−5",
        "ø" * 501,
    ]
)
_claims = st.lists(
    st.dictionaries(st.sampled_from(list(CLAIM)), _cell, max_size=3)
    | st.fixed_dictionaries(
        {"Krav-id": st.integers(1, 4).map(str), "Fødselsnummer": st.sampled_from([KARI, OLA])}
    ),
    min_size=1,
    max_size=8,
)


@given(
    claims=_claims,
    damage=damages,
    piece=pieces,
    stored=st.sampled_from(["utf-8-sig", "utf-8", "windows-1252", "iso-8859-1"]),
    ending=st.sampled_from(["\r\n", "\n", "\r\n\r\n", "\r\n" + ";" * 18 + "\r\n"]),
    quotes=st.booleans(),
    strict=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_claims_are_the_same(*, claims, damage, piece, stored, ending, quotes, strict):
    text = claims_csv(claims, encoding="utf-8").decode().replace("\r\n", ending)
    data = damaged(text.encode(stored, errors="replace"), damage)
    changes = {
        "encoding": stored.removesuffix("-sig"),
        "quotes": quotes,
        "line_ending": "crlf" if strict else "any",
    }
    assert_the_same_either_way(CLAIMS.model_copy(update=changes), data, piece)


@given(
    names=st.lists(st.sampled_from(["KARI", "ÅSE", ""]), min_size=1, max_size=6),
    damage=damages,
    piece=pieces,
    stored=st.sampled_from(["utf-8", "iso-8859-1"]),
    form=st.sampled_from([REPORT, FIXED]),
    strict=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_reports_and_files_of_fixed_positions_are_the_same(
    *, names, damage, piece, stored, form, strict
):
    text = "".join(f"{settlement_line(name=name)}\r\n" for name in names)
    changes = {"encoding": stored, "line_ending": "crlf" if strict else "any"}
    data = damaged(text.encode(stored), damage)
    assert_the_same_either_way(form.model_copy(update=changes), data, piece)


@pytest.mark.parametrize("name", [name for name in INPUTS if name.endswith(".csv")])
@pytest.mark.parametrize("piece", [1, 200, 1 << 21])
def test_every_golden_file_is_the_same(name: str, piece: int):
    form, data = INPUTS[name]
    assert_the_same_either_way(load_format(MAPPINGS / f"{form}.yaml"), data, piece)


def test_a_fixed_file_is_read_at_once():
    data = (settlement_line() + "\r\n").encode() * 3
    with patch.object(cutting, "cut_line", side_effect=AssertionError):
        found = read(FIXED, data, source="file", identities="synthetic")
    assert found.rows_in == found.count == 3


def test_a_line_longer_than_a_piece_is_one_line():
    data = claims_csv([{"Navn": "x" * 300}, {"Krav-id": "K-2"}])
    with patch.object(encoding, "PIECE", 16):
        found = read(CLAIMS, data, source="file", identities="synthetic")
    assert found.frame["name"].tolist() == ["x" * 300, "Kari Nordmann"]

"""Columns read eight characters at a time say what is said of one text at a time."""

from __future__ import annotations

import re
from datetime import datetime

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rutine.formats.amounts import read_integer, read_kroner
from rutine.formats.cells import Cells
from rutine.formats.days import FIRST_YEAR, LAST_YEAR, read_days
from rutine.formats.digits import Digits
from rutine.formats.format_model import DATE_FORMATS, FileField
from rutine.formats.number_columns import read_integers, read_kroner_column
from rutine.formats.row_error import Fault, fault_number
from rutine.formats.trimming import prepared, trimmed

ENCODINGS = {
    # What each may hold, spaces and control characters of its own among it.
    "utf-8": " \t\r\x00\x1f\x7fAb9-Øé\x85\xa0\u1680\u2003\u2028\u3000€\U0001f600",
    "iso-8859-1": " \t\r\x00\x1f\x7fAb9-Øé\x80\x85\x9f\xa0ÿ",
    "windows-1252": " \t\r\x00\x1f\x7fAb9-Øé\xa0€…Ÿ",
}
_STRPTIME = {"yyyy": "%Y", "MM": "%m", "dd": "%d"}


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[str], Cells]:
    """Texts, and the cells of them among other bytes in some encoding."""
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    text = st.text(ENCODINGS[encoding], max_size=12) | st.text(ENCODINGS[encoding], min_size=20)
    texts = draw(st.lists(text, max_size=8))
    parts = [text.encode(encoding) for text in texts]
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    between = b"; "
    starts = np.cumsum(sizes + len(between)) - sizes
    buffer = np.frombuffer(b"".join(between + part for part in parts) + b"\xff" * 8, np.uint8)
    return texts, Cells(buffer, starts, sizes, encoding)


@given(column=columns())
@settings(max_examples=200, deadline=None)
def test_cells_are_the_texts_they_were_made_of(column):
    for texts, cells in (column, (column[0], Cells.of_texts(column[0]))):
        assert cells.texts() == texts
        assert [cells.text_at(row) for row in range(len(cells))] == texts
        assert cells.packed().texts() == texts
        assert cells.lengths.tolist() == [len(text) for text in texts]
        assert trimmed(cells).texts() == [text.strip() for text in texts]
        control = [re.search("[\x00-\x1f\x7f-\x9f]", text) is not None for text in texts]
        assert cells.control_characters().tolist() == control
        codes, different = cells.distinct()
        assert [different[code] for code in codes] == texts
        assert len(set(different)) == len(different)
        for word in [*texts[:2], "Ab9", "", "€"]:
            assert cells.equal(word).tolist() == [text == word for text in texts]


@given(column=columns(), ignore=st.sampled_from(["", " %", "Ø", "9-", "€"]))
@settings(max_examples=100, deadline=None)
def test_cells_are_prepared_as_texts_are(column, ignore):
    texts, cells = column
    gone = str.maketrans("", "", ignore)
    found = prepared(FileField(heading="x", ignore=ignore), cells)
    assert found.texts() == [text.translate(gone).strip() for text in texts]
    assert prepared(FileField(heading="x", width=3), cells).texts() == texts


@given(one=st.text("a\x00ø", max_size=20), other=st.text("a\x00ø", max_size=20))
@example(one="a", other="a\x00")
@settings(max_examples=100, deadline=None)
def test_different_cells_have_different_fingerprints(one, other):
    first, second, again = Cells.of_texts([one, other, one]).fingerprints().tolist()
    assert first == again
    assert (first == second) == (one == other)


def test_cells_whose_fingerprints_collide_are_told_apart(monkeypatch):
    texts = ["a", "b", "a", "a\x00", "much longer than a word"]
    monkeypatch.setattr(Cells, "fingerprints", lambda self: np.zeros(len(self), dtype=np.uint64))
    codes, different = Cells.of_texts(texts).distinct()
    assert [different[code] for code in codes] == texts


@given(texts=st.lists(st.text("0123456789/:x", max_size=18), max_size=8), count=st.integers(1, 17))
@settings(max_examples=200, deadline=None)
def test_digits_are_what_a_text_has_at_its_start(texts, count):
    digits = Digits.of(Cells.of_texts(texts), count)
    starts = [text[:count] for text in texts]
    right = [len(start) == count and start.isdecimal() for start in starts]
    assert digits.right.tolist() == right
    weights = [(3 * place + 2) % 10 for place in range(count)]
    for row, start in enumerate(starts):
        if right[row]:
            assert digits.number()[row] == int(start)
            assert digits.digit(count - 1)[row] == int(start[-1])
            total = sum(int(d) * w for d, w in zip(start, weights, strict=True))
            assert digits.weighted(weights)[row] == total


_amount = st.from_regex(r"[-+−]?\s?\d{1,3}([ .,'\u00a0]?\d{3}){0,5}([.,]\d{0,4})?", fullmatch=True)
_number = _amount | st.text("0123456789 ,.-+−'\u00a0", max_size=20) | st.text(max_size=5)


@pytest.mark.parametrize("sign", ["leading", "trailing"])
@pytest.mark.parametrize(
    ("thousands", "decimal"), [("space", ","), ("none", "."), (".", ","), (",", "."), ("'", ".")]
)
@given(texts=st.lists(_number, max_size=8), limits=st.sampled_from([(None, None), (-5, 5000)]))
@settings(max_examples=60, deadline=None)
def test_a_column_of_kroner_is_read_as_each_of_its_texts_is(
    sign, thousands, decimal, texts, limits
):
    field = FileField(
        heading="x",
        type="kroner",
        sign=sign,
        thousands=thousands,
        decimal=decimal,
        minimum=limits[0],
        maximum=limits[1],
    )
    values, faults = read_kroner_column(Cells.of_texts(texts), field)
    _same(values, faults, [read_kroner(text, field) for text in texts])


_whole = st.integers(-(10**13), 10**13).map(str) | st.text("0123456789 -−", max_size=14)


@given(
    texts=st.lists(_whole | st.text(max_size=4), max_size=8),
    width=st.sampled_from([None, 4]),
    limits=st.sampled_from([(None, None), (2, 100)]),
)
@settings(max_examples=200, deadline=None)
def test_a_column_of_whole_numbers_is_read_as_each_of_its_texts_is(texts, width, limits):
    field = FileField(
        heading="x", type="integer", width=width, minimum=limits[0], maximum=limits[1]
    )
    values, faults = read_integers(Cells.of_texts(texts), field)
    _same(values, faults, [read_integer(text, field) for text in texts])


def _same(values, faults, expected) -> None:
    for value, fault, wanted in zip(values.tolist(), faults.tolist(), expected, strict=True):
        if isinstance(wanted, Fault):
            assert fault == fault_number(wanted)
        else:
            assert (value, fault) == (wanted, 0)


@pytest.mark.parametrize("date_format", DATE_FORMATS)
@given(
    day=st.dates(datetime(1890, 1, 1).date(), datetime(2110, 1, 1).date()),  # noqa: DTZ001
    hurt=st.none() | st.tuples(st.integers(0, 9), st.sampled_from("0123456789./- ø")),
)
@settings(max_examples=100, deadline=None)
def test_days_are_read_as_the_standard_library_reads_them(date_format, day, hurt):
    code = date_format
    for part, sign in _STRPTIME.items():
        code = code.replace(part, sign)
    text = day.strftime(code).zfill(len(date_format))
    if hurt is not None:
        place = hurt[0] % len(text)
        text = text[:place] + hurt[1] + text[place + 1 :]
    days, wrong = read_days(Cells.of_texts([text]), date_format)
    try:
        expected = datetime.strptime(text, code).date()  # noqa: DTZ007
        right = expected.strftime(code) == text and FIRST_YEAR <= expected.year <= LAST_YEAR
    except ValueError:
        right = False
    assert bool(wrong[0]) != right
    assert days.dtype == "datetime64[s]"
    if right:
        assert days[0].item().date() == expected

"""Row errors in plain words, in three languages, without the value."""

from __future__ import annotations

import string
from typing import get_args

import pytest

from rutine.formats.format_model import FieldType
from rutine.formats.row_error import Fault, RowError, value_class
from rutine.formats.sentences import PLACES, SENTENCES, TYPES, VALUES, Language, sentence

ALL = {**PLACES, **VALUES, **TYPES, **{fault.value: texts for fault, texts in SENTENCES.items()}}


def test_every_fault_and_every_type_has_its_sentence():
    assert set(SENTENCES) == set(Fault)
    assert set(TYPES) == set(get_args(FieldType))


@pytest.mark.parametrize("key", ALL)
def test_every_text_is_there_in_all_languages_with_the_same_places_to_fill(key: str):
    texts = ALL[key]
    assert set(texts) == set(get_args(Language))
    filled = [
        {name for _, name, _, _ in string.Formatter().parse(t) if name} for t in texts.values()
    ]
    assert filled[0] == filled[1] == filled[2]
    assert all(texts.values())


def test_a_row_error_reads_as_a_sentence():
    error = RowError(
        source="refusjonskrav.xlsx",
        sheet="Refusjonskrav",
        line=7,
        column="Fødselsnummer",
        code=Fault.LEADING_ZERO_LOST,
        value_class="digits:10",
        expected="11",
    )
    assert sentence(error) == (
        "refusjonskrav.xlsx, arket «Refusjonskrav», rad 7, «Fødselsnummer»: nullen først i "
        "nummeret ser ut til å være borte: det skal være 11 sifre. Kolonnen må lagres som tekst, "
        "ikke som tall. Der står bare sifre, i alt 10."
    )
    assert "Kolonnen må lagrast som tekst" in sentence(error, "nn")
    assert sentence(error, "en").startswith("refusjonskrav.xlsx, sheet “Refusjonskrav”, row 7")


def test_a_date_format_is_told_in_the_readers_letters():
    error = RowError(source="x", line=1, code=Fault.DATE_INVALID, expected="dd.MM.yyyy")
    assert "dd.mm.åååå" in sentence(error)
    assert "dd.MM.yyyy" in sentence(error, "en")


def test_the_place_is_named_by_what_is_counted():
    for counted, word in (("line", "linje 3"), ("row", "rad 3"), ("entry", "post 3")):
        error = RowError(source="x", line=3, code=Fault.CURRENCY, expected="NOK", counted=counted)
        assert sentence(error).startswith(f"x, {word}: ")


def test_a_fault_of_the_whole_line_names_no_column():
    error = RowError(source="rapport 1128", line=3, code=Fault.CUT_SHORT)
    assert sentence(error) == "rapport 1128, linje 3: filen slutter midt i; last den ned på nytt."


def test_a_cell_of_the_wrong_type_says_what_it_should_be():
    error = RowError(
        source="x", line=1, column="Fra", code=Fault.CELL_TYPE, value_class="yes_no", expected="day"
    )
    assert "det skal være en dato. Cellen er en ja/nei-verdi." in sentence(error)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("01028012345", "digits:11"),
        ("Kari Nordmann", "letters:13"),
        ("1 234,50", "number:8"),
        ("1,2E+10", "mixed:7"),
        ("a\x00b", "control:3"),
        ("١٢٣", "number:3"),
    ],
)
def test_a_value_is_described_by_its_kind_and_length(text: str, kind: str):
    assert value_class(text) == kind

"""Placeholders for a reference, however somebody wrote them."""

from __future__ import annotations

import pandas as pd
import pytest

from rutine.routines.list_side import PLACEHOLDERS
from rutine.routines.nobody import without_placeholders


@pytest.mark.parametrize(
    "text",
    [
        "DIVERSE",
        "diverse",
        " Diverse.",
        "-",
        "",
        " ",
        "0",
        "000000",
        "00-00",
        "...",
        "N/A",
        "Ukjent!",
    ],
)
def test_a_placeholder_is_no_reference(text: str) -> None:
    kept = without_placeholders(pd.Series([text, "KID1"], dtype="str"), PLACEHOLDERS)
    assert kept.tolist() == ["", "KID1"]


@pytest.mark.parametrize("text", ["KID100017", "1", "0001", "Diverse 17", "00A"])
def test_a_reference_stays_as_it_was_written(text: str) -> None:
    given = pd.Series([text], dtype="str")
    assert without_placeholders(given, PLACEHOLDERS).tolist() == [text]


def test_without_words_zeros_and_signs_are_still_none() -> None:
    given = pd.Series(["000", "-", "DIVERSE"], dtype="str")
    assert without_placeholders(given, ()).tolist() == ["", "", "DIVERSE"]


def test_no_rows_are_no_trouble() -> None:
    assert without_placeholders(pd.Series([], dtype="str"), PLACEHOLDERS).empty

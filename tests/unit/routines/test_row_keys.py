"""A row's key in a file: never a national id, never a formula."""

from __future__ import annotations

import pandas as pd
import pytest

from rutine.routines.row_keys import harmless, holds_national_id, safe_keys

SYNTHETIC = "07827710096"


@pytest.mark.parametrize(
    "text",
    [
        SYNTHETIC,
        "078277 10096",
        "078277-10096",
        f"K{SYNTHETIC}",
        f"{SYNTHETIC}-2026",
        f"2026{SYNTHETIC}",
        "0 7 8 2 7 7 1 0 0 9 6",
    ],
)
def test_a_national_id_is_seen_wherever_it_stands(text: str) -> None:
    assert holds_national_id(text)
    assert safe_keys(pd.Series([text, "K1"]), pd.Series([9, 10])).tolist() == ["9", "K1"]


@pytest.mark.parametrize("text", ["K1", "12345678901", "0782771009", "", "970000003"])
def test_other_keys_stay(text: str) -> None:
    assert not holds_national_id(text)
    assert safe_keys(pd.Series([text]), pd.Series([9])).tolist() == [text]


@pytest.mark.parametrize("text", ["=1+1", "+47", "-1", "@a", "\tx"])
def test_a_formula_is_made_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("K1") == "K1"

"""A row's key as it may be written to a file: no national id, and nothing a spreadsheet runs."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd

from rutine.core.identifiers import Fnr

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LENGTH: Final = 11
_BETWEEN: Final = re.compile(r"(?<=\d)[\s.\-/_]+(?=\d)")
_DIGITS: Final = re.compile(r"\d{11,}", re.ASCII)


def safe_keys(keys: pd.Series[Any], lines: pd.Series[int]) -> pd.Series[Any]:
    """The keys as texts, with the line's number for each that holds a national id.

    Payroll may number its claims by the person, whatever the match file says of the field.
    """
    texts = keys.astype("str")
    long = texts[texts.str.len() >= _LENGTH]
    personal = long.index[[holds_national_id(text) for text in long]]
    return texts.mask(texts.index.isin(personal), lines.astype("str"))


def holds_national_id(text: str) -> bool:
    """Whether eleven digits of the text in a row, spaces and signs between, are a national id."""
    return any(
        Fnr.is_valid(run[start : start + _LENGTH])
        for run in _DIGITS.findall(_BETWEEN.sub("", text))
        for start in range(len(run) - _LENGTH + 1)
    )


def harmless(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text

"""References that stand for none: `DIVERSE`, `-`, `000000`. What has one belongs with nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd


def without_placeholders(identity: pd.Series[Any], words: Iterable[str]) -> pd.Series[Any]:
    """The references, with an empty text for each that stands for none.

    Upper and lower case, punctuation and spaces make no difference: `Diverse.` is `DIVERSE`.
    A reference of zeros only, or without any letter or digit, is none whatever the words are.

    Args:
        identity: one text a row.
        words: the match file's own words for none.
    """
    known = {_plain(word) for word in words}
    codes, texts = pd.factorize(identity)
    none = [not (plain := _plain(text)).strip("0") or plain in known for text in texts]
    # A text that is missing has the code -1, and is no word.
    masked = np.array([*none, False], dtype=np.bool_)[codes]
    return identity.mask(masked, "") if masked.any() else identity


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))

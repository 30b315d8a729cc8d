"""National ids inside a text: found, and taken out of it."""

from __future__ import annotations

import re
from typing import Final

from rutine.core.identifiers import Fnr

_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .\u00a0-]?\d{5}(?!\d)", re.ASCII)
MASKED: Final = "[national id]"
"""What stands in a text where a national id stood."""


def holds_national_id(text: str) -> bool:
    """Whether a valid national id stands in the text, also with a space after six digits."""
    return any(_is_id(found) for found in _ELEVEN_DIGITS.findall(text))


def without_national_ids(text: str) -> str:
    """The text with `MASKED` for each valid national id. Other numbers of 11 digits stay."""
    return _ELEVEN_DIGITS.sub(lambda m: MASKED if _is_id(m[0]) else m[0], text)


def _is_id(found: str) -> bool:
    return Fnr.is_valid(re.sub(r"\D", "", found))

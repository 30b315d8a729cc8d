"""Hiding national ids in text that comes from a file or a person."""

from __future__ import annotations

import re

from rutine.core.identifiers import AccountNumber, Fnr

MASK = "****** *****"
_ELEVEN = re.compile(r"(?<!\d)\d{6}[ \u00a0]?\d{5}(?!\d)")


def mask_national_ids(text: str) -> str:
    """Put stars for everything that is, or may be a damaged, national id.

    Eleven digits are left only when they are a valid account number and not a valid national
    id: the reviewer must be able to compare accounts. Eleven digits that are neither are
    hidden too. The number of characters stays, so columns stay in place.
    """
    return _ELEVEN.sub(_stars, text)


def _stars(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    if AccountNumber.is_valid(digits) and not Fnr.is_valid(digits):
        return found[0]
    return re.sub(r"\d", "*", found[0])


def holds_eleven_digits(text: str) -> bool:
    """Whether something in the text may be a national id, valid or mistyped."""
    return _ELEVEN.search(text) is not None

"""Texts that a spreadsheet would take for a formula, made harmless and given back unchanged."""

from __future__ import annotations

from typing import Final

GUARD: Final = "'"
"""Stands before a guarded text; spreadsheets show the text itself."""

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", GUARD)
"""What makes a cell a formula, and the guard itself, so that reading it back is exact."""


def guarded(text: str) -> str:
    """The text as it is written; `removeprefix(GUARD)` gives it back."""
    return f"{GUARD}{text}" if text.startswith(_STARTS) else text

"""Texts and numbers as XML can hold them."""

from __future__ import annotations

import re
from typing import Final

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write; YAML's escapes can put it into a file."""


def xml_text(text: str) -> str:
    """The text without the control characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def number(value: float) -> str:
    """A coordinate: without decimals where it has none, and never with many."""
    return f"{value:.2f}".rstrip("0").rstrip(".")

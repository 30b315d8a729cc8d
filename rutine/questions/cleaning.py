"""What an asker writes, before it is used or kept: people write more than they should."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 300
"""Characters of a question."""

_APART: Final = r"[\s.\-–/]?"
_LOOKS_LIKE_ID: Final = re.compile(
    rf"\d{{11,}}"
    rf"|(?<!\d)\d{{2}}{_APART}\d{{2}}{_APART}\d{{2}}{_APART}\d{{3}}{_APART}\d{{2}}(?!\d)"
    rf"|(?<!\d)\d{{4}}{_APART}\d{{2}}{_APART}\d{{5}}(?!\d)"
    rf"|(?<!\d)(?:\d[\s.\-–]){{10}}\d(?!\d)"
)
_MAIL: Final = re.compile(r"\S+@\S+")
_DIGIT: Final = re.compile(r"\d")
_SPACES: Final = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text on one line, at most so long, its digits the ordinary ones."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()[:LONGEST]


def looks_like_id(text: str) -> bool:
    """Whether there is something in it that may be a national id or an account number.

    Also where its check digits are wrong: who mistypes an id has still given it away.
    """
    return bool(_LOOKS_LIKE_ID.search(unicodedata.normalize("NFKC", text)))


def cleaned(text: str) -> str:
    """What is kept of a question: no digit and no address of e-mail."""
    return _DIGIT.sub("#", _MAIL.sub("@", plain(text)))

"""Letters that a console can't show, in others that it can.

A Windows console shows everything, but what is sent to a file or to another program is written in
an old code page there, which has æ, ø and å and no tick. Without this the command would end with an
error of its own in the middle of its answer.
"""

from __future__ import annotations

import codecs
import io
import sys
from typing import Final

_NAME: Final = "rutine_letters"
_OTHERS: Final = {
    "✓": "+", "✗": "x", "–": "-", "—": "-", "…": "...", "→": "->", "←": "<-", "≠": "!=",
    "≤": "<=", "≥": ">=", "×": "x", "•": "*", "★": "*", "«": '"', "»": '"', "’": "'", "“": '"',
    "”": '"', "\u00a0": " ", "\u202f": " ", "─": "-", "━": "-", "│": "|", "└": "`", "├": "|",
    "▸": ">", "▶": ">", "●": "*", "◦": "o", "·": ".", "−": "-", "➜": "->",
    "\u2009": " ", "\u2011": "-", "\ufeff": "", "\u200b": "", "\ufffd": "?",
}  # fmt: skip


def shown_as_it_can_be() -> None:
    """Let the streams write another letter, and `?` at last, where theirs has none."""
    codecs.register_error(_NAME, _other)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_NAME)


def _other(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_OTHERS.get(letter, "?") for letter in letters), error.end

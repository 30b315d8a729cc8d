"""A text as YAML writes it."""

from __future__ import annotations

import json
import re
from typing import Final

_PLAIN: Final = re.compile(r"[A-Za-zÆØÅæøå0-9](?:[\w .,/()%§+-]*[\w/()%§])?")

_OTHER_THINGS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that editors take for something else than text; the project's own reader does not."""


def scalar(text: str, *, inside: bool = False) -> str:
    """A text, quoted where it must be.

    Args:
        text: what is said.
        inside: whether it stands within braces or brackets, where a comma ends it.
    """
    if text.casefold() in _OTHER_THINGS:
        return f'"{text}"'
    plain = _PLAIN.fullmatch(text) and not (inside and "," in text)
    return text if plain else json.dumps(text, ensure_ascii=False)

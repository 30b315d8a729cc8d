"""One thing wrong in a format file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormatFault:
    """One thing wrong in a format file.

    Attributes:
        path: keys and list places that lead to it, for its line.
        message: what is wrong and what is allowed.
    """

    path: tuple[str | int, ...]
    message: str

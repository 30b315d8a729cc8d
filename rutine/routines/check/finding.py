"""One thing found in a file that people edit: where, how bad, and what it is, by code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

Step = str | int
_COMPARED = 60  # characters of a word that is held against the allowed ones


class Level(IntEnum):
    """How bad it is."""

    ERROR = 0
    """The file can't be used as it stands."""
    WARNING = 1
    """It can be used; somebody should look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, or worth a look.

    Attributes:
        path: keys and list places that lead to it, for its line.
        code: which sentence of the catalogue says it.
        words: what the sentence is about, by name; never a person's data.
        where: the key or part it is about, as the reader sees it; empty where the sentence
            itself says it.
        allowed: what may stand there instead.
        meant: the allowed word that was probably meant.
        level: how bad it is.
        line: the line, from 1, where it is known already.
    """

    path: tuple[Step, ...]
    code: str
    words: Mapping[str, str | int] = field(default_factory=dict)
    where: str = ""
    allowed: tuple[str, ...] = ()
    meant: str = ""
    level: Level = Level.ERROR
    line: int = 0

    @property
    def order(self) -> tuple[int, int, str, str]:
        """By line, errors first."""
        return self.line, self.level, self.code, self.where


def error(path: Sequence[Step], code: str, **words: str | int) -> Finding:
    """Something that must be corrected."""
    return Finding(tuple(path), code, words)


def warning(path: Sequence[Step], code: str, **words: str | int) -> Finding:
    """Something that should be looked at."""
    return Finding(tuple(path), code, words, level=Level.WARNING)


def unknown(
    path: Sequence[Step], code: str, name: str, allowed: Iterable[str], **words: str | int
) -> Finding:
    """A word that should name something that exists."""
    there = tuple(sorted({*allowed}))
    return Finding(
        tuple(path), code, {"name": name[:_COMPARED], **words}, "", there, close_to(name, there)
    )


def close_to(word: str, allowed: Iterable[str]) -> str:
    """The allowed word that is nearest to one, or nothing."""
    by_fold = {name.casefold(): name for name in allowed}
    near = difflib.get_close_matches(word[:_COMPARED].casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else ""

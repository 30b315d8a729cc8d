"""What `rutine keys` says, in the reader's language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of the commands about keys, and the headings of their table."""

    columns: tuple[str, ...]
    newest: str
    unknown: str
    missing: str
    depth: str
    made: str
    going_on: str
    done: str
    unreadable: str
    looked_up: str
    retired: str
    none_retired: str


@cache
def words(language: str) -> Words:
    """The sentences in a language."""
    file = resources.files(__package__) / f"watch_{language}.toml"
    told = tomllib.loads(file.read_text("utf-8"))["keys"]
    return Words(columns=tuple(told.pop("columns")), **told)

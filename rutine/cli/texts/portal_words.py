"""What `rutine fetch` and `rutine portal check` say, from `texts/portal_*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def catalogue(language: str) -> dict[str, str]:
    """A language's sentences by key."""
    file = resources.files(__package__) / f"portal_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def words(key: str, language: str, **values: object) -> str:
    """One sentence."""
    return catalogue(language)[key].format(**values)

"""What `rutine new` says, in bokmål, nynorsk and English, from `texts/new_*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources

Texts = Callable[..., str]
"""Key and values to a sentence."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """A language's sentences by key."""
    file = resources.files(__package__) / f"new_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def texts(language: str) -> Texts:
    """The sentences of a language."""
    return lambda key, **values: catalogue(language)[key].format(**values)

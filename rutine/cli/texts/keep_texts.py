"""What commands about keeping and deleting say, in three languages, from `texts/keep_*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

Texts = Callable[..., str]
"""Key, with a dot in it, and values to a sentence."""


@cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    """A language's sentences by command and key."""
    file = resources.files(__package__) / f"keep_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def texts(language: str) -> Texts:
    """The sentences of a language."""

    def said(key: str, **values: Any) -> str:
        command, _, name = key.partition(".")
        return catalogue(language)[command][name].format(**values)

    return said

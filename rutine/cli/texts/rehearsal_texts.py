"""What `try`, `simulate`, `code-change`, `schedule` and `up` say: `texts/<command>_*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, partial
from importlib import resources
from typing import Final, Literal

Command = Literal["try", "simulate", "code_change", "schedule"]
COMMANDS: Final[tuple[Command, ...]] = ("try", "simulate", "code_change", "schedule")

Texts = Callable[..., str]
"""Key and values to a sentence."""


@cache
def catalogue(command: Command, language: str) -> dict[str, str]:
    """A command's sentences by key."""
    file = resources.files(__package__) / f"{command}_{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def texts(command: Command, language: str) -> Texts:
    """The sentences of a command in a language."""
    return partial(_said, command, language)


def _said(command: Command, language: str, key: str, **values: object) -> str:
    return catalogue(command, language)[key].format(**values)

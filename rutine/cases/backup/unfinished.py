"""The trace of a restore that did not end."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rutine.core.errors import InputError

UNFINISHED: Final = ".restoring"
"""The folder in the home that what is restored is made in; gone when it is done."""


def refuse_unfinished(home: Path) -> None:
    """Let nothing begin a new store where a restore was interrupted.

    Raises:
        InputError: `restore_unfinished`.
    """
    if (home / UNFINISHED).exists():
        raise InputError(
            "restore_unfinished",
            f"A restore into {home} was interrupted.",
            "Run `rutine restore` with the same backup again.",
            folder=str(home),
        )

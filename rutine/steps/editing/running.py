"""The routine file that runs, as whoever edits it opens it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rutine.core.errors import InputError

LARGEST: Final = 150_000
"""Bytes of a routine file that is edited in the app; the largest so far has twenty thousand."""


@dataclass(frozen=True, slots=True)
class RunningFile:
    """A routine file with its text, in which lines end as the app's texts do."""

    path: Path
    text: str
    sha256: str


def open_running(folder: Path, name: str) -> RunningFile:
    """Read a routine file, however wrong it may be.

    Args:
        folder: of the routine files.
        name: the routine's.

    Raises:
        InputError: `routine_unknown`; `routine_no_text`: it is not UTF-8; or `routine_too_large`.
    """
    path = folder / f"{Path(name).name}.yaml"
    try:
        data = path.read_bytes()
    except (OSError, ValueError):  # a name with a zero in it is none
        raise InputError("routine_unknown", f"There is no routine file named {name!r}.") from None
    if len(data) > LARGEST:
        raise InputError("routine_too_large", f"{path.name} is too large for the app.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("routine_no_text", f"{path.name} is not UTF-8.") from None
    text = text.replace("\r\n", "\n")
    return RunningFile(path, text, hashlib.sha256(data).hexdigest())

"""Whether others on the machine may read a file that holds a secret."""

from __future__ import annotations

import stat
from pathlib import Path

from rutine.core import system

_OTHERS = 0o077


def others_may_read(path: Path) -> bool:
    """Whether the file's mode lets anybody but its owner in.

    Windows has no such mode: Python says 0666 of every file there. Who may read is in the access
    list that the file has from its folder, which under a user's own profile is that user, the
    system and its administrators; `docs/how-to/windows.md` says how to see it.

    Raises:
        OSError: the file is missing or can't be looked at.
    """
    if system.ON_WINDOWS:
        path.stat()
        return False
    return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)

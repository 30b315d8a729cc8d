"""A file that is there whole or not at all, whatever happens to the machine."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from rutine.core import system

_WAITS: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between tries: readers and virus scanners hold a file for some milliseconds."""


def write_whole(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write a file (0600) beside itself, make it last, and give it its own name.

    The name beside is new each time, so that two who write the same file at once do not write
    into each other's. The folder is made to last, too: without that a power cut can take the
    name away again after somebody has noted that the file is there.

    Raises:
        FileExistsError: it is there, and not to be replaced.
        OSError: the folder is missing or can't be written.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            _put(temporary, path)
        else:
            path.hardlink_to(temporary)
        _make_last(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _put(temporary: Path, path: Path) -> None:
    """Give it its name; on Windows that waits for whoever reads the old file just now."""
    for wait in _WAITS if system.ON_WINDOWS else ():
        with suppress(PermissionError):
            temporary.replace(path)
            return
        time.sleep(wait)
    temporary.replace(path)


def _make_last(folder: Path) -> None:
    if system.ON_WINDOWS:  # a folder can't be opened there, and NTFS keeps names in its journal
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""A file that a person gave: its bytes, or a plain word of why they can't be had."""

from __future__ import annotations

from pathlib import Path

from rutine.core.errors import InputError


def bytes_in(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        InputError: `file_unreadable`.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            "file_unreadable",
            f"{path} can't be read ({error.strerror}).",
            "Check the path, that it is no folder, and that you may read the file.",
            path=str(path),
        ) from None

"""A file that is there whole or not at all, whatever happens to the machine."""

from __future__ import annotations

import os
from pathlib import Path

from rutine.core.errors import InputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file (0600) under another name, make it last, and give it its own name.

    Raises:
        InputError: `output_read_only` when the folder can't be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise InputError(
            "output_read_only",
            f"{path.name} can't be written in {path.parent} ({error.strerror}).",
            "Make the folder writable, and run again: what is posted is written then.",
        ) from None

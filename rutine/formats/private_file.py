"""Files that only their owner may read, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from rutine.core.errors import InputError


def write_private(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write the file (0600) beside itself and rename it, so that nobody meets half of it.

    Raises:
        InputError: `output_unwritable`; `output_exists` when it is there and not to be replaced.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if replace:
                temporary.replace(path)
            else:
                path.hardlink_to(temporary)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError:
        raise InputError(
            "output_exists",
            f"{path} is there already, and may hold somebody's work.",
            "Choose another name, or move the old file away.",
        ) from None
    except OSError as error:
        raise InputError(
            "output_unwritable",
            f"{path} can't be written ({error.strerror}).",
            "Check that the folder is there and may be written to.",
        ) from None

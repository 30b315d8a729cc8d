"""Files that only their owner may read, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole


def write_private(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write the file (0600) for a person, who is told when that can't be done.

    Raises:
        InputError: `file_unwritable`; `output_exists` when it is there and not to be replaced.
    """
    try:
        write_whole(path, data, replace=replace)
    except FileExistsError:
        raise output_exists(path) from None
    except OSError as error:
        raise unwritable(path, error) from None


def output_exists(path: Path) -> InputError:
    """What to tell whoever would write over a file."""
    return InputError(
        "output_exists",
        f"{path} is there already, and may hold somebody's work.",
        "Choose another name, or move the old file away.",
        path=str(path),
    )


def unwritable(path: Path, error: OSError) -> InputError:
    """What to tell whoever asked for a file that can't be written."""
    return InputError(
        "file_unwritable",
        f"{path} can't be written ({error.strerror}).",
        "Check that the folder is there, may be written to and has room; then run again.",
        path=str(path),
    )

"""The folder that a result is written to: all of its files are new, or none is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from rutine.core.errors import InputError

_PREFIX: Final = ".rutine-"


def make_folder(folder: Path) -> None:
    """Make the folder, and find out whether it may be written to before anything is worked out.

    Raises:
        InputError: `output_not_a_folder` or `output_unwritable`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=_PREFIX):
            pass
    except (FileExistsError, NotADirectoryError):
        raise InputError(
            "output_not_a_folder",
            f"{folder} is a file, or lies under one, and the result is written to a folder.",
            "Give --out a folder; it is made when it is not there.",
            folder=str(folder),
        ) from None
    except OSError as error:
        raise _unwritable(folder, error) from None


@contextmanager
def whole_result(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    """Write files in the folder that this gives; they replace the old ones when all are written.

    Args:
        folder: where the result lies.
        names: every file that a result may have; an old one that is not written again is gone.

    Raises:
        InputError: `output_unwritable`; or `output_in_use`, naming the file that is a folder or
            open in another program. The folder is then as it was.
    """
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=_PREFIX) as place:
            written, kept = Path(place, "new"), Path(place, "old")
            written.mkdir()
            kept.mkdir()
            yield written
            _replace(folder, written, kept, tuple(names))
    except OSError as error:
        raise _unwritable(folder, error) from None


def _replace(folder: Path, written: Path, kept: Path, names: tuple[str, ...]) -> None:
    placed: list[str] = []
    for name in names:
        target = folder / name
        try:
            if target.is_dir():
                raise IsADirectoryError
            if target.exists():
                target.rename(kept / name)
            if (written / name).exists():
                (written / name).rename(target)
                placed.append(name)
        except OSError:
            _undo(folder, kept, placed)
            raise InputError(
                "output_in_use",
                f"{name} in {folder} can't be replaced: it is a folder, or open in a program.",
                "Close the file where it is open, or give --out another folder.",
                folder=str(folder),
                file=name,
            ) from None


def _undo(folder: Path, kept: Path, placed: list[str]) -> None:
    """Take the new files away and put the old ones back, as far as the folder lets us."""
    with suppress(OSError):
        for name in placed:
            (folder / name).unlink()
        for old in kept.iterdir():
            old.rename(folder / old.name)


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(
        "output_unwritable",
        f"{folder} can't be written to ({error.strerror}).",
        "Give --out a folder that you may write to, on a disk with room.",
        folder=str(folder),
    )

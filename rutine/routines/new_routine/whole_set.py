"""Files that belong together: all of them are written, or none is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole

_OPEN = 0o644


def write_set(files: Mapping[Path, bytes], before: Mapping[Path, bytes]) -> None:
    """Write every file, or take back what was written and leave all as it was.

    Args:
        files: each path and what it is to hold.
        before: what those hold that are there already and are to be changed; none of the
            others may be there.

    Raises:
        InputError: `output_exists`; `changed_meanwhile`: a file is no longer what it was when
            it was read; or `set_unwritable`.
    """
    for path, old in before.items():
        _refuse_changed(path, old)
    made_folders: list[Path] = []
    written: list[Path] = []
    try:
        for path, data in files.items():
            _make_folders(path.parent, made_folders)
            write_whole(path, data, replace=path in before)
            written.append(path)
            path.chmod(_OPEN)  # nobody's data: others read it, and put it under version control
    except BaseException as fault:
        _take_back(written, made_folders, before)
        if isinstance(fault, FileExistsError):
            raise InputError(
                "output_exists",
                f"{path} is there already, and may hold somebody's work.",
                "Choose another name, or move the old file away.",
                path=str(path),
            ) from None
        if isinstance(fault, OSError):
            raise InputError(
                "set_unwritable",
                f"{path} can't be written ({fault.strerror}). Nothing was changed.",
                "Check that you may write in the project's folder and that it has room.",
                path=str(path),
            ) from None
        raise


def _refuse_changed(path: Path, old: bytes) -> None:
    if path.read_bytes() != old:
        raise InputError(
            "changed_meanwhile",
            f"{path} was changed by somebody else meanwhile.",
            "Run the command again.",
            path=str(path),
        )


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir()
        made.append(each)


def _take_back(written: list[Path], folders: list[Path], before: Mapping[Path, bytes]) -> None:
    for path in reversed(written):
        if path in before:
            write_whole(path, before[path])
            path.chmod(_OPEN)
        else:
            path.unlink(missing_ok=True)
    for folder in reversed(folders):
        folder.rmdir()

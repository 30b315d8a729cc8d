"""Which routine file a command means: one of the project's by name, or any by its path."""

from __future__ import annotations

import difflib
from pathlib import Path

from rutine.core.errors import InputError
from rutine.settings import Settings


def find_routine(settings: Settings, given: str) -> Path:
    """The routine file that is meant; a path need not be there.

    Raises:
        InputError: `routine_file_unknown` or `routine_file_misspelt`, with the names there are,
            or `routine_files_missing`, with the folder that has none.
    """
    path = Path(given)
    if path.suffix in {".yaml", ".yml"}:
        return path
    folder = settings.mappings / "routines"
    found = {each.stem: each for each in folder.glob("*.yaml")}
    if given in found:
        return found[given]
    if not found:
        raise InputError(
            "routine_files_missing",
            f"There are no routine files in {folder}.",
            "Go to the folder that has `mappings`, or give the path of a routine file.",
            folder=str(folder),
        )
    names = ", ".join(sorted(found))
    unknown = f"There is no routine file named {given!r}."
    close = difflib.get_close_matches(given, found, n=1)
    if close:
        raise InputError(
            "routine_file_misspelt",
            unknown,
            f"Did you mean {close[0]}? There are: {names}.",
            name=given,
            meant=close[0],
            names=names,
        )
    raise InputError(
        "routine_file_unknown",
        unknown,
        f"There are: {names}. Or give the path of a routine file.",
        name=given,
        names=names,
    )

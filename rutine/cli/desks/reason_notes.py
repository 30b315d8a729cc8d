"""What a routine's file says to the reviewer of a reason, for the app's page of a case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rutine.core.errors import InputError
from rutine.routines.routine_file import load_routine


class ReasonNotes:
    """The notes of the routine files, read again when a file has changed: cases are shown often.

    A file that can't be read just now says nothing; whoever changes it is told by the check.
    """

    def __init__(self, mappings: Path) -> None:
        self._folder = mappings / "routines"
        self._read: dict[str, tuple[tuple[int, int], Mapping[str, str]]] = {}

    def __call__(self, routine: str, reason: str) -> str:
        """The note of a reason; empty when there is none."""
        path = self._folder / f"{Path(routine).name}.yaml"
        try:
            seen = path.stat()
        except OSError:
            return ""
        stamp = seen.st_mtime_ns, seen.st_size
        known = self._read.get(routine)
        if known is None or known[0] != stamp:
            known = stamp, _notes(path)
            self._read[routine] = known
        return known[1].get(reason, "")


def _notes(path: Path) -> Mapping[str, str]:
    try:
        rules = load_routine(path).exceptions
    except InputError:
        return {}
    return {each.code: each.note for each in rules if each.note}

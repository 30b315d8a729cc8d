"""What earlier runs wrote of people who have been protected since: taken out of their folders.

The folder of a run is evidence, and may hold a reviewer's work: only what tells of the protected
is taken out of it. Sums stay, so that it adds up. Files that payroll and ledger import are not
touched: they are theirs, and need the employee number.

A store comes to hold thousands of runs, and every run hides in all of them: so a folder says
which of its files have been looked through, and for what. A file that somebody has saved since,
or that more must be hidden in, is looked through again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rutine.cases.shown_before import cases_by_run, settlements_by_run
from rutine.cases.workbook import without_cases
from rutine.core.reason_texts import Language
from rutine.formats.private_file import write_private
from rutine.installation import Installation
from rutine.steps.settlement_list import without_people

_LOOKED_THROUGH: Final = ".looked_through.json"
"""In the folder of a run: file -> the state in which nothing was left to hide in it."""


def hide_in_earlier_outputs(place: Installation, language: Language) -> None:
    """Hide in every run's lists whoever is protected by now; what is hidden already stays as it is.

    It looks at what the store says and the files hold, not at what this run has found: a run
    that was killed before it got here leaves it to the next.

    Raises:
        InputError: `output_damaged` or `file_unwritable`.
    """
    with place.database.reading() as session:
        settlements, cases = settlements_by_run(session), cases_by_run(session)
    for run_id, list_ in _files(place, "settlements.csv", settlements):
        list_.replace(without_people(list_.path.read_bytes(), settlements[run_id], language))
    for run_id, book in _files(place, "cases.xlsx", cases):
        path = book.path
        book.replace(without_cases(path.read_bytes(), cases[run_id], str(path)))


@dataclass(frozen=True, slots=True)
class _File:
    """A file to look through; its state is taken before it is read."""

    path: Path
    state: str

    def is_looked_through(self) -> bool:
        """Whether nothing was left to hide in it when it was in this very state."""
        return _looked_through(self.path.parent).get(self.path.name) == self.state

    def replace(self, data: bytes | None) -> None:
        """Write what is left after hiding; where nothing was hidden, note that."""
        if data is not None:
            write_private(self.path, data)
            return
        known = {**_looked_through(self.path.parent), self.path.name: self.state}
        write_private(self.path.parent / _LOOKED_THROUGH, json.dumps(known).encode())


def _files(
    place: Installation, name: str, to_hide: dict[str, set[str]]
) -> Iterator[tuple[str, _File]]:
    """The file of each of these runs that still has one and must be looked through."""
    for run_id in sorted(to_hide):
        path = place.settings.output_folder / run_id / name
        if path.is_file():
            file = _File(path, _state(path, to_hide[run_id]))
            if not file.is_looked_through():
                yield run_id, file


def _state(path: Path, ids: Collection[str]) -> str:
    """Which file it is, by size and time, and what must not stand in it."""
    found = path.stat()
    hidden = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
    return f"{found.st_size} {found.st_mtime_ns} {hidden}"


def _looked_through(folder: Path) -> dict[str, Any]:
    """What the folder says; nothing when it can't be read: then everything is looked through."""
    with suppress(OSError, ValueError):
        known = json.loads((folder / _LOOKED_THROUGH).read_bytes())
        if isinstance(known, dict):
            return known
    return {}

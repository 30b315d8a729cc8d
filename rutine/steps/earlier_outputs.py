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
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from rutine.cases.people.shown_before import cases_by_run, settlements_by_run
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
    for run_id, path in _files(place, "settlements.csv", settlements):
        ids = settlements[run_id]
        _look_through(path, ids, partial(without_people, settlements=ids, language=language))
    for run_id, path in _files(place, "cases.xlsx", cases):
        ids = cases[run_id]
        _look_through(path, ids, partial(without_cases, case_ids=ids, source=str(path)))


def _files(place: Installation, name: str, run_ids: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The file of each of these runs that still has one."""
    for run_id in sorted(run_ids):
        path = place.settings.output_folder / run_id / name
        if path.is_file():
            yield run_id, path


def _look_through(
    path: Path, ids: Collection[str], without: Callable[[bytes], bytes | None]
) -> None:
    """Hide in a file what must be hidden, unless it was looked through for that already."""
    known, state = _looked_through(path.parent), _state(path, ids)
    if known.get(path.name) == state:
        return
    data = without(path.read_bytes())
    if data is not None:
        write_private(path, data)
        state = _state(path, ids)
        if path.read_bytes() != data:
            return  # somebody has saved it meanwhile: the next run looks
    known = {**known, path.name: state}
    write_private(path.parent / _LOOKED_THROUGH, json.dumps(known).encode())


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

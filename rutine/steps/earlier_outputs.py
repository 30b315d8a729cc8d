"""What earlier runs wrote of people who have been protected since: taken out of their folders.

The folder of a run is evidence, and may hold a reviewer's work: only what tells of the protected
is taken out of it. Sums stay, so that it adds up. Files that payroll and ledger import are not
touched: they are theirs, and need the employee number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rutine.cases.shown_before import cases_by_run, settlements_by_run
from rutine.cases.workbook import without_cases
from rutine.core.reason_texts import Language
from rutine.formats.private_file import write_private
from rutine.installation import Installation
from rutine.steps.settlement_list import without_people


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
        _replace(path, without_people(path.read_bytes(), settlements[run_id], language))
    for run_id, path in _files(place, "cases.xlsx", cases):
        _replace(path, without_cases(path.read_bytes(), cases[run_id], str(path)))


def _files(place: Installation, name: str, run_ids: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The file of each of these runs that still has one."""
    for run_id in sorted(run_ids):
        path = place.settings.output_folder / run_id / name
        if path.is_file():
            yield run_id, path


def _replace(path: Path, data: bytes | None) -> None:
    if data is not None:
        write_private(path, data)

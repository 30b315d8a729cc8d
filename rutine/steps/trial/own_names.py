"""Files that lie in a folder under their own names, told apart by what is in them.

A file is of a kind when one of the routine's formats reads it, every heading in place, and the
formats of no other kind do. NAV's own report names tell the day it was paid, and so the month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from rutine.core.errors import InputError
from rutine.formats.camt import read_camt
from rutine.formats.format_model import FormatFile
from rutine.formats.given_file import bytes_in
from rutine.formats.identifier_columns import Identities
from rutine.formats.reading import read
from rutine.steps.trial.example_files import EXPECTED, REPORT, named_by

KIND_OF_RECORD: Final = {
    "settlement_line": REPORT,
    "claim": "claims",
    "absence": "absences",
    "income_report": "income_reports",
    "employment": "employments",
    "exemption": "exemptions",
    "income_request": "income_requests",
    "income_submission": "income_submissions",
    "sickness_application": "sickness_applications",
}
"""Record -> what a file of it is called in an example."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATA: Final = frozenset({".csv", ".xlsx", ".xml", ".txt"})
_WORKBOOK: Final = b"PK"
_LOOKED_AT: Final = 200_000
"""Bytes of a text file that tell what it is."""

_ANYBODY: Final[tuple[Identities, ...]] = ("synthetic", "real")
FormatsFor = Callable[[str], tuple[FormatFile, ...]]
_Named = dict[Path, tuple[str, int | None]]


def name_files(folder: Path, formats: FormatsFor) -> tuple[_Named, date | None]:
    """The kind and run of the files whose names do not say it.

    Reports under NAV's own names are put in order by their day, each a run of its own. Files of
    another kind belong to the last run.

    Args:
        folder: where they lie.
        formats: the formats that a record may come in.

    Returns:
        The kinds, and the newest day that a report's own name tells.

    Raises:
        InputError: `folder_unreadable`; `example_name` for a file that no format reads, or
            `file_ambiguous` for one that formats of two kinds read.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.name != EXPECTED)
    except OSError as error:
        raise InputError(
            "folder_unreadable",
            f"{folder} can't be read ({error.strerror}).",
            "Give a folder with the files of one example or month.",
            folder=str(folder),
        ) from None
    own: _Named = {}
    reports: list[tuple[str, Path]] = []
    for path in paths:
        if path.is_dir() or path.name.startswith("."):
            continue
        try:
            named_by(path)
        except InputError:
            kind = _kind(path, formats)
            if kind == REPORT:
                found = _DAY.search(path.name)
                reports.append((found[0] if found else "", path))
            else:
                own[path] = (kind, None)
    reports.sort()
    for run, (_, path) in enumerate(reports, start=1):
        own[path] = (REPORT, None if run == len(reports) else run)
    return own, _day(reports[-1][0]) if reports else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _kind(path: Path, formats: FormatsFor) -> str:
    """What the file holds.

    Raises:
        InputError: as `name_files`.
    """
    if path.suffix.casefold() not in _DATA:
        named_by(path)  # says which names are read
    data = bytes_in(path)
    some = data if data.startswith(_WORKBOOK) else data[:_LOOKED_AT].rpartition(b"\n")[0] + b"\n"
    if len(data) <= _LOOKED_AT:
        some = data
    fitting = [
        kind
        for record, kind in KIND_OF_RECORD.items()
        if any(_reads(form, some) for form in formats(record))
    ]
    if not fitting and _is_statement(data):
        fitting = ["bank"]
    if len(fitting) > 1:
        kinds = ", ".join(f"{kind}{path.suffix}" for kind in fitting)
        raise InputError(
            "file_ambiguous",
            f"{path} can be read as more than one kind of file.",
            f"Rename it to what it is: {kinds}.",
            path=str(path),
            kinds=kinds,
        )
    if not fitting:
        named_by(path)
    return fitting[0]


def _reads(form: FormatFile, data: bytes) -> bool:
    """Whether at least one row in two comes out of the file whole, whosever rows they are."""
    if (form.kind == "xlsx") != data.startswith(_WORKBOOK):
        return False
    for identities in _ANYBODY:
        try:
            reading = read(form, data, source="file", identities=identities)
        except InputError:
            return False
        if 2 * reading.count >= max(1, reading.rows_in):
            return True
    return False


def _is_statement(data: bytes) -> bool:
    try:
        return len(read_camt(data, source="file").frame) > 0
    except InputError:
        return False

"""Read the employer's other lists, as they stood with the claims."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd

from rutine.formats.format_model import FormatFile
from rutine.formats.identifier_columns import Identities
from rutine.formats.reading import read as read_format
from rutine.installation import Installation
from rutine.refunds.knowledge import Registers
from rutine.routines.registers import Lists, look_up, restricted
from rutine.settings import Employer
from rutine.steps.inputs import InputFiles, Opened
from rutine.steps.list_files import choose_format, identities, unusable
from rutine.steps.nav_lists import NavLists, read_nav_lists
from rutine.steps.scope import Rules, Scope

_TOLERATED_SHARE: Final = 5
"""One row in five may be unreadable; beyond that the file is not what it should be."""


def read_registers(
    place: Installation, scope: Scope, rules: Rules, files: InputFiles
) -> Registers | None:
    """Everything that explains a difference, looked up by person; None without any list.

    Raises:
        InputError: a configured file is missing, or is not what its format says.
    """
    employer = place.settings.employer(scope.employer)
    if employer is None or scope.report is not None:
        return None
    month = scope.books
    both = employer.register_files(month)
    absences, income_reports = both or (None, None)
    if employer.nav_lists:
        nav = read_nav_lists(place, employer, files)
    else:
        nav = _nav_files(rules, employer, month, files)
    lists = Lists(
        absences=_read(files, rules, "absence", absences),
        income_reports=_read(files, rules, "income_report", income_reports),
        employments=read_employments(place, rules, employer, month, files),
        exemptions=_read(files, rules, "exemption", employer.exemptions_file(month)),
        income_requests=nav.income_requests,
        income_submissions=nav.income_submissions,
        sickness_applications=nav.sickness_applications,
    )
    return partial(look_up, lists, rules.tables.tables) if lists else None


def _nav_files(rules: Rules, employer: Employer, month: str, files: InputFiles) -> NavLists:
    """NAV's lists as another system has fetched them for a month, where it has."""
    return NavLists(
        _read(files, rules, "income_request", employer.income_requests_file(month)),
        _read(files, rules, "income_submission", employer.income_submissions_file(month)),
        _read(files, rules, "sickness_application", employer.sickness_applications_file(month)),
    )


def read_employments(
    place: Installation,
    rules: Rules,
    employer: Employer,
    month: str,
    files: InputFiles | None = None,
) -> pd.DataFrame | None:
    """Payroll's employments of a month; None when no file is configured.

    The list says whose cases only few may see, so a row that can't be read stops the run: the
    mark may be on it.

    Raises:
        InputError: the file is missing, or a row of it is not what its format says.
    """
    own = files or InputFiles(place)
    return _read(own, rules, _EMPLOYMENT, employer.employments_file(month), whole=True)


def marked_people(
    place: Installation, rules: Rules, employer: Employer, month: str
) -> frozenset[str]:
    """Whom an employer's list of employments marks; nobody when no file is configured.

    Every run asks it of every other employer. So of each list that was read whole, the few that
    it marks are remembered by its bytes, its format and whose ids are accepted.

    Raises:
        InputError: as `read_employments`.
    """
    files = InputFiles(place)
    found = _open(files, rules, _EMPLOYMENT, employer.employments_file(month))
    if found is None:
        return frozenset()
    opened, form = found
    sha256 = files.noted[_EMPLOYMENT]
    same = (sha256, form.sha256, identities(place))
    marked = _marked.get(same)
    if marked is None:
        marked = restricted(_frame(files, _EMPLOYMENT, opened, form, whole=True))
        if len(_marked) >= _MOST_LISTS:
            _marked.clear()
        _marked[same] = marked
    return marked


_EMPLOYMENT: Final = "employment"
_MOST_LISTS: Final = 2_000
_marked: dict[tuple[str, str, Identities], frozenset[str]] = {}


def _read(
    files: InputFiles, rules: Rules, record: str, path: Path | None, *, whole: bool = False
) -> pd.DataFrame | None:
    found = _open(files, rules, record, path)
    return None if found is None else _frame(files, record, *found, whole=whole)


def _open(
    files: InputFiles, rules: Rules, record: str, path: Path | None
) -> tuple[Opened, FormatFile] | None:
    """A list's bytes, kept as evidence, and the format that reads them."""
    opened = files.open(record, path, _name(record))
    if opened is None:
        return None
    form = choose_format(rules.formats_for(record), opened.data)
    files.keep(record, opened, form.name)
    return opened, form


def _name(record: str) -> str:
    return f"{record.replace('_', ' ')}s"


def _frame(
    files: InputFiles, record: str, opened: Opened, form: FormatFile, *, whole: bool
) -> pd.DataFrame:
    """The rows of a list that enough can be read of."""
    ids = identities(files.place)
    reading = read_format(form, opened.data, source=opened.source, identities=ids)
    refused = reading.rows_in - len(reading.frame)
    too_many = refused > 0 if whole else refused * _TOLERATED_SHARE > reading.rows_in
    if too_many:
        raise unusable(reading, files.place, _name(record))
    return reading.frame

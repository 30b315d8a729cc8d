"""A report that came as a file: from a folder, or uploaded. The same checks, the same ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from rutine.cases.ledger import (
    Arrival,
    LedgerEntry,
    ReportFacts,
    ReportState,
    add_report,
    mark,
    reports_that_came,
)
from rutine.cases.report_lines import note_lines, without_lines
from rutine.connectors.content import ContentFault, ContentFinding, check_content, lines_digest
from rutine.connectors.fetching import FetchedReport
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation

REPORT_FORMAT = "nav_settlement"
"""The format a report is archived under: the review app shows its lines by it."""

_NAMED = re.compile(r"(\d{9})_ref-arbg_(\d{4}-\d{2}-\d{2})(?!\d)")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a file.

    Attributes:
        entry: its place in the ledger.
        finding: why it is no report that can be used; None when it is one.
        new: whether it was not known before, by any way.
    """

    entry: LedgerEntry
    finding: ContentFinding | None
    new: bool


def hand_in(
    place: Installation, run_id: str, employer: OrgNr, data: bytes, *, name: str, how: str
) -> HandedIn:
    """Check a file, keep it as evidence and enter it in the ledger; bytes count once.

    Bytes are archived before the ledger knows of them, so a killed run loses nothing.

    Args:
        place: the installation.
        run_id: the run that takes it.
        employer: whose report it should be.
        data: the file.
        name: what the file was called. NAV's own names tell the value date; the report's number
            is not believed, because a renamed file would then hide another report.
        how: `folder` or `upload`.

    Raises:
        InputError: `archive_folder`.
    """
    finding = check_file(place, employer, data)
    sha256 = place.archive.put(data, kind=REPORT_FORMAT, label="report that came as a file")
    facts = ReportFacts(
        employer=employer,
        sha256=sha256,
        how=how,
        fetched_at=clock.now(),
        value_date=_value_date(employer, name) if finding is None else None,
        state=ReportState.FETCHED if finding is None else ReportState.REFUSED,
        reason=None if finding is None else finding.fault.value,
        lines_sha256=lines_digest(data) if finding is None else None,
    )
    note_earlier_lines(place, employer)
    with place.database.writing() as session:
        entry = add_report(session, run_id, facts)
        new = entry.arrival is not Arrival.KNOWN
        if finding is None and entry.state is ReportState.REFUSED:
            # What was wrong when it came first is no longer so: the report it overlapped is gone.
            entry, new = mark(session, entry.entry_id, ReportState.FETCHED), True
    return HandedIn(entry, finding, new=new and finding is None)


def check_file(place: Installation, employer: OrgNr, data: bytes) -> ContentFinding | None:
    """The content checks of a fetched report, and that no other report is a part of it."""
    media_type = "application/octet-stream" if data.startswith(_BINARY) else "text/csv"
    finding = check_content(data, employer=employer, report_id=None, media_type=media_type)
    if finding is None and _overlaps(place, employer, data):
        return ContentFinding(ContentFault.OVERLAPS)
    return finding


def note_earlier_lines(place: Installation, employer: OrgNr) -> None:
    """Note the lines of reports that an earlier release entered, so that they are known again.

    A report whose original is deleted or damaged is known by its bytes and its number alone.
    """
    with place.database.reading() as session:
        entries = without_lines(session, employer)
    digests: dict[str, str] = {}
    for entry in entries:
        with suppress(InputError):  # damaged evidence is told by `rutine verify`
            digests[entry.entry_id] = lines_digest(place.archive.get(entry.sha256))
    if digests:
        with place.database.writing() as session:
            for entry_id, digest in digests.items():
                note_lines(session, entry_id, digest)


def _overlaps(place: Installation, employer: OrgNr, data: bytes) -> bool:
    """Whether another report begins with this one, or this one with another.

    A transfer that stopped after a whole line looks like a report. Settled beside the whole
    one, its lines would count twice.
    """
    with place.database.reading() as session:
        came = [entry.sha256 for entry, _ in reports_that_came(session, employer)]
    for sha256 in came:
        try:
            other = place.archive.get(sha256)
        except InputError:  # damaged evidence is told by `rutine verify`
            continue
        if other != data and (other.startswith(data) or data.startswith(other)):
            return True
    return False


def continuing_a_file(
    place: Installation, employer: OrgNr, reports: Iterable[FetchedReport]
) -> list[int]:
    """The ids of reports that NAV gave and that begin with all of one that came as a file.

    That file was then cut short, and its lines count twice: NAV's report is whole.
    """
    with place.database.reading() as session:
        came = [
            entry.sha256
            for entry, _ in reports_that_came(session, employer)
            if entry.report_id is None
        ]
    return [
        report.report_id
        for report in reports
        if any(_is_longer(place, sha256, report.data) for sha256 in came)
    ]


def _is_longer(place: Installation, sha256: str, data: bytes) -> bool:
    try:
        other = place.archive.get(sha256)
    except InputError:  # damaged evidence is told by `rutine verify`
        return False
    return len(data) > len(other) and data.startswith(other)


def _value_date(employer: OrgNr, name: str) -> date | None:
    """The value date in NAV's own file name, when the name is this employer's."""
    named = _NAMED.match(name)
    if named is None or named[1] != employer.reveal():
        return None
    try:
        return date.fromisoformat(named[2])
    except ValueError:
        return None

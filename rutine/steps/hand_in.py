"""A report that came as a file: from a folder, or uploaded. The same checks, the same ledger."""

from __future__ import annotations

import hashlib
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
from rutine.cases.report_lines import is_another_order, note_lines, without_lines
from rutine.connectors.content import (
    ContentFault,
    ContentFinding,
    check_content,
    is_part_of_other,
    lines_digest,
)
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
    lines = lines_digest(data) if finding is None else None
    note_earlier_lines(place, employer)
    original = Kept(data, "report that came as a file")
    keep_new(place, employer, original, lines)
    facts = ReportFacts(
        employer=employer,
        sha256=original.sha256,
        how=how,
        fetched_at=clock.now(),
        value_date=_value_date(employer, name) if finding is None else None,
        state=ReportState.FETCHED if finding is None else ReportState.REFUSED,
        reason=None if finding is None else finding.fault.value,
        lines_sha256=lines,
    )
    with place.database.writing() as session:
        entry = add_report(session, run_id, facts)
        keep_entered(place, entry, original)
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


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A report's bytes as they came, and what the archive calls them."""

    data: bytes
    label: str

    @property
    def sha256(self) -> str:
        """What they are known by."""
        return hashlib.sha256(self.data).hexdigest()


def keep_new(place: Installation, employer: OrgNr, original: Kept, lines: str | None) -> None:
    """Archive a report's bytes, but those that are only another order of what is here.

    Nothing would name them: no term would ever delete them, and no request for access find them.
    """
    if lines is not None:
        with place.database.reading() as session:
            if is_another_order(session, employer, original.sha256, lines):
                return
    place.archive.put(original.data, kind=REPORT_FORMAT, label=original.label)


def keep_entered(place: Installation, entry: LedgerEntry, original: Kept) -> None:
    """Archive what the ledger names after all, before that is written."""
    if entry.sha256 == original.sha256 and original.sha256 not in place.archive:
        place.archive.put(original.data, kind=REPORT_FORMAT, label=original.label)


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
    """Whether another report has all these lines and more, or this one has all of another's.

    A transfer that stopped after a whole line looks like a report, and so do two reports put in
    one file. Beside the other one, the lines' money would be recorded twice.
    """
    with place.database.reading() as session:
        came = [entry.sha256 for entry, _ in reports_that_came(session, employer)]
    if hashlib.sha256(data).hexdigest() in came:
        return False  # the very bytes are known and count once, beside whatever else is here
    for sha256 in came:
        try:
            other = place.archive.get(sha256)
        except InputError:  # damaged evidence is told by `rutine verify`
            continue
        if is_part_of_other(data, other):
            return True
    return False


def sharing_lines_with_a_file(
    place: Installation, employer: OrgNr, reports: Iterable[FetchedReport]
) -> list[int]:
    """The ids of reports that NAV gave, of which a file has a part, or all and more.

    The file was then cut short, or holds several reports. Both stand in the ledger, and a person
    must know: the lines settle once, but the money of both was recorded.
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
        if any(_share_lines(place, sha256, report.data) for sha256 in came)
    ]


def _share_lines(place: Installation, sha256: str, data: bytes) -> bool:
    try:
        other = place.archive.get(sha256)
    except InputError:  # damaged evidence is told by `rutine verify`
        return False
    return is_part_of_other(data, other)


def _value_date(employer: OrgNr, name: str) -> date | None:
    """The value date in NAV's own file name, when the name is this employer's."""
    named = _NAMED.match(name)
    if named is None or named[1] != employer.reveal():
        return None
    try:
        return date.fromisoformat(named[2])
    except ValueError:
        return None

"""A report that came as a file: from a folder, or uploaded. The same checks, the same ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from rutine.cases.reports.ledger import (
    Arrival,
    LedgerEntry,
    ReportFacts,
    ReportState,
    add_report,
    mark,
    reports_that_came,
)
from rutine.cases.reports.report_lines import is_another_order
from rutine.connectors.content import (
    ContentFault,
    ContentFinding,
    ReportLines,
    check_content,
    lines_digest,
)
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation
from rutine.steps.report_originals import Kept, keep_entered, lines_of, note_earlier_lines

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


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """A file that went through the checks.

    Attributes:
        employer: whose report it should be.
        original: the file.
        finding: why it is no report that can be used; None when it is one.
        lines_sha256: what its lines are known by; None where it has no lines of a report.
        beside: the reports it was held against; more may come before it is entered.
        shared: what its lines have in common with those.
    """

    employer: OrgNr
    original: Kept
    finding: ContentFinding | None
    lines_sha256: str | None = None
    beside: frozenset[str] = frozenset()
    shared: Mapping[bytes, int] = field(default_factory=dict)


def hand_in(
    place: Installation, run_id: str, employer: OrgNr, data: bytes, *, name: str, how: str
) -> HandedIn:
    """Check a file, keep it as evidence and enter it in the ledger; bytes count once.

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
    checked = check_file(place, employer, data)
    with place.database.writing() as session:
        still = check_again(place, session, checked)
        return enter(place, session, run_id, still, name=name, how=how)


def check_file(place: Installation, employer: OrgNr, data: bytes) -> Checked:
    """The content checks of a fetched report, and that it overlaps no other report."""
    media_type = "application/octet-stream" if data.startswith(_BINARY) else "text/csv"
    finding = check_content(data, employer=employer, report_id=None, media_type=media_type)
    original = Kept(data, "report that came as a file")
    if finding is not None:
        return Checked(employer, original, finding)
    checked = Checked(employer, original, None, lines_digest(data))
    note_earlier_lines(place, employer)
    with place.database.reading() as session:
        came = _not_held_against(session, checked)
    return _held_against(place, checked, came)


def check_again(place: Installation, session: Session, checked: Checked) -> Checked:
    """The same file held against what came since: nobody else writes before it is entered."""
    if checked.finding is not None:
        return checked
    return _held_against(place, checked, _not_held_against(session, checked))


def enter(
    place: Installation, session: Session, run_id: str, checked: Checked, *, name: str, how: str
) -> HandedIn:
    """Keep a file and enter it in the ledger, also one that is refused: `hand_in`'s last part.

    Bytes are archived before what names them is written, so a killed run loses nothing.

    Raises:
        InputError: `archive_folder`.
    """
    finding = checked.finding
    facts = ReportFacts(
        employer=checked.employer,
        sha256=checked.original.sha256,
        how=how,
        fetched_at=clock.now(),
        value_date=_value_date(checked.employer, name) if finding is None else None,
        state=ReportState.FETCHED if finding is None else ReportState.REFUSED,
        reason=None if finding is None else finding.fault.value,
        lines_sha256=checked.lines_sha256 if finding is None else None,
    )
    entry = add_report(session, run_id, facts)
    keep_entered(place, entry, checked.original)
    new = entry.arrival is not Arrival.KNOWN
    if finding is None and entry.state is ReportState.REFUSED:
        # The format could not read it when it came first; it may have been corrected since.
        entry, new = mark(session, entry.entry_id, ReportState.FETCHED), True
    return HandedIn(entry, finding, new=new and finding is None)


def _not_held_against(session: Session, checked: Checked) -> frozenset[str]:
    """The reports that came, but those that the file was held against before.

    Nothing when the file is one of them, in whatever order its lines come: it is known and counts
    once, beside whatever else is here.
    """
    came = frozenset(entry.sha256 for entry, _ in reports_that_came(session, checked.employer))
    sha256, lines = checked.original.sha256, checked.lines_sha256
    known = sha256 in came or (
        lines is not None and is_another_order(session, checked.employer, sha256, lines)
    )
    return frozenset() if known else came - checked.beside


def _held_against(place: Installation, checked: Checked, came: frozenset[str]) -> Checked:
    """The file with what is found when it is held against these reports, too.

    A transfer that stopped after a whole line looks like a report, and so do two reports put in
    one file, or a few lines of many. Beside the others, the lines' money would be recorded twice.
    """
    if not came:
        return checked
    lines = ReportLines(checked.original.data)
    shared = Counter(checked.shared)
    overlaps = False
    for other in lines_of(place, came):
        overlaps |= lines.overlap(other)
        shared += lines.shared(other)
    found = overlaps or lines.are_elsewhere(shared)
    finding = ContentFinding(ContentFault.OVERLAPS) if found else None
    return replace(checked, finding=finding, beside=checked.beside | came, shared=shared)


def _value_date(employer: OrgNr, name: str) -> date | None:
    """The value date in NAV's own file name, when the name is this employer's."""
    named = _NAMED.match(name)
    if named is None or named[1] != employer.reveal():
        return None
    try:
        return date.fromisoformat(named[2])
    except ValueError:
        return None

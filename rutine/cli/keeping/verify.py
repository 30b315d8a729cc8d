"""`rutine verify`: is what was stored still what was written, and is every row accounted for."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from rich.console import Console

from rutine.cases.books.outbox import uneven_vouchers
from rutine.cases.books.posting_files import MadeFile, written_files
from rutine.cases.reports.accounted import archived_reports, is_settled, lines_with_outcome
from rutine.cases.reports.ledger import ReportState
from rutine.cases.reports.naming import report_label
from rutine.cases.retention.originals import deleted_originals, lookup
from rutine.cases.trail.audit import verify
from rutine.cli.keeping.anchor import read_anchors
from rutine.cli.outcome import Exit
from rutine.core.errors import RutineError
from rutine.installation import Installation, installation
from rutine.steps.nav_lists import kept_lists

_UNFINISHED = (ReportState.FETCHED, ReportState.READ, ReportState.STOPPED)


def _changed(place: Installation, files: Iterable[MadeFile]) -> Iterable[str]:
    """Files of postings that are not what was written; one that was moved away is no fault."""
    for file in files:
        path = place.settings.output_folder / file.run_id / file.name
        if path.is_file() and sha256(path.read_bytes()).hexdigest() != file.sha256:
            yield f"{file.name} was changed after it was written"


def _lists(place: Installation) -> Iterable[str]:
    """NAV's lists of sick leave that are not what NAV gave, from the newest fetch to the first."""
    for employer in place.settings.employers:
        try:
            for original in kept_lists(place, employer.orgnr):
                place.archive.get(original)
        except RutineError as error:
            yield f"evidence of NAV's lists, {employer.orgnr}: {error.message}"


_PROBLEMS = {
    "missing": "entry {seq} is missing",
    "unchained": "entry {seq} does not follow the one before it",
    "forged": "entry {seq} is not what was written",
    "truncated": "from entry {seq} on it is not the one that was anchored",
}


def verify_all(anchor: Path | None = None) -> int:
    """Check the audit chain, the archived reports' hashes and rows, and what was posted.

    Raises:
        InputError: `anchor_unreadable`.
    """
    kept = () if anchor is None else read_anchors(anchor)
    console = Console(highlight=False, soft_wrap=True)
    faults: list[str] = []
    with installation() as place:
        with place.database.reading() as session:
            problem = verify(session, *kept)
            reports = archived_reports(session)
            accounted = lines_with_outcome(session)
            uneven = uneven_vouchers(session)
            files = written_files(session)
            deleted = deleted_originals(session)
        if problem is not None:
            faults.append(f"audit trail: {_PROBLEMS[problem.code].format(seq=problem.seq)}")
        for entry in reports:
            name = report_label(entry.report_id, entry.sha256)
            if entry.sha256 not in place.archive and lookup(place.keys, entry.sha256) in deleted:
                continue
            try:
                data = place.archive.get(entry.sha256)
            except RutineError as error:
                faults.append(f"evidence of {name}: {error.message}")
                continue
            lines = data.count(b"\r\n")
            if is_settled(entry) and accounted.get(entry.sha256, 0) != lines:
                faults.append(
                    f"{name}: {lines} lines, {accounted.get(entry.sha256, 0)} with an outcome"
                )
        faults += _lists(place)
        faults += [f"voucher {number} does not add up to zero" for number in uneven]
        faults += _changed(place, files)
    left = [entry for entry in reports if entry.state in _UNFINISHED]
    if left:
        console.print(f"[yellow]–[/] {len(left)} reports wait for the next run to settle them")
    for fault in faults:
        console.print(f"[red]✗[/] {fault}")
    if faults:
        console.print("Restore the home from backup and find out who changed it.")
        return Exit.ERROR
    if kept:
        console.print(f"[green]✓[/] the audit trail holds all {len(kept)} anchors")
    console.print(
        f"[green]✓[/] audit trail whole; {len(reports)} reports as they were fetched; "
        f"{sum(accounted.values())} lines accounted for; {len(files)} files of postings"
    )
    return Exit.CLEAN

"""Files that were cut short, and give way to NAV's own report of the same day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rutine.cases.reports.giving_way import Whole, give_way
from rutine.cases.reports.ledger import LedgerEntry, reports_that_came
from rutine.cases.reports.report_lines import CUT_FILE
from rutine.cases.reports.untold import GaveWay
from rutine.cases.runs import TAKEN_BACK, Control
from rutine.connectors.content import ReportLines
from rutine.connectors.fetching import FetchedReport
from rutine.core.errors import InputError
from rutine.installation import Installation
from rutine.steps.read import label
from rutine.steps.scope import ROUTINE, Scope


@dataclass(frozen=True, slots=True)
class CutFile:
    """A file with some of a report's lines, and how many both have."""

    entry: LedgerEntry
    lines: int
    of: int


def cut_files(
    place: Installation, scope: Scope, reports: Iterable[FetchedReport]
) -> Mapping[int, Sequence[CutFile]]:
    """NAV's report id -> the files that are that report, cut short.

    Certain only where NAV has told the report's total, so that the report is whole, and the file's
    own name tells the same value date: NAV may pay lines of one day once more on another (D29).
    """
    with place.database.reading() as session:
        files = [e for e, _ in reports_that_came(session, scope.employer) if e.report_id is None]
    return {
        report.report_id: tuple(_parts(place, report, files))
        for report in reports
        if report.total is not None
    }


def let_give_way(
    session: Session,
    place: Installation,
    scope: Scope,
    report: LedgerEntry,
    files: Iterable[CutFile],
) -> None:
    """Take back what came of the files; one that can't give way is left to a person.

    In the transaction that enters the report: whatever kills the run, one of both counts. What
    gave way is told from the trail (`untold`): by this run, or by the next when it is killed.
    """
    for file in files:
        give_way(
            session,
            place.keys,
            file.entry,
            run_id=scope.run_id,
            routine=ROUTINE,
            label=label(file.entry),
            whole=Whole(report.entry_id, file.lines, file.of),
        )


def told(gave_way: GaveWay) -> Control:
    """What a run says of a file that gave way."""
    return Control(
        name=CUT_FILE,
        status=TAKEN_BACK,
        expected=str(gave_way.of),
        found=str(gave_way.lines),
        kind="count",
        label=gave_way.label,
    )


def _parts(
    place: Installation, report: FetchedReport, files: Iterable[LedgerEntry]
) -> Iterator[CutFile]:
    same_day = [entry for entry in files if entry.value_date == report.value_date]
    whole = ReportLines(report.data) if same_day else ReportLines(b"")
    for entry in same_day:
        with suppress(InputError):  # damaged evidence is told by `rutine verify`
            lines = ReportLines(place.archive.get(entry.sha256))
            if lines.are_part_of(whole):
                yield CutFile(entry, len(lines), len(whole))

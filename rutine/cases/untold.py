"""Reports that a run took in and told nobody of, because it was killed before it ended.

A report is entered when it comes, and its case when the run settles. What is fetched once more, or
read again, is found again; a file that was moved out of the folder, a report that NAV has given
twice, and a file that gave way to a report are not: neither by the next run, nor by the same one
when it asks NAV once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Exists, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from rutine.cases.giving_way import GAVE_WAY
from rutine.cases.ledger import UNREADABLE, ReportState
from rutine.cases.report_lines import CUT_FILE
from rutine.cases.runs import ATTENDED, RunState
from rutine.cases.tables import AuditEntry, Case, Report, Run
from rutine.core.identifiers import OrgNr

FOLDER: Final = "folder"
"""`how` of a file that was moved out of the way when it was refused."""

_ELSEWHERE: Final = frozenset({UNREADABLE, CUT_FILE})
"""Why a report is refused that was none when it came: whatever refused it has told of it."""

_NOT_ENDED: Final = (RunState.RUNNING, RunState.FAILED)


@dataclass(frozen=True, slots=True)
class GaveWay:
    """A file that gave way to a report: what that is called, and how many of its lines it had."""

    label: str
    lines: int
    of: int


@dataclass(frozen=True, slots=True)
class Untold:
    """What a person must hear of yet, by what it is called in cases.

    Attributes:
        twins: reports of NAV's with the lines of another.
        refused: files that were refused.
        gave_way: files that NAV's own reports took the place of, as they did.
    """

    twins: tuple[str, ...]
    refused: tuple[str, ...]
    gave_way: tuple[GaveWay, ...]


def untold(session: Session, employer: OrgNr, routine: str) -> Untold:
    """What came with runs that have not ended, or failed, and has no case.

    Nor was it here when a run of the routine began that has ended since: that one told of it. Its
    case may be gone, when its time was over. A file that gave way has no case at all.
    """
    twin = Report.state == ReportState.DUPLICATE
    refused = and_(
        Report.state == ReportState.REFUSED, Report.how == FOLDER, Report.reason.not_in(_ELSEWHERE)
    )
    reports = session.scalars(
        select(Report)
        .join(Run, Run.id == Report.run_id)
        .where(
            Report.employer == employer.value,
            Run.state.in_(_NOT_ENDED),
            or_(twin, refused),
            ~_told_since(routine),
        )
        .order_by(Report.fetched_at, Report.id)
    ).all()
    names = {report.id: _name(report) for report in reports}
    told = set(
        session.scalars(
            select(Case.reference).where(
                Case.employer == employer.value,
                Case.kind == "report",
                Case.reference.in_(sorted(set(names.values()))),
            )
        )
    )
    left = [report for report in reports if names[report.id] not in told]
    return Untold(
        twins=tuple(names[r.id] for r in left if r.report_id is not None),
        refused=tuple(names[r.id] for r in left if r.report_id is None),
        gave_way=tuple(_gave_way(session, employer, routine)),
    )


def _gave_way(session: Session, employer: OrgNr, routine: str) -> Iterator[GaveWay]:
    """What the trail says of the reports that nobody was told of."""
    cut = aliased(Report)
    of_the_day = exists().where(
        cut.employer == Report.employer,
        cut.state == ReportState.REFUSED,
        cut.reason == CUT_FILE,
        cut.value_date == Report.value_date,
    )
    reports = session.scalars(
        select(Report)
        .join(Run, Run.id == Report.run_id)
        .where(
            Report.employer == employer.value,
            Report.report_id.is_not(None),
            Run.state.in_(_NOT_ENDED),
            of_the_day,
            ~_told_since(routine, ATTENDED),
        )
    ).all()
    names = {report.id: _name(report) for report in reports}
    if not names:
        return  # the trail is long, and has no index of what happened
    for text in session.scalars(
        select(AuditEntry.data).where(AuditEntry.action == GAVE_WAY).order_by(AuditEntry.seq)
    ):
        data = json.loads(text)
        if data.get("by") in names:
            yield GaveWay(names[data["by"]], data["lines"], data["of"])


def _told_since(*tellers: str) -> Exists:
    """Whether a run of these routines, which tell, began after the report came, and has ended."""
    ended = aliased(Run)
    return exists().where(
        ended.employer == Report.employer,
        ended.routine.in_(tellers),
        ended.state.not_in(_NOT_ENDED),
        ended.started_at > Report.fetched_at,
    )


def _name(report: Report) -> str:
    """What a report is called in cases and controls."""
    return f"report {report.report_id or report.sha256[:12]}"

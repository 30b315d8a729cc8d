"""Reports that a run took in and told nobody of, because it was killed before it ended.

A report is entered when it comes, and its case when the run settles. What is fetched once more, or
read again, is found again; a file that was moved out of the folder, and a report that NAV has given
twice, are not: neither by the next run, nor by the same one when it asks NAV once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from rutine.cases.ledger import UNREADABLE, ReportState
from rutine.cases.report_lines import CUT_FILE
from rutine.cases.runs import RunState
from rutine.cases.tables import Case, Report, Run
from rutine.core.identifiers import OrgNr

FOLDER: Final = "folder"
"""`how` of a file that was moved out of the way when it was refused."""

_ELSEWHERE: Final = frozenset({UNREADABLE, CUT_FILE})
"""Why a report is refused that was none when it came: whatever refused it has told of it."""

_NOT_ENDED: Final = (RunState.RUNNING, RunState.FAILED)


@dataclass(frozen=True, slots=True)
class Untold:
    """What a person must hear of yet, by what it is called in cases.

    Attributes:
        twins: reports of NAV's with the lines of another.
        refused: files that were refused.
    """

    twins: tuple[str, ...]
    refused: tuple[str, ...]


def untold(session: Session, employer: OrgNr, routine: str) -> Untold:
    """What came with runs that have not ended, or failed, and has no case.

    Nor was it here when a run of the routine began that has ended since: that one told of it. Its
    case may be gone, when its time was over.
    """
    ended = aliased(Run)
    told_since = exists().where(
        ended.employer == Report.employer,
        ended.routine == routine,
        ended.state.not_in(_NOT_ENDED),
        ended.started_at > Report.fetched_at,
    )
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
            ~told_since,
        )
        .order_by(Report.fetched_at, Report.id)
    ).all()
    names = {report.id: f"report {report.report_id or report.sha256[:12]}" for report in reports}
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
    )

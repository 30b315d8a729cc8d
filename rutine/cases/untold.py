"""Reports that a run took in and told nobody of, because it was killed before it ended.

A report is entered when it comes, and its case when the run settles. What is fetched once more, or
read again, is found again; a file that was moved out of the folder, and a report that NAV has given
twice, are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rutine.cases.ledger import UNREADABLE, ReportState
from rutine.cases.report_lines import CUT_FILE
from rutine.cases.runs import RunState
from rutine.cases.tables import Case, Report, Run
from rutine.core.identifiers import OrgNr

FOLDER: Final = "folder"
"""`how` of a file that was moved out of the way when it was refused."""

_ELSEWHERE: Final = frozenset({UNREADABLE, CUT_FILE})
"""Why a report is refused that was none when it came: whatever refused it has told of it."""


@dataclass(frozen=True, slots=True)
class Untold:
    """What a person must hear of yet.

    Attributes:
        twins: NAV's ids of reports with the lines of another.
        refused: sha256 of files that were refused.
    """

    twins: tuple[int, ...]
    refused: tuple[str, ...]


def untold(session: Session, employer: OrgNr, run_id: str) -> Untold:
    """What came with runs that did not end, but for this one, and has no case."""
    twin = Report.state == ReportState.DUPLICATE
    refused = and_(
        Report.state == ReportState.REFUSED, Report.how == FOLDER, Report.reason.not_in(_ELSEWHERE)
    )
    reports = session.scalars(
        select(Report)
        .join(Run, Run.id == Report.run_id)
        .where(
            Report.employer == employer.value,
            Run.id != run_id,
            Run.state.in_((RunState.RUNNING, RunState.FAILED)),
            or_(twin, refused),
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
        twins=tuple(r.report_id for r in left if r.report_id is not None),
        refused=tuple(r.sha256 for r in left if r.report_id is None),
    )

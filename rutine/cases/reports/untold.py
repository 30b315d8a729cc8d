"""Reports that a run took in and told nobody of, because it was killed before it ended.

A report is entered when it comes, and its case when the run settles. What is fetched once more, or
read again, is found again; a file that was moved out of the folder, a report that NAV has given
twice, and a file that gave way to a report are not: neither by the next run, nor by the same one
when it asks NAV once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Exists, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from rutine.cases.batches import batches
from rutine.cases.reports.giving_way import GAVE_WAY
from rutine.cases.reports.ledger import UNREADABLE, ReportState
from rutine.cases.reports.naming import report_label
from rutine.cases.reports.report_lines import CUT_FILE
from rutine.cases.runs import ATTENDED, RUN_STARTED, RunState
from rutine.cases.tables import AuditEntry, Case, Report, Run
from rutine.core.identifiers import OrgNr

FOLDER: Final = "folder"
"""`how` of a file that was moved out of the way when it was refused."""

_ELSEWHERE: Final = frozenset({UNREADABLE, CUT_FILE})
"""Why a report is refused that was none when it came: whatever refused it has told of it."""

_NOT_ENDED: Final = (RunState.RUNNING, RunState.FAILED)
_FETCHING: Final = timedelta(days=1)
"""No fetch goes on for longer."""


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
            or_(
                and_(twin, *_maybe_untold(session, employer, routine)),
                and_(refused, ~_told_since(routine)),
            ),
        )
        .order_by(Report.fetched_at, Report.id)
    ).all()
    names = {report.id: report_label(report.report_id, report.sha256) for report in reports}
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
            *_maybe_untold(session, employer, routine, ATTENDED),
        )
    ).all()
    names = {report.id: report_label(report.report_id, report.sha256) for report in reports}
    if not names:
        return  # the trail is long, and has no index of what happened
    found: dict[int, GaveWay] = {}
    for seq, text in session.execute(
        select(AuditEntry.seq, AuditEntry.data)
        .where(AuditEntry.action == GAVE_WAY)
        .order_by(AuditEntry.seq)
    ):
        data = json.loads(text)
        if data.get("by") in names:
            found[seq] = GaveWay(names[data["by"]], data["lines"], data["of"])
    if found:
        told = _last_teller(session, employer, (routine, ATTENDED), min(found))
        yield from (each for seq, each in found.items() if seq > told)


def _last_teller(session: Session, employer: OrgNr, tellers: Sequence[str], since: int) -> int:
    """Where in the trail the last run after `since` began that has told; 0 where none has."""
    begun = {
        json.loads(text)["run"]: seq
        for seq, text in session.execute(
            select(AuditEntry.seq, AuditEntry.data).where(
                AuditEntry.action == RUN_STARTED, AuditEntry.seq > since
            )
        )
    }
    ended = (
        run_id
        for batch in batches(sorted(begun))
        for run_id in session.scalars(
            select(Run.id).where(Run.id.in_(batch), *_ended(employer, tellers))
        )
    )
    return max((begun[run_id] for run_id in ended), default=0)


def _ended(employer: OrgNr, tellers: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Which runs of these routines, which tell, have ended."""
    return (
        Run.employer == employer.value,
        Run.routine.in_(tellers),
        Run.state.not_in(_NOT_ENDED),
    )


def _maybe_untold(
    session: Session, employer: OrgNr, *tellers: str
) -> tuple[ColumnElement[bool], ...]:
    """Which reports may have been entered since the last run began that has told.

    All of a fetch's are entered when the last has come: a run may begin, and end, in between.
    """
    last = session.scalar(select(func.max(Run.started_at)).where(*_ended(employer, tellers)))
    return () if last is None else (Report.fetched_at > last - _FETCHING,)


def _told_since(routine: str) -> Exists:
    """Whether a run of the routine, which tells, began after the file came, and has ended."""
    ended = aliased(Run)
    return exists().where(
        ended.employer == Report.employer,
        ended.routine == routine,
        ended.state.not_in(_NOT_ENDED),
        ended.started_at > Report.fetched_at,
    )

"""What stands still in the store: begun and never ended, made and never delivered.

A run that was killed is repeated by the next one without loss, and a file that was made is written
by it. What is told here is what no later run has taken up yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.books.outbox import Target
from rutine.cases.runs import DONE, RunState
from rutine.cases.tables import Case, Posting, PostingFile, Run
from rutine.cases.views import UNDECIDED

_UNDELIVERED = timedelta(hours=1)
"""A run that makes a file writes it in the next second."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """What stands still.

    Attributes:
        stuck: numbers of runs that began long ago, did not end, and have no newer one after them.
        overtaken: the same with a newer run that ended: nothing is lost, they were killed.
        files: posting files that were made and not written.
        postings: postings without a file, though a run for their employer has ended since.
        unseen: undecided cases of a fetch that could not see everything, and the oldest of them.
        missing: undecided cases of reports or money that have not come.
    """

    stuck: tuple[int, ...]
    overtaken: tuple[int, ...]
    files: int
    postings: int
    unseen: int
    unseen_since: datetime | None
    missing: int

    @property
    def is_delivered(self) -> bool:
        """Whether every posting is where it should be."""
        return not self.files and not self.postings


def standstill(session: Session, now: datetime, stuck_after: timedelta) -> Standstill:
    """Look for what stands still."""
    # Which, by the index alone: few of all runs have not ended.
    running = sorted(session.scalars(select(Run.number).where(Run.state == RunState.RUNNING)))
    begun = [
        each
        for batch in batches(running)
        for each in session.execute(
            select(Run.number, Run.routine, Run.employer)
            .where(Run.number.in_(batch), Run.started_at < now - stuck_after)
            .order_by(Run.number)
        )
    ]
    newest = {
        (routine, employer): number
        for routine, employer, number in session.execute(
            select(Run.routine, Run.employer, func.max(Run.number))
            .where(Run.state.in_(DONE))
            .group_by(Run.routine, Run.employer)
        )
    }
    killed = [n for n, routine, employer in begun if newest.get((routine, employer), 0) > n]
    unseen, since = session.execute(
        select(func.count(), func.min(Case.found_at)).where(
            Case.kind == "fetch", Case.status.in_(UNDECIDED)
        )
    ).one()
    return Standstill(
        stuck=tuple(n for n, _, _ in begun if n not in killed),
        overtaken=tuple(killed),
        files=_count(
            session,
            select(func.count())
            .select_from(PostingFile)
            .where(PostingFile.written_at.is_(None), PostingFile.made_at < now - _UNDELIVERED),
        ),
        postings=_forgotten_postings(session, now),
        unseen=unseen,
        unseen_since=since,
        missing=_count(
            session,
            select(func.count()).where(Case.kind == "arrival", Case.status.in_(UNDECIDED)),
        ),
    )


def _count(session: Session, counted: Select[int]) -> int:
    return session.scalar(counted) or 0


def _forgotten_postings(session: Session, now: datetime) -> int:
    """Postings that a run of their employer should have put in a file when it ended, and did not.

    What people post after the last run, by undoing, waits for the next.
    """
    # Routines that post nothing end meanwhile, and leave the postings to those that do.
    unfiled = Posting.file_id.is_(None) & Posting.run_id.is_not(None)
    posting = union(
        select(Run.routine).join(PostingFile, PostingFile.run_id == Run.id),
        select(Run.routine).join(Posting, Posting.run_id == Run.id).where(unfiled),
    )
    ended = (
        select(Run.employer, func.max(Run.finished_at).label("at"))
        .where(Run.state.in_(DONE), Run.routine.in_(posting))
        .group_by(Run.employer)
        .subquery()
    )
    return _count(
        session,
        select(func.count())
        .select_from(Posting)
        .join(ended, ended.c.employer == Posting.employer)
        .where(
            Posting.file_id.is_(None),
            Posting.target.in_((Target.VOUCHER, Target.PAYROLL)),
            Posting.posted_at <= ended.c.at,
            ended.c.at < now - _UNDELIVERED,
        ),
    )

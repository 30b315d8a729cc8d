"""What waits, as counts: for letters that leave the house, so never a person or an amount."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from rutine.cases.access import APPROVES, Actor
from rutine.cases.lists.sight import seen_cases, unrestricted
from rutine.cases.tables import Case, Settlement, Subject, UndoRequest
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState

SOON: Final = timedelta(days=7)
"""A deadline within this is told of before it has passed."""

_NO_REPORT: Final = ("fetch", "arrival")
"""Cases about reports that have not come, or that nobody could prove had not."""


@dataclass(frozen=True, slots=True)
class Digest:
    """How many cases of each kind.

    Attributes:
        new: found since the receiver was told last, and still to do.
        due: undecided, with a deadline within a week.
        overdue: undecided, with a deadline that has passed.
        missing: undecided, about reports that have not come.
        undo: settlements that somebody asks to take back, and the receiver may answer for.
    """

    new: int
    due: int
    overdue: int
    missing: int
    undo: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any(astuple(self))


def digest(session: Session, viewer: Actor | None, *, since: datetime, today: date) -> Digest:
    """Count what the viewer may see; without a viewer, all of it. Restricted cases never count.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    seen = [] if viewer is None else seen_cases(viewer)
    undecided = Case.status.in_(UNDECIDED)
    wanted = (
        (Case.status == CaseStatus.OPEN) & (Case.found_at > since),
        undecided & Case.due.between(today, today + SOON),
        undecided & (Case.due < today),
        undecided & Case.kind.in_(_NO_REPORT),
    )
    query = select(*map(_count, wanted)).where(*seen, unrestricted())
    new, due, overdue, missing = (value or 0 for value in session.execute(query).one())
    return Digest(new, due, overdue, missing, _to_answer(session, viewer))


def _to_answer(session: Session, viewer: Actor | None) -> int:
    """Requests to take a settlement back, by others; only those who approve answer them."""
    if viewer is not None and not viewer.may(APPROVES):
        return 0
    query = (
        select(func.count())
        .select_from(UndoRequest)
        .join(Settlement, Settlement.id == UndoRequest.settlement_id)
        .join(Subject, Subject.id == Settlement.subject_id)
        .where(UndoRequest.state == DecisionState.PROPOSED, Subject.restricted.is_(False))
    )
    if viewer is not None:
        query = query.where(UndoRequest.by_id != viewer.id)
        if viewer.units is not None:
            query = query.where(Settlement.sub_unit.in_(sorted(viewer.units)))
    return session.scalar(query) or 0


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))

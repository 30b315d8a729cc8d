"""What waits, as counts: for letters that leave the house, so never a person or an amount."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.sight import seen_cases, unrestricted
from rutine.cases.tables import Case
from rutine.cases.views import UNDECIDED, CaseStatus

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
    """

    new: int
    due: int
    overdue: int
    missing: int

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
    return Digest(*(value or 0 for value in session.execute(query).one()))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))

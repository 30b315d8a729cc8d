"""What undecided cases that hold no rows are about: files, fetches, money and months."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.tables import Case
from rutine.cases.views import UNDECIDED
from rutine.core.identifiers import OrgNr


def undecided_references(session: Session, routine: str, employer: OrgNr, kind: str) -> set[str]:
    """The references of the undecided cases of a kind."""
    found = session.scalars(
        select(Case.reference).where(
            Case.routine == routine,
            Case.employer == employer.value,
            Case.kind == kind,
            Case.status.in_(UNDECIDED),
        )
    )
    return {reference for reference in found if reference is not None}

"""Where the settlement lines of some people stand, found by keyed lookup of their ids.

Every line that was matched hangs on a settlement or a case, and both know whom they are about.
Nothing is decrypted to find them, and nobody else's lines are touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.people.register import known_subjects
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Case, CaseRowEntry, SettledRow, Settlement, UndoneRow
from rutine.core.differences import Side
from rutine.core.identifiers import Fnr, OrgNr

Place = tuple[str, int]
"""A line's file, by its sha256, and its row there."""


def lines_of_people(
    session: Session, keys: KeyRing, employer: OrgNr, people: Iterable[Fnr]
) -> set[Place]:
    """The place of every line that the store knows of these people, undone settlements included."""
    subjects = sorted(known_subjects(session, keys, people).values())
    found: set[Place] = set()
    for batch in batches(subjects):
        found |= _settled(session, employer, batch) | _in_cases(session, employer, batch)
    return found


def _settled(session: Session, employer: OrgNr, subjects: Sequence[str]) -> set[Place]:
    found: set[Place] = set()
    for rows in (SettledRow, UndoneRow):
        query = (
            select(rows.sha256, rows.row)
            .join(Settlement, Settlement.id == rows.settlement_id)
            .where(
                Settlement.subject_id.in_(subjects),
                Settlement.employer == employer.value,
                rows.employer == employer.value,  # or SQLite begins with every line in the store
                rows.side == Side.LINE,
            )
        )
        found |= {(sha256, row) for sha256, row in session.execute(query)}
    return found


def _in_cases(session: Session, employer: OrgNr, subjects: Sequence[str]) -> set[Place]:
    query = (
        select(CaseRowEntry.sha256, CaseRowEntry.row)
        .join(Case, Case.id == CaseRowEntry.case_id)
        .where(
            Case.subject_id.in_(subjects),
            Case.employer == employer.value,
            CaseRowEntry.employer == employer.value,
            CaseRowEntry.side == Side.LINE,
        )
    )
    return {(sha256, row) for sha256, row in session.execute(query)}

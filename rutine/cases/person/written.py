"""What colleagues have written about a person, outside the decisions themselves.

It is the person's data as much as the figures are. Who wrote it is not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.deciding.case_texts import texts_of
from rutine.cases.lists.assignment import note_of
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Assignment, LegalHold, Settlement, UndoRequest


def written_of_case(session: Session, keys: KeyRing, case_id: str) -> list[str]:
    """Remarks and reasons, notes to whoever got the case, and why it is held."""
    notes = session.scalars(
        select(Assignment).where(Assignment.case_id == case_id).order_by(Assignment.at)
    )
    holds = session.scalars(
        select(LegalHold).where(LegalHold.case_id == case_id).order_by(LegalHold.at)
    )
    return [
        *texts_of(session, keys, case_id),
        *(text for each in notes if (text := note_of(keys, each))),
        *(text for each in holds if (text := keys.decrypt(each.why, f"hold:{each.id}").decode())),
    ]


def written_of_settlement(session: Session, keys: KeyRing, settlement: Settlement) -> list[str]:
    """Why it was undone, or was asked to be, and what was answered."""
    return list(_of_settlement(session, keys, settlement))


def _of_settlement(session: Session, keys: KeyRing, settlement: Settlement) -> Iterator[str]:
    if settlement.undone_why is not None:
        yield keys.decrypt(settlement.undone_why, f"undone:{settlement.id}").decode()
    for each in session.scalars(
        select(UndoRequest)
        .where(UndoRequest.settlement_id == settlement.id)
        .order_by(UndoRequest.at)
    ):
        yield keys.decrypt(each.why, f"undo request:{each.id}").decode()
        if each.second_comment is not None:
            yield keys.decrypt(each.second_comment, f"undo answer:{each.id}").decode()

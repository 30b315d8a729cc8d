"""Rows of two lists that were matched, and the originals that cases of known shapes rest on.

A matched row is kept as long as a settlement of its routine: until then its original is needed,
since a row that is changed opens its group again. What is older is forgotten; a list that still
holds it is matched anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rutine.cases.keys import KeyRing
from rutine.cases.kinds import SHAPES
from rutine.cases.retention.due import unwiped_case
from rutine.cases.retention.rules import Kind, Terms
from rutine.cases.sealed_facts import facts_of
from rutine.cases.tables import Case, MatchedRow


def forget_matched(session: Session, terms: Terms, today: date) -> None:
    """Delete what was matched before the term began, of each routine."""
    for routine in session.scalars(select(MatchedRow.routine).distinct()).all():
        limit = terms.of(Kind.SETTLEMENTS, routine).before(today)
        session.execute(
            delete(MatchedRow).where(MatchedRow.routine == routine, MatchedRow.matched_at < limit)
        )


def originals_of_shapes(
    session: Session, keys: KeyRing, terms: Terms, today: date, going: Collection[str]
) -> set[str]:
    """The originals that must stay, but for what those cases need that are deleted with them."""
    found = {
        sha256
        for routine, sha256, moment in session.execute(
            select(MatchedRow.routine, MatchedRow.sha256, MatchedRow.matched_at).distinct()
        )
        if moment >= terms.of(Kind.SETTLEMENTS, routine).before(today)
    }
    for case in session.scalars(select(Case).where(Case.kind.in_(SHAPES), unwiped_case())):
        about = facts_of(keys, case).about if case.id not in going else None
        found |= {proof.sha256 for proof in about.proofs} if about is not None else set()
    return found

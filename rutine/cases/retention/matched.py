"""The originals that matched rows and cases of known shapes rest on.

The original of a matched row is kept as long as a settlement of its routine, since a row that is
changed opens its group again. The keyed prints of the row stay for good: without them a list that
still holds it would be settled again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.kinds import SERVICE_RECORD, SHAPES
from rutine.cases.retention.due import unwiped_case
from rutine.cases.retention.rules import Kind, Terms
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, MatchedRow


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
        facts = facts_of(keys, case)
        if case.id in going:
            continue
        found |= (
            {proof.sha256 for proof in facts.about.proofs} if facts.about is not None else set()
        )
        found |= {facts.issued} if facts.issued else set()
    return found


def documents_of(session: Session, keys: KeyRing, going: Collection[str]) -> set[str]:
    """The documents that were made of cases whose time is over: nobody else knows them."""
    if not going:
        return set()
    query = select(Case).where(Case.kind == SERVICE_RECORD, unwiped_case())
    return {
        issued
        for case in session.scalars(query)
        if case.id in going and (issued := facts_of(keys, case).issued)
    }

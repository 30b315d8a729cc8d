"""Questions that got no answer: kept when the asker agrees, cleaned, counted, and not for long."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.canonical import canonical
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import UnansweredQuestion
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.questions.asked import Asked
from rutine.questions.cleaning import cleaned, looks_like_id

MOST: Final = 2_000
"""Different questions of an employer that are kept: nobody fills the store from outside."""


def keep(
    session: Session, keys: KeyRing, employer: OrgNr, routine: str, *, language: str, question: str
) -> bool:
    """Count a question that got no answer; False where nothing of it may be kept.

    What looks like a national id is never kept, in whatever words.
    """
    text = cleaned(question)
    if not text or looks_like_id(question):
        return False
    lookup = keys.lookup(
        canonical([employer.value, routine, language, text.casefold()]), "unanswered question"
    )
    moment = clock.now()
    known = session.get(UnansweredQuestion, lookup)
    if known is not None:
        known.times += 1
        known.last_at = moment
        return True
    count = select(func.count()).where(UnansweredQuestion.employer == employer.value)
    if (session.scalar(count) or 0) >= MOST:
        return False
    session.add(
        UnansweredQuestion(
            lookup=lookup,
            employer=employer.value,
            routine=routine,
            language=language,
            sealed=keys.encrypt(text.encode(), _bound(employer.value)),
            times=1,
            first_at=moment,
            last_at=moment,
        )
    )
    return True


def kept(session: Session, keys: KeyRing, employer: OrgNr, routine: str) -> list[Asked]:
    """Every question that is kept, the one asked first before the others."""
    query = (
        select(UnansweredQuestion)
        .where(UnansweredQuestion.employer == employer.value, UnansweredQuestion.routine == routine)
        .order_by(UnansweredQuestion.first_at, UnansweredQuestion.lookup)
    )
    return [
        Asked(
            key=row.lookup,
            text=keys.decrypt(row.sealed, _bound(row.employer)).decode(),
            language=row.language,
            times=row.times,
            last=row.last_at,
        )
        for row in session.scalars(query)
    ]


def forget(session: Session, lookups: Collection[str], before: datetime | None = None) -> None:
    """Delete these questions, but those that were asked again since a moment."""
    for batch in batches(sorted(lookups)):
        query = delete(UnansweredQuestion).where(UnansweredQuestion.lookup.in_(batch))
        if before is not None:
            query = query.where(UnansweredQuestion.last_at <= before)
        session.execute(query)


def _bound(employer: str) -> str:
    return f"unanswered question:{employer}"

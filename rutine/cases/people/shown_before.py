"""Where people who are protected now may still stand in what earlier runs wrote."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rutine.cases.tables import Case, ClaimEntry, Run, SettledRow, Settlement, Subject, UndoneRow
from rutine.cases.views import UNDECIDED, CaseStatus


def settlements_by_run(session: Session) -> dict[str, set[str]]:
    """The settlements of protected people, or of their claims, by the run that made them."""
    people = select(Subject.id).where(Subject.restricted.is_(True))
    made = select(Settlement.run_id, Settlement.id)
    queries = [made.where(Settlement.subject_id.in_(people))]
    for rows in (SettledRow, UndoneRow):
        same_claim = and_(
            ClaimEntry.employer == rows.employer, ClaimEntry.claim_id == rows.claim_id
        )
        of_claims = made.join(rows, rows.settlement_id == Settlement.id).join(
            ClaimEntry, same_claim
        )
        queries.append(of_claims.where(ClaimEntry.subject_id.in_(people)))
    return _gathered(pair for query in queries for pair in session.execute(query))


def cases_by_run(session: Session) -> dict[str, set[str]]:
    """The restricted cases that were there when a run ended, by the run."""
    was_there = and_(
        Run.employer == Case.employer,
        Run.finished_at >= Case.found_at,
        or_(Case.status.in_(UNDECIDED), Run.started_at <= Case.changed_at),
    )
    # With the status, that the index begins with: few cases are restricted.
    restricted = and_(Case.status.in_(list(CaseStatus)), Case.restricted.is_(True))
    query = select(Run.id, Case.id).join(Case, was_there).where(restricted)
    return _gathered(session.execute(query))


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for run_id, id_ in pairs:
        found.setdefault(run_id, set()).add(id_)
    return found

"""The whole of a small store's books, to be held against another's."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.books.periods import closed_periods
from rutine.cases.books.posting_files import unwritten_files
from rutine.cases.tables import (
    AppliedDecision,
    CarriedClaim,
    Case,
    CaseRowEntry,
    ClaimEntry,
    DecisionEntry,
    InputFile,
    PickedRowEntry,
    Posting,
    PostingFile,
    RowOutcomeEntry,
    SettledRow,
    Settlement,
    UndoneRow,
)
from rutine.cases.trail.audit import verify
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation


def books_of(place: Installation, employer: OrgNr) -> dict[str, Any]:
    """What must be the same however a run went: no ids, no times. Closes the store."""
    with place.database.reading() as session:
        files = {each.id: each for each in session.scalars(select(PostingFile))}
        state = {
            "settlements": sorted(
                [each.claimed, each.paid, each.reason, each.undone_at is not None]
                for each in session.scalars(select(Settlement))
            ),
            "cases": [
                [case.number, case.status, case.reason, case.paid]
                for case in session.scalars(select(Case).order_by(Case.number))
            ],
            "postings": sorted(
                [
                    *(each.voucher, each.target, each.line, each.entry, each.kind, each.period),
                    *(each.account or "", each.claim_id or "", each.amount, each.paid or 0),
                    files[each.file_id].number if each.file_id else 0,
                ]
                for each in session.scalars(select(Posting))
            ),
            **_rows(session),
            "closed": sorted(closed_periods(session, employer)),
            "unwritten": len(unwritten_files(session, employer)),
            "trail": verify(session) is None,
            "noted": sorted(str(each.sha256) for each in files.values()),
        }
    place.database.close()
    written = sorted(place.settings.output_folder.glob("*/postings_*.csv"))
    state["files"] = sorted(
        [path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in written
    )
    return state


def _rows(session: Session) -> dict[str, list[list[Any]]]:
    """Where each row and claim ended, and what became of the decisions.

    A run that follows a killed one gives no outcome again to what was settled before, so each
    outcome counts once, whichever run gave it.
    """
    tables: dict[str, tuple[Any, ...]] = {
        "settled_rows": (SettledRow.side, SettledRow.sha256, SettledRow.row, SettledRow.claim_id),
        "undone_rows": (UndoneRow.side, UndoneRow.sha256, UndoneRow.row, UndoneRow.claim_id),
        "case_rows": (
            *(Case.number, CaseRowEntry.side, CaseRowEntry.sha256, CaseRowEntry.row),
            CaseRowEntry.held,
        ),
        "claims": (
            *(ClaimEntry.claim_id, ClaimEntry.claimed, ClaimEntry.settled, ClaimEntry.since),
            ClaimEntry.state,
        ),
        "carried": (CarriedClaim.claim_id, CarriedClaim.row, CarriedClaim.amount),
        "picked": (PickedRowEntry.side, PickedRowEntry.row, PickedRowEntry.amount),
        "outcomes": (
            InputFile.side,
            InputFile.sha256,
            RowOutcomeEntry.row,
            RowOutcomeEntry.outcome,
        ),
        "decisions": (Case.number, DecisionEntry.action, DecisionEntry.state),
        "applied": (Case.number, DecisionEntry.action, AppliedDecision.settlement_id.is_not(None)),
    }
    joined = {
        "case_rows": (CaseRowEntry, CaseRowEntry.case_id == Case.id),
        "outcomes": (RowOutcomeEntry, RowOutcomeEntry.file_number == InputFile.number),
        "decisions": (DecisionEntry, DecisionEntry.case_id == Case.id),
        "applied": (DecisionEntry, DecisionEntry.case_id == Case.id),
    }
    found = {}
    for name, columns in tables.items():
        query = select(*columns).distinct()
        if name in joined:
            query = query.join(*joined[name])
        if name == "applied":
            query = query.join(AppliedDecision, AppliedDecision.decision_id == DecisionEntry.id)
        rows = [[str(value) for value in row] for row in session.execute(query)]
        found[name] = sorted(rows)
    return found

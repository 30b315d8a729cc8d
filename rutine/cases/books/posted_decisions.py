"""What people decided, in the books: posted once, and taken back when it no longer stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.books.outbox import Draft, posted_sources, record, take_back
from rutine.cases.deciding.effects import EFFECTS, Fate
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.lifecycle.rows import RowInCase, rows_in_cases
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import row_facts_of
from rutine.cases.settling.claims import parts_of
from rutine.cases.settling.settlements import settled_among
from rutine.cases.tables import AppliedDecision, Case, CaseRowEntry, DecisionEntry, Run, Settlement
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Action, Side
from rutine.core.errors import RutineError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.postings.accounts import Accounts
from rutine.postings.entry import ClaimPart, Entry, EntryKind, closing, hold

_KINDS = (EntryKind.DECISION, EntryKind.HOLD)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision in effect on a case that still holds the last word about its rows."""

    decision_id: str
    action: Action
    case_id: str
    reason: str
    paid: Ore
    month: str


def post_decisions(
    session: Session, keys: KeyRing, accounts: Accounts, employer: OrgNr, *, run_id: str | None
) -> None:
    """Bring the books in line with what people have decided; again changes nothing.

    A decision that closes rows closes them in the books. Any other decision means that
    somebody waits, so money of the case is specified as unresolved meanwhile. A decision that
    was overtaken, or whose rows were settled otherwise, is taken back by its counter-entry.

    Raises:
        RutineError: `posting_facts_missing`: a claim of a case is stored without what it holds.
    """
    decided = {one.decision_id: one for one in _decided(session, employer)}
    posted = posted_sources(session, employer, _KINDS)
    take_back(session, keys, employer, sorted(posted - decided.keys()), run_id=run_id)
    fresh = [one for id_, one in sorted(decided.items()) if id_ not in posted]
    parts = _claims(session, keys, fresh)
    drafts = [
        Draft(one.decision_id, one.month, _entry(accounts, one, parts.get(one.case_id, ())))
        for one in fresh
    ]
    record(session, keys, employer, drafts, run_id=run_id)


def _entry(accounts: Accounts, one: _Decided, claims: Sequence[ClaimPart]) -> Entry:
    if EFFECTS[one.action].status is not CaseStatus.DONE:
        return hold(accounts, one.paid)
    if one.action is Action.ACKNOWLEDGE and not one.paid:
        # Nothing was paid and nothing is written off: the claim stays open in payroll.
        return hold(accounts, Ore(0))
    is_loss = one.action is Action.WRITE_OFF or one.reason in accounts.loss_reasons
    return closing(EntryKind.DECISION, accounts, paid=one.paid, claims=claims, is_loss=is_loss)


def _decided(session: Session, employer: OrgNr) -> Iterable[_Decided]:
    rows = rows_in_cases(session, employer)
    keys_of: dict[str, list[RowKey]] = {}
    newest: dict[RowKey, str] = {}
    for row in rows:
        key = _key(row, employer)
        keys_of.setdefault(row.case_id, []).append(key)
        newest[key] = row.case_id  # cases come oldest first
    effective = session.execute(
        select(DecisionEntry.id, DecisionEntry.action, Case.id, Case.reason, Case.paid, Run.first)
        .join(Case, Case.id == DecisionEntry.case_id)
        .join(Run, Run.id == Case.run_id)
        .where(
            Case.employer == employer.value,
            Case.kind == "group",
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
    ).all()
    own = [key for entry in effective for key in keys_of.get(entry[2], ())]
    settled = settled_among(session, own)
    carried_out = _carried_out(session, employer, [entry[0] for entry in effective])
    for decision_id, action, case_id, reason, paid, first in effective:
        theirs = keys_of.get(case_id, ())
        last_word = all(newest[key] == case_id and key not in settled for key in theirs)
        if theirs and (last_word or decision_id in carried_out):
            yield _Decided(
                decision_id,
                Action(action),
                case_id,
                reason,
                Ore(paid),
                f"{first or clock.today():%Y-%m}",
            )


def _carried_out(session: Session, employer: OrgNr, decision_ids: Sequence[str]) -> set[str]:
    """Which of the decisions have become settlements of their own, which nobody has undone."""
    query = (
        select(AppliedDecision.decision_id)
        .join(Settlement, Settlement.id == AppliedDecision.settlement_id)
        .where(Settlement.employer == employer.value, Settlement.undone_at.is_(None))
    )
    return {
        decision_id
        for batch in batches(decision_ids)
        for decision_id in session.scalars(query.where(AppliedDecision.decision_id.in_(batch)))
    }


def _key(row: RowInCase, employer: OrgNr) -> RowKey:
    return row_key(row.side, row.sha256, row.row, employer.value, row.claim_id)


def _claims(
    session: Session, keys: KeyRing, decided: Sequence[_Decided]
) -> dict[str, list[ClaimPart]]:
    """The claims of each case, in the order of payroll's keys; of a part payment what was paid."""
    entries: dict[str, list[CaseRowEntry]] = {}
    for batch in batches([one.case_id for one in decided]):
        for entry in session.scalars(
            select(CaseRowEntry)
            .where(CaseRowEntry.case_id.in_(batch), CaseRowEntry.side == Side.CLAIM)
            .order_by(CaseRowEntry.case_id, CaseRowEntry.claim_id)
        ):
            entries.setdefault(entry.case_id, []).append(entry)
    found = {case_id: [_part(keys, each) for each in own] for case_id, own in entries.items()}
    for one in decided:
        if EFFECTS[one.action].claims is Fate.PART_SETTLED:
            dealt = parts_of(session, keys, entries.get(one.case_id, ()), one.paid)
            paid = {part.claim_id: part.paid for part in dealt}
            claims = found.get(one.case_id, [])
            found[one.case_id] = [replace(each, amount=paid[each.claim_id]) for each in claims]
    return found


def _part(keys: KeyRing, entry: CaseRowEntry) -> ClaimPart:
    facts = row_facts_of(keys, entry)
    if facts is None or facts.claim_id is None or facts.amount is None:
        raise RutineError(
            "posting_facts_missing",
            "A claim of a decided case is stored without its amount.",
            "Report it with the case's number; nothing of this run is posted.",
        )
    return ClaimPart(
        claim_id=facts.claim_id,
        employee_number=facts.employee_number or "",
        position_id=facts.position_id or "",
        benefit=facts.benefit or "",
        amount=facts.amount,
        responsibility=facts.responsibility or "",
        function=facts.function or "",
    )

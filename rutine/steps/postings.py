"""Post what a run settled and what people decided, in the run's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from rutine.cases.claims import paid_in_part
from rutine.cases.control_totals import DEBTOR, control, run_controls
from rutine.cases.keys import KeyRing
from rutine.cases.outbox import Draft, posted_claims, record
from rutine.cases.posted_decisions import post_decisions
from rutine.cases.runs import Control
from rutine.cases.settlements import SettledGroup
from rutine.core.differences import RowRef, Side
from rutine.core.money import Ore
from rutine.postings.accounts import Accounts
from rutine.postings.entry import ClaimPart, EntryKind, closing, receipt
from rutine.postings.shares import shares
from rutine.steps.reconcile import Reconciled
from rutine.steps.scope import Scope


def post_run(
    session: Session,
    keys: KeyRing,
    scope: Scope,
    reconciled: Reconciled,
    settled: Mapping[str, SettledGroup],
) -> tuple[Control, ...]:
    """Record the run's postings; returns the control totals, none where nothing is posted.

    Only a routine with `postings` posts. `settled` is settlement id -> group; those that were
    posted before stay as they are.
    """
    rules = reconciled.controlled.at_hand.rules.routine.postings
    if rules is None:
        return ()
    claims = _claim_parts(reconciled.claims)
    drafts = [
        *_receipts(scope, reconciled, rules.accounts),
        *_settlements(scope, settled, claims, rules.accounts),
    ]
    record(session, keys, scope.employer, drafts, run_id=scope.run_id)
    # Before the decisions: one that was made while the run went on is the next run's business.
    debtor = _debtor(session, scope, reconciled)
    post_decisions(session, keys, rules.accounts, scope.employer, run_id=scope.run_id)
    return (*run_controls(session, scope.employer), debtor)


def _receipts(scope: Scope, reconciled: Reconciled, accounts: Accounts) -> Iterable[Draft]:
    for report in reconciled.controlled.passed:
        if report.fresh:
            total = report.reading.total
            yield Draft(report.entry.entry_id, scope.month, receipt(accounts, total))


def _settlements(
    scope: Scope,
    settled: Mapping[str, SettledGroup],
    claims: dict[RowRef, ClaimPart],
    accounts: Accounts,
) -> Iterable[Draft]:
    for settlement_id, group in settled.items():
        parts = [claims[ref] for ref in group.rows if ref.side is Side.CLAIM]
        if parts:
            amounts = shares(group.claimed, [part.amount for part in parts])
            parts = [replace(p, amount=a) for p, a in zip(parts, amounts, strict=True)]
        entry = closing(
            EntryKind.SETTLEMENT,
            accounts,
            paid=group.paid,
            claims=parts,
            is_loss=group.reason in accounts.loss_reasons,
        )
        yield Draft(settlement_id, scope.month, entry)


def _claim_parts(claims: pd.DataFrame) -> dict[RowRef, ClaimPart]:
    """What is open on each claim, and what payroll knows it by."""
    return {
        _ref(record): ClaimPart(
            claim_id=record["claim_id"],
            employee_number=record["employee_number"],
            position_id=record["position_id"],
            benefit=record["benefit"],
            amount=_open(record),
            responsibility=record.get("responsibility", ""),
            function=record.get("function", ""),
        )
        for record in claims.to_dict("records")
    }


def _debtor(session: Session, scope: Scope, reconciled: Reconciled) -> Control:
    """Ax-C: payroll's open claims less what is posted = what the run holds open.

    What payroll or a person has closed without a posting stands on both sides: payroll's own
    file still lists it.
    """
    posted = posted_claims(session, scope.employer)
    # A part is taken off what is open already, whether or not payroll has caught up with it.
    for claim_id, part in paid_in_part(session, scope.employer).items():
        posted[claim_id] = max(Ore(0), posted.get(claim_id, Ore(0)) - part)
    before = set(reconciled.result.settled_before)
    balance = reconciled.result.balance.claims
    owed, held = Ore(0), balance.carried.ore + balance.cases.ore
    for claim in reconciled.claims.to_dict("records"):
        open_, settled = _open(claim), posted.get(claim["claim_id"], Ore(0))
        owed += open_ - _within(settled, open_)
        if not settled and _ref(claim) in before:
            held += open_
    return control(DEBTOR, held, owed)


def _within(settled: Ore, open_: Ore) -> Ore:
    """What is settled of what is open: payroll may have taken it off its own list since."""
    if (settled < 0) != (open_ < 0):
        return Ore(0)
    return min(settled, open_, key=abs)


def _open(record: Mapping[Any, Any]) -> Ore:
    return Ore(int(record["amount"]) - int(record["settled"]))


def _ref(record: Mapping[Any, Any]) -> RowRef:
    return RowRef(side=Side.CLAIM, sha256=record["sha256"], row=int(record["row"]))

"""Post what a run settled and what people decided, in the run's own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import pandas as pd
from sqlalchemy.orm import Session

from rutine.cases.books.control_totals import DEBTOR, control, run_controls
from rutine.cases.books.outbox import Draft, posted_claims, record
from rutine.cases.books.posted_decisions import post_decisions
from rutine.cases.runs import Control
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.claims import paid_in_part
from rutine.cases.settling.settlements import SettledGroup
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
    ids = {claim_id for group in settled.values() for claim_id in group.claim_ids}
    claims = _claim_parts(reconciled.claims, ids)
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


def _claim_parts(claims: pd.DataFrame, claim_ids: Collection[str]) -> dict[RowRef, ClaimPart]:
    """What is open on each of the claims, and what payroll knows it by."""
    chosen = claims[claims["claim_id"].isin(list(claim_ids))]
    return {
        RowRef(side=Side.CLAIM, sha256=claim["sha256"], row=int(claim["row"])): ClaimPart(
            claim_id=claim["claim_id"],
            employee_number=claim["employee_number"],
            position_id=claim["position_id"],
            benefit=claim["benefit"],
            amount=Ore(int(claim["amount"]) - int(claim["settled"])),
            responsibility=claim.get("responsibility", ""),
            function=claim.get("function", ""),
        )
        for claim in chosen.to_dict("records")
    }


def _debtor(session: Session, scope: Scope, reconciled: Reconciled) -> Control:
    """Ax-C: payroll's open claims less what is posted = what the run holds open.

    What payroll or a person has closed without a posting stands on both sides: payroll's own
    file still lists it. So does what payroll has added to a claim that stays settled: its case
    says so.
    """
    posted = posted_claims(session, scope.employer)
    # A part is taken off what is open already, whether or not payroll has caught up with it.
    for claim_id, part in paid_in_part(session, scope.employer).items():
        posted[claim_id] = max(Ore(0), posted.get(claim_id, Ore(0)) - part)
    before = {
        (ref.sha256, ref.row) for ref in reconciled.result.settled_before if ref.side is Side.CLAIM
    }
    changed = {each.claim_id for each in reconciled.brought_back.past.changed}
    balance = reconciled.result.balance.claims
    owed, held = 0, int(balance.carried.ore + balance.cases.ore)
    columns = ("claim_id", "amount", "settled", "sha256", "row")
    values = zip(*(reconciled.claims[name].tolist() for name in columns), strict=True)
    for claim_id, amount, taken, sha256, row in values:
        settled, open_ = int(posted.get(claim_id, 0)), amount - taken
        left = open_ - _within(settled, open_)
        owed += left
        if settled and claim_id in changed:
            held += left
        if not settled and (sha256, row) in before:
            held += open_
    return control(DEBTOR, Ore(held), Ore(owed))


def _within(settled: int, open_: int) -> int:
    """What is settled of what is open: payroll may have taken it off its own list since."""
    if (settled < 0) != (open_ < 0):
        return 0
    return min(settled, open_, key=abs)

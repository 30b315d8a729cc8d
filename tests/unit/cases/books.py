"""Settlements posted as a run posts them, and the books as an accountant would read them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select

from rutine.cases.books.outbox import Draft, Target, record
from rutine.cases.settling.settlements import SettledGroup, record_groups
from rutine.cases.tables import Posting
from rutine.core.differences import Side
from rutine.core.money import Ore
from rutine.postings.entry import ClaimPart, EntryKind, closing
from tests.unit.cases.samples import EMPLOYER, Store
from tests.unit.postings.test_entry import ACCOUNTS

MONTH = "2026-08"


def settle(store: Store, *groups: SettledGroup, month: str = MONTH) -> list[str]:
    """Settle and post groups in one transaction; their settlements."""
    with store.database.writing() as session:
        recorded = record_groups(session, store.keys, store.run_id, groups)
        ids = [recorded.settlement_of[group.rows[0]] for group in groups]
        drafts = [
            Draft(settlement_id, month, entry_of(group))
            for settlement_id, group in zip(ids, groups, strict=True)
        ]
        record(session, store.keys, EMPLOYER, drafts, run_id=store.run_id)
    return ids


def entry_of(group: SettledGroup) -> Any:
    claims = [ref for ref in group.rows if ref.side is Side.CLAIM]
    each = Ore(int(group.claimed) // max(len(claims), 1))
    parts = [
        ClaimPart(claim_id, "E-17", "1", "4", each, "3100", "202") for claim_id in group.claim_ids
    ]
    return closing(EntryKind.SETTLEMENT, ACCOUNTS, paid=group.paid, claims=parts)


def books(store: Store) -> Counter[tuple[str, str, str, str | None]]:
    """(month, target, account, claim) -> øre: what stands in the books, counter-entries in."""
    found: Counter[tuple[str, str, str, str | None]] = Counter()
    with store.database.reading() as session:
        for posting in session.scalars(select(Posting)):
            key = (posting.period, posting.target, posting.account or "", posting.claim_id)
            found[key] += posting.amount
    return Counter({key: amount for key, amount in found.items() if amount})


def told_paid(store: Store) -> dict[str | None, int]:
    """Claim -> øre that payroll is told NAV has paid of it, counter-entries in."""
    found: Counter[str | None] = Counter()
    with store.database.reading() as session:
        for posting in session.scalars(select(Posting).where(Posting.target == Target.PAYROLL)):
            found[posting.claim_id] += posting.paid or 0
    return {claim_id: paid for claim_id, paid in found.items() if paid}


def vouchers(store: Store) -> dict[int, int]:
    """Voucher -> the sum of its lines in the ledger."""
    found: dict[int, int] = {}
    with store.database.reading() as session:
        for posting in session.scalars(select(Posting)):
            if posting.target != Target.PAYROLL:
                found[posting.voucher] = found.get(posting.voucher, 0) + posting.amount
    return found

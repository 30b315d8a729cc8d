"""Postings as they are stored: each once, and taken back only by a counter-entry.

A source (a settlement, a decision, a report) is posted by its first entry, taken back by its
second, posted again by its third. Entry and line are part of each posting's key, so the
database refuses to post the same thing twice, whatever runs how often.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches, insert_all
from rutine.cases.books.periods import booking_day, open_period
from rutine.cases.canonical import canonical
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Posting
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.postings.entry import ClaimPart, Entry, EntryKind


class Target(StrEnum):
    """Where a posting is written to."""

    VOUCHER = "voucher"
    """The ledger's import."""
    PAYROLL = "payroll"
    """Payroll's import."""
    RECORD = "record"
    """Nowhere: somebody else posts it; kept so that the accounts can be added up."""


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """An entry on its way into the books.

    Attributes:
        source_id: the settlement, decision or report that it posts.
        month: `YYYY-MM` that it belongs to; a closed one gives way to the next open one.
    """

    source_id: str
    month: str
    entry: Entry


def record(
    session: Session,
    keys: KeyRing,
    employer: OrgNr,
    drafts: Sequence[Draft],
    *,
    run_id: str | None,
) -> int:
    """Post entries whose sources are not posted; returns how many. Again changes nothing."""
    last = last_entries(session, [draft.source_id for draft in drafts])
    fresh = [
        draft
        for draft in drafts
        if not draft.entry.is_empty and not _is_posted(last.get(draft.source_id, 0))
    ]
    voucher = _last_voucher(session, employer)
    months = {m: open_period(session, employer, m) for m in {draft.month for draft in fresh}}
    rows: list[dict[str, Any]] = []
    for number, draft in enumerate(fresh, start=voucher + 1):
        month = months[draft.month]
        head = _head(draft.source_id, last.get(draft.source_id, 0) + 1, draft.entry.kind)
        shared = {**head, **_shared(employer, month, number, run_id)}
        rows += [{**shared, **line} for line in _lines(keys, shared, draft.entry)]
    _insert(session, rows)
    return len(fresh)


def take_back(
    session: Session,
    keys: KeyRing,
    employer: OrgNr,
    source_ids: Sequence[str],
    *,
    run_id: str | None,
) -> frozenset[str]:
    """Post the counter-entry of sources that are posted; returns which those were.

    The same lines with the opposite sign, in the same month, or in the next open one when it
    is closed.
    """
    last = last_entries(session, source_ids)
    posted = [each for each in dict.fromkeys(source_ids) if _is_posted(last.get(each, 0))]
    if not posted:
        return frozenset()
    before = _standing_lines(session, {source_id: last[source_id] for source_id in posted})
    months = {
        month: open_period(session, employer, month)
        for month in {lines[0].period for lines in before.values()}
    }
    rows: list[dict[str, Any]] = []
    for number, source_id in enumerate(posted, start=_last_voucher(session, employer) + 1):
        first, *_ = lines = before[source_id]
        head = _head(source_id, first.entry + 1, EntryKind(first.kind))
        shared = {**head, **_shared(employer, months[first.period], number, run_id)}
        rows += [{**shared, **_counter_line(keys, shared, posting)} for posting in lines]
    _insert(session, rows)
    return frozenset(posted)


def _standing_lines(session: Session, entries: Mapping[str, int]) -> dict[str, list[Posting]]:
    """The lines of each source's entry of that number, in their order."""
    found: dict[str, list[Posting]] = {source_id: [] for source_id in entries}
    for batch in batches(list(entries)):
        for posting in session.scalars(
            select(Posting)
            .where(Posting.source_id.in_(batch))
            .order_by(Posting.source_id, Posting.target, Posting.line)
        ):
            if posting.entry == entries[posting.source_id]:
                found[posting.source_id].append(posting)
    return found


def last_entries(session: Session, source_ids: Iterable[str]) -> dict[str, int]:
    """How many entries each source has; odd means that it stands posted."""
    return {
        source_id: entry
        for batch in batches(sorted(set(source_ids)))
        for source_id, entry in session.execute(
            select(Posting.source_id, func.max(Posting.entry))
            .where(Posting.source_id.in_(batch))
            .group_by(Posting.source_id)
        )
    }


def posted_among(session: Session, source_ids: Iterable[str]) -> set[str]:
    """Those of the sources that stand posted."""
    last = last_entries(session, source_ids)
    return {source_id for source_id, entry in last.items() if _is_posted(entry)}


def posted_sources(session: Session, employer: OrgNr, kinds: Iterable[EntryKind]) -> set[str]:
    """The sources of these kinds that stand posted."""
    query = (
        select(Posting.source_id, func.max(Posting.entry))
        .where(Posting.employer == employer.value, Posting.kind.in_([kind.value for kind in kinds]))
        .group_by(Posting.source_id)
    )
    return {source_id for source_id, entry in session.execute(query) if _is_posted(entry)}


def posted_claims(session: Session, employer: OrgNr) -> dict[str, Ore]:
    """Payroll's key of each claim that payroll is told of -> øre settled, counter-entries in."""
    query = (
        select(Posting.claim_id, func.sum(Posting.amount))
        .where(Posting.employer == employer.value, Posting.target == Target.PAYROLL)
        .group_by(Posting.claim_id)
    )
    return {
        claim_id: Ore(int(settled))
        for claim_id, settled in session.execute(query)
        if claim_id is not None and settled
    }


def uneven_vouchers(session: Session) -> tuple[int, ...]:
    """Numbers of vouchers whose lines do not add up to zero: there should be none."""
    query = (
        select(Posting.employer, Posting.voucher)
        .where(Posting.target != Target.PAYROLL)
        .group_by(Posting.employer, Posting.voucher)
        .having(func.sum(Posting.amount) != 0)
        .order_by(Posting.employer, Posting.voucher)
    )
    return tuple(voucher for _, voucher in session.execute(query))


def opened(keys: KeyRing, posting: Posting) -> Mapping[str, str]:
    """Employee number and position of a posting; empty texts where it has none."""
    if posting.sealed is None:
        return {"employee_number": "", "position_id": ""}
    sealed: Mapping[str, str] = json.loads(keys.decrypt(posting.sealed, _context(posting.key)))
    return sealed


def _is_posted(entry: int) -> bool:
    return entry % 2 == 1


def _head(source_id: str, entry: int, kind: EntryKind) -> dict[str, Any]:
    return {"source_id": source_id, "entry": entry, "kind": kind.value}


def _shared(employer: OrgNr, month: str, voucher: int, run_id: str | None) -> dict[str, Any]:
    return {
        "employer": employer.value,
        "period": month,
        "booked": booking_day(month),
        "voucher": voucher,
        "run_id": run_id,
        "posted_at": clock.now(),
        "file_id": None,
    }


def _lines(keys: KeyRing, shared: Mapping[str, Any], entry: Entry) -> Iterable[dict[str, Any]]:
    target = Target.RECORD if entry.kind is EntryKind.RECEIPT else Target.VOUCHER
    for number, line in enumerate(entry.voucher, start=1):
        yield {
            "target": target.value,
            "line": number,
            "role": line.role.value,
            "account": line.account,
            "amount": int(line.amount),
            "paid": None,
            **_claim(keys, _key(shared, target, number), line.claim),
        }
    for number, told in enumerate(entry.payroll, start=1):
        yield {
            "target": Target.PAYROLL.value,
            "line": number,
            "role": None,
            "account": None,
            "amount": int(told.settled),
            "paid": int(told.paid),
            **_claim(keys, _key(shared, Target.PAYROLL, number), told.claim),
        }


def _claim(keys: KeyRing, key: str, claim: ClaimPart | None) -> dict[str, Any]:
    if claim is None:
        return {
            "key": key,
            "claim_id": None,
            "responsibility": "",
            "function": "",
            "sealed": None,
        }
    told = {"employee_number": claim.employee_number, "position_id": claim.position_id}
    return {
        "key": key,
        "claim_id": claim.claim_id,
        "responsibility": claim.responsibility,
        "function": claim.function,
        "sealed": keys.encrypt(canonical(told).encode(), _context(key)),
    }


def _counter_line(keys: KeyRing, shared: Mapping[str, Any], posting: Posting) -> dict[str, Any]:
    key = _key(shared, Target(posting.target), posting.line)
    sealed = canonical(dict(opened(keys, posting))) if posting.sealed is not None else None
    return {
        "key": key,
        "target": posting.target,
        "line": posting.line,
        "role": posting.role,
        "account": posting.account,
        "responsibility": posting.responsibility,
        "function": posting.function,
        "amount": -posting.amount,
        "paid": None if posting.paid is None else -posting.paid,
        "claim_id": posting.claim_id,
        "sealed": None if sealed is None else keys.encrypt(sealed.encode(), _context(key)),
    }


def _key(shared: Mapping[str, Any], target: Target, line: int) -> str:
    return f"{shared['source_id']}:{shared['entry']}:{target.value}:{line}"


def _context(key: str) -> str:
    return f"posting:{key}"


def _last_voucher(session: Session, employer: OrgNr) -> int:
    query = select(func.max(Posting.voucher)).where(Posting.employer == employer.value)
    return session.scalar(query) or 0


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    insert_all(session, Posting, rows)

"""The audit trail: append-only, and chained so that a forged entry is found.

Each entry holds the hash of the one before it. Triggers in both engines refuse changes; one
who removes the trigger and forges an entry breaks the chain there. A chain alone does not
stop an administrator who rewrites all of it, so keep its head (`head`) somewhere else, such
as in each run's report or where `rutine anchor` writes it, and give it to `verify`.

Entries hold ids, codes and hashes, never a name, national id or amount, so a person can be
erased and the chain stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.batches import insert_all
from rutine.cases.canonical import canonical
from rutine.cases.tables import AuditEntry
from rutine.core import clock

START: Final = "0" * 64
"""What the first entry holds as the hash before it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to append: a code, the case it concerns, and ids and codes as JSON values."""

    action: str
    case_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest entry: its number and hash. Number 0 is an empty trail."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditProblem:
    """Where the trail is broken.

    Attributes:
        seq: the first entry that is wrong.
        code: `missing` (a gap), `unchained` (does not follow the one before), `forged` (its
            content is not what was hashed), or `truncated` (shorter than, or another than,
            the head that was kept elsewhere).
    """

    seq: int
    code: str


def append(
    session: Session,
    actor: Actor,
    action: str,
    case_id: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> AuditHead:
    """Append one entry. The session must come from `Database.writing()`: one writer at a time."""
    return append_all(session, actor, [Event(action, case_id, data or {})])


def append_all(session: Session, actor: Actor, events: Iterable[Event]) -> AuditHead:
    """Append entries in their order, in one statement; returns the new head."""
    newest = head(session)
    at = clock.now().isoformat(timespec="microseconds")
    rows = []
    for event in events:
        seq = newest.seq + 1
        row = {
            "seq": seq,
            "at": at,
            "actor": actor.id,
            "action": event.action,
            "case_id": event.case_id,
            "data": canonical(event.data),
            "prev": newest.hash,
        }
        newest = AuditHead(seq, _hash(row))
        rows.append({**row, "hash": newest.hash})
    insert_all(session, AuditEntry, rows)
    return newest


def head(session: Session) -> AuditHead:
    """The newest entry's number and hash."""
    newest = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    return AuditHead(newest.seq, newest.hash) if newest else AuditHead(0, START)


def last_at(session: Session, action: str) -> datetime | None:
    """When this was last done; None when never."""
    found = session.scalar(
        select(AuditEntry.at)
        .where(AuditEntry.action == action)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    return None if found is None else datetime.fromisoformat(found)


def verify(session: Session, *kept: AuditHead) -> AuditProblem | None:
    """Walk the whole trail and name the first entry that is wrong; None when it is whole.

    `kept` are heads noted elsewhere: the trail must still hold each of them.
    """
    before = AuditHead(0, START)
    noted: dict[int, set[str]] = {}
    for each in kept:
        noted.setdefault(each.seq, set()).add(each.hash)
    if noted.get(0, {START}) != {START}:
        return AuditProblem(1, "truncated")  # an empty trail has one hash only
    columns = [AuditEntry.__table__.c[name] for name in (*_HASHED, "hash")]
    query = select(*columns).order_by(AuditEntry.seq).execution_options(yield_per=2000)
    with session.execute(query) as entries:
        for entry in entries.mappings():
            found = broken_at(entry, before)
            if found is not None:
                return found
            before = AuditHead(entry["seq"], entry["hash"])
            if noted.get(before.seq, {before.hash}) != {before.hash}:
                return AuditProblem(before.seq, "truncated")
    end = max(noted, default=0) > before.seq
    return AuditProblem(before.seq + 1, "truncated") if end else None


def broken_at(entry: Mapping[Any, Any], before: AuditHead) -> AuditProblem | None:
    """What is wrong with an entry that should follow `before`."""
    if entry["seq"] != before.seq + 1:
        return AuditProblem(before.seq + 1, "missing")
    if entry["prev"] != before.hash:
        return AuditProblem(entry["seq"], "unchained")
    if entry["hash"] != _hash({name: entry[name] for name in _HASHED}):
        return AuditProblem(entry["seq"], "forged")
    return None


_HASHED: Final = ("seq", "at", "actor", "action", "case_id", "data", "prev")


def _hash(row: Mapping[str, Any]) -> str:
    return sha256(canonical([row[name] for name in _HASHED]).encode()).hexdigest()

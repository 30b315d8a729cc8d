"""What is due for deletion, told to a person before it goes: plans, and who confirmed them.

One plan waits at a time. A person confirms what the plan holds, by its id; what became due since
is in the next one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import APPROVES, ROBOT, Actor, require
from rutine.cases.canonical import canonical
from rutine.cases.retention.rules import Kind
from rutine.cases.tables import RetentionPlan
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError

Due = Mapping[Kind, tuple[str, ...]]
"""Ids and hashes of what is due, by kind; never anybody's name."""


@dataclass(frozen=True, slots=True)
class WaitingPlan:
    """A plan that is not ended.

    Attributes:
        id: what a person confirms.
        made_at, day: when it was made, and the day that the terms were counted from.
        counts: how many of each kind, of those that have any.
        confirmed_at: when a person agreed; None while it waits for one.
    """

    id: str
    made_at: datetime
    day: date
    counts: Mapping[Kind, int]
    confirmed_at: datetime | None


def waiting_plan(session: Session) -> WaitingPlan | None:
    """The plan that is not ended; None when nothing waits to be deleted."""
    found = _open(session)
    if found is None:
        return None
    counts = {Kind(kind): number for kind, number in json.loads(found.counts).items()}
    return WaitingPlan(found.id, found.made_at, found.day, counts, found.confirmed_at)


def propose(session: Session, due: Due, day: date) -> WaitingPlan | None:
    """Put what is due before a person, instead of a plan that waits already.

    The same once more changes nothing. Nothing due ends a plan that waited: what it held is kept
    after all, or gone.

    Args:
        session: a writing one. A plan that is confirmed and not carried out yet stays as it is.
        due: what is due.
        day: the day that the terms were counted from.
    """
    items = canonical({kind.value: sorted(ids) for kind, ids in due.items() if ids})
    before = _open(session)
    if before is not None and (before.items == items or before.confirmed_at is not None):
        return waiting_plan(session)
    if before is not None:
        _end(before)
    if not any(due.values()):
        return None
    counts = {kind.value: len(ids) for kind, ids in due.items() if ids}
    plan_id = str(uuid4())
    session.add(
        RetentionPlan(
            id=plan_id, made_at=clock.now(), day=day, counts=canonical(counts), items=items
        )
    )
    session.flush()
    append(session, ROBOT, "retention_proposed", data={"plan": plan_id, "items": counts})
    return waiting_plan(session)


def confirm(session: Session, plan_id: str, *, actor: Actor) -> WaitingPlan:
    """Agree that what a plan holds is deleted, by the next job. The session must be a writing one.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`: an approver confirms it;
            `all_units_needed` for one who sees only some sub-units.
        InputError: `retention_plan_gone` when it is ended, confirmed or replaced since.
    """
    require(actor, APPROVES)
    if not actor.sees(None):
        raise AccessDenied("all_units_needed", "A deletion concerns every sub-unit.")
    found = _open(session)
    if found is None or found.id != plan_id or found.confirmed_at is not None:
        raise InputError(
            "retention_plan_gone",
            "What was to be confirmed is not what waits now.",
            "Read what would be deleted now, and confirm that.",
        )
    found.confirmed_by_id, found.confirmed_at = actor.id, clock.now()
    data = {"plan": found.id, "items": json.loads(found.counts)}
    append(session, actor, "retention_confirmed", data=data)
    session.flush()
    waiting = waiting_plan(session)
    assert waiting is not None  # noqa: S101 - it was found above, in the same transaction
    return waiting


def confirmed_items(session: Session) -> Mapping[Kind, frozenset[str]] | None:
    """What may be deleted of each kind; None when nothing is confirmed."""
    found = _open(session)
    if found is None or found.confirmed_at is None:
        return None
    items = json.loads(found.items or "{}")
    return {kind: frozenset(items.get(kind.value, ())) for kind in Kind}


def end_plan(session: Session) -> None:
    """Note that the plan is carried out; its ids go with what they named."""
    if (found := _open(session)) is not None:
        _end(found)


def _end(plan: RetentionPlan) -> None:
    plan.items, plan.ended_at = None, clock.now()


def _open(session: Session) -> RetentionPlan | None:
    session.flush()
    return session.scalar(select(RetentionPlan).where(RetentionPlan.ended_at.is_(None)))

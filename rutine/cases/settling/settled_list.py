"""What the program settled by itself, as people look it over: newest first, within their sight."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from rutine.cases.access import SEES_CASES, UNDOES, Actor, require
from rutine.cases.deciding.effects import BY_DECISION
from rutine.cases.people.register import name_of
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Settlement, Subject
from rutine.core.money import Ore

MOST_SETTLED: Final = 1_000
"""What was settled today is counted as far as this, and one more."""


@dataclass(frozen=True, slots=True, repr=False)
class SettledView:
    """One settlement that stands, which no person decided.

    Attributes:
        reason: why it may settle.
        name: the person's, when it is known.
        may_undo: whether this reader may take it back.
    """

    settlement_id: str
    settled_at: datetime
    reason: str
    benefit: str | None
    name: str | None
    sub_unit: str
    claimed: Ore
    paid: Ore
    may_undo: bool


@dataclass(frozen=True, slots=True, repr=False)
class SettledPage:
    """One page of them; pages count from 1. Nobody counts them all: there are very many."""

    rows: tuple[SettledView, ...]
    page: int
    has_more: bool


def settled_by_program(
    session: Session, keys: KeyRing, viewer: Actor, *, page: int = 1, size: int = 25
) -> SettledPage:
    """The settlements that stand and no person decided; never those of protected people.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    found = session.scalars(
        select(Settlement)
        .where(*_seen(viewer))
        .order_by(Settlement.settled_at.desc(), Settlement.id)
        .limit(size + 1)
        .offset((max(1, page) - 1) * size)
    ).all()
    rows = tuple(_row(session, keys, each, viewer) for each in found[:size])
    return SettledPage(rows, max(1, page), len(found) > size)


def settled_since(session: Session, viewer: Actor, since: datetime) -> int:
    """How many the program has settled at this moment or later, that still stand.

    Of more than `MOST_SETTLED` it says one more: a first run of 800 000 took 0.3 s of every page.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    wanted = [*_seen(viewer), Settlement.settled_at >= since]
    some = select(literal(1)).select_from(Settlement).where(*wanted).limit(MOST_SETTLED + 1)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _seen(viewer: Actor) -> list[ColumnElement[bool]]:
    require(viewer, SEES_CASES)
    protected = select(Subject.id).where(Subject.restricted.is_(True))
    wanted = [
        Settlement.pass_name != BY_DECISION,
        Settlement.undone_at.is_(None),
        Settlement.wiped_at.is_(None),
        Settlement.subject_id.not_in(protected),
    ]
    if viewer.units is not None:
        wanted.append(Settlement.sub_unit.in_(sorted(viewer.units)))
    return wanted


def _row(session: Session, keys: KeyRing, settlement: Settlement, viewer: Actor) -> SettledView:
    sealed = json.loads(keys.decrypt(settlement.sealed, f"settlement:{settlement.id}"))
    return SettledView(
        settlement_id=settlement.id,
        settled_at=settlement.settled_at,
        reason=settlement.reason,
        benefit=sealed["benefit"],
        name=name_of(session, keys, settlement.subject_id),
        sub_unit=settlement.sub_unit,
        claimed=Ore(settlement.claimed),
        paid=Ore(settlement.paid),
        may_undo=viewer.may(UNDOES),
    )

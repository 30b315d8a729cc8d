"""Picking rows in the small office, as people do it on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rutine.cases.access import Actor
from rutine.cases.deciding.decisions import approve
from rutine.cases.deciding.matching_by_hand import OpenItem, open_items, preview, propose_match
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.tables import Case, SettledRow, Settlement
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseView
from rutine.core.differences import Action, Side
from rutine.core.errors import AccessDenied, InputError, StaleVersion
from tests.small_office import KARI, LIV, RATE, Claimed, Office, Paid

AUGUST = date(2026, 8, 3)
WEEK = timedelta(weeks=1)
SENT = date(2026, 9, 1)
FULL = 5 * RATE


def other_weeks(office: Office, *, claimed: int = FULL, paid: int = FULL) -> CaseView:
    """NAV paid another week than the one that is claimed: nothing the program would match."""
    office.claims("2026-09", Claimed("K1", 0, AUGUST, claimed, SENT))
    office.pays("2026-09", Paid(0, AUGUST + 3 * WEEK, paid))
    office.run("2026-09")
    return office.case()


def settled(office: Office) -> set[tuple[str, str | None]]:
    """The rows that are settled: side, and payroll's key of a claim."""
    with office.place.database.reading() as session:
        return {(row.side, row.claim_id) for row in session.scalars(select(SettledRow))}


def settlements(office: Office) -> list[tuple[str, int, int]]:
    """Every settlement: the pass, what was claimed and paid. The trail is whole."""
    with office.place.database.reading() as session:
        assert verify(session) is None
        return [
            (each.pass_name, each.claimed, each.paid)
            for each in session.scalars(select(Settlement).order_by(Settlement.settled_at))
        ]


def refusal(office: Office, case: CaseView, picks: list[RowKey], **more: Any) -> str:
    """Why a match can't be proposed."""
    with pytest.raises((InputError, AccessDenied, StaleVersion)) as refused:
        pick(office, case, picks, **more)
    return refused.value.code


def items(office: Office, case: CaseView, actor: Actor = KARI, **more: Any) -> list[OpenItem]:
    """The open rows that the page lists, lines first."""
    with office.place.database.reading() as session:
        return [*open_items(session, office.place.keys, case.case_id, actor, **more).items]


def keys_of(found: Sequence[OpenItem], side: Side | None = None) -> list[RowKey]:
    """The identities of the rows, of one side or both."""
    return [each.row.key for each in found if side in {None, each.row.ref.side}]


def pick(
    office: Office,
    case: CaseView,
    picks: Sequence[RowKey],
    action: Action = Action.MATCH_BY_HAND,
    **more: Any,
) -> None:
    """Look at the sums, and propose the match."""
    given: dict[str, Any] = {"actor": KARI, "comment": "samme fravær"} | more
    with office.place.database.reading() as session:
        seen = preview(session, office.place.keys, case.case_id, picks, actor=given["actor"])
    with office.place.database.writing() as session:
        propose_match(
            session,
            office.place.keys,
            case.case_id,
            picks,
            action=action,
            **{"version": version(office, case), "seal": seen.seal} | given,
        )


def agree(office: Office, case: CaseView, actor: Actor = LIV, comment: str = "") -> None:
    """The second person approves the proposal as it stands now."""
    with office.place.database.writing() as session:
        now = session.get_one(Case, case.case_id).version
        approve(session, office.place.keys, case.case_id, version=now, actor=actor, comment=comment)


def version(office: Office, case: CaseView) -> int:
    """The case's version as it stands."""
    with office.place.database.reading() as session:
        return session.get_one(Case, case.case_id).version


def within(actor: Actor, *units: str) -> Actor:
    """The same person, who sees some units only."""
    return replace(actor, units=frozenset(units))

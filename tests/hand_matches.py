"""Picking rows in the small office, as people do it on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rutine.cases.access import Actor
from rutine.cases.decisions import approve
from rutine.cases.identity import RowKey
from rutine.cases.matching_by_hand import OpenItem, open_items, preview, propose_match
from rutine.cases.tables import Case
from rutine.cases.views import CaseView
from rutine.core.differences import Action, Side
from tests.small_office import KARI, LIV, Office


def items(office: Office, case: CaseView, actor: Actor = KARI, **more: Any) -> list[OpenItem]:
    """The open rows that the page lists, lines first."""
    with office.place.database.reading() as session:
        return [*open_items(session, office.place.keys, case.case_id, actor, **more)]


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

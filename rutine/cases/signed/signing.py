"""The role in which somebody signed, kept in the trail: accounts get other roles later."""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor, UserRole
from rutine.cases.tables import AuditEntry, DecisionEntry
from rutine.core.differences import Action

_ROLE: Final = "role"
_SIGNED: Final = ("decided", "proposed")
_AGREED: Final = ("approved",)


def signed_as(actor: Actor, action: Action) -> dict[str, str]:
    """What the trail keeps of who signs, or agrees with it: their role. Of other decisions none."""
    return {_ROLE: telling_role(actor.roles).value} if action is Action.SIGN else {}


def telling_role(roles: frozenset[UserRole]) -> UserRole:
    """Of the roles of one who decides, the one that says most."""
    return UserRole.APPROVER if UserRole.APPROVER in roles else UserRole.REVIEWER


def role_at_signing(session: Session, decision: DecisionEntry, *, second: bool) -> UserRole | None:
    """The role in which a document was signed, or agreed with by a second person.

    None where the trail does not say: the signature is older than what is kept of it now.
    """
    entries = session.scalars(
        select(AuditEntry.data).where(
            AuditEntry.case_id == decision.case_id,
            AuditEntry.action.in_(_AGREED if second else _SIGNED),
        )
    )
    for kept in map(json.loads, entries):
        if kept.get("decision") == decision.id and _ROLE in kept:
            return UserRole(kept[_ROLE])
    return None

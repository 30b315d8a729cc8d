"""A link of one's own for a calendar program, which can't sign in.

Whoever has the link reads what its owner may see of what leaves the house (`agenda`), as long
as the account lets its owner see cases. Only the secret's hash is kept.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rutine.cases.access import SEES_CASES
from rutine.cases.accounts.users import User, user_of
from rutine.cases.tables import CalendarLink, UserAccount
from rutine.cases.trail.audit import append
from rutine.core import clock


def make(session: Session, user: User) -> str:
    """A new secret; the one before it stops working."""
    session.execute(delete(CalendarLink).where(CalendarLink.user_id == user.user_id))
    token = secrets.token_urlsafe(32)
    session.add(CalendarLink(token_hash=_hashed(token), user_id=user.user_id, made_at=clock.now()))
    session.flush()
    append(session, user.actor, "calendar_link_made")
    return token


def end(session: Session, user: User) -> None:
    """Let the link work no more."""
    gone = session.execute(
        delete(CalendarLink)
        .where(CalendarLink.user_id == user.user_id)
        .returning(CalendarLink.token_hash)
    ).all()
    if gone:
        append(session, user.actor, "calendar_link_ended")


def has_one(session: Session, user: User) -> bool:
    """Whether the person has a link."""
    return (
        session.scalar(select(CalendarLink.made_at).where(CalendarLink.user_id == user.user_id))
        is not None
    )


def owner(session: Session, token: str) -> User | None:
    """Whose link it is; None when it works no more, or its owner may see no cases."""
    link = session.get(CalendarLink, _hashed(token))
    account = None if link is None else session.get(UserAccount, link.user_id)
    if account is None or not account.enabled:
        return None
    user = user_of(account)
    return user if user.actor.may(SEES_CASES) else None


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()

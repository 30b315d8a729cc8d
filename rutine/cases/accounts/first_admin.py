"""The first administrator: a link that works once, within an hour, where there is none yet.

Whoever has a shell on the machine makes the link; whoever opens it chooses a name and a
password that nobody else has seen.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import User, add_user, user_of
from rutine.cases.tables import FirstAdminLink, UserAccount
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError

VALID: Final = timedelta(hours=1)


def make_link(session: Session) -> str:
    """A new secret for the link; one made before stops working.

    Raises:
        InputError: `administrator_exists`.
    """
    if _has_administrator(session):
        raise InputError(
            "administrator_exists",
            "There is an administrator already.",
            "Ask them for an account, or use: rutine user add NAME --role administrator",
        )
    session.execute(delete(FirstAdminLink))
    token = secrets.token_hex(32)
    session.add(FirstAdminLink(token_hash=_hashed(token), made_at=clock.now()))
    session.flush()
    append(session, COMMAND_LINE, "first_admin_link")
    return token


def works(session: Session, token: str) -> bool:
    """Whether the link can be used now."""
    link = session.get(FirstAdminLink, _hashed(token))
    return link is not None and _is_young(link) and not _has_administrator(session)


def is_waiting(session: Session) -> bool:
    """Whether some link can be used now."""
    links = session.scalars(select(FirstAdminLink)).all()
    return any(map(_is_young, links)) and not _has_administrator(session)


def use(session: Session, token: str, name: str, display_name: str, password: str) -> User:
    """Make the administrator's account; the link is used up, unless something is refused.

    Raises:
        AccessDenied: `link_expired`: used, too old, made anew, or never made.
        InputError: what `add_user` refuses.
    """
    if not works(session, token):
        raise AccessDenied("link_expired", "The link has been used or is too old.")
    session.execute(delete(FirstAdminLink))
    roles = [UserRole.ADMINISTRATOR]
    return add_user(session, name, display_name, password, roles, actor=COMMAND_LINE)


def _has_administrator(session: Session) -> bool:
    accounts = session.scalars(select(UserAccount).where(UserAccount.enabled)).all()
    return any(UserRole.ADMINISTRATOR in user_of(account).roles for account in accounts)


def _is_young(link: FirstAdminLink) -> bool:
    return clock.now() - link.made_at < VALID


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()

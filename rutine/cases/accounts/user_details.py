"""What an administrator may change of an account beside its roles: units, name, open again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import ADMINISTERS, COMMAND_LINE, Actor, require
from rutine.cases.accounts.users import User, user_of
from rutine.cases.canonical import canonical
from rutine.cases.tables import UserAccount
from rutine.cases.trail.audit import append
from rutine.core.errors import InputError


def set_units(session: Session, name: str, units: Iterable[str] | None, *, actor: Actor) -> User:
    """Let an account see the cases of exactly these sub-units; None is all. Holds at once.

    Raises:
        AccessDenied: a person without the administrator role does it.
        InputError: `user_missing`.
    """
    account = _changed_by(session, name, actor)
    account.units = None if units is None else canonical(sorted(set(units)))
    append(session, actor, "units_set", data={"user": account.id})
    return user_of(account)


def set_display_name(session: Session, name: str, display_name: str, *, actor: Actor) -> User:
    """Give an account the name that stands on its decisions from now on.

    Raises:
        AccessDenied: a person without the administrator role does it.
        InputError: `user_missing` or `user_name_invalid`.
    """
    account = _changed_by(session, name, actor)
    shown = " ".join(display_name.split())
    if not shown:
        raise InputError("user_name_invalid", "The person has a name.")
    account.display_name = shown
    append(session, actor, "user_renamed", data={"user": account.id})
    return user_of(account)


def enable(session: Session, name: str, *, actor: Actor) -> User:
    """Open a closed account again, with the roles and units it had.

    Raises:
        AccessDenied: a person without the administrator role does it.
        InputError: `user_missing`.
    """
    account = _changed_by(session, name, actor)
    account.enabled = True
    append(session, actor, "user_enabled", data={"user": account.id})
    return user_of(account)


def _changed_by(session: Session, name: str, actor: Actor) -> UserAccount:
    if actor != COMMAND_LINE:
        require(actor, ADMINISTERS)
    account = session.scalars(
        select(UserAccount).where(UserAccount.name == name.strip().casefold())
    ).one_or_none()
    if account is None:
        raise InputError("user_missing", "There is no account with this name.")
    return account

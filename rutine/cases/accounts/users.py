"""Accounts: argon2id passwords, roles, and a wait that grows with wrong attempts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rutine.cases.access import ADMINISTERS, BESIDE, COMMAND_LINE, Actor, UserRole, require
from rutine.cases.accounts import attempts, second_factor
from rutine.cases.accounts.sign_in import Way
from rutine.cases.canonical import canonical
from rutine.cases.database import Database
from rutine.cases.tables import CalendarLink, UserAccount, WebSessionRow
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.errors import InputError

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 1000
"""Characters; a longer one is refused before any work is done on it."""

LANGUAGES: Final = frozenset({"nb", "nn", "en"})

_NAME = re.compile(r"[a-z0-9æøå._@-]{2,80}")
_HASHER = PasswordHasher()  # argon2id with the library's (RFC 9106) parameters


@dataclass(frozen=True, slots=True)
class User:
    """An account. `name` is what the person signs in with, lower case."""

    user_id: str
    name: str
    display_name: str
    roles: frozenset[UserRole]
    units: frozenset[str] | None
    language: str | None
    enabled: bool
    shortcuts: bool = True
    way: Way = Way.LOCAL

    @property
    def actor(self) -> Actor:
        """The person, as decisions and the audit trail know them."""
        return Actor(f"user:{self.user_id}", self.display_name, self.roles, self.units)


def add_user(
    session: Session,
    name: str,
    display_name: str,
    password: str,
    roles: Iterable[UserRole],
    *,
    actor: Actor,
    units: Iterable[str] | None = None,
) -> User:
    """Make an account.

    Raises:
        AccessDenied: a person without the administrator role makes it.
        InputError: `user_exists`, `user_name_invalid`, `password_too_short`,
            `password_too_long` or `roles_missing`.
    """
    _administers(actor)
    login = name.strip().casefold()
    if not _NAME.fullmatch(login) or not display_name.strip():
        raise InputError(
            "user_name_invalid",
            "A user name has 2 to 80 letters, digits or . _ @ -, and the person has a name.",
        )
    given = _checked_roles(roles)
    hashed = _hashed(password)
    if find_user(session, login) is not None:
        raise InputError("user_exists", "There is an account with this name.")
    account = UserAccount(
        id=str(uuid4()),
        name=login,
        display_name=display_name.strip(),
        password_hash=hashed,
        roles=canonical(given),
        units=None if units is None else canonical(sorted(units)),
        enabled=True,
        shortcuts=True,
        made_at=clock.now(),
    )
    session.add(account)
    session.flush()
    append(session, actor, "user_added", data={"user": account.id, "roles": given})
    return user_of(account)


def authenticate(database: Database, name: str, password: str, code: str = "") -> User | None:
    """The account, when name, password and one-time code agree; otherwise None, whatever the cause.

    `code` is looked at for an account with a second factor only, and can be used once.

    Takes the whole database, not a session: the password is checked (tens of milliseconds)
    while nothing is locked, and a wrong attempt is stored even though nobody gets in. After
    five wrong ones in a row the name must wait, longer each time (see `attempts`), whether or
    not it has an account. A wrong code counts as a wrong password does.
    """
    return _admitted(database, name, password, code, signs_in=True)


def confirmed(database: Database, user: User, password: str, code: str) -> bool:
    """Whether the one at the keyboard still is this person, as `authenticate` would say.

    Wrong attempts count together with those to sign in: a session left open is no way to try.
    For the same reason the password alone is never enough where there is a second factor: it
    would clear the count, and leave as many guesses at the code as anybody likes.
    """
    return _admitted(database, user.name, password, code, signs_in=False) is not None


def _admitted(
    database: Database, name: str, password: str, code: str, *, signs_in: bool
) -> User | None:
    login = name.strip().casefold()
    lookup = attempts.lookup(database.keys, login)
    with database.reading() as session:
        if attempts.blocked(session, lookup):
            return None
        account = _account(session, login)
    known = account is not None and account.way == Way.LOCAL.value
    right = _agrees(account.password_hash if account and known else _nobodys_hash(), password)
    with database.writing() as session:
        if attempts.blocked(session, lookup):
            return None  # others, at the same time, used up the attempts
        account = _account(session, login)
        if (
            not right
            or account is None
            or not account.enabled
            or account.way != Way.LOCAL.value  # it has no password
            # Last, so that a code is not used up by one who doesn't know the password.
            or not second_factor.passes(session, database.keys, account.id, code)
        ):
            if attempts.failed(session, lookup):
                data = {"user": account.id if account else None}
                append(session, COMMAND_LINE, "sign_in_blocked", data=data)
            return None
        attempts.forget(session, lookup)
        if _HASHER.check_needs_rehash(account.password_hash):
            account.password_hash = _HASHER.hash(password)
        user = user_of(account)
        if signs_in:
            append(session, user.actor, "signed_in")
        return user


def find_user(session: Session, name: str) -> User | None:
    """The account with this name."""
    account = _account(session, name.strip().casefold())
    return None if account is None else user_of(account)


def list_users(session: Session) -> tuple[User, ...]:
    """Every account, by name."""
    return tuple(
        user_of(account)
        for account in session.scalars(select(UserAccount).order_by(UserAccount.name))
    )


def set_language(session: Session, user_id: str, language: str) -> None:
    """Remember the language a person reads in: `nb`, `nn` or `en`.

    Raises:
        InputError: `language_unknown` or `user_missing`.
    """
    if language not in LANGUAGES:
        raise InputError("language_unknown", "The languages are nb, nn and en.")
    account = session.get(UserAccount, user_id)
    if account is None:
        raise _missing()
    account.language = language


def set_shortcuts(session: Session, user_id: str, *, on: bool) -> None:
    """Remember whether single keys do things on this person's pages.

    Raises:
        InputError: `user_missing`.
    """
    account = session.get(UserAccount, user_id)
    if account is None:
        raise _missing()
    account.shortcuts = on


def set_password(session: Session, name: str, password: str, *, actor: Actor) -> None:
    """Give an account a new password; ends its sessions everywhere, and its calendar link.

    Raises:
        AccessDenied: a person without the administrator role does it to somebody else.
        InputError: `user_missing`, `user_not_local`, `password_too_short` or
            `password_too_long`.
    """
    account = _account(session, name.strip().casefold())
    if account is None or actor.id != user_of(account).actor.id:
        _administers(actor)
    if account is None:
        raise _missing()
    _is_local(account)
    account.password_hash = _hashed(password)
    _end_everywhere(session, account)
    append(session, actor, "password_set", data={"user": account.id})


def set_roles(session: Session, name: str, roles: Iterable[UserRole], *, actor: Actor) -> User:
    """Give an account exactly these roles; they hold from its next page.

    Raises:
        AccessDenied: a person without the administrator role does it.
        InputError: `user_missing`, `roles_missing`, or `roles_from_provider`.
    """
    _administers(actor)
    given = _checked_roles(roles)
    account = _account(session, name.strip().casefold())
    if account is None:
        raise _missing()
    if account.way == Way.ENTRA.value:
        raise InputError(
            "roles_from_provider",
            "The roles of this account come from Entra ID.",
            "Give the person another app role there; it holds from the next sign-in.",
        )
    account.roles = canonical(given)
    append(session, actor, "roles_set", data={"user": account.id, "roles": given})
    return user_of(account)


def disable(session: Session, name: str, *, actor: Actor) -> None:
    """Close an account, its sessions and its calendar link; decisions keep the person's name.

    Raises:
        AccessDenied: a person without the administrator role does it.
        InputError: `user_missing`.
    """
    _administers(actor)
    account = _account(session, name.strip().casefold())
    if account is None:
        raise _missing()
    account.enabled = False
    _end_everywhere(session, account)
    append(session, actor, "user_disabled", data={"user": account.id})


def reset_second_factor(session: Session, name: str, *, actor: Actor) -> bool:
    """Take an account's second factor away and end its sessions; whether it had one.

    For a person who lost the phone: the password alone signs in until they set up a new one.

    Raises:
        AccessDenied: a person without the administrator role does it.
        InputError: `user_missing`.
    """
    _administers(actor)
    account = _account(session, name.strip().casefold())
    if account is None:
        raise _missing()
    if not second_factor.remove(session, account.id):
        return False
    _end_everywhere(session, account)
    append(session, actor, "second_factor_reset", data={"user": account.id})
    return True


def _end_everywhere(session: Session, account: UserAccount) -> None:
    """End sessions, and the link for a calendar: whoever took over the account may have made it."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.user_id == account.id))
    session.execute(delete(CalendarLink).where(CalendarLink.user_id == account.id))


def user_of(account: UserAccount) -> User:
    """The account as the rest of the program sees it."""
    return User(
        user_id=account.id,
        name=account.name,
        display_name=account.display_name,
        roles=roles_of(account.roles),
        units=units_of(account.units),
        language=account.language,
        enabled=account.enabled,
        shortcuts=account.shortcuts,
        way=Way(account.way),
    )


@cache
def roles_of(stored: str) -> frozenset[UserRole]:
    """The roles, from how they are stored; there are few combinations."""
    return frozenset(UserRole(role) for role in json.loads(stored))


def units_of(stored: str | None) -> frozenset[str] | None:
    """The units that somebody sees, from how they are stored; None for all."""
    return None if stored is None else frozenset(json.loads(stored))


def _account(session: Session, login: str) -> UserAccount | None:
    return session.scalars(select(UserAccount).where(UserAccount.name == login)).one_or_none()


def _checked_roles(roles: Iterable[UserRole]) -> list[str]:
    given = sorted(UserRole(role).value for role in roles)
    if not set(given) - {each.value for each in BESIDE}:
        raise InputError(
            "roles_missing",
            "An account needs at least one role; a right beside a role is none alone.",
        )
    return given


def _administers(actor: Actor) -> None:
    """The command line makes the first account; after that, administrators may too."""
    if actor != COMMAND_LINE:
        require(actor, ADMINISTERS)


def _hashed(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise InputError(
            "password_too_short", f"A password has at least {SHORTEST_PASSWORD} characters."
        )
    if len(password) > LONGEST_PASSWORD:
        raise InputError(
            "password_too_long", f"A password has at most {LONGEST_PASSWORD} characters."
        )
    return _HASHER.hash(password)


@cache
def _nobodys_hash() -> str:
    """Checked when there is no account, so that the answer takes as long."""
    return _HASHER.hash("nobody")


def _agrees(hashed: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _is_local(account: UserAccount) -> None:
    if account.way != Way.LOCAL.value:
        raise InputError(
            "user_not_local",
            "This account signs in at an identity provider and has no password here.",
        )


def _missing() -> InputError:
    return InputError("user_missing", "There is no account with this name.")

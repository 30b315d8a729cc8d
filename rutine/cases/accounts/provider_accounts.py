"""Accounts of people who sign in at an identity provider: found again, made, and kept up to date.

Where the provider says what a person may do (Entra ID's app roles), that holds from the next
sign-in: an account is never more than what was said last. Where it does not (Ansattporten),
the first sign-in makes an account without a role, which waits for an administrator.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rutine.cases.access import BESIDE, ROBOT, UserRole
from rutine.cases.accounts import sessions
from rutine.cases.accounts.sign_in import Identity, Stop, Way
from rutine.cases.accounts.users import User, user_of
from rutine.cases.canonical import canonical
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import ProviderAccount, UserAccount, WebSessionRow
from rutine.cases.trail.audit import append
from rutine.core import clock

WAITS: Final = timedelta(days=30)
"""How long an account without a role waits; nobody has done anything with it."""

LONGEST_NAME: Final = 200
_FIRST_AND_LAST: Final = 2
_NO_PASSWORD: Final = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """What came of a sign-in: who may go in, or why not and under which name they are known."""

    user: User | None = None
    stop: Stop | None = None
    name: str = ""


def admit(session: Session, keys: KeyRing, way: Way, identity: Identity) -> Admission:
    """Find or make the account of an identity, and say whether the person may go in.

    Nothing is raised: what is written down about one who may not go in must stay.
    """
    entry = session.get(ProviderAccount, _lookup(keys, way, identity))
    account = session.get(UserAccount, entry.user_id) if entry is not None else None
    roles = None if identity.roles is None else _counted(identity.roles)
    if account is None:
        if roles is not None and not roles:
            return _stopped(session, way, Stop.NO_ROLE)
        account = _made(session, keys, way, identity, roles or [])
    elif entry is not None:
        entry.seen_at = clock.now()
    if not account.enabled:
        return _stopped(session, way, Stop.CLOSED, account)
    _keep_up(session, account, identity, roles)
    if roles is not None and not roles:
        # Whoever has no role any more is out everywhere, not only in this browser.
        sessions.end_everywhere(session, account.id)
        return _stopped(session, way, Stop.NO_ROLE, account)
    if not json.loads(account.roles):
        return _stopped(session, way, Stop.WAITING, account)
    user = user_of(account)
    append(session, user.actor, "signed_in", data={"way": way.value})
    return Admission(user)


def stopped(session: Session, way: Way, stop: Stop, detail: str = "") -> None:
    """Write down that nobody was let in, and why; who it was is not known."""
    data = {"way": way.value, "why": stop.value} | ({"what": detail} if detail else {})
    append(session, ROBOT, "sign_in_stopped", data=data)


def same_person(session: Session, one: str, other: str) -> bool:
    """Whether two actors look like one person with accounts of different ways to sign in.

    The same name in two ways is taken for one person: whoever signs in with a password one day
    and at a provider the next must not approve their own proposals. Providers write a name in
    their own way (`Nordmann, Kari Anne`), so order counts for nothing, and a middle name may be
    left out. Two people who are taken for one need a third to agree, which is the safer mistake.
    """
    accounts = [session.get(UserAccount, actor.removeprefix("user:")) for actor in (one, other)]
    if one == other:
        return True
    first, second = accounts
    return (
        first is not None
        and second is not None
        and first.way != second.way
        and _same_name(first.display_name, second.display_name)
    )


def _same_name(one: str, other: str) -> bool:
    fewer, more = sorted((_words(one), _words(other)), key=len)
    return fewer == more or (len(fewer) >= _FIRST_AND_LAST and fewer <= more)


def _words(name: str) -> frozenset[str]:
    """The words of a name, however it is written: letters with a ring or two signs for it."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return frozenset(plain.replace(",", " ").split())


def _stopped(
    session: Session, way: Way, stop: Stop, account: UserAccount | None = None
) -> Admission:
    if account is None:
        stopped(session, way, stop)
        return Admission(stop=stop)
    data = {"way": way.value, "why": stop.value, "user": account.id}
    append(session, ROBOT, "sign_in_stopped", data=data)
    return Admission(stop=stop, name=account.name)


def _made(
    session: Session, keys: KeyRing, way: Way, identity: Identity, roles: list[str]
) -> UserAccount:
    _forget_those_who_waited(session)
    name = _new_name(session, way)
    account = UserAccount(
        id=str(uuid4()),
        name=name,
        display_name=_shown(identity) or name,
        password_hash=_NO_PASSWORD,
        roles=canonical(roles),
        units=_stored(identity),
        enabled=True,
        way=way.value,
        shortcuts=True,
        made_at=clock.now(),
    )
    session.add(account)
    session.flush()
    lookup = _lookup(keys, way, identity)
    session.add(ProviderAccount(lookup=lookup, user_id=account.id, seen_at=clock.now()))
    session.flush()
    data = {"user": account.id, "roles": roles, "way": way.value}
    append(session, ROBOT, "user_added", data=data)
    return account


def _keep_up(
    session: Session, account: UserAccount, identity: Identity, roles: list[str] | None
) -> None:
    """Take over what the provider says now; what is given here stays as it is."""
    if name := _shown(identity):
        account.display_name = name
    if roles is not None and json.loads(account.roles) != roles:
        account.roles = canonical(roles)
        data = {"user": account.id, "roles": roles, "way": account.way}
        append(session, ROBOT, "roles_set", data=data)
    if identity.tells_units and account.units != _stored(identity):
        account.units = _stored(identity)
        append(session, ROBOT, "units_set", data={"user": account.id, "way": account.way})


def _forget_those_who_waited(session: Session) -> None:
    """Anybody with an electronic id can make such an account; nobody need keep them."""
    waiting = select(UserAccount.id).where(
        UserAccount.roles == canonical([]),
        UserAccount.way == Way.ANSATTPORTEN.value,
        UserAccount.enabled,
    )
    old = session.scalars(
        select(ProviderAccount.user_id).where(
            ProviderAccount.user_id.in_(waiting), ProviderAccount.seen_at < clock.now() - WAITS
        )
    ).all()
    for table in (ProviderAccount, WebSessionRow):
        session.execute(delete(table).where(table.user_id.in_(old)))
    session.execute(delete(UserAccount).where(UserAccount.id.in_(old)))


def _lookup(keys: KeyRing, way: Way, identity: Identity) -> str:
    return keys.lookup(f"{way.value}\0{identity.key}", "provider account")


def _new_name(session: Session, way: Way) -> str:
    """A name that says nothing about the person and can be read out over the telephone."""
    while True:
        name = f"{way.value}-{secrets.token_hex(3)}"
        if session.scalar(select(UserAccount.id).where(UserAccount.name == name)) is None:
            return name


def _shown(identity: Identity) -> str:
    return " ".join(identity.name.split())[:LONGEST_NAME]


def _stored(identity: Identity) -> str | None:
    """As the table has it; what the provider does not tell is all, until it is given here."""
    if not identity.tells_units or identity.units is None:
        return None
    return canonical(sorted(identity.units))


def _counted(roles: frozenset[UserRole]) -> list[str]:
    """A right beside a role is none alone, here as in `users.set_roles`."""
    return sorted(roles) if roles - BESIDE else []

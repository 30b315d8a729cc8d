"""Web sessions kept on the server: revocable, idle for 30 minutes at most, 8 hours in all."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from rutine.cases.accounts.users import User, user_of
from rutine.cases.canonical import canonical
from rutine.cases.database import Database
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import UserAccount, WebSessionRow
from rutine.core import clock
from rutine.core.errors import ConnectorError

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=8)

_NOTED_EVERY: Final = timedelta(minutes=1)
"""Reading a page costs a write once a minute, not every time."""


@dataclass(frozen=True, slots=True, repr=False)
class StartedSession:
    """What the browser gets: the cookie's value, and the token for forms."""

    token: str
    csrf: str


@dataclass(frozen=True, slots=True, repr=False)
class WebSession:
    """A live session and whose it is.

    Attributes:
        csrf: what every form must send back; compare with `secrets.compare_digest`.
        ends_at: when it ends if nothing more is done.
        search: what the lists were last searched for; it is in no address.
        lists: how each list was last narrowed and ordered: its name -> part of an address.
    """

    user: User
    csrf: str
    ends_at: datetime
    search: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)


class _Kept(NamedTuple):
    """What a session keeps of the lists: the search, and how each was narrowed."""

    search: str = ""
    lists: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LiveSession:
    """One browser that is signed in; `is_own` is the one that asks."""

    started_at: datetime
    seen_at: datetime
    is_own: bool


def start(session: Session, user: User) -> StartedSession:
    """Begin a session, after signing in. Only the token's hash is stored."""
    moment = clock.now()
    session.execute(
        delete(WebSessionRow).where(
            or_(
                WebSessionRow.started_at <= moment - ABSOLUTE,
                WebSessionRow.seen_at <= moment - IDLE,
            )
        )
    )
    token = secrets.token_urlsafe(32)
    session.add(
        WebSessionRow(
            token_hash=_hashed(token), user_id=user.user_id, started_at=moment, seen_at=moment
        )
    )
    session.flush()
    return StartedSession(token, _csrf(token))


def visit(database: Database, token: str) -> WebSession | None:
    """The session of this token, kept alive; None when it has ended or never was.

    When a run is writing just now, the visit is not noted; the next one will be.
    """
    moment = clock.now()
    with database.reading() as session:
        found = session.execute(
            select(WebSessionRow, UserAccount)
            .join(UserAccount, UserAccount.id == WebSessionRow.user_id)
            .where(WebSessionRow.token_hash == _hashed(token), UserAccount.enabled)
        ).first()
        if found is None:
            return None
        entry, account = found
        user = user_of(account)
        started, seen, kept = entry.started_at, entry.seen_at, _opened(database.keys, entry)
    if moment >= min(started + ABSOLUTE, seen + IDLE):
        return None
    if moment - seen >= _NOTED_EVERY:
        with suppress(ConnectorError), database.writing(waits=False) as session:
            session.execute(
                update(WebSessionRow)
                .where(WebSessionRow.token_hash == _hashed(token))
                .values(seen_at=moment)
            )
    return WebSession(user, _csrf(token), min(started + ABSOLUTE, moment + IDLE), *kept)


def remember_search(session: Session, keys: KeyRing, token: str, search: str) -> None:
    """Keep what the lists are searched for as long as this session, encrypted."""
    if (entry := session.get(WebSessionRow, _hashed(token))) is not None:
        _keep(keys, entry, search, _opened(keys, entry).lists)


def remember_list(session: Session, keys: KeyRing, token: str, name: str, query: str) -> None:
    """Keep how a list is narrowed and ordered as long as this session; empty forgets it."""
    if (entry := session.get(WebSessionRow, _hashed(token))) is not None:
        kept = _opened(keys, entry)
        lists = {**kept.lists, name: query}
        _keep(keys, entry, kept.search, {name: said for name, said in lists.items() if said})


def end(session: Session, token: str) -> None:
    """Sign out here."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.token_hash == _hashed(token)))


def end_everywhere(session: Session, user_id: str) -> int:
    """Sign out in every browser; returns how many sessions ended."""
    ended = session.execute(delete(WebSessionRow).where(WebSessionRow.user_id == user_id))
    assert isinstance(ended, CursorResult)  # noqa: S101 - tells mypy what a DELETE gives
    return ended.rowcount


def live(session: Session, user_id: str, token: str) -> tuple[LiveSession, ...]:
    """Where an account is signed in now, used last first; `token` is this browser's own."""
    moment = clock.now()
    own = _hashed(token)
    entries = session.scalars(
        select(WebSessionRow)
        .where(
            WebSessionRow.user_id == user_id,
            WebSessionRow.started_at > moment - ABSOLUTE,
            WebSessionRow.seen_at > moment - IDLE,
        )
        .order_by(WebSessionRow.seen_at.desc(), WebSessionRow.started_at.desc())
    )
    return tuple(
        LiveSession(each.started_at, each.seen_at, each.token_hash == own) for each in entries
    )


def _keep(keys: KeyRing, entry: WebSessionRow, search: str, lists: Mapping[str, str]) -> None:
    text = canonical({"search": search, "lists": dict(lists)})
    entry.search = keys.encrypt(text.encode(), f"search:{entry.token_hash}")


def _opened(keys: KeyRing, entry: WebSessionRow) -> _Kept:
    """What the session keeps; nothing of one that an earlier version of the program began."""
    if entry.search is None:
        return _Kept()
    text = keys.decrypt(entry.search, f"search:{entry.token_hash}").decode()
    try:
        kept = json.loads(text)
    except ValueError:
        return _Kept()
    return _Kept(kept["search"], kept["lists"]) if isinstance(kept, dict) else _Kept()


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _csrf(token: str) -> str:
    """Follows from the token, so there is nothing more to store or to lose."""
    return hmac.new(token.encode(), b"csrf", sha256).hexdigest()

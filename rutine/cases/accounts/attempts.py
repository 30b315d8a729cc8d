"""Wrong passwords in a row, and how long the name must wait after them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import SignInAttempts
from rutine.core import clock

FREE: Final = 5
"""Wrong attempts in a row before the first wait."""

FIRST_WAIT: Final = timedelta(seconds=30)
"""Doubles with each further wrong attempt."""

LONGEST_WAIT: Final = timedelta(hours=1)

_FORGOTTEN_AFTER: Final = timedelta(days=1)


def lookup(keys: KeyRing, login: str) -> str:
    """What attempts are stored under: people type passwords into the name's field."""
    return keys.lookup(login, "sign in")


def blocked(session: Session, name_lookup: str) -> bool:
    """Whether the name must still wait."""
    entry = session.get(SignInAttempts, name_lookup)
    return (
        entry is not None and entry.blocked_until is not None and entry.blocked_until > clock.now()
    )


def failed(session: Session, name_lookup: str) -> bool:
    """Count a wrong attempt; returns whether the name must wait now."""
    moment = clock.now()
    session.execute(
        delete(SignInAttempts).where(SignInAttempts.last_at < moment - _FORGOTTEN_AFTER)
    )
    entry = session.get(SignInAttempts, name_lookup)
    if entry is None:
        entry = SignInAttempts(name_lookup=name_lookup, failed=0)
        session.add(entry)
    entry.failed += 1
    entry.last_at = moment
    if entry.failed >= FREE:
        entry.blocked_until = moment + wait_after(entry.failed)
    return entry.failed >= FREE


def forget(session: Session, name_lookup: str) -> None:
    """The right password came: start counting anew."""
    session.execute(delete(SignInAttempts).where(SignInAttempts.name_lookup == name_lookup))


def wait_after(wrong: int) -> timedelta:
    """The wait after so many wrong attempts in a row."""
    if wrong < FREE:
        return timedelta(0)
    doublings = min(wrong - FREE, 10)  # 2^10 is past the longest wait already
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)

"""The second factor of an account: a secret shared with the person's phone, kept encrypted."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from rutine.cases.accounts import attempts
from rutine.cases.accounts.one_time_code import accepted_step
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import SecondFactor
from rutine.core import clock
from rutine.core.errors import InputError

_BYTES: Final = 20
"""As long as the hash: RFC 4226 §4."""

TO_CONFIRM: Final = timedelta(minutes=10)
"""How long a new secret waits for its first code."""


def begin(session: Session, keys: KeyRing, user_id: str) -> str:
    """Make a secret, which counts once a code of it was typed; returns it as base32.

    Raises:
        InputError: `second_factor_on`: the old one must be taken away first.
    """
    if is_on(session, user_id):
        raise InputError("second_factor_on", "This account has a second factor already.")
    remove(session, user_id)
    secret = secrets.token_bytes(_BYTES)
    session.add(
        SecondFactor(
            user_id=user_id,
            sealed=keys.encrypt(secret, _context(user_id)),
            last_step=-1,
            made_at=clock.now(),
            is_on=False,
        )
    )
    session.flush()
    return base64.b32encode(secret).decode()


def confirm(session: Session, keys: KeyRing, user_id: str, code: str) -> bool:
    """Turn the new secret on with its first code; False when the code is wrong or late.

    Wrong ones in a row must wait, as wrong passwords must.
    """
    entry = session.get(SecondFactor, user_id)
    tried = attempts.lookup(keys, _context(user_id))
    if entry is None or entry.is_on or clock.now() - entry.made_at > TO_CONFIRM:
        return False
    if attempts.blocked(session, tried):
        return False
    entry.is_on = _uses(entry, keys, code)
    if entry.is_on:
        attempts.forget(session, tried)
    else:
        attempts.failed(session, tried)
    return entry.is_on


def is_on(session: Session, user_id: str) -> bool:
    """Whether signing in to the account needs a code."""
    entry = session.get(SecondFactor, user_id)
    return entry is not None and entry.is_on


def passes(session: Session, keys: KeyRing, user_id: str, code: str) -> bool:
    """Whether the code is right, which uses it up; True for an account without a second factor.

    The session must be a writing one: of two who type the same code, one gets in.
    """
    entry = session.get(SecondFactor, user_id)
    return entry is None or not entry.is_on or _uses(entry, keys, code)


def remove(session: Session, user_id: str) -> bool:
    """Take the second factor away; whether there was one."""
    removed = session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    assert isinstance(removed, CursorResult)  # noqa: S101 - tells mypy what a DELETE gives
    return removed.rowcount > 0


def _uses(entry: SecondFactor, keys: KeyRing, code: str) -> bool:
    secret = keys.decrypt(entry.sealed, _context(entry.user_id))
    step = accepted_step(secret, code, clock.now(), after=entry.last_step)
    if step is None:
        return False
    entry.last_step = step
    return True


def _context(user_id: str) -> str:
    return f"second factor:{user_id}"

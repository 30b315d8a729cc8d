"""Browsers on their way to an identity provider and back: begun here, ended once, here.

A journey is known by its state, bound to the browser that began it, and forgotten after ten
minutes. The secrets lie encrypted in the store; the browser has none of them.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from rutine.cases.accounts.sign_in import Journey, Way
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import SignInJourney
from rutine.core import clock

VALID: Final = timedelta(minutes=10)
"""As long as a person may take to find the phone with the electronic id."""


@dataclass(frozen=True, slots=True, repr=False)
class Begun:
    """A journey that came back: its secrets, and the page that was asked for before it."""

    journey: Journey
    page: str


def begin(
    session: Session, keys: KeyRing, journey: Journey, *, way: Way, browser: str, page: str
) -> None:
    """Remember a journey; those that never came back are forgotten.

    Args:
        session: the store.
        keys: the store's key ring.
        journey: its secrets.
        way: where it goes.
        browser: a secret that only this browser has.
        page: where the person wanted to go.
    """
    moment = clock.now()
    session.execute(delete(SignInJourney).where(SignInJourney.started_at <= moment - VALID))
    held = [journey.nonce, journey.verifier, way.value, _bound(browser), page]
    state_hash = _hashed(journey.state)
    session.add(
        SignInJourney(
            state_hash=state_hash,
            sealed=keys.encrypt(json.dumps(held).encode(), _context(state_hash)),
            started_at=moment,
        )
    )
    session.flush()


def end(session: Session, keys: KeyRing, state: str, *, way: Way, browser: str) -> Begun | None:
    """The journey of this state, which is used up; None when it is not this browser's.

    A journey begun elsewhere, at another provider, too long ago or ended before is none. One
    that another browser comes with stays: its own may still be on the way.
    """
    state_hash = _hashed(state)
    entry = session.get(SignInJourney, state_hash)
    if entry is None or clock.now() - entry.started_at >= VALID:
        return None
    nonce, verifier, to, bound, page = json.loads(keys.decrypt(entry.sealed, _context(state_hash)))
    if to != way.value or not secrets.compare_digest(bound, _bound(browser)):
        return None
    session.delete(entry)
    return Begun(Journey(state, nonce, verifier), page)


def _context(state_hash: str) -> str:
    return f"journey:{state_hash}"


def _bound(browser: str) -> str:
    return sha256(b"browser\0" + browser.encode()).hexdigest()


def _hashed(state: str) -> str:
    return sha256(state.encode()).hexdigest()

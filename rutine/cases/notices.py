"""Who wants to be told by e-mail, and that nobody is told twice in a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rutine.cases.access import SEES_CASES, Actor, require
from rutine.cases.accounts.users import User, user_of
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import NoticeChoice, NoticeSent, UserAccount
from rutine.core import clock
from rutine.core.errors import InputError

WEBHOOK: Final = "webhook"
"""The receiver that is no person."""

LONGEST: Final = 254
"""Characters of an address: RFC 5321."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True, repr=False)
class Receiver:
    """A person who wants letters, and where to."""

    user: User
    address: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A receiver whose turn it is today; `before` is when they were told last."""

    receiver: str
    before: datetime | None


def choose(session: Session, keys: KeyRing, actor: Actor, address: str | None) -> None:
    """Tell this person by e-mail from now on, or, without an address, no more.

    Raises:
        AccessDenied: the actor's roles see no cases.
        InputError: `address_invalid`.
    """
    require(actor, SEES_CASES)
    user_id = actor.id.removeprefix("user:")
    session.execute(delete(NoticeChoice).where(NoticeChoice.user_id == user_id))
    if address is None:
        return
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        raise InputError("address_invalid", "This is not an e-mail address.")
    sealed = keys.encrypt(address.encode(), _context(user_id))
    session.add(NoticeChoice(user_id=user_id, sealed=sealed))


def chosen(session: Session, keys: KeyRing, user_id: str) -> str | None:
    """Where the person wants letters; None for one who wants none."""
    choice = session.get(NoticeChoice, user_id)
    return None if choice is None else _address(keys, choice)


def receivers(session: Session, keys: KeyRing) -> tuple[Receiver, ...]:
    """Everybody who wants letters, whose account is open and sees cases."""
    query = select(UserAccount, NoticeChoice).join(
        NoticeChoice, NoticeChoice.user_id == UserAccount.id
    )
    found = session.execute(query.where(UserAccount.enabled).order_by(UserAccount.name)).all()
    return tuple(
        Receiver(user, _address(keys, choice))
        for user, choice in ((user_of(account), choice) for account, choice in found)
        if user.actor.may(SEES_CASES)
    )


def take_turn(session: Session, receiver: str) -> Turn | None:
    """Note that the receiver is told today; None when that was done already.

    Noted before anything is sent: of two that run at once, one sends.
    """
    moment = clock.now()
    entry = session.get(NoticeSent, receiver)
    before = entry.sent_at if entry is not None else None
    if before is not None and _day(before) >= _day(moment):
        return None
    if entry is None:
        session.add(NoticeSent(receiver=receiver, sent_at=moment))
    else:
        entry.sent_at = moment
    session.flush()
    return Turn(receiver, before)


def give_back(session: Session, turn: Turn) -> None:
    """Nothing was sent after all: another run may tell the receiver today."""
    entry = session.get_one(NoticeSent, turn.receiver)
    if turn.before is None:
        session.delete(entry)
    else:
        entry.sent_at = turn.before
    session.flush()


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(clock.OSLO):%Y-%m-%d}"


def _address(keys: KeyRing, choice: NoticeChoice) -> str:
    return keys.decrypt(choice.sealed, _context(choice.user_id)).decode()


def _context(user_id: str) -> str:
    return f"notice:{user_id}"

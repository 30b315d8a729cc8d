"""`rutine notify`: tell those who want it what waits; a scheduler runs it once a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console

from rutine.cases.access import ROBOT, Actor
from rutine.cases.figures.digest import Digest, digest
from rutine.cases.notices import WEBHOOK, Turn, give_back, receivers, take_turn
from rutine.cases.trail.audit import append
from rutine.cli.outcome import Exit
from rutine.connectors.mail import MailServer, send_letter
from rutine.connectors.undelivered import Undelivered
from rutine.connectors.webhook import post_message
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.installation import Installation, installation
from rutine.notice_settings import Notices
from rutine.review.catalogue import Catalogue, catalogue
from rutine.review.operation.notice import Alarm, alarm_letter, alarm_message, letter, message


@dataclass(frozen=True, slots=True, repr=False)
class _Way:
    """One receiver: whose view is counted, and how it is sent."""

    receiver: str
    viewer: Actor | None
    send: Callable[[Digest], None]


def notify() -> int:
    """Send each receiver one digest, and say how many were sent.

    Raises:
        InputError: `notices_off` where neither a mail server nor a webhook is set.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place:
        sent, failed = send_digests(place)
    for each in failed:
        console.print(f"✗ {each}")
    console.print(f"{sent} sent, {len(failed)} failed")
    return Exit.ERROR if failed else Exit.CLEAN


def send_digests(place: Installation) -> tuple[int, list[Undelivered]]:
    """Send each receiver one digest, at most once a day; nothing to tell is not told.

    Returns:
        How many were sent, and what went wrong with the others.

    Raises:
        InputError: `notices_off` where neither a mail server nor a webhook is set.
    """
    sent, failed = 0, list[Undelivered]()
    for way in _ways(place):
        turn, told = _turn(place, way)
        if turn is None or told is None:
            continue
        try:
            way.send(told)
        except Undelivered as error:
            failed.append(error)
            if not error.may_have_arrived:
                with place.database.writing() as session:
                    give_back(session, turn)
            continue
        sent += 1
        with place.database.writing() as session:
            user = way.viewer.id.removeprefix("user:") if way.viewer else None
            append(session, ROBOT, "notified", data={"user": user})
    return sent, failed


def send_alarm(place: Installation, what: Alarm) -> bool:
    """Tell at once, by webhook and to the mailbox for alarms; whether anybody is to be told.

    Raises:
        Undelivered: it did not go out, or may not have.
    """
    notices, address = place.settings.notices, place.settings.review_url
    server, t = mail_server(notices), catalogue(Language(place.settings.language))
    told = False
    if notices.webhook is not None:
        post_message(notices.webhook.get_secret_value(), alarm_message(t, what, address))
        told = True
    if server is not None and notices.alarms_to is not None:
        send_letter(server, notices.alarms_to, *alarm_letter(t, what, address))
        told = True
    return told


def _turn(place: Installation, way: _Way) -> tuple[Turn | None, Digest | None]:
    """The receiver's turn, unless they had it today or there is nothing to tell."""
    with place.database.writing() as session:
        turn = take_turn(session, way.receiver)
        if turn is None:
            return None, None
        since = turn.before or clock.now() - timedelta(days=1)
        told = digest(session, way.viewer, since=since, today=clock.today())
        if told.is_empty:
            give_back(session, turn)
            return None, None
        return turn, told


def _ways(place: Installation) -> list[_Way]:
    notices, address = place.settings.notices, place.settings.review_url
    server = mail_server(notices)
    ways = []
    if notices.webhook is not None:
        ours = catalogue(Language(place.settings.language))
        send = _message(notices.webhook.get_secret_value(), ours, address)
        ways.append(_Way(WEBHOOK, None, send))
    if server is not None:
        with place.database.reading() as session:
            people = receivers(session, place.keys)
        for each in people:
            t = catalogue(Language(each.user.language or place.settings.language))
            send = _letter(server, each.address, t, address)
            ways.append(_Way(each.user.actor.id, each.user.actor, send))
    elif notices.webhook is None:
        raise InputError(
            "notices_off",
            "Neither a mail server nor a webhook is set.",
            "Write host and sender, or webhook, under [notices] in rutine.toml.",
        )
    return ways


def _message(url: str, t: Catalogue, address: str) -> Callable[[Digest], None]:
    return lambda told: post_message(url, message(t, told, address))


def _letter(server: MailServer, to: str, t: Catalogue, address: str) -> Callable[[Digest], None]:
    return lambda told: send_letter(server, to, *letter(t, told, address))


def mail_server(notices: Notices) -> MailServer | None:
    """The mail server as it is set; None where none is."""
    if notices.host is None or notices.sender is None:
        return None
    password = notices.password.get_secret_value() if notices.password else None
    return MailServer(
        notices.host,
        notices.port,
        notices.guard.value,
        notices.sender,
        notices.user,
        password,
    )

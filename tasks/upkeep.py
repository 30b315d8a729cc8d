"""The steps of the flows in `flows.upkeep`, as Prefect tasks."""

from __future__ import annotations

from typing import Any

from prefect import State
from prefect.states import Completed

from rutine.cli.notify import send_alarm, send_digests
from rutine.core.errors import InputError
from rutine.installation import current
from rutine.review.notice import Alarm
from tasks.step import outside, step
from tasks.turn import SKIPPED


def told(sentence: str | None) -> State[Any]:
    """The state to end in: what was told, or that nobody is there to be told."""
    if sentence is None:
        message = "Hoppet over: ingen mottaker er satt opp under [notices]"
        return Completed(name=SKIPPED, message=message)
    return Completed(message=sentence)


@step
def send_notices() -> str | None:
    """Send today's digests. Not tried again: a letter would come twice.

    Raises:
        Undelivered: of the first that did not go out; the others have had theirs.
    """
    try:
        sent, failed = send_digests(current())
    except InputError as error:
        if error.code != "notices_off":
            raise
        return None
    if failed:
        raise failed[0]
    return f"{sent} sendt"


@outside
def sound_alarm(what: str) -> str | None:
    """Send one alarm; tried again, since one that is missed is worse than one that comes twice."""
    return f"Sagt fra: {what}" if send_alarm(current(), Alarm(what)) else None

"""The steps of the flows in `flows.upkeep`, as Prefect tasks."""

from __future__ import annotations

from typing import Any

from prefect import State
from prefect.states import Completed, Failed

from rutine.cli.notify import send_alarm, send_digests
from rutine.core.errors import InputError
from rutine.installation import current
from rutine.review.notice import Alarm
from tasks.step import outside, step
from tasks.turn import SKIPPED

_NOBODY = "Hoppet over: ingen mottaker er satt opp under [notices]"


@step
def send_notices() -> State[Any]:
    """Send today's digests. Not tried again: a letter would come twice."""
    try:
        sent, failed = send_digests(current())
    except InputError as error:
        if error.code != "notices_off":
            raise
        return Completed(name=SKIPPED, message=_NOBODY)
    if failed:
        return Failed(message=f"{sent} sendt, {len(failed)} kom ikke fram: {failed[0].code}")
    return Completed(message=f"{sent} sendt")


@outside
def sound_alarm(what: str) -> State[Any]:
    """Send one alarm; tried again, since one that is missed is worse than one that comes twice."""
    if send_alarm(current(), Alarm(what)):
        return Completed(message=f"Sagt fra: {what}")
    return Completed(name=SKIPPED, message=_NOBODY)

"""The steps of the flows in `flows.upkeep`, as Prefect tasks."""

from __future__ import annotations

from typing import Any

from prefect import State
from prefect.states import Completed

from rutine.cli.watching.notify import send_alarm, send_digests
from rutine.core.errors import InputError
from rutine.installation import current
from rutine.review.operation.notice import Alarm
from rutine.steps.backing_up import Taken, take_backup
from rutine.steps.retention_turn import Next, Turn, retention_turn
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


@step
def write_proven_backup() -> Taken | None:
    """Make the backup that the settings ask for. Not tried again: the alarm says what is wrong."""
    return take_backup(current())


def backed_up(taken: Taken | None) -> State[Any]:
    """The state to end in: what was made, or that nobody has said where to."""
    if taken is None:
        message = "Hoppet over: folder er ikke satt under [backup] i rutine.toml"
        return Completed(name=SKIPPED, message=message)
    keys = "; nøklene er kopiert for seg" if taken.keys_copied else ""
    return Completed(
        message=f"Sikkerhetskopi skrevet og lest igjen: {sum(taken.checked.rows.values())} rader, "
        f"{taken.checked.files} filer; {taken.kept} kopier er der, {taken.deleted} gamle slettet"
        f"{keys}"
    )


@step
def delete_in_time() -> Turn:
    """Delete what may go. Not tried again: what a kill left is done by the next run."""
    return retention_turn(current())


_WAITS = {
    Next.TERMS: "; fristene i mappings/retention.yaml er ikke bekreftet, så ingenting er slettet",
    Next.PERSON: "; venter på at en godkjenner leser det og sier ja",
    Next.NOTHING: "",
}


def kept_in_time(turn: Turn) -> State[Any]:
    """The state to end in: counts, and what the rest waits for."""
    count = sum(turn.due.values()) or "Ingenting"
    due = f"{count} er forfalt til sletting"
    done = f"{sum(turn.deleted.values())} slettet. " if turn.deleted else ""
    return Completed(message=f"{done}{due}{_WAITS[turn.next]}")

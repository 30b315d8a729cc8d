"""The same employer never runs twice at once, and nothing is done on days of rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from prefect import State
from prefect.client.base import ServerType, determine_server_type
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Completed

from rutine.cli.scheduling.prefect_api import TURN
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.run_days import Rest, RunDays
from rutine.installation import Installation
from rutine.steps.turn import PATIENCE, busy, own_turn

SKIPPED = "Skipped"
"""The name of the state in which a run ends that had nothing to do that day."""

_LEASE = 60.0
"""Seconds after which the turn of a run that was killed is free again; a live one renews it."""

_SAID = {
    Rest.WEEKEND: "Hoppet over: {day:%d.%m.%Y} er ikke en virkedag",
    Rest.HOLIDAY: "Hoppet over: {day:%d.%m.%Y} er helligdag",
    Rest.LATER: "Hoppet over: {day:%d.%m.%Y} er ikke blant de første virkedagene i måneden",
}


def limit_name(employer: str) -> str:
    """The employer's global concurrency limit in Prefect."""
    return f"{TURN}{employer}"


def day_off(days: str) -> State[Any] | None:
    """The state to end in when this is a day of rest for the schedule; None to go on.

    Raises:
        InputError: `days_invalid`.
    """
    try:
        rest = RunDays.parse(days).rest(clock.today())
    except ValueError as error:
        raise InputError(
            "days_invalid", f"days: {error}.", "Correct the schedule in prefect.yaml."
        ) from None
    if rest is None:
        return None
    return Completed(name=SKIPPED, message=_SAID[rest].format(day=clock.today()))


@contextmanager
def turn_of(place: Installation, employer: str) -> Iterator[None]:
    """Hold the employer's turn on every machine: Prefect's limit, and a lock on this one.

    Without a server of its own a run is alone with the lock: Prefect's limit would be stuck for
    ever when such a run is killed, since no server is left to take the slot back.

    Raises:
        ConnectorError: `employer_busy`.
    """
    if determine_server_type() is ServerType.EPHEMERAL:
        with own_turn(place, employer):
            yield
        return
    name = limit_name(employer)
    _make_limit(name)
    with ExitStack() as held:
        try:
            # Strict: a limit that is missing would be no lock at all. A server that is away for
            # a while does not end the run: the database's own keys hold even then.
            held.enter_context(
                concurrency(
                    name,
                    timeout_seconds=PATIENCE,
                    strict=True,
                    lease_duration=_LEASE,
                    raise_on_lease_renewal_failure=False,
                )
            )
        except TimeoutError:
            raise busy() from None
        held.enter_context(own_turn(place, employer))
        yield


def _make_limit(name: str) -> None:
    """See that the limit is there, and is one, before it is taken."""
    with get_client(sync_client=True) as client:
        try:
            client.upsert_global_concurrency_limit_by_name(name, 1)
        except ObjectAlreadyExists:  # another run made it in between
            return

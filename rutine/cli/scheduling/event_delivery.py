"""`rutine events`: tell the Prefect server what happened, so that its automations can act.

The review app only writes to the store. This process reads what was written, hands it to the
server, and then notes how far it came: a server that is away is told when it is back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from rich.console import Console

from rutine.cases.trail.occurrences import Occurrence, begin_telling, untold, was_told
from rutine.cli.outcome import Exit
from rutine.cli.scheduling.prefect_api import PrefectApi
from rutine.cli.scheduling.silent_runs import end_silent_runs, free_forgotten_turns
from rutine.core.errors import ConnectorError
from rutine.installation import Installation, installation

RECEIVER: Final = "prefect"
EVERY: Final = 2.0
"""Seconds between two looks: one read from an index each."""
LONGEST: Final = 60.0
"""Seconds between two tries while the server or the store is away."""


def deliver(*, follow: bool) -> int:
    """Tell what was not told; with `follow`, go on until the process is told to end.

    Raises:
        InputError: `server_missing`, or the server does not let us in.
        ConnectorError: without `follow`, the server does not answer.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False)
    with installation() as place, PrefectApi.of(place.settings) as api:
        begin(place)
        if not follow:
            console.print(f"{tell_all(place, api)} told")
            return Exit.CLEAN
        console.print(f"events -> {api.url}")
        _follow(place, api, console.print)
    return Exit.CLEAN


def begin(place: Installation) -> None:
    """Begin to tell here and now, unless it was begun before."""
    with place.database.writing() as session:
        begin_telling(session, RECEIVER)


def tell_all(place: Installation, api: PrefectApi) -> int:
    """Tell everything that was not told; returns how many events.

    Raises:
        ConnectorError: the server does not answer; what it has not taken is told next time.
    """
    told = 0
    while True:
        with place.database.reading() as session:
            batch = untold(session, RECEIVER)
        if batch.is_empty:
            return told
        api.emit([as_event(each) for each in batch.events])
        with place.database.writing() as session:
            was_told(session, RECEIVER, batch)
        told += len(batch.events)


def as_event(told: Occurrence) -> dict[str, Any]:
    """An event as the server takes it: ids, codes and organisation numbers."""
    return {
        "id": str(told.id),
        "event": told.kind.value,
        "occurred": told.at.isoformat(),
        "resource": {"prefect.resource.id": told.about, **told.labels},
        "related": [],
        "payload": {},
    }


def _follow(place: Installation, api: PrefectApi, say: Callable[[str], None]) -> None:
    wait, away, looked = EVERY, False, 0.0
    while True:
        try:
            tell_all(place, api)
            if time.monotonic() - looked > LONGEST:
                looked = time.monotonic()
                end_silent_runs(api)
                free_forgotten_turns(api)
        except ConnectorError as error:
            if not away:
                say(f"✗ {error.message}")
            wait, away = min(wait * 2, LONGEST), True
        else:
            if away:
                say("✓ told what was waiting")
            wait, away = EVERY, False
        time.sleep(wait)

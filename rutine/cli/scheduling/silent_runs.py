"""End in Prefect the runs that have fallen silent, where its own automation did not hear of them.

The automation `kjøring borte` goes by events, and a server that is killed loses those it had not
worked through. A run that nobody heard begin is then never missed, and keeps its place in the pool
for ever: found by the soak. `rutine events --follow` asks for such runs every minute.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Final

from rutine.cli.scheduling.prefect_api import PrefectApi
from rutine.core import clock

_HEARTBEAT: Final = "PREFECT_FLOWS_HEARTBEAT_FREQUENCY"
_SECONDS: Final = 180
_SETTLED: Final = timedelta(minutes=2)
"""A lease is for a minute; and a turn may be given while we look."""
_MISSED: Final = 8
"""So many signs of life are missed, 24 minutes: the automation has had its seven by then."""


def free_forgotten_turns(api: PrefectApi) -> int:
    """Free the employers' turns that no run has; returns how many.

    A server that is killed between giving a turn and noting the lease never takes it back: every
    later run of the employer would wait, and fail. Whoever has a turn began before it was given,
    so that runs which began after it only wait for it.

    Raises:
        ConnectorError: the server does not answer.
    """
    settled = clock.now() - _SETTLED
    forgotten = [
        employer
        for employer, since in api.turns_held().items()
        if since < settled and not any(begun <= since for begun in api.going_on(employer))
    ]
    for employer in forgotten:
        api.free_turn(employer)
    return len(forgotten)


def end_silent_runs(api: PrefectApi) -> int:
    """End the runs that have said nothing for so long; returns how many.

    Raises:
        ConnectorError: the server does not answer.
    """
    silence = timedelta(seconds=_MISSED * int(os.environ.get(_HEARTBEAT, _SECONDS)))
    before = clock.now() - silence
    silent = [run for run in api.unchanged_since(before) if not api.said_since(run, before)]
    for run in silent:
        api.crash(
            run, "Kjøringen sa ikke fra lenger: prosessen er borte. Neste kjøring tar opp det."
        )
    return len(silent)

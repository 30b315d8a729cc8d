"""The store has one writer at a time: a run waits for longer than a page does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from rutine.cases.runs import RunState, RunSummary, find_run, finish_run
from rutine.core.errors import ConnectorError, RutineError
from rutine.installation import Installation

BUSY: Final = "store_busy"
TRIES: Final = 6
"""The store itself lets each try wait for five seconds."""

R = TypeVar("R")


def when_free(write: Callable[[], R]) -> R:
    """Do what writes in one transaction; a writer that is refused has written nothing.

    Raises:
        ConnectorError: `store_busy` when others wrote for half a minute.
    """
    for _ in range(TRIES - 1):
        try:
            return write()
        except ConnectorError as error:
            if error.code != BUSY:
                raise
    return write()


def note_failed(place: Installation, run_id: str, reason: str) -> None:
    """Note that a run failed, unless it has ended.

    When the store can't be written either, the run stands as begun, and `rutine doctor` names it
    as killed: what is told is why it failed, not that nobody could write it down.
    """

    def note() -> None:
        with place.database.writing() as session:
            run = find_run(session, run_id)
            if run is not None and run.state is RunState.RUNNING:
                finish_run(session, run_id, RunSummary(state=RunState.FAILED, reason=reason))

    with suppress(RutineError):
        when_free(note)

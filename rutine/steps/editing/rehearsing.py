"""Simulating a draft in a process of its own, one at a time, while the app answers others.

A simulation works for minutes without pause; in the app's own process every page would wait for
it. The process is told what to do once, and tells how it goes in a file beside the draft.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from threading import Lock, Thread
from typing import Final, NoReturn

from rutine.core import clock
from rutine.core.errors import RutineError
from rutine.installation import Installation, open_read_only
from rutine.settings import Settings
from rutine.steps.editing.drafts import Draft
from rutine.steps.editing.rehearsal import (
    OfEmployer,
    Rehearsal,
    State,
    keep_rehearsal,
    of_employer,
    read_rehearsal,
)
from rutine.steps.progress import listening
from rutine.steps.rehearsable import known_routine
from rutine.steps.simulation.simulating import Wish

LONGEST: Final = 2 * 60 * 60
"""Seconds; one that takes longer is for the command line, where nobody waits behind it."""

_GOODBYE: Final = 10
"""Seconds for a process that is told to end to take its things away."""

_NOTHING_TO_GO_ON: Final = frozenset(
    {"routine_not_rehearsable", "history_empty", "history_without_inputs", "no_employer"}
)
"""Why a draft can't be simulated whatever it says, so that it may be saved without."""

Work = Callable[[Settings, Path, str], None]


def rehearse(settings: Settings, file: Path, routine: str) -> None:
    """Do every employer's history over again under a draft; how it goes is told beside it."""
    begun, folder = clock.now(), file.parent
    told: list[OfEmployer] = []

    def note(state: State, step: str = "", error: RutineError | None = None) -> None:
        ended = None if state is State.RUNNING else clock.now()
        words = {} if error is None else {k: str(v) for k, v in error.details.items()}
        keep_rehearsal(
            folder,
            Rehearsal(
                state=state,
                begun=begun,
                ended=ended,
                step=step,
                code="" if error is None else error.code,
                said="" if error is None else error.message,
                words=words,
                employers=tuple(told),
            ),
        )

    note(State.RUNNING)
    try:
        simulating = known_routine(routine, settings.mappings).simulating
        real = open_read_only(settings)
        try:
            empty = None
            for employer in settings.employers:
                with listening(lambda step: note(State.RUNNING, step)):
                    try:
                        found = simulating(real, employer.orgnr, Wish(routine, file))
                    except RutineError as error:
                        if error.code != "history_empty":
                            raise
                        empty = error
                        continue
                told.append(of_employer(employer.name, found))
        finally:
            real.database.close()
    except RutineError as error:
        told.clear()
        nothing = error.code in _NOTHING_TO_GO_ON
        note(State.IMPOSSIBLE if nothing else State.STOPPED, error=error)
        return
    except Exception as error:  # noqa: BLE001 - told to whoever waits; its text may be anything
        told.clear()
        note(State.STOPPED, error=RutineError("unforeseen", "", kind=type(error).__name__))
        return
    if told:
        note(State.DONE)
    else:
        code = RutineError("no_employer", "") if empty is None else empty
        note(State.IMPOSSIBLE, error=code)


def apart(settings: Settings, file: Path, routine: str) -> None:
    """Rehearse, in a process that can be told to end and takes its own things away first."""
    signal.signal(signal.SIGTERM, _end)
    os.umask(0o077)
    rehearse(settings, file, routine)


def _end(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(1)


class Rehearsals:
    """The simulations that this app has begun, one after another.

    Args:
        place: the installation whose history is done over again.
        work: what is done in the process.
    """

    def __init__(self, place: Installation, work: Work = apart) -> None:
        self._settings = place.settings
        self._work = work
        self._asked: Queue[tuple[str, Path, str]] = Queue()
        self._lock = Lock()
        self._alive: set[str] = set()
        self._process: tuple[str, multiprocessing.process.BaseProcess] | None = None
        self._thread: Thread | None = None

    def begin(self, draft: Draft, file: Path) -> None:
        """Put a draft in the queue; nothing happens when it is there already."""
        with self._lock:
            if draft.draft_id in self._alive:
                return
            self._alive.add(draft.draft_id)
            waiting = Rehearsal(state=State.WAITING, begun=clock.now())
            keep_rehearsal(file.parent, waiting)
            self._asked.put((draft.draft_id, file, draft.routine))
            if self._thread is None:
                self._thread = Thread(target=self._serve, name="rehearsals", daemon=True)
                self._thread.start()

    def of(self, draft: Draft, folder: Path) -> Rehearsal | None:
        """How a draft's simulation stands; one that nobody works on any more has stopped."""
        with self._lock:
            alive = draft.draft_id in self._alive
        found = read_rehearsal(folder)
        if found is None or alive or found.state not in {State.WAITING, State.RUNNING}:
            return found
        return found.model_copy(update={"state": State.STOPPED, "code": "interrupted"})

    def stop(self, draft: Draft) -> None:
        """End a draft's simulation, or take it out of the queue; it writes nothing more then."""
        with self._lock:
            self._alive.discard(draft.draft_id)
            mine = self._process is not None and self._process[0] == draft.draft_id
            process = self._process[1] if self._process is not None and mine else None
        if process is not None:
            process.terminate()
            process.join(_GOODBYE)

    def _serve(self) -> None:
        while True:
            draft_id, file, routine = self._asked.get()
            with self._lock:
                if draft_id not in self._alive:
                    continue  # stopped while it waited
                begun = Rehearsal(state=State.RUNNING, begun=clock.now())
                keep_rehearsal(file.parent, begun)  # a process takes some seconds to start
                spawn = multiprocessing.get_context("spawn")
                process = spawn.Process(
                    target=self._work, args=(self._settings, file, routine), daemon=True
                )
                process.start()
                self._process = draft_id, process
            process.join(LONGEST)
            if process.is_alive():
                process.terminate()
                process.join()
            with self._lock:
                self._process = None
                self._alive.discard(draft_id)

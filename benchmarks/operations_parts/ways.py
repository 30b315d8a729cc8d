"""Ways to settle many employers: in one process, by threads, by several worker processes.

An employer is a run of its own, as a flow run is: it reads and matches what is its own, and writes
all it came to at once. So runs share nothing but the store, and one that fails is repeated alone.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final, Literal, TypeVar

from pydantic import SecretStr

from benchmarks.operations_parts.made_up_employers import MONTH, MadeUpEmployer
from rutine import steps
from rutine.cases.runs import find_run
from rutine.core.errors import ConnectorError
from rutine.installation import Installation, open_installation
from rutine.settings import Mode, Settings

Answer = TypeVar("Answer")
Way = Literal["one", "threads", "processes"]
WORKERS: Final = 2
STEP_TRIES: Final = 5
_TRIES: Final = 5
_BUSY: Final = "store_busy"


@dataclass(frozen=True, slots=True)
class Done:
    """What one employer's run came to.

    Attributes:
        result: the run's summary, without what differs from run to run.
        seconds: step -> seconds of CPU.
        memory: the most that the process it ran in has held until then, in megabytes.
    """

    orgnr: str
    result: str
    seconds: dict[str, float]
    process: int
    memory: float
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class Came:
    """What all the employers' runs came to, in one way."""

    wall: float
    cpu: float
    memory: float
    results: dict[str, str]
    seconds: Counter[str]
    repeated: int


def measured(way: Way, home: Path, url: str | None, employers: Sequence[MadeUpEmployer]) -> Came:
    """Settle them in a process of its own, so that memory and time are this way's alone."""
    with _processes(1) as alone:
        return alone.submit(_all, way, home, url, employers).result()


def _all(way: Way, home: Path, url: str | None, employers: Sequence[MadeUpEmployer]) -> Came:
    settings = settings_of(home, url, employers)
    began, used = time.perf_counter(), _cpu()
    done = []
    for each in work_through(way, settings, employers):
        done.append(each)
        _tell(way, len(done), len(employers), time.perf_counter() - began)
    wall = time.perf_counter() - began
    memory: dict[int, float] = {}
    for each in done:
        memory[each.process] = max(memory.get(each.process, 0.0), each.memory)
    if way == "processes":
        memory[os.getpid()] = _memory()
    return Came(
        wall=wall,
        cpu=_cpu() - used,
        memory=sum(memory.values()),
        results={each.orgnr: each.result for each in done},
        seconds=sum((Counter(each.seconds) for each in done), Counter()),
        repeated=sum(each.repeated for each in done),
    )


def _tell(way: Way, done: int, of: int, seconds: float) -> None:
    """How far it has come, ten times on the way: a million lines take long."""
    if done * 10 // of > (done - 1) * 10 // of:
        print(f"{way}: {done} of {of} employers, {seconds:.0f} s", file=sys.stderr, flush=True)


def settings_of(home: Path, url: str | None, employers: Sequence[MadeUpEmployer]) -> Settings:
    """The installation that settles them all."""
    return Settings(
        home=home,
        mode=Mode.PRACTICE,
        employers=tuple(each.settings for each in employers),
        database_url=None if url is None else SecretStr(url),
    )


def work_through(
    way: Way, settings: Settings, employers: Sequence[MadeUpEmployer]
) -> Iterator[Done]:
    """Settle each employer's year, in this way."""
    place = open_installation(settings)
    if way == "processes":
        place.database.close()
        with _processes(WORKERS) as pool:
            yield from pool.map(partial(_elsewhere, settings), employers)
        return
    with place.database:
        if way == "one":
            yield from map(partial(settle_one, place), employers)
            return
        with ThreadPoolExecutor(WORKERS) as threads:
            yield from threads.map(partial(settle_one, place), employers)


_opened: dict[Path, Installation] = {}


def _elsewhere(settings: Settings, employer: MadeUpEmployer) -> Done:
    """In a worker process, which opens the installation once."""
    home = settings.home_folder
    if home not in _opened:
        _opened[home] = open_installation(settings)
    return settle_one(_opened[home], employer)


def settle_one(place: Installation, employer: MadeUpEmployer) -> Done:
    """One employer's run, repeated alone when others wrote for too long."""
    for tried in range(_TRIES):
        try:
            run_id, seconds = _run(place, employer)
            break
        except ConnectorError as error:
            if error.code != _BUSY or tried == _TRIES - 1:
                raise
    with place.database.reading() as session:
        run = find_run(session, run_id)
    assert run is not None  # noqa: S101 - it has just ended
    assert run.summary is not None  # noqa: S101
    result = run.summary.model_dump_json(exclude={"inputs"})
    return Done(employer.orgnr, result, seconds, os.getpid(), _memory(), tried)


def _run(place: Installation, employer: MadeUpEmployer) -> tuple[str, dict[str, float]]:
    seconds: dict[str, float] = {}

    def timed(step: str, do: Callable[[], Answer]) -> Answer:
        began = time.thread_time()
        try:
            return _again_if_busy(do)
        finally:
            seconds[step] = time.thread_time() - began

    scope = steps.begin(place, employer.orgnr, MONTH)
    with steps.marking_failure(place, scope):
        fetched = timed("fetch", lambda: steps.fetch(place, scope, source=employer.source))
        at_hand = timed("read", lambda: steps.read(place, scope))
        controlled = timed("control", lambda: steps.control(place, scope, at_hand))
        reconciled = timed(
            "expect, match, explain", lambda: steps.reconcile(place, scope, controlled)
        )
        timed("settle, cases", lambda: steps.settle(place, scope, fetched, reconciled))
        timed("postings", lambda: steps.post(place, scope))
        return timed("report", lambda: steps.report(place, scope)), seconds


def _again_if_busy(do: Callable[[], Answer]) -> Answer:
    """A step, tried again while others write, as a flow's task is (`tasks.step`).

    A run that is begun anew instead would find its reports fetched, and do all the work twice.
    """
    for _ in range(STEP_TRIES - 1):
        try:
            return do()
        except ConnectorError as error:
            if error.code != _BUSY:
                raise
    return do()


def _processes(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _cpu() -> float:
    """Seconds of this process and of its children that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _memory() -> float:
    """The most this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

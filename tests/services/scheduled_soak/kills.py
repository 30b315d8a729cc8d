"""What is killed, in which order: a shuffled bag, so that every kind certainly is, and often."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import psycopg

from rutine.cli.scheduling.supervisor import Supervisor

if TYPE_CHECKING:
    from tests.services.scheduled_soak.grounds import Grounds

WORKERS: Final = ("worker-1", "worker-2")
RUN, SERVER, DATABASE, BACKEND = "run", "server", "database", "backend"
BAG: Final = (*WORKERS, RUN, RUN, SERVER, DATABASE, BACKEND)
"""What one bag holds: a worker each, a flow run's own process twice, the Prefect server, the whole
database (`pg_ctl stop -m immediate`), one connection's process in it (PostgreSQL then ends every
other and recovers). All by SIGKILL, or as sudden."""
_SHORTEST, _LONGEST = 4.0, 12.0
_LOOK = 5.0
"""Seconds between two questions to the server about how far the runs are."""
_WHILE = 0.9
"""The share of the runs that the kills are spread over: the last must have something to kill."""
_STALLED = 90.0


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill to be done.

    Attributes:
        what: one of `BAG`.
        wait: seconds after the one before it.
        which: 0 to 1: which of those that are there, where there are several.
    """

    what: str
    wait: float
    which: float


def planned(kills: int, seed: int) -> tuple[Kill, ...]:
    """So many kills, the same for the same seed; every kind at least `kills // len(BAG)` times."""
    dice = Random(seed)
    bags = -(-kills // len(BAG))
    order = [what for _ in range(bags) for what in dice.sample(BAG, len(BAG))]
    return tuple(
        Kill(what, dice.uniform(_SHORTEST, _LONGEST), dice.random()) for what in order[:kills]
    )


def done(kill: Kill, ground: Grounds) -> bool:
    """Kill it; False when there is nothing of the kind just now, to be tried again in a moment."""
    if kill.what == DATABASE:
        ground.database.again()
        return True
    there = _there(kill.what, ground)
    if not there:
        return False
    try:
        os.kill(there[int(kill.which * len(there))], signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


class Killing:
    """Kills one after the other, spread over the runs however fast the machine is.

    Attributes:
        ended: how many of the runs had ended when it last looked.
        killed: how many of each kind.
        waiting: what is still to be killed.
    """

    def __init__(self, ground: Grounds, runs: Sequence[str], kills: Sequence[Kill]) -> None:
        self.began = time.monotonic()
        self.ended = 0
        self.killed: Counter[str] = Counter()
        self.waiting = list(kills)
        self._ground, self._runs, self._all = ground, runs, len(kills)
        self._last = self.began
        self._looked = 0.0

    def look(self) -> None:
        """Kill what is next, when its time has come."""
        now = time.monotonic()
        if now - self._looked >= _LOOK:
            self.ended = max(self.ended, self._ground.count_ended(self._runs))
            self._looked = now
        if not self.waiting or now - self._last < self.waiting[0].wait:
            return
        # Where nothing gets to its end any more, something is killed all the same.
        in_step = self.ended * self._all >= self.killed.total() * len(self._runs) * _WHILE
        if not in_step and now - self._last < _STALLED:
            return
        if not done(self.waiting[0], self._ground):
            return
        what = self.waiting.pop(0).what
        self.killed[what] += 1
        self._last = time.monotonic()
        since = self._last - self.began
        print(f"  {since:5.0f} s, {self.ended:3d} runs ended: {what}", flush=True)


def _there(what: str, ground: Grounds) -> Sequence[int]:
    """The processes of a kind that are there now."""
    if what == BACKEND:
        return _backends(ground.database.address)
    if what == RUN:
        runs = [run for name in WORKERS for run in _children(_alive(ground.supervisor, name))]
        return at_work(runs, ground.database.address) or runs
    return _alive(ground.supervisor, what)


def _alive(supervisor: Supervisor, name: str) -> Sequence[int]:
    return [pid for each, pid in supervisor.process_ids().items() if each == name and _is_up(pid)]


def _is_up(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _backends(address: str) -> Sequence[int]:
    """PostgreSQL's processes that serve our store; those in a transaction before others."""
    served = _served(address)
    return [pid for pid, _, busy in served if busy] or [pid for pid, _, _ in served]


def at_work(processes: Sequence[int], address: str) -> Sequence[int]:
    """Those of our processes that have the store open.

    A run takes longer to load than to do its work, so most would be killed before it had begun.
    """
    ports = {f"{port:04X}" for _, port, _ in _served(address)}
    sockets = {
        f"socket:[{fields[9]}]"
        for fields in map(str.split, Path("/proc/net/tcp").read_text().splitlines()[1:])
        if fields[1].rpartition(":")[2] in ports
    }
    return [each for each in processes if sockets & _open_in(each)]


def _open_in(process: int) -> set[str]:
    """What the descriptors of a process stand for; nothing when it has ended meanwhile."""
    found = set()
    with suppress(FileNotFoundError):
        for descriptor in Path(f"/proc/{process}/fd").iterdir():
            with suppress(FileNotFoundError):
                found.add(str(descriptor.readlink()))
    return found


def _served(address: str) -> Sequence[tuple[int, int, bool]]:
    """Of each connection to the store: its process in PostgreSQL, our port, whether it works."""
    asked = (
        "SELECT pid, client_port, state <> 'idle' FROM pg_stat_activity WHERE datname = 'rutine' "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state IS NOT NULL "
        "ORDER BY pid"
    )
    try:
        with psycopg.connect(f"{address}/postgres", connect_timeout=5) as connection:
            return [(int(p), int(port), bool(busy)) for p, port, busy in connection.execute(asked)]
    except psycopg.OperationalError:
        return ()


def _children(processes: Sequence[int]) -> Sequence[int]:
    if not processes:
        return ()
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", ",".join(map(str, processes))],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(each) for each in found.stdout.split()]

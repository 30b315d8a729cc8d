"""Child processes that are kept going, and all stopped by their ids in the end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 60.0
_STEADY: Final = 60.0
"""Seconds after which a child is taken to be well again."""
_GRACE: Final = 20.0
"""Seconds that a child has to end in: the worker lets its runs note where they are."""
_LOG_BYTES: Final = 5_000_000
_LOOK: Final = 0.2
_ON_LINUX: Final = sys.platform == "linux"
_ENDS_WITH_US: Final = (sys.executable, "-I", str(Path(__file__).with_name("with_parent.py")))


@dataclass(frozen=True, slots=True)
class Child:
    """One process: its name, its command, and what it has in its environment beside ours."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Running:
    child: Child
    process: subprocess.Popen[bytes]
    log: IO[bytes]
    since: float
    wait: float = _FIRST_WAIT
    again_at: float | None = None


class Supervisor:
    """Starts children in order, starts those that die again, and ends them in reverse order.

    Each child has a session of its own, so that Ctrl-C reaches this process only, which then
    ends them one by one. Where this process is killed and can end nobody, Linux ends them
    (`with_parent`); on other systems they are left. Their output goes to files, for this
    user only. Start children from the main thread: Linux goes by the thread that did.
    """

    def __init__(self, logs: Path, died: Callable[[str, int, float], None]) -> None:
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._logs = logs
        self._died = died
        self._running: list[_Running] = []

    def start(self, child: Child) -> None:
        """Start a child; it is kept going from now on."""
        log = self._log(child.name)
        self._running.append(_Running(child, _spawn(child, log), log, time.monotonic()))

    def process_ids(self) -> dict[str, int]:
        """The children by name."""
        return {each.child.name: each.process.pid for each in self._running}

    def log_file(self, name: str) -> Path:
        """Where a child's output goes."""
        return self._logs / f"{name}.log"

    def look(self) -> None:
        """Start again what has died, a little later each time it dies young."""
        now = time.monotonic()
        for each in self._running:
            if each.again_at is not None:
                if now >= each.again_at:
                    each.process = _spawn(each.child, each.log)
                    each.since, each.again_at = now, None
                continue
            code = each.process.poll()
            if code is None:
                continue
            _end_group(each.process.pid)  # what it started itself must not live on beside the next
            if now - each.since > _STEADY:
                each.wait = _FIRST_WAIT
            self._died(each.child.name, code, each.wait)
            each.again_at = now + each.wait
            each.wait = min(each.wait * 2, _LONGEST_WAIT)

    def keep_going(self) -> None:
        """Look after them until this process is interrupted."""
        while True:
            self.look()
            time.sleep(_LOOK)

    def stop(self) -> None:
        """End every child, the last one first; who does not end in time is ended."""
        for each in reversed(self._running):
            process = each.process
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(_GRACE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            _end_group(process.pid)
            each.log.close()
        self._running.clear()

    def _log(self, name: str) -> IO[bytes]:
        path = self.log_file(name)
        if path.exists() and path.stat().st_size > _LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        path.touch(mode=0o600)
        return path.open("ab", buffering=0)


def _spawn(child: Child, log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own commands
        [*_ENDS_WITH_US, str(os.getpid()), *child.command] if _ON_LINUX else child.command,
        env={**os.environ, **child.environment},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _end_group(leader: int) -> None:
    """End what a child left behind: its session's processes have its id as their group."""
    if hasattr(os, "killpg") and hasattr(signal, "SIGKILL"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)

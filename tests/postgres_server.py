"""A PostgreSQL of our own: started on loopback from installed binaries, stopped afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import SystemRandom
from tempfile import mkdtemp

_UNPRIVILEGED = ("postgres", "nobody")
_LOWEST, _EACH, _SHARES = 10_100, 590, 10
"""The ports that are given out: each process of the tests has a share of its own. All are below
those that systems give to whoever asks for any (Linux from 32768, gVisor from 16000)."""


class NoPostgresError(Exception):
    """PostgreSQL is not installed here, or nobody is who may run it."""


def _binaries() -> Path | None:
    """Where `initdb` and `pg_ctl` are: Debian keeps them off the path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").is_file()), None)


def has_postgres() -> bool:
    """Whether one is installed."""
    return _binaries() is not None


def _user() -> str | None:
    """PostgreSQL refuses to run as root: another user then; otherwise ourselves."""
    if os.geteuid() != 0:
        return None
    with open("/etc/passwd", encoding="utf-8") as accounts:  # noqa: PTH123 - a plain list
        names = {line.split(":", 1)[0] for line in accounts}
    return next((name for name in _UNPRIVILEGED if name in names), None)


def free_port() -> int:
    """A port on loopback that nobody listens at, for a server that is started later.

    It may be many seconds until that server listens. Nobody is given the port meanwhile: not by
    the system, as a connection's own end or as any free port, and not in another test process.
    """
    for port in _share(os.environ.get("PYTEST_XDIST_WORKER", "")):
        with closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is left")


@cache
def _share(worker: str) -> Iterator[int]:
    """The ports that this process has left; others who run the tests here begin elsewhere."""
    number = int(worker.removeprefix("gw")) % (_SHARES - 1) if worker else _SHARES - 1
    began = SystemRandom().randrange(_EACH)
    first = _LOWEST + number * _EACH
    return iter([first + (began + n) % _EACH for n in range(_EACH)])


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs.

    Attributes:
        address: without a database's name.
        again: takes it down at once, as a fault would, and up again.
    """

    address: str
    again: Callable[[], None]


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """The address of a running server with a fresh data directory.

    `durable` is for measurements: what is committed is on the disk, as where it counts.

    Raises:
        NoPostgresError: there is none to start.
    """
    with running_postgres(durable=durable) as running:
        yield running.address


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[Running]:
    """The same, for those who also take it down.

    Raises:
        NoPostgresError: there is none to start.
    """
    binaries = _binaries()
    user = _user()
    if binaries is None or (user is None and os.geteuid() == 0):
        raise NoPostgresError
    folder = Path(mkdtemp(prefix="rutine-pg-"))
    if user is not None:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=120)

    data, port = folder / "data", free_port()
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
    if not durable:
        options += " -c fsync=off"
    try:
        run(f"{binaries}/initdb", "-D", f"{data}", "-U", "rutine", "-A", "trust", "-E", "UTF8")

        def start() -> None:
            run(
                *(f"{binaries}/pg_ctl", "-D", f"{data}", "-w", "-t", "60"),
                *("-l", f"{folder}/log", "-o", options, "start"),
            )

        def again() -> None:
            run(f"{binaries}/pg_ctl", "-D", f"{data}", "-w", "-m", "immediate", "stop")
            start()

        start()
        try:
            yield Running(f"postgresql://rutine@127.0.0.1:{port}", again)
        finally:
            # pg_ctl reads the process id from the data directory, so only ours is stopped.
            run(f"{binaries}/pg_ctl", "-D", f"{data}", "-w", "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""A Redis of our own: started on loopback from the distribution's package, stopped afterwards."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import redis

from tests.postgres_server import free_port

_PASSWORD: Final = "only-on-loopback"
_PATIENCE: Final = 120.0


class NoRedisError(Exception):
    """Redis is not installed here."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs.

    Attributes:
        address: with the password and the database's number.
        stop: takes it down at once, as a fault would.
    """

    address: str
    stop: Callable[[], None]


@contextmanager
def running_redis() -> Iterator[Running]:
    """Start one that keeps nothing on the disk, and asks for a password.

    Raises:
        NoRedisError: there is none to start.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise NoRedisError
    folder = Path(mkdtemp(prefix="rutine-redis-"))
    port = free_port()
    words = ("--bind", "127.0.0.1", "--port", str(port), "--requirepass", _PASSWORD)
    kept = ("--save", "", "--appendonly", "no", "--dir", str(folder), "--logfile", "redis.log")
    process = subprocess.Popen([program, *words, *kept])

    def stop() -> None:
        process.kill()
        process.wait()

    try:
        address = f"redis://:{_PASSWORD}@127.0.0.1:{port}/0"
        _wait_for(address, process)
        yield Running(address, stop)
    finally:
        stop()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    with closing(redis.Redis.from_url(address)) as client:
        while True:
            assert process.poll() is None, "Redis ended at once"
            try:
                client.ping()
            except redis.ConnectionError:
                assert time.monotonic() < end, "Redis did not come up"
                time.sleep(0.05)
            else:
                return

"""One demo or `rutine up` at a time in one home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rutine.core.errors import InputError


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the home for as long as the block runs.

    Raises:
        InputError: `already_running` when another process holds it, `home_read_only` when
            nothing can be written there.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(home / "demo.lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise InputError(
            "already_running",
            f"Another demo, or `rutine up`, is already running in {home}.",
            "Stop it with Ctrl-C, or give this one a home of its own with RUTINE_HOME.",
        ) from None
    except OSError as error:
        raise InputError(
            "home_read_only",
            f"Nothing can be written in {home} ({error.strerror}).",
            "Make the folder writable, or choose another with RUTINE_HOME.",
            folder=str(home),
        ) from None
    try:
        yield
    finally:
        lock.release()

"""One run at a time for one employer, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from filelock import FileLock, Timeout

from rutine.core.errors import ConnectorError, InputError
from rutine.installation import Installation

PATIENCE: Final = 600.0
"""Seconds that a run waits for the one before it; a month of a large employer takes a minute."""


@contextmanager
def own_turn(place: Installation, employer: str, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the employer's turn for the block; the system gives it back when the process dies.

    Raises:
        ConnectorError: `employer_busy` when another run held on for too long.
        InputError: `home_read_only` when nothing can be written in the home.
    """
    folder = place.settings.home_folder / "turns"
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        lock = FileLock(folder / f"{employer}.lock", timeout=patience)
        lock.acquire()
    except Timeout:
        raise busy() from None
    except OSError as error:
        raise InputError(
            "home_read_only",
            f"Nothing can be written in {place.settings.home_folder} ({error.strerror}).",
            "Make the folder writable, or choose another with RUTINE_HOME.",
            folder=str(place.settings.home_folder),
        ) from None
    try:
        yield
    finally:
        lock.release()


def busy() -> ConnectorError:
    """What a run says that has waited for long enough."""
    return ConnectorError(
        "employer_busy",
        "Another run for the same employer has been going on for ten minutes.",
        "Let it end, and run again. `rutine schedule` shows what goes on.",
    )

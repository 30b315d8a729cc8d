"""Doing a command's work and leaving with its exit code."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import NoReturn

import typer

from rutine.cli.outcome import Exit


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def finish(work: Callable[[], int]) -> NoReturn:
    """Do the command's work and leave with its exit code; Ctrl-C is no case for anybody.

    Being told to end (SIGTERM, SIGHUP) ends what was started, as Ctrl-C does.
    """
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    try:
        code = work()
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    raise typer.Exit(code)

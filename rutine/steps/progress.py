"""What a run is doing right now, told to whoever listens in this context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str], None]


def _nobody(_: str) -> None:
    """Hear nothing: a scheduled run has no one watching."""


_listener: ContextVar[Listener] = ContextVar("listener", default=_nobody)


def announce(said: str) -> None:
    """Tell the listener one short sentence, with counts and report ids only."""
    _listener.get()(said)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear every announcement made while the block runs, in this thread and its tasks."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)

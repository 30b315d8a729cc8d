"""The seam for those who watch: pieces of work, with how long they took and how they ended.

Nobody listens by default, and then a piece of work costs one look at an empty tuple. What is told
is a name from the code and ids: never a text, an amount or anything of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

Ids = Mapping[str, str | int]
"""Name -> run id, report id, organisation number, month, count, state."""

P = ParamSpec("P")
R = TypeVar("R")
Place = TypeVar("Place")


class Watcher(Protocol):
    """One who is told of work: a log, a trace."""

    def work(self, name: str, ids: Ids) -> AbstractContextManager[None]:
        """Stand around a piece of work; an error passes through it."""

    def event(self, name: str, ids: Ids) -> None:
        """Take note of something that happened."""


class InRun(Protocol):
    """What belongs to a run."""

    @property
    def run_id(self) -> str:
        """The run's id."""


_watchers: tuple[Watcher, ...] = ()


def listen(*watchers: Watcher) -> None:
    """Let these be told from now on, instead of those before."""
    global _watchers  # noqa: PLW0603 - one process, one set of watchers
    _watchers = watchers


def is_watched() -> bool:
    """Whether anybody is told."""
    return bool(_watchers)


def work(name: str, **ids: str | int) -> AbstractContextManager[object]:
    """A piece of work, to be stood around by every watcher."""
    if not _watchers:
        return nullcontext()
    stack = ExitStack()
    for watcher in _watchers:
        stack.enter_context(watcher.work(name, ids))
    return stack


def event(name: str, **ids: str | int) -> None:
    """Tell every watcher what happened."""
    for watcher in _watchers:
        watcher.event(name, ids)


Scope = TypeVar("Scope", bound=InRun)


def step(
    function: Callable[Concatenate[Place, Scope, P], R],
) -> Callable[Concatenate[Place, Scope, P], R]:
    """Watch a step of a run: it takes the installation, the run's scope, and what else it needs."""

    @wraps(function)
    def watched(place: Place, scope: Scope, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with work(f"step.{function.__name__}", run=scope.run_id):
            return function(place, scope, *args, **kwargs)

    return watched

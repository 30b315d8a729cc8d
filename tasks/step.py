"""How every task is declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import State, Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import TaskRun
from prefect.tasks import exponential_backoff

from rutine.cli.scheduling.secret_block import offer_blocks
from rutine.core.errors import ConnectorError

offer_blocks()  # a worker reads the settings, too

_AWAY = frozenset({"store_busy", "store_unreachable"})

P = ParamSpec("P")
R = TypeVar("R")


def step(function: Callable[P, R]) -> Task[P, R]:
    """Make a step that is not tried again: it either worked or says why."""
    return task(cache_policy=NO_CACHE, persist_result=False)(function)


def stored(function: Callable[P, R]) -> Task[P, R]:
    """Make a step that reads or writes nothing but the store, or what a repeat leaves the same.

    Tried again when another wrote for too long, or the store was away: it writes in one
    transaction, and does nothing when that was made already.
    """
    return task(
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=4,
        retry_delay_seconds=exponential_backoff(backoff_factor=2),
        retry_jitter_factor=0.5,
        retry_condition_fn=_store_may_come_back,
    )(function)


def outside(function: Callable[P, R]) -> Task[P, R]:
    """Make a step that depends on the outside world: tried again when that may help."""
    return task(
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=2,
        retry_delay_seconds=exponential_backoff(backoff_factor=5),
        retry_jitter_factor=0.5,
        retry_condition_fn=_may_pass,
    )(function)


def _store_may_come_back(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Only that the store was busy or away is worth another try."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, ConnectorError) and error.code in _AWAY


def _may_pass(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Only what the outside world did is worth another try."""
    return isinstance(state.result(raise_on_failure=False), ConnectorError)

"""Match in parts, where the settings say so: a part that fails is repeated alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from functools import partial
from multiprocessing import get_context
from typing import Final, Protocol, TypeVar

import pandas as pd

from rutine.core import watch
from rutine.matching import Matching, match
from rutine.matching.partition import match_in_parts
from rutine.matching.passes import Pass
from rutine.work_settings import Work, WorkBy

_TRIES: Final = 2
"""How often workers try a part before this process does it itself."""
_MAY_PASS: Final = (BrokenExecutor, OSError, MemoryError)
"""A worker that was killed, or had no room. What is wrong with the rows is wrong every time."""

Part = TypeVar("Part")
Answer = TypeVar("Answer")


class ByPasses(Protocol):
    """How lines and claims are matched: `rutine.matching.match`, or something around it."""

    def __call__(
        self, lines: pd.DataFrame, claims: pd.DataFrame, /, *, passes: Sequence[Pass]
    ) -> Matching:
        """What became of every row."""


def matcher(work: Work) -> ByPasses:
    """How a run matches under these settings: at once, or in parts."""
    if work.parts == 1:
        return match

    def divided(
        lines: pd.DataFrame, claims: pd.DataFrame, /, *, passes: Sequence[Pass]
    ) -> Matching:
        run = map if work.by is WorkBy.TURN else partial(_by_workers, work)
        return match_in_parts(lines, claims, passes, parts=work.parts, run=run)

    return divided


def _by_workers(
    work: Work, do: Callable[[Part], Answer], parts: Iterable[Part]
) -> Iterable[Answer]:
    """Work through the parts by threads or processes; the answers come in the parts' order."""
    return each_part(do, list(parts), lambda: _pool(work))


def each_part(
    do: Callable[[Part], Answer], parts: list[Part], pool: Callable[[], Executor]
) -> list[Answer]:
    """Do every part; those that fail for want of a worker are repeated, and only those.

    A part is a pure function of its rows, so one that is done again comes to the same.

    Raises:
        MemoryError, OSError: of a part that failed here, too; and whatever its rows caused.
    """
    done: dict[int, Answer] = {}
    for tried in range(_TRIES):
        left = [number for number in range(len(parts)) if number not in done]
        if not left:
            break
        if tried:
            watch.event("matching.parts_repeated", parts=len(left))
        with pool() as workers:
            futures = _handed_out(workers, do, {number: parts[number] for number in left})
            for number, future in futures.items():
                try:
                    done[number] = future.result()
                except _MAY_PASS:
                    continue
    return [done[number] if number in done else do(part) for number, part in enumerate(parts)]


def _handed_out(
    workers: Executor, do: Callable[[Part], Answer], parts: dict[int, Part]
) -> dict[int, Future[Answer]]:
    """What was handed out; the rest is left for the next try when a worker has died meanwhile."""
    given: dict[int, Future[Answer]] = {}
    try:
        for number, part in parts.items():
            given[number] = workers.submit(do, part)
    except BrokenExecutor:
        return given
    return given


def _pool(work: Work) -> Executor:
    if work.by is WorkBy.THREADS:
        return ThreadPoolExecutor(work.workers, thread_name_prefix="matching")
    # Started anew, not forked: this process has threads and connections that must not be shared.
    return ProcessPoolExecutor(work.workers, mp_context=get_context("spawn"))

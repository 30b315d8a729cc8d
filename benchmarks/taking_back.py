"""Taking back all that came of a file that was cut short, while nobody else can write.

CPU seconds, each of the fastest of some takings back of the same store: nothing of them is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy.orm import Session

from benchmarks import figure
from rutine.cases.access import ROBOT
from rutine.cases.settling.undoing import undo, undo_all
from rutine.core.identifiers import Fnr
from tests.unit.cases.books import settle
from tests.unit.cases.samples import FNRS, Store, claim, group, line, sqlite_store

FEW: Final = 500
MANY: Final = 5_000
"""Lines of a month's report of a large municipality."""
_TIMES: Final = 3


def run() -> list[dict[str, Any]]:
    """What a settlement costs, alone and among many."""
    few, one_by_one = _measured(FEW, _at_once, _one_by_one)
    (many,) = _measured(MANY, _at_once)
    return [
        figure(
            f"taking_back.{MANY}.cpu_ms_each",
            many * 1000,
            "ms",
            goal=1,
            context=f"{MANY} posted settlements in one transaction: {many * MANY:.1f} s of CPU",
        ),
        figure(
            "taking_back.growth",
            many / few,
            "times",
            goal=2,
            context=f"what each costs of {MANY}, against each of {FEW}",
        ),
        figure(
            "taking_back.lead",
            one_by_one / few,
            "times",
            goal=3,
            better="higher",
            context=f"{FEW} one after another in one transaction, against at once",
        ),
    ]


class _EnoughError(Exception):
    """It is measured, and is not to be kept."""


def _measured(
    settlements: int, *ways: Callable[[Session, Store, Sequence[str]], None]
) -> list[float]:
    """CPU seconds for each settlement, by each way."""
    groups = [
        group(line(row), claim(row), person=Fnr(FNRS[row % len(FNRS)]))
        for row in range(1, settlements + 1)
    ]
    with TemporaryDirectory() as folder, sqlite_store(Path(folder)) as store:
        ids = settle(store, *groups)
        return [min(_once(store, ids, way) for _ in range(_TIMES)) / settlements for way in ways]


def _once(
    store: Store, ids: Sequence[str], way: Callable[[Session, Store, Sequence[str]], None]
) -> float:
    spent = 0.0
    with suppress(_EnoughError), store.database.writing() as session:
        started = time.process_time()
        way(session, store, ids)
        spent = time.process_time() - started
        raise _EnoughError
    return spent


def _at_once(session: Session, store: Store, ids: Sequence[str]) -> None:
    undo_all(session, store.keys, ids, actor=ROBOT, why="cut_file", run_id=store.run_id)


def _one_by_one(session: Session, store: Store, ids: Sequence[str]) -> None:
    for each in ids:
        undo(session, store.keys, each, actor=ROBOT, why="cut_file", run_id=store.run_id)

"""A run that divides its rows comes to the same as one that does not, in every table."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rutine import steps
from rutine.cases.runs import find_run
from rutine.core import clock
from rutine.installation import open_installation
from rutine.practice.municipality import PracticePlan
from rutine.steps import dividing
from rutine.work_settings import Work, WorkBy
from tests.everything_stored import everything
from tests.practice_home import Home

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"), PracticePlan(employees=160, sub_units=5))
    home.open().database.close()  # makes the keys
    return home


def came_to(home: Home, folder: Path, work: Work) -> tuple[list[str], Any]:
    """Settle all months in a home of its own under the same keys: summaries, and every row."""
    folder.mkdir(exist_ok=True)
    shutil.copy(home.path / "keys.json", folder / "keys.json")
    settings = home.settings().model_copy(update={"home": folder, "work": work})
    place = open_installation(settings)
    told = []
    with place.database as database, clock.stopped_at(NOON):
        for month in home.months:
            scope = steps.begin(place, home.folder.employer.reveal(), month)
            fetched = steps.fetch(place, scope, source=home.source)
            controlled = steps.control(place, scope, steps.read(place, scope))
            steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
            steps.post(place, scope)
            with database.reading() as session:
                run = find_run(session, scope.run_id)
            assert run is not None
            assert run.summary is not None
            told.append(run.summary.model_dump_json())
        return told, everything(database)


@pytest.fixture(scope="module")
def whole(home: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Any]:
    return came_to(home, tmp_path_factory.mktemp("whole"), Work())


@pytest.mark.parametrize(
    "work",
    [
        Work(parts=5),
        Work(parts=4, by=WorkBy.THREADS, workers=3),
        Work(parts=2, by=WorkBy.PROCESSES),
    ],
    ids=["turn", "threads", "processes"],
)
def test_every_table_is_the_same(
    home: Home, whole, tmp_path: Path, work: Work, monkeypatch
) -> None:
    asked = []
    real = dividing.match_in_parts
    monkeypatch.setattr(
        dividing, "match_in_parts", lambda *a, **k: asked.append(k["parts"]) or real(*a, **k)
    )
    told, stands = came_to(home, tmp_path, work)
    assert set(asked) == {work.parts}
    assert told == whole[0]
    assert stands == whole[1]
    assert sum(stands["settlements"].values()) > 20
    assert sum(stands["cases"].values()) > 5


class Killed(ThreadPoolExecutor):
    """Workers of which some die: what was handed to them fails, as it does with processes."""

    def __init__(self, dies: Callable[[int], bool], asked: list[int]) -> None:
        super().__init__(2)
        self._dies, self._asked = dies, asked

    def submit(self, do: Any, part: Any) -> Any:
        def work() -> Any:
            self._asked.append(part)
            if self._dies(part):
                raise BrokenProcessPool
            return do(part)

        return super().submit(work)


def test_only_the_part_that_failed_is_repeated() -> None:
    pools: list[list[int]] = []

    def pool() -> Executor:
        pools.append([])
        first = len(pools) == 1
        return Killed(lambda part: first and part == 2, pools[-1])

    assert dividing.each_part(lambda part: part * 10, [0, 1, 2, 3], pool) == [0, 10, 20, 30]
    assert [sorted(each) for each in pools] == [[0, 1, 2, 3], [2]]


def test_a_part_that_no_worker_survives_is_done_here() -> None:
    done: list[int] = []

    def do(part: int) -> int:
        done.append(part)
        return part

    answers = dividing.each_part(do, [7, 8], lambda: Killed(lambda part: part == 8, []))
    assert answers == [7, 8]
    assert done == [7, 8]


def test_what_is_wrong_with_the_rows_is_not_tried_again() -> None:
    pools: list[list[int]] = []

    def pool() -> Executor:
        pools.append([])
        return Killed([].__contains__, pools[-1])

    def do(part: int) -> int:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        dividing.each_part(do, [1], pool)
    assert pools == [[1]]


def test_a_killed_worker_process_loses_nothing() -> None:
    work = Work(parts=2, by=WorkBy.PROCESSES, workers=1)
    found = dividing.each_part(_dies_elsewhere, [1, 2], lambda: dividing._pool(work))
    assert found == [1, 2]


def _dies_elsewhere(part: int) -> int:
    import multiprocessing
    import os

    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return part

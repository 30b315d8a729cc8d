"""Every employer at once: by threads, processes and Dask it comes to what one by one does."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.operations_parts.made_up_employers import MONTH, MadeUpEmployer, make
from rutine import steps
from rutine.cases.runs import Control, RunFilter, RunState, find_run, page_of_runs
from rutine.cases.trail.audit import verify
from rutine.core.errors import ConnectorError, RutineError
from rutine.installation import current
from rutine.settings import Mode
from tests.everything_stored import everything

pytestmark = [
    pytest.mark.flow,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
EMPLOYERS = 2


def threads() -> Any:
    from prefect.task_runners import ThreadPoolTaskRunner

    return ThreadPoolTaskRunner(max_workers=EMPLOYERS)


def processes() -> Any:
    from prefect.task_runners import ProcessPoolTaskRunner

    return ProcessPoolTaskRunner(max_workers=EMPLOYERS)


def dask() -> Any:
    if importlib.util.find_spec("prefect_dask") is None:
        pytest.skip("no Dask here: install the extra `dask` (pip install 'rutine[dask]')")
    from prefect_dask import DaskTaskRunner

    return DaskTaskRunner(cluster_kwargs={"n_workers": EMPLOYERS, "threads_per_worker": 1})


@pytest.fixture(scope="module")
def employers(tmp_path_factory: pytest.TempPathFactory) -> list[MadeUpEmployer]:
    return make(tmp_path_factory.mktemp("employers"), EMPLOYERS, 60)


def be_current(
    home: Path, employers: list[MadeUpEmployer], monkeypatch: pytest.MonkeyPatch, keys: Path | None
) -> None:
    """Let tasks of this process, and of those it starts, find this home, with its folder."""
    home.mkdir()
    if keys is not None:
        (home / "keys.json").write_bytes(keys.read_bytes())
        (home / "keys.json").chmod(0o600)
    configured = []
    for each in employers:
        drop = home / "drop" / each.orgnr
        drop.mkdir(parents=True)
        for report_id, *_ in each.reports:
            data = (each.folder / f"{report_id}.csv").read_bytes()
            (drop / f"{report_id}.csv").write_bytes(data)
            (drop / f"{report_id}.csv.done").touch()
        given = json.loads(each.settings.model_dump_json(exclude_none=True))
        configured.append(given | {"reports": "folder", "folder": {"path": str(drop)}})
    monkeypatch.setenv("RUTINE_HOME", str(home))
    monkeypatch.setenv("RUTINE_MODE", Mode.PRACTICE.value)
    monkeypatch.setenv("RUTINE_EMPLOYERS", json.dumps(configured))
    current.cache_clear()


Came = tuple[list[str], dict[str, Any]]


def came_to(run_ids: list[str]) -> Came:
    """What the runs came to, and every row that stands."""
    place = current()
    with place.database as database:
        told = []
        for run_id in run_ids:
            with database.reading() as session:
                run = find_run(session, run_id)
            assert run is not None
            assert run.summary is not None
            assert run.state is RunState.CASES
            # Files are read in the order of random names that they were claimed under.
            controls = sorted(run.summary.controls, key=Control.model_dump_json)
            sorted_out = run.summary.model_copy(update={"controls": tuple(controls)})
            told.append(sorted_out.model_dump_json())
        return told, everything(database, in_order=False)


@pytest.fixture(scope="module")
def one_by_one(
    prefect_home: Path, tmp_path_factory: pytest.TempPathFactory, employers: list[MadeUpEmployer]
) -> tuple[Path, Came]:
    """The keys, and what stands when each employer is settled after the other."""
    from flows.nav_refunds import nav_refunds

    home = tmp_path_factory.mktemp("alone") / "home"
    with pytest.MonkeyPatch.context() as patch:
        be_current(home, employers, patch, None)
        came = came_to([nav_refunds(each.orgnr, MONTH) for each in employers])
        current.cache_clear()
    return home / "keys.json", came


@pytest.mark.parametrize("runner", [threads, processes, dask])
def test_every_way_comes_to_the_same(
    one_by_one: tuple[Path, Came],
    employers: list[MadeUpEmployer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    runner: Callable[[], Any],
) -> None:
    keys, alone = one_by_one
    workers = runner()
    from flows.upkeep.every_employer import every_employer

    be_current(tmp_path / "home", employers, monkeypatch, keys)
    current().database.close()  # the store is made once, before several open it
    run_ids = every_employer.with_options(task_runner=workers)(
        [each.orgnr for each in employers], MONTH
    )
    told, stands = came_to(run_ids)
    assert told == alone[0]
    different = {n: [*(stands[n] - alone[1][n]), *(alone[1][n] - stands[n])][:4] for n in stands}
    assert {name: rows for name, rows in different.items() if rows} == {}
    assert sum(stands["settlements"].values()) > 10


@pytest.mark.usefixtures("one_by_one")
def test_an_employer_that_fails_is_repeated_alone(
    employers: list[MadeUpEmployer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One whose store goes away once, one for good: the first is repeated, the other is named."""
    from flows.upkeep.every_employer import every_employer, settle_employer
    from tasks.refunds import settle_and_queue

    be_current(tmp_path / "home", employers, monkeypatch, None)
    monkeypatch.setattr(settle_employer, "retry_delay_seconds", [0, 0])
    monkeypatch.setattr(settle_and_queue, "retry_delay_seconds", [0, 0, 0, 0])
    passing, lost = (each.orgnr for each in employers)
    real, tried = steps.settle, []

    def settle(place: Any, scope: Any, *given: Any) -> None:
        orgnr = scope.employer.reveal()
        tried.append(orgnr)
        if orgnr == lost:
            raise ConnectorError("altinn_down", "Out there, something is wrong.")
        real(place, scope, *given)
        if tried.count(passing) == 1:
            raise ConnectorError("store_unreachable", "It was written, and nobody heard.")

    monkeypatch.setattr(steps, "settle", settle)
    with pytest.raises(RutineError, match=f"1 of 2 .*{lost} .altinn_down") as raised:
        every_employer([passing, lost], MONTH)
    assert raised.value.code == "employers_failed"
    assert (tried.count(passing), tried.count(lost)) == (2, 3)
    place = current()
    with place.database as database, database.reading() as session:
        assert verify(session) is None
        runs = [
            (each.employer.reveal(), each.state) for each in page_of_runs(session, RunFilter()).runs
        ]
    assert runs.count((passing, RunState.CASES)) == 1
    assert runs.count((lost, RunState.FAILED)) == len(runs) - 1 == 3

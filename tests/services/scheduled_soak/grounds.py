"""What the soak is done on: a store in PostgreSQL, a Prefect server, two workers, reports to come.

The processes are those of `rutine up`, kept going in the same way, with a worker more.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

import psycopg

from benchmarks.operations_parts.made_up_employers import MONTH, MadeUpEmployer
from rutine.cli.scheduling.prefect_api import PrefectApi
from rutine.cli.scheduling.supervisor import Child, Supervisor
from rutine.cli.scheduling.up import GUARDED, POOL, QUIET, server_child, server_password
from rutine.core.errors import ConnectorError, RutineError
from rutine.settings import Mode, load_settings
from tests.postgres_server import Running, free_port, running_postgres
from tests.services.scheduled_soak.kills import WORKERS

ROOT: Final = Path(__file__).resolve().parents[3]
_HERE: Final = "tests.services.scheduled_soak"
_AT_ONCE: Final = 40
_OF_A_WORKER: Final = 3
"""The pool has places to spare: a run that a killed worker had taken keeps its place until the
automation ends it, and while the soak waits for that it proves nothing. How many really go on at a
time is for the workers to say."""
_AT_A_TIME: Final = 100
_SILENT: Final = "Kjøringen sa ikke fra lenger"
_ENDED: Final = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that runs, and where it is."""

    home: Path
    database: Running
    supervisor: Supervisor
    api: PrefectApi
    employers: Sequence[MadeUpEmployer]
    deployment: str

    def drop(self, employer: MadeUpEmployer, reports: Sequence[int]) -> None:
        """Let reports come: each with the marker that says it is whole."""
        folder = _folder(self.home, employer)
        for each in reports:
            shutil.copy(employer.folder / f"{each}.csv", folder / f"{each}.csv")
            (folder / f"{each}.csv.done").touch()

    def schedule(self, employer: MadeUpEmployer, key: str, at: datetime) -> str:
        """Let Prefect start a run by its clock; returns the run's id."""
        wanted = {
            "parameters": {"employer": employer.orgnr, "period": MONTH},
            "idempotency_key": key,
            "tags": ["rutine"],
            "state": {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}},
        }
        path = f"/deployments/{self.deployment}/create_flow_run"
        for patience in (1, 5, 25, None):
            try:
                return str(self.api._ask("POST", path, wanted)["id"])
            except ConnectorError:  # the key sees to it that there is one run
                if patience is None:
                    raise
                time.sleep(patience)
                self.supervisor.look()
        raise AssertionError

    def let_work(self) -> None:
        """Start the workers, and what tells the server of our events."""
        worker = (sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL)
        limited = (*worker, "--type", "process", "--limit", str(_OF_A_WORKER), "--name")
        for name in WORKERS:
            self.supervisor.start(Child(name, (*limited, name)))
        events = (sys.executable, "-m", "rutine.cli", "events", "--follow")
        self.supervisor.start(Child("events", events))

    def states(self, runs: Sequence[str]) -> dict[str, str]:
        """Run -> its state in Prefect; nothing while the server is down."""
        return {each["id"]: each["state"]["type"] for each in self._found(runs)}

    def count_ended(self, runs: Sequence[str]) -> int:
        """How many have ended; none while the server is down. Costs the server little."""
        ended = {"id": {"any_": list(runs)}, "state": {"type": {"any_": sorted(_ENDED)}}}
        try:
            return int(self.api._ask("POST", "/flow_runs/count", {"flow_runs": ended}))
        except RutineError:
            return 0

    def cancel_unbegun(self, runs: Sequence[str]) -> int:
        """Cancel those that wait for a worker; returns how many."""
        cancelled = {"state": {"type": "CANCELLED"}, "force": True}
        waiting = [run for run, state in self.states(runs).items() if state == "SCHEDULED"]
        for run in waiting:
            self.api._ask("POST", f"/flow_runs/{run}/set_state", cancelled)
        return len(waiting)

    def how_it_went(self, runs: Sequence[str]) -> str:
        """How the runs ended in Prefect, how long they waited to start, and how long they took."""
        found = self._found(runs)
        ends = Counter(each["state"]["type"] for each in found)
        begun = [each for each in found if each["start_time"]]
        waited = [_seconds(each["expected_start_time"], each["start_time"]) for each in begun]
        took = [
            _seconds(each["start_time"], each["end_time"])
            for each in begun
            if each["end_time"] and each["state"]["type"] == "COMPLETED"
        ]
        silent = sum((each["state"]["message"] or "").startswith(_SILENT) for each in found)
        return (
            f"runs in Prefect: {told(dict(ends))}; started {_middle(waited)} s after their time, "
            f"took {_middle(took)} s (medians); fell silent, and ended by the automation: {silent}"
        )

    def _found(self, runs: Sequence[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for start in range(0, len(runs), _AT_A_TIME):
            part = list(runs[start : start + _AT_A_TIME])
            try:
                found += self.api._ask(
                    "POST", "/flow_runs/filter", {"flow_runs": {"id": {"any_": part}}}
                )
            except RutineError:
                return []
        return found

    def all_ended(self, runs: Sequence[str]) -> bool:
        """Whether Prefect says so of every one of them."""
        return self.count_ended(runs) == len(runs)

    def let_an_hour_pass(self) -> int:
        """Make what killed runs had claimed in the folders an hour older; returns how many."""
        found = 0
        for employer in self.employers:
            for path in (_folder(self.home, employer) / "work").glob("*Z-*"):
                old = f"{datetime.now(UTC) - timedelta(hours=2):%Y%m%dT%H%M%SZ}"
                path.rename(path.with_name(old + path.name[len(old) :]))
                found += 1
        return found

    def turns_taken(self) -> dict[str, int]:
        """Employer -> how many runs hold its turn at the server."""
        found = {}
        for each in self.employers:
            limit = self.api._ask("GET", f"/v2/concurrency_limits/employer-{each.orgnr}")
            found[each.orgnr] = int(limit["active_slots"])
        return found


@contextmanager
def grounds(folder: Path, employers: Sequence[MadeUpEmployer]) -> Iterator[Grounds]:
    """Start everything on loopback, and stop it by its ids.

    Raises:
        NoPostgresError: there is none here.
    """
    home = folder / "home"
    home.mkdir(mode=0o700)
    with running_postgres() as database:
        with psycopg.connect(f"{database.address}/postgres", autocommit=True) as connection:
            for name in ("rutine", "prefect"):
                connection.execute(f"CREATE DATABASE {name}".encode())
        # Hundreds of processes that each compile every module anew would measure the compiler.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.update(_settings(home, database.address, employers))
        supervisor = Supervisor(home / "log", _say_death)
        try:
            with PrefectApi(os.environ["PREFECT_API_URL"], _auth(home)) as api:
                _start(supervisor, api, home)
                for each in api.deployments():
                    api.pause(each["id"])  # what the clock starts here is ours alone
                (ours,) = [each for each in api.deployments() if each["name"] == "nav_refunds"]
                yield Grounds(home, database, supervisor, api, employers, ours["id"])
        finally:
            supervisor.stop()


def _settings(home: Path, address: str, employers: Sequence[MadeUpEmployer]) -> dict[str, str]:
    given = []
    for each in employers:
        drop = _folder(home, each)
        drop.mkdir(parents=True)
        told = json.loads(each.settings.model_dump_json(exclude_none=True))
        given.append(told | {"reports": "folder", "folder": {"path": str(drop)}})
    server = address.replace("postgresql://", "postgresql+asyncpg://")
    port = str(free_port())
    return {
        "RUTINE_HOME": str(home),
        "RUTINE_MODE": Mode.PRACTICE.value,
        "RUTINE_DATABASE_URL": f"{address}/rutine",
        "RUTINE_EMPLOYERS": json.dumps(given),
        "RUTINE_SERVER__PORT": port,
        "RUTINE_SERVER__AT_ONCE": str(_AT_ONCE),
        "RUTINE_SERVER__DATABASE_URL": f"{server}/prefect",
        "RUTINE_PROJECT": str(ROOT),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_API_AUTH_STRING": _auth(home),
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_HOME": str(home / "prefect-worker"),
        **QUIET,
    }


def _start(supervisor: Supervisor, api: PrefectApi, home: Path) -> None:
    supervisor.start(server_child(load_settings(), {**QUIET, **GUARDED}, _auth(home)))
    until = time.monotonic() + 240
    while not api.is_healthy():
        assert time.monotonic() < until, supervisor.log_file("server").read_text()[-2000:]
        supervisor.look()
        time.sleep(0.3)
    subprocess.run([sys.executable, "-m", _HERE, "--apply"], cwd=ROOT, check=True)


def _folder(home: Path, employer: MadeUpEmployer) -> Path:
    return home / "drop" / employer.orgnr


def _auth(home: Path) -> str:
    return server_password(home)


def _say_death(name: str, code: int, wait: float) -> None:
    print(f"    {name} ended ({code}); again in {wait:.0f} s", flush=True)


def told(found: dict[str, Any]) -> str:
    """Counts in one line."""
    return ", ".join(f"{name} {count}" for name, count in sorted(found.items()))


def _seconds(first: str, then: str) -> float:
    return (datetime.fromisoformat(then) - datetime.fromisoformat(first)).total_seconds()


def _middle(found: Sequence[float]) -> str:
    return f"{median(found):.1f}" if found else "–"

"""Several machines on loopback, by the commands of `deploy/compose.several-machines.yaml`.

Two API servers behind one address, one process with the services, two machines with a worker
each, PostgreSQL and Redis from the distribution's packages, and one home that is shared.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar
from unittest import mock

import httpx
import psycopg

from benchmarks.operations_parts.made_up_employers import MONTH, MadeUpEmployer, make
from rutine.cli.scheduling.prefect_api import PrefectApi
from rutine.core.errors import ConnectorError
from rutine.settings import Settings, load_settings
from tests.postgres_server import free_port, running_postgres
from tests.redis_server import Running as Redis
from tests.redis_server import running_redis
from tests.services.composed import DEPLOY, Composed, Machine, Started
from tests.services.one_address import one_address

AUTH: Final = "rutine:only-on-loopback"
SPARING: Final = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}
"""Nobody looks at Prefect's pages here, or uses its blocks: both cost seconds at the start."""
ENDED: Final = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
Found = TypeVar("Found")


def until(
    look: Callable[[], Found], running: Sequence[Started] = (), seconds: float = 300
) -> Found:
    """What is looked for, as soon as it is there; a server that does not answer is asked again."""
    end = time.monotonic() + seconds
    while True:
        try:
            if found := look():
                return found
        except ConnectorError:
            if time.monotonic() >= end:
                raise
        assert time.monotonic() < end, "\n".join(each.said() for each in running)
        time.sleep(0.5)


def answers(address: str) -> bool:
    """Whether a probe is content."""
    try:
        return httpx.get(address, timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def only_alarms(api: PrefectApi, *wanted: str) -> None:
    """Let these alarms sound and no others: each is a run, which takes a place and seconds."""
    for each in api._ask("POST", "/automations/filter", {}):
        sounds = each["actions"][0].get("parameters", {}).get("what") is not None
        if sounds and each["name"] not in wanted:
            api._ask("PATCH", f"/automations/{each['id']}", {"enabled": False})


def stop_the_clock(api: PrefectApi) -> None:
    """Let nothing be started by its schedule: tests count runs, whatever the time of the day."""
    for each in api.deployments():
        if each["schedules"]:
            api.pause(each["id"])


@dataclass
class SeveralMachines:
    """What runs, and how it is reached."""

    composed: Composed
    redis: Redis
    employers: Sequence[MadeUpEmployer]
    machines: Sequence[Machine]
    given: Mapping[str, str]
    """What stands in `rutine.toml`."""
    api: PrefectApi
    servers: list[Started] = field(default_factory=list)
    workers: list[Started] = field(default_factory=list)
    others: list[Started] = field(default_factory=list)

    @property
    def running(self) -> list[Started]:
        """Every process."""
        return [*self.servers, *self.others, *self.workers]

    def settings(self, home: Path | None = None) -> Settings:
        """As a review app on the first machine reads them, or on one with another home."""
        told = self.composed.environment("review", self.machines[0]) | self.given
        ours = {name: text for name, text in told.items() if name.startswith("RUTINE_")}
        with mock.patch.dict(
            os.environ, ours | {"RUTINE_HOME": str(home or self.machines[0].home)}
        ):
            return load_settings()

    def start_run(self, employer: MadeUpEmployer, key: str) -> str:
        """Let Prefect start the routine for the employer; returns the run's id."""
        made = self.api.start(self.deployment, {"employer": employer.orgnr, "period": MONTH}, key)
        return str(made["id"])

    @cached_property
    def deployment(self) -> str:
        """The routine's deployment."""
        found = next(each for each in self.api.deployments() if each["name"] == "nav_refunds")
        return str(found["id"])

    def runs(self) -> Mapping[str, Any]:
        """Run's id -> what Prefect says of it."""
        return {each["id"]: each for each in self.api.latest_runs(self.deployment, limit=20)}

    def ended(self, *wanted: str) -> dict[str, str]:
        """Run's id -> the state it ended in; nothing until all have."""
        runs = self.runs()
        states = {each: runs[each]["state"]["type"] for each in wanted if each in runs}
        return states if len(states) == len(wanted) and set(states.values()) <= ENDED else {}


@contextmanager
def several_machines(folder: Path) -> Iterator[SeveralMachines]:
    """Start everything in the documented order, and stop it by its ids.

    Raises:
        NoPostgresError, NoRedisError: there is none here.
    """
    home = folder / "shared"
    machines = [Machine.make(folder / name, home) for name in ("one", "two")]
    with ExitStack() as held:
        redis = held.enter_context(running_redis())
        database = held.enter_context(running_postgres()).address
        with psycopg.connect(f"{database}/postgres", autocommit=True) as connection:
            for name in ("rutine", "prefect"):
                connection.execute(f"CREATE DATABASE {name}".encode())
        ports = [free_port(), free_port()]
        address = held.enter_context(one_address(ports))
        composed = Composed(
            DEPLOY / "compose.several-machines.yaml",
            {
                "RUTINE_NAME": "rutine.example.org",
                "RUTINE_DATABASE_URL": f"{database}/rutine",
                "PREFECT_DATABASE_URL": database.replace("postgresql", "postgresql+asyncpg")
                + "/prefect",
                "REDIS_URL": redis.address,
                "PREFECT_API_URL": f"http://127.0.0.1:{address}/api",
                "PREFECT_AUTH": AUTH,
                "RUTINE_PROXIES": '["127.0.0.1"]',
            },
        )
        employers = make(folder / "files", 2, 30)
        given = {
            "RUTINE_EMPLOYERS": json.dumps([_with_reports(home, each) for each in employers]),
            "RUTINE_SIGN_IN__LOCAL_CODE": "true",
        }
        machines[0].give()
        api = held.enter_context(PrefectApi(f"http://127.0.0.1:{address}/api", AUTH))
        several = SeveralMachines(composed, redis, employers, machines, given, api)
        held.callback(lambda: _stop(several.running))
        _start(several, ports)
        yield several


def _start(several: SeveralMachines, ports: Sequence[int]) -> None:
    """In the order that docs/how-to/several-machines.md gives."""
    composed, (one, two) = several.composed, several.machines
    _to_its_end(composed.start("tables", one))
    for machine, port in zip((one, two), ports, strict=True):
        # The first one alone: two that fill an empty database at once trip over each other.
        several.servers.append(composed.start("api", machine, port=port, **SPARING))
        until(lambda port=port: answers(f"http://127.0.0.1:{port}/api/health"), several.running)
    several.others.append(composed.start("services", one))
    _to_its_end(composed.start("timetable", one, **several.given))
    stop_the_clock(several.api)
    # A worker that is killed keeps its runs' places for seven minutes, those of alarms too.
    only_alarms(several.api)
    probes = [free_port(), free_port()]
    for machine, port in zip((one, two), probes, strict=True):
        several.workers.append(
            composed.start(
                "worker",
                machine,
                **several.given,
                PREFECT_WORKER_WEBSERVER_PORT=str(port),
            )
        )
    for port in probes:
        until(lambda port=port: answers(f"http://127.0.0.1:{port}/health"), several.running)


def _with_reports(home: Path, employer: MadeUpEmployer) -> dict[str, Any]:
    """The employer as in `rutine.toml`, with the last reports in a folder that all share."""
    drop = home / "drop" / employer.orgnr
    drop.mkdir(parents=True)
    for report_id, *_ in employer.reports[-2:]:
        shutil.copy(employer.folder / f"{report_id}.csv", drop)
        (drop / f"{report_id}.csv.done").touch()
    told: dict[str, Any] = json.loads(employer.settings.model_dump_json(exclude_none=True))
    return told | {"reports": "folder", "folder": {"path": str(drop)}}


def _to_its_end(started: Started) -> None:
    assert started.process.wait(300) == 0, started.said()


def _stop(running: Sequence[Started]) -> None:
    """At once, with what they started: what they leave half done is not looked at any more."""
    for each in running:
        with suppress(ProcessLookupError):
            os.killpg(each.process.pid, signal.SIGKILL)
        each.process.wait()

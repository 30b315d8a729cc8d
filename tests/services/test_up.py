"""`rutine up` for real, started once: server, worker, events, review app, and all of it stopped."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import httpx
import psycopg
import pytest

from rutine.cli.scheduling.prefect_api import SERVER_FILE
from rutine.routines.timetable.deployment_file import load_deployments
from rutine.settings import Settings, load_settings
from tests.caddy_proxy import NoCaddyError, Proxy, caddy_proxy
from tests.command_line import ROOT
from tests.postgres_server import NoPostgresError, free_port, postgres_server
from tests.services.processes import children
from tests.services.several_machines import SPARING, until
from tests.services.started_up import Running, started_up
from tests.unit.cases.samples import (
    EMPLOYER,
)

pytestmark = pytest.mark.flow


@dataclass
class Proxied(Running):
    """One that people reach by a proxy, where there is any."""

    proxy: Proxy | None

    def settings(self) -> Settings:
        """As the processes read them."""
        ours = {k: v for k, v in self.environment.items() if k.startswith("RUTINE_")}
        with mock.patch.dict(os.environ, ours):
            return load_settings()


@pytest.fixture(scope="module")
def databases() -> Iterator[dict[str, str]]:
    """The documented PostgreSQL, with a database for each; SQLite in the home where none is."""
    with ExitStack() as held:
        try:
            address = held.enter_context(postgres_server())
        except NoPostgresError:
            yield {}
            return
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            for name in ("rutine", "prefect"):
                connection.execute(f"CREATE DATABASE {name}".encode())
        prefects = address.replace("postgresql", "postgresql+asyncpg")
        yield {
            "RUTINE_DATABASE_URL": f"{address}/rutine",
            "RUTINE_SERVER__DATABASE_URL": f"{prefects}/prefect",
        }


@pytest.fixture(scope="module")
def tls(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[int, Proxy | None, dict[str, str]]]:
    """The app's port, the documented proxy before it where it is, and what the app is told."""
    review, port = free_port(), free_port()
    with ExitStack() as held:
        try:
            proxy = held.enter_context(
                caddy_proxy(tmp_path_factory.mktemp("caddy"), port, [review])
            )
        except NoCaddyError:
            yield review, None, {}
            return
        told = {
            "RUTINE_REVIEW_ADDRESS": proxy.address,
            "RUTINE_REVIEW_PROXIES": '["127.0.0.1"]',
            "RUTINE_SIGN_IN__LOCAL_CODE": "true",
        }
        yield review, proxy, told


@pytest.fixture(scope="module")
def up(
    tmp_path_factory: pytest.TempPathFactory,
    heard: tuple[str, list[dict[str, Any]]],
    databases: dict[str, str],
    tls: tuple[int, Proxy | None, dict[str, str]],
) -> Iterator[Proxied]:
    review, proxy, behind = tls
    employers = [{"orgnr": EMPLOYER.reveal(), "name": "Øvelse kommune"}]
    more = {**databases, **behind, **SPARING}
    home = tmp_path_factory.mktemp("up")
    with started_up(home, employers, heard, review=review, **more) as started:
        yield Proxied(**vars(started), proxy=proxy)


def test_the_server_lets_nobody_in_without_the_password(up: Proxied) -> None:
    assert httpx.get(f"{up.api.url}/health", trust_env=False).status_code == 200
    for answer in (
        httpx.get(f"{up.api.url}/work_pools/hr", trust_env=False),
        httpx.post(f"{up.api.url}/deployments/filter", json={}, trust_env=False),
    ):
        assert answer.status_code in {401, 403}
    assert (up.home / SERVER_FILE).stat().st_mode & 0o077 == 0
    assert (up.home / "prefect-auth").stat().st_mode & 0o077 == 0


def test_everything_is_given_and_given_again_changes_nothing(up: Proxied) -> None:
    nav = up.deployment("nav_refunds")
    number = EMPLOYER.reveal()
    assert {each["slug"] for each in nav["schedules"]} == {
        f"every-working-day-{number}",
        f"first-working-days-{number}",
    }
    assert up.here("schedule", "pause", "daily_notices").returncode == 0
    with told_of(up):
        from rutine.cli.scheduling.deploying import apply

        apply(up.settings(), load_deployments(ROOT))
    assert up.deployment("daily_notices")["paused"]  # a pause is somebody's decision
    listed = up.here("schedule").stdout
    assert "mandag til fredag, men ikke på helligdager kl. 06.30" in listed
    assert "satt på pause" in listed
    assert up.here("schedule", "resume", "daily_notices").returncode == 0
    assert not up.deployment("daily_notices")["paused"]


@contextmanager
def told_of(up: Proxied) -> Iterator[None]:
    """Prefect in this process, which costs no start of Python, asks the server of `rutine up`."""
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        temporary_settings,
    )

    auth = json.loads((up.home / SERVER_FILE).read_text())["auth"]
    with temporary_settings({PREFECT_API_URL: up.api.url, PREFECT_API_AUTH_STRING: auth}):
        yield


def test_the_server_plans_the_next_runs(up: Proxied) -> None:
    wanted = up.deployment("nav_refunds")["id"]
    assert until(lambda: up.api.planned([wanted])) == {wanted}


def test_probes_are_answered_without_a_session(up: Proxied) -> None:
    with httpx.Client(trust_env=False, base_url=up.review) as there:
        for path in ("/helse", "/klar"):
            assert until(lambda path=path: answered(there, path)).text == "ok\n"


def test_people_come_in_by_the_proxy_and_probes_do_not(up: Proxied) -> None:
    """`deploy/Caddyfile` as it is; and the link that `rutine up` wrote makes the first account."""
    if up.proxy is None:
        pytest.skip("no Caddy here: install the package `caddy` to run this test")
    with httpx.Client(verify=up.proxy.trust(), trust_env=False, base_url=up.proxy.address) as there:
        page = until(lambda: answered(there, "/logg-inn"))
        assert "Logg inn" in page.text
        assert page.headers["strict-transport-security"]
        (link,) = re.findall(r"https://\S+/forste-administrator/\S+", up.said.read_text())
        assert there.get(link).status_code == 200
        for probe in ("/helse", "/klar"):
            assert there.get(probe).status_code == 404
    unproxied = httpx.get(f"{up.review}/logg-inn", trust_env=False)
    assert unproxied.status_code == 400  # neither the name nor TLS of the proxy


def answered(there: httpx.Client, path: str) -> httpx.Response | None:
    """What it answers; nothing while the app or the certificate is on its way."""
    try:
        answer = there.get(path)
    except httpx.HTTPError:
        return None
    return answer if answer.is_success else None


def test_a_child_that_dies_is_started_again(up: Proxied) -> None:
    before = children(up.process)
    assert set(before) == {"server", "worker", "upkeep", "events", "review"}
    os.kill(before["events"], signal.SIGKILL)
    until(lambda: children(up.process).get("events", before["events"]) != before["events"])
    assert "events stoppet (-9)" in up.said.read_text()
    assert children(up.process)["server"] == before["server"]

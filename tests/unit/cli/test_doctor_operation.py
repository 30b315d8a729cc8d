"""`rutine doctor` on the operation: what stands still is named, with what to do about it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from rutine.cases.access import COMMAND_LINE
from rutine.cases.figures.operation import Planned
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.tables import Run
from rutine.cases.trail.audit import append
from rutine.cli.doctor import operation as doctor_operation
from rutine.cli.doctor import prefect as doctor_prefect
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.doctor.machines import REDIS, examine_clocks, examine_events, examine_redis
from rutine.cli.doctor.operation import examine_operation
from rutine.cli.doctor.prefect import examine_prefect
from rutine.cli.scheduling.prefect_api import SERVER_FILE, PrefectApi
from rutine.core import clock, system
from rutine.installation import open_installation
from rutine.settings import Employer, Settings
from tests.command_line import rutine
from tests.review_cases import organisation
from tests.unit.cases.samples import EMPLOYER

EMPLOYER_OF = [organisation(914000000 + 1000 * place) for place in range(21)]


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def by_name(settings: Settings) -> dict[str, Finding]:
    return {each.what: each for each in examine_operation(settings)}


def run(settings: Settings, hours: float, summary: RunSummary | None) -> None:
    place = open_installation(settings)
    with place.database.writing() as session:
        run_id = open_run(session, "nav_refunds", EMPLOYER, None, {})
        session.get_one(Run, run_id).started_at = clock.now() - timedelta(hours=hours)
        if summary is not None:
            finish_run(session, run_id, summary)
    place.database.close()


def test_a_new_home_has_nothing_that_stands_still(home: Settings) -> None:
    found = by_name(home)
    assert {each.health for each in found.values()} <= {Health.GOOD, Health.REMARK}
    assert found["Postings"].health is Health.GOOD
    assert found["Backup"].health is Health.REMARK
    assert found["Database"].found.startswith("revision 00")


def test_a_killed_run_is_named_and_no_longer_when_it_was_repeated(home: Settings) -> None:
    run(home, 30, None)
    found = by_name(home)
    assert found["Killed runs"].health is Health.BAD
    assert "run 1 began" in found["Killed runs"].found
    assert found[f"Runs for {EMPLOYER.value}"].health is Health.BAD
    assert "rutine run nav_refunds" in found[f"Runs for {EMPLOYER.value}"].remedy
    run(home, 1, RunSummary(state=RunState.CLEAN))
    found = by_name(home)
    assert found["Killed runs"].health is Health.REMARK
    assert found[f"Runs for {EMPLOYER.value}"].health is Health.GOOD


@pytest.mark.parametrize(("employers", "findings"), [(20, 22), (21, 3)])
def test_very_many_that_stand_alike_are_told_together(
    home: Settings, monkeypatch: pytest.MonkeyPatch, employers: int, findings: int
) -> None:
    """4 000 lines that say that lists are waited for would hide the two that say otherwise."""
    inbox = home.inbox_folder
    plan = [
        Planned("bank", EMPLOYER_OF[place], f"Kommune {place:02d}", empty=inbox / f"{place}")
        for place in range(employers)
    ]
    plan += [Planned("nav_refunds", EMPLOYER_OF[place], f"Kommune {place:02d}") for place in (0, 1)]
    monkeypatch.setattr(doctor_operation, "run_plan", lambda _settings: plan)
    found = [each for each in examine_operation(home) if each.what.startswith("Runs for")]
    assert len(found) == findings
    assert [each.what for each in found[-2:]] == ["Runs for Kommune 00", "Runs for Kommune 01"]
    if findings == 3:
        assert found[0].what == "Runs for 21 employers"
        assert found[0].health is Health.REMARK
        assert found[0].found == (
            "bank: waits for its first lists; "
            "Kommune 00, Kommune 01, Kommune 02, Kommune 03, Kommune 04 and 16 more"
        )
        assert f"Put the exports in {inbox}, or" in found[0].remedy


def test_a_key_that_is_old_or_half_way_in_is_named(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "only their owner" in by_name(home)["Keys"].found
    place = open_installation(home)
    place.keys.begin_change()
    place.database.close()
    assert "--lookup" in by_name(home)["Keys"].remedy
    place.keys.end_change()
    with monkeypatch.context() as patched:
        patched.setattr(system, "ON_WINDOWS", True)
        home.keys_file.unlink()
        (home.home_folder / "rutine.db").unlink()
        assert "icacls" in by_name(home)["Keys"].remedy
    later = clock.now() + timedelta(days=401)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "rutine keys rotate" in by_name(home)["Keys"].remedy


def test_a_backup_is_known_by_the_trail(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    place = open_installation(home)
    with place.database.writing() as session:
        append(session, COMMAND_LINE, "backup_made", data={})
    place.database.close()
    assert by_name(home)["Backup"].health is Health.GOOD
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert by_name(home)["Backup"].health is Health.BAD


@pytest.mark.parametrize(
    ("free", "health"), [(10**11, Health.GOOD), (4 * 10**9, Health.REMARK), (10**8, Health.BAD)]
)
def test_a_disk_that_runs_full(
    home: Settings, monkeypatch: pytest.MonkeyPatch, free: int, health: Health
) -> None:
    class Usage:
        def __init__(self) -> None:
            self.free = free

    monkeypatch.setattr(doctor_operation.shutil, "disk_usage", lambda _path: Usage())
    assert by_name(home)["Disk"].health is health


def test_the_command_ends_with_an_error_when_something_stands_still(home: Settings) -> None:
    run(home, 30, None)
    said = rutine("doctor", home=home.home_folder)
    assert said.returncode == 2
    assert "Killed runs" in said.stdout
    assert re.search(r"Prefect server\s+none is set", said.stdout)


def test_a_routine_whose_lists_have_not_come_is_named(tmp_path: Path) -> None:
    employers = (Employer(orgnr=EMPLOYER, name="Tenkt kommune"),)
    settings = Settings(home=tmp_path, employers=employers)
    found = {each.found: each for each in examine_operation(settings)}
    waits = found["shift_cover: waits for its first lists"]
    assert waits.health is Health.REMARK
    assert str(tmp_path / "inbox" / "shift_cover") in waits.remedy
    assert "nav_refunds: has never run" in found


def test_the_figures_are_written_whole_to_a_file(home: Settings) -> None:
    run(home, 1, RunSummary(state=RunState.CLEAN, lines=4, settled_lines=4, files=1))
    out = home.home_folder / "rutine.prom"
    assert rutine("metrics", "--out", out, home=home.home_folder).returncode == 0
    assert 'rutine_runs{routine="nav_refunds",state="clean"} 1.0' in out.read_text("utf-8")
    assert "rutine_runs_stuck 0.0" in rutine("metrics", home=home.home_folder).stdout
    refused = rutine("metrics", "--out", home.home_folder / "no" / "x", home=home.home_folder)
    assert refused.returncode == 2


@contextmanager
def prefect(*, auth: str, settings: dict[str, object]) -> Iterator[str]:
    """Something that answers as a Prefect server does."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            let_in = not auth or self.headers.get("Authorization") == auth
            body = json.dumps(settings).encode() if let_in else b"{}"
            self.send_response(200 if let_in else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()
        thread.join()


BASIC = "Basic cnV0aW5lOmh1c2g="  # rutine:hush


@pytest.mark.parametrize(
    ("auth", "given", "sends", "expected"),
    [
        ("", "", True, {"Prefect server": Health.REMARK, "Prefect telemetry": Health.BAD}),
        (BASIC, "", False, {"Prefect server": Health.GOOD, "Prefect access": Health.BAD}),
        (
            BASIC,
            "rutine:hush",
            False,
            {"Prefect server": Health.GOOD, "Prefect telemetry": Health.GOOD},
        ),
        (BASIC, "rutine:no", False, {"Prefect server": Health.GOOD, "Prefect access": Health.BAD}),
    ],
)
def test_the_server_must_ask_who_calls_and_send_nothing_home(  # noqa: PLR0917 - pytest gives them
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    auth: str,
    given: str,
    sends: bool,
    expected: dict,
) -> None:
    settings = Settings(home=tmp_path)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", given)
    with prefect(auth=auth, settings={"server": {"analytics_enabled": sends}}) as url:
        monkeypatch.setenv("PREFECT_API_URL", url)
        found = examine_prefect(settings)
    assert {each.what: each.health for each in found} == expected
    assert "hush" not in repr(found)
    assert examine_prefect(settings)[0].health is Health.BAD  # it has gone


def answering(told: dict[str, Any]) -> PrefectApi:
    """A server that says so of each path, and takes no forms from elsewhere."""
    api = PrefectApi("http://127.0.0.1:9/api", None)
    api._client = httpx.Client(
        base_url="http://127.0.0.1:9/api",
        transport=httpx.MockTransport(
            lambda request: httpx.Response(200, json=told.get(request.url.path, {}))
        ),
    )
    return api


@pytest.mark.parametrize(
    ("workers", "upkeep", "going", "bad"),
    [
        (["ONLINE", "OFFLINE"], ["ONLINE"], 0, set()),
        (["OFFLINE"], ["ONLINE"], 0, {"Prefect worker"}),
        (["ONLINE"], [], 0, {"Alarm worker"}),
        (["ONLINE"], ["ONLINE"], 2, {"Prefect runs"}),
    ],
)
def test_a_pool_that_nobody_serves_or_that_is_taken_up_is_named(
    workers: list[str], upkeep: list[str], going: int, bad: set[str]
) -> None:
    told = {
        "/api/work_pools/hr/workers/filter": [{"status": each} for each in workers],
        "/api/work_pools/upkeep/workers/filter": [{"status": each} for each in upkeep],
        "/api/flow_runs/count": going,
    }
    with answering(told) as api:
        found = doctor_prefect._at_work(api, timedelta(hours=6))
    assert {each.what for each in found if each.health is Health.BAD} == bad
    assert {"Prefect worker", "Alarm worker"} <= {each.what for each in found}


def test_an_event_that_nobody_writes_down_is_named() -> None:
    """With several servers it goes by Redis to the one process with the services."""
    there: dict[str, Any] = {"/api/events/filter": {"events": [{}]}}
    with answering(there) as api:
        assert examine_events(api).health is Health.GOOD
    with answering({"/api/events/filter": {"events": []}}) as api:
        silent = examine_events(api, patience=0)
    assert (silent.health, "services" in silent.remedy) == (Health.BAD, True)
    with PrefectApi("http://127.0.0.1:9/api", None) as nobody:
        assert examine_events(nobody).health is Health.BAD


def told_by(worker: str, took: float) -> dict[str, Any]:
    at = clock.now()
    return {
        "resource": {"prefect.resource.name": worker},
        "occurred": at.isoformat(),
        "received": (at + timedelta(seconds=took)).isoformat(),
    }


def test_a_worker_whose_clock_is_off_is_named_with_how_far() -> None:
    assert examine_clocks([]) == []
    late_for_once = [told_by("a", 90), told_by("a", 0.4), told_by("b", -2)]
    (fine,) = examine_clocks(late_for_once)
    assert (fine.health, fine.found[0]) == (Health.GOOD, "2")
    (ahead,) = examine_clocks([*late_for_once, told_by("c", -75), told_by("c", -76)])
    assert ahead.health is Health.BAD
    assert ahead.found == "c is +75 s beside the server"


def test_redis_is_looked_at_where_this_machine_is_told_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in REDIS:
        monkeypatch.delenv(name, raising=False)
    assert list(examine_redis()) == []
    for name in REDIS:
        monkeypatch.setenv(name, "redis://:hush@127.0.0.1:9/0")
    (gone,) = examine_redis()
    assert gone.health is Health.BAD
    assert "hush" not in repr(gone)


def test_the_server_of_rutine_up_is_the_one_that_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert examine_prefect(Settings(home=tmp_path))[0].health is Health.REMARK
    with prefect(auth=BASIC, settings={"server": {"analytics_enabled": False}}) as url:
        (tmp_path / SERVER_FILE).write_text(json.dumps({"url": url, "auth": "rutine:hush"}))
        found = examine_prefect(Settings(home=tmp_path))
    assert [each.health for each in found] == [Health.GOOD, Health.GOOD]

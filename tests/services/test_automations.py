"""Every automation fires, in a `rutine up` for real: alarms, what follows decisions, dead runs."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from rutine.cases.books.outbox import Target
from rutine.cases.books.posting_files import written_files
from rutine.cases.lifecycle.recording import record_differences
from rutine.cases.runs import open_run
from rutine.core.differences import Action
from rutine.core.identifiers import OrgNr
from tests.postgres_server import free_port
from tests.services.processes import children
from tests.services.several_machines import ENDED, stop_the_clock, until
from tests.services.started_up import Running, started_up
from tests.small_office import EMPLOYER, PEOPLE, RATE, Claimed, Office, Paid
from tests.unit.cases.samples import OTHER_EMPLOYER, report_difference

pytestmark = pytest.mark.flow

MONDAY = date(2026, 8, 3)


@dataclass
class Watched(Running):
    """One whose automations are looked at."""

    def runs_of(self, name: str, employer: OrgNr) -> list[Any]:
        found = self.runs(name)
        return [run for run in found if run["parameters"]["employer"] == employer.reveal()]

    def alarms(self, what: str) -> list[str]:
        """What the chat program was told of one kind of trouble."""
        return [each["text"] for each in self.heard if each.get("alarm") == what]

    def automation(self, name: str) -> Any:
        found = self.api._ask("POST", "/automations/filter", {})
        return next(each for each in found if each["name"] == f"rutine: {name}")

    def hasten(self, name: str, **trigger: Any) -> None:
        """Let an automation wait for ten seconds, the least that Prefect lets it."""
        there = self.automation(name)
        kept = {key: there[key] for key in ("name", "description", "enabled", "actions")}
        wanted = {**kept, "trigger": {**there["trigger"], "within": 10, **trigger}}
        self.api._ask("PUT", f"/automations/{there['id']}", wanted)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Whose home and store it is: one run has been there, and found one case."""
    office = Office(tmp_path_factory.mktemp("up"))
    office.claims("2026-08", Claimed("K1", 0, MONDAY, 5 * RATE, date(2026, 8, 20)))
    office.pays("2026-08", Paid(0, MONDAY, 4 * RATE))
    office.run("2026-08")
    yield office
    office.close()


@pytest.fixture(scope="module")
def up(office: Office, heard: tuple[str, list[dict[str, Any]]]) -> Iterator[Watched]:
    home = office.place.settings.home_folder
    (home / "folder").mkdir()
    (first,) = office.place.settings.employers
    employers = [
        json.loads(first.model_dump_json(exclude_none=True))
        | {"claims": str(office.path / "2026-08.csv"), "reports": "folder"}
        | {"folder": {"path": str(home / "folder")}},
        {"orgnr": OTHER_EMPLOYER.reveal(), "name": "Øvelse fylke"},
    ]
    with started_up(home, employers, heard, review=free_port()) as started:
        stop_the_clock(started.api)
        yield Watched(**vars(started))


def test_a_failed_run_is_started_once_and_sounds_the_alarm(up: Watched) -> None:
    asked = ("schedule", "run", "nav_refunds", "--employer", OTHER_EMPLOYER.reveal())
    assert [up.here(*asked).returncode, up.here(*asked).returncode] == [0, 0]
    told = until(lambda: up.alarms("run_failed"))
    assert "feilet" in told[0]
    (run,) = up.runs_of("nav_refunds", OTHER_EMPLOYER)
    assert set(run["parameters"]) == {"employer", "period"}
    assert run["state"]["type"] == "FAILED"  # practice reports come from `rutine demo` alone
    names = until(lambda: events_of(up, {"rutine.run.failed"}))
    assert {"rutine.run.started", "rutine.run.finished", "rutine.run.failed"} <= names


def events_of(up: Watched, wanted: set[str]) -> set[str]:
    found = up.api._ask("POST", "/events/filter", {"filter": {"event": {"prefix": ["rutine."]}}})
    names = {each["event"] for each in found["events"]}
    assert not any(number in json.dumps(found) for number in PEOPLE)
    return names if wanted <= names else set()


def test_what_is_decided_in_the_app_starts_the_next_run_and_is_posted(
    up: Watched, office: Office
) -> None:
    office.decide(office.case(), Action.ACCEPT_PAID)
    with office.place.database.reading() as session:
        assert written_files(session) == ()
    until(lambda: events_of(up, {"rutine.case.decided", "rutine.run.decided"}))
    runs = until(lambda: all_ended(up, 1))
    assert runs[0]["parameters"] == {"employer": EMPLOYER.reveal(), "period": "current"}
    assert runs[0]["state"]["type"] == "COMPLETED"
    with office.place.database.reading() as session:
        files = written_files(session)
    assert Target.VOUCHER in {each.target for each in files}
    assert all((up.home / "output" / each.run_id / each.name).is_file() for each in files)


def all_ended(up: Watched, count: int) -> list[Any]:
    runs = up.runs_of("nav_refunds", EMPLOYER)
    done = len(runs) == count and all(each["state"]["type"] in ENDED for each in runs)
    return runs if done else []


def test_a_fetch_that_could_not_see_everything_sounds_the_alarm(up: Watched) -> None:
    """The employer's folder is gone: whether anything has come nobody can tell."""
    shutil.rmtree(up.home / "folder")
    before = len(up.alarms("fetch_inconclusive"))
    asked = ("schedule", "run", "nav_refunds", "--employer", EMPLOYER.reveal())
    assert up.here(*asked).returncode == 0
    runs = until(lambda: all_ended(up, 2))
    assert runs[0]["state"]["type"] == "COMPLETED"  # it is a case, and not a failure
    until(lambda: len(up.alarms("fetch_inconclusive")) > before)
    assert "/status" in up.alarms("fetch_inconclusive")[-1]


def test_a_report_that_has_not_come_sounds_the_alarm(up: Watched, office: Office) -> None:
    before = len(up.alarms("report_missing"))
    missing = report_difference("D38", kind="arrival", reference="2026-08", employer=EMPLOYER)
    with office.place.database.writing() as session:
        run_id = open_run(session, "nav_refunds", EMPLOYER, None, {})
        record_differences(session, office.place.keys, run_id, "nav_refunds", [missing], facts={})
    until(lambda: len(up.alarms("report_missing")) > before)
    assert "/status" in up.alarms("report_missing")[-1]


def test_a_run_that_nobody_starts_sounds_the_alarm_though_the_routines_worker_is_dead(
    up: Watched,
) -> None:
    """The alarm has a pool and a worker of its own."""
    up.hasten("kjøring startet ikke")
    worker = until(lambda: children(up.process).get("worker"))
    os.kill(worker, signal.SIGSTOP)
    try:
        parameters = {"employer": OTHER_EMPLOYER.reveal(), "period": "2026-09"}
        run = up.api.start(up.deployment("nav_refunds")["id"], parameters, "nobody starts it")
        (told,) = until(lambda: up.alarms("run_not_started"))
        assert "har ikke startet" in told
        cancelled = {"state": {"type": "CANCELLED"}, "force": True}
        up.api._ask("POST", f"/flow_runs/{run['id']}/set_state", cancelled)
    finally:
        os.kill(worker, signal.SIGCONT)


def test_a_run_that_falls_silent_is_ended_so_that_its_place_is_free(up: Watched) -> None:
    """Prefect takes a run whose process was killed for running, and the pool has two places."""
    lost = up.automation("kjøring borte")
    assert set(lost["trigger"]["after"]) < set(lost["trigger"]["expect"])
    assert lost["trigger"]["within"] > 2 * 180  # a run says that it is alive every 180 seconds
    failed = up.automation("kjøring feilet")
    up.api._ask("PATCH", f"/automations/{failed['id']}", {"enabled": False})  # it was heard above
    wanted = {"parameters": {"employer": OTHER_EMPLOYER.reveal()}, "state": {"type": "PENDING"}}
    path = f"/deployments/{up.deployment('nav_refunds')['id']}/create_flow_run"
    run = up.api._ask("POST", path, wanted)["id"]
    up.hasten("kjøring borte", match={"prefect.resource.id": f"prefect.flow-run.{run}"})
    up.api._ask("POST", f"/flow_runs/{run}/set_state", {"state": {"type": "RUNNING"}})

    def state() -> Any:
        found = up.api._ask("GET", f"/flow_runs/{run}")["state"]
        return found if found["type"] == "CRASHED" else None

    assert "prosessen er borte" in until(state)["message"]

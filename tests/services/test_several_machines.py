"""Several machines: two API servers, two workers and two review apps over one store and one home.

Everything is started by the commands of the compose file, without containers, on loopback.
"""

from __future__ import annotations

import base64
import os
import re
import signal
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import second_factor, sessions
from rutine.cases.accounts.one_time_code import code_at, step_of
from rutine.cases.accounts.users import add_user
from rutine.cases.reports.ledger import ReportState
from rutine.cases.tables import Case, Report
from rutine.cases.trail.audit import verify
from rutine.cases.trail.occurrences import Kind
from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.doctor.machines import examine_clocks, examine_events, workers_events
from rutine.cli.doctor.operation import examine_operation
from rutine.cli.review import review_app
from rutine.cli.scheduling.event_delivery import begin, tell_all
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.installation import Installation, open_installation
from tests.postgres_server import NoPostgresError
from tests.redis_server import NoRedisError
from tests.services.several_machines import SeveralMachines, several_machines, until

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette wants the successor of httpx
    from starlette.testclient import TestClient

pytestmark = [pytest.mark.flow, pytest.mark.postgres]
COOKIE = "__Host-rutine_session"


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeveralMachines]:
    if find_spec("prefect_redis") is None:
        pytest.skip("no prefect-redis here: pip install 'rutine[machines]' to run these tests")
    try:
        with several_machines(tmp_path_factory.mktemp("machines")) as started:
            yield started
    except NoRedisError:
        pytest.skip("no Redis here: install the package `redis-server` to run these tests")
    except NoPostgresError:
        pytest.skip("no PostgreSQL here: install the package `postgresql` to run these tests")


@pytest.fixture(scope="module")
def places(machines: SeveralMachines) -> Iterator[list[Installation]]:
    """What two review apps open: one store and one home, each with connections of its own."""
    opened = [open_installation(machines.settings()) for _ in range(2)]
    yield opened
    for each in opened:
        each.database.close()


def findings(found: list[Finding]) -> dict[str, Finding]:
    return {each.what: each for each in found}


def test_each_worker_takes_runs_and_every_report_is_settled_once(
    machines: SeveralMachines, places: list[Installation]
) -> None:
    begin(places[0])
    runs = [machines.start_run(each, f"first:{each.orgnr}") for each in machines.employers]
    states = until(lambda: machines.ended(*runs), machines.running)
    assert set(states.values()) == {"COMPLETED"}
    with places[1].database.reading() as session:
        reports = session.execute(select(Report.employer, Report.sha256, Report.state)).all()
        assert verify(session) is None
    assert {each.state for each in reports} <= {ReportState.SETTLED, ReportState.STOPPED}
    assert sorted(each.employer for each in reports) == sorted(
        each.orgnr for each in machines.employers for _ in range(2)
    )
    # Kept by one machine's worker, read by another's app.
    assert all(places[1].archive.get(each.sha256) for each in reports)


def _turn_on_code(session: Session, place: Installation, user_id: str) -> None:
    """Who comes from elsewhere needs more than a password."""
    secret = base64.b32decode(second_factor.begin(session, place.keys, user_id))
    code = code_at(secret, step_of(clock.now()))
    assert second_factor.confirm(session, place.keys, user_id, code)


def test_a_session_and_a_decision_on_one_app_hold_on_the_other(places: list[Installation]) -> None:
    with places[0].database.writing() as session:
        kari = add_user(
            *(session, "kari", "Kari", "riktig hest batteri", [UserRole.REVIEWER]),
            actor=COMMAND_LINE,
        )
        _turn_on_code(session, places[0], kari.user_id)
        token = sessions.start(session, kari).token
        number = session.scalars(
            select(Case.number).where(Case.kind == "group").order_by(Case.number)
        ).first()
    one, two = (
        TestClient(
            review_app(each),
            base_url="https://rutine.example.org",
            client=("127.0.0.1", 50_000),
            headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"},
            cookies={COOKIE: token},
            follow_redirects=False,
        )
        for each in places
    )
    address = f"/saker/{number}"
    page = one.get(address)
    assert page.status_code == 200
    assert two.get(address).status_code == 200
    form = page.text.rpartition('id="decision"')[2]
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]
    ours = {"Origin": "https://rutine.example.org"}
    decided = one.post(
        f"{address}/avgjor",
        data={
            "csrf": csrf,
            "version": re.findall(r'name="version" value="(\d+)"', form)[0],
            "action": "send_to_nav",
            "tick": re.findall(r'name="tick" value="([^"]+)"', page.text),
            "comment": "Avgjort på den ene",
        },
        headers=ours,
    )
    assert decided.status_code == 303, decided.text[:500]
    assert "Avgjort på den ene" in two.get(address).text
    two.post("/logg-ut", data={"csrf": csrf}, headers=ours)
    assert one.get(address).status_code == 401


def test_what_is_decided_is_told_to_every_server(
    machines: SeveralMachines, places: list[Installation]
) -> None:
    assert tell_all(places[1], machines.api)
    told = until(lambda: machines.api.latest_events("rutine.case."), machines.running)
    assert Kind.CASE_DECIDED.value in {each["event"] for each in told}


def test_doctor_finds_every_clock_right_and_one_home(machines: SeveralMachines) -> None:
    (clocks,) = examine_clocks(workers_events(machines.api))
    assert (clocks.health, clocks.found[0]) == (Health.GOOD, "2")
    found = findings(examine_operation(machines.settings()))
    assert found["Shared home"].health is Health.GOOD


def test_a_machine_with_a_home_of_its_own_is_named(
    machines: SeveralMachines, places: list[Installation], tmp_path: Path
) -> None:
    alone = machines.settings(tmp_path / "alone")
    with pytest.raises(InputError) as refused:
        open_installation(alone)
    assert refused.value.code == "home_not_shared"
    assert not alone.keys_file.exists()
    alone.keys_file.write_bytes(places[0].settings.keys_file.read_bytes())
    alone.keys_file.chmod(0o600)
    found = findings(examine_operation(alone))
    assert found["Shared home"].health is Health.BAD


def test_the_rest_goes_on_when_a_worker_and_a_server_are_killed(machines: SeveralMachines) -> None:
    """And an event still starts a run: it goes in at one process, by Redis, to another."""
    before = set(machines.runs())
    for victim in (machines.workers[0], machines.servers[0]):
        os.killpg(victim.process.pid, signal.SIGKILL)
        victim.process.wait()
    first = machines.employers[0].orgnr
    machines.api.emit(
        [
            {
                "id": str(uuid4()),
                "event": Kind.RUN_DECIDED.value,
                "occurred": datetime.now(UTC).isoformat(),
                "resource": {
                    "prefect.resource.id": "rutine.run.decided",
                    "rutine.routine": "nav_refunds",
                    "rutine.employer": first,
                },
                "related": [],
                "payload": {},
            }
        ]
    )
    (run,) = until(lambda: set(machines.runs()) - before, machines.running)
    states = until(lambda: machines.ended(run), machines.running)
    assert states == {run: "COMPLETED"}
    runs = until(machines.runs, machines.running)
    assert runs[run]["parameters"] == {"employer": first, "period": "current"}
    assert examine_events(machines.api, patience=300).health is Health.GOOD


def test_without_redis_doctor_says_that_events_do_not_get_through(
    machines: SeveralMachines, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rutine.cli.doctor.machines import examine_redis

    monkeypatch.setenv("PREFECT_REDIS_MESSAGING_URL", machines.redis.address)
    (there,) = examine_redis()
    assert there.health is Health.GOOD
    machines.redis.stop()
    (gone,) = examine_redis()
    assert gone.health is Health.BAD
    assert "only-on-loopback" not in repr(gone)
    assert examine_events(machines.api, patience=1).health is Health.BAD

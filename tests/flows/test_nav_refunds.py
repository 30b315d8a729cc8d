"""The flow as Prefect runs it, and what Prefect keeps of it: nothing about a person."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rutine.api_settings import NavApi
from rutine.cases.runs import RunFilter, RunState, find_run, page_of_runs
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.core.national_ids import MASKED
from rutine.installation import current
from rutine.portal_settings import Portal
from rutine.practice.apis import ApiStandIns, World
from rutine.practice.apis.world import Client
from rutine.practice.municipality import PracticePlan
from rutine.practice.standins.reports import RESOURCES, ReportFolder
from rutine.practice.standins.server import StandIns
from rutine.settings import ReportsFrom
from tests.command_line import rutine_alone
from tests.nav_api import CLIENT, KEY_ID, SCOPE, key_file, signing_key
from tests.practice_home import Home

pytestmark = [
    pytest.mark.flow,
    # Prefect's own server and client, not ours: SQLite connections closed late, old aliases.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ELEVEN = re.compile(rb"(?<!\d)\d{11}(?!\d)")


def people_of(home: Home) -> set[bytes]:
    """The national ids in the municipality's own files.

    Only these are looked for: among thousands of hashes, some hold digits that are valid.
    """
    files = [path.read_bytes() for path in home.folder.path.rglob("*") if path.is_file()]
    found = {number for data in files for number in ELEVEN.findall(data)}
    return {number for number in found if Fnr.is_valid(number.decode())}


def people_in(folder: Path, people: set[bytes]) -> list[str]:
    """Files below the folder that hold one of these people's ids."""
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and people.intersection(ELEVEN.findall(path.read_bytes()))
    ]


def turns_taken(employer: str) -> tuple[int, int]:
    """How many runs of the employer may go on at once, and how many do."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        limit = client.read_global_concurrency_limit_by_name(f"employer-{employer}")
    return limit.limit, limit.active_slots


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", PracticePlan(employees=150, sub_units=5))


@pytest.mark.browser
def test_a_month_is_fetched_settled_and_reported(
    prefect_home: Path,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from flows.nav_refunds import nav_refunds

    with StandIns(home.folder.path) as stand_ins, caplog.at_level(logging.DEBUG):
        portal = Portal(inbox=stand_ins.inbox_url, nav=stand_ins.nav_url)
        home.be_current(monkeypatch, portal)
        run_id = nav_refunds(home.folder.employer.reveal(), home.months[0])
        again = nav_refunds(home.folder.employer.reveal(), home.months[0])
    assert turns_taken(home.folder.employer.reveal()) == (1, 0)
    place = current()
    with place.database.reading() as session:
        first, second = find_run(session, run_id), find_run(session, again)
    assert first is not None
    assert first.summary is not None
    assert first.state is RunState.CASES
    assert first.summary.settled_lines > 0
    assert first.summary.files == sum(
        f"{r.value_date:%Y-%m}" == home.months[0] for r in home.folder.reports
    )
    assert second is not None
    assert second.summary is not None
    assert (second.summary.lines, second.summary.new_cases) == (0, 0)
    assert second.summary.reason == "nothing_new"
    logged = "\n".join(record.getMessage() for record in caplog.records).encode()
    people = people_of(home)
    assert people.isdisjoint(ELEVEN.findall(logged))
    assert MASKED.encode() not in logged  # nor did the guard have to take one out
    assert people_in(home.folder.path, people) != []  # the search finds what is there
    assert people_in(prefect_home, people) == []
    assert people_in(place.settings.evidence_folder, people) == []
    assert people_in(place.settings.output_folder, people) == []
    assert [
        p for p in home.path.glob("rutine.db*") if p in map(Path, people_in(home.path, people))
    ] == []
    place.database.close()


def test_the_command_fetches_from_navs_api_without_a_person_or_a_browser(
    prefect_home: Path,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from rutine.cli.running.run import run_routine

    home.employer = home.employer.model_copy(update={"reports": ReportsFrom.API})
    orgnr, month = home.folder.employer.reveal(), home.months[0]
    made = World(ReportFolder(home.folder.path))
    public = signing_key(home.path).private.public_key()
    client = Client(CLIENT, orgnr, {KEY_ID: public}, frozenset({SCOPE}))
    made.allow(client, orgnr, RESOURCES["ref-arbg"])
    with ApiStandIns(made) as serving, caplog.at_level(logging.DEBUG):
        api = NavApi(
            client_id=CLIENT,
            key_id=KEY_ID,
            key_file=key_file(home.path),
            maskinporten=serving.maskinporten_url,
            altinn=serving.altinn_url,
            nav=serving.nav_url,
        )
        monkeypatch.setenv("RUTINE_NAV_API", api.model_dump_json())
        home.be_current(monkeypatch)
        assert run_routine("nav_refunds", orgnr, month, None, None) == 1  # cases wait
    assert orgnr in capsys.readouterr().out
    assert {r.id for r in home.folder.reports if f"{r.value_date:%Y-%m}" <= month} == {
        each.report_id for each in made.audit
    }
    assert [call for call in made.calls if call[0] == "maskinporten"] == [
        ("maskinporten", "POST", "/token")
    ]
    logged = "\n".join(record.getMessage() for record in caplog.records)
    people = people_of(home)
    assert people.isdisjoint(ELEVEN.findall(logged.encode()))
    assert "Bearer ey" not in logged
    assert "PRIVATE KEY" not in logged
    assert people_in(prefect_home, people) == []


def test_a_failed_run_is_marked_and_prefect_keeps_only_the_sentence(
    prefect_home: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.nav_refunds import nav_refunds

    claims = home.folder.claims_file(home.months[0], "csv")
    text = claims.read_text(encoding="utf-8-sig")
    claims.write_text(text.replace("Krav-id", "Kravnummer", 1), encoding="utf-8")
    with StandIns(home.folder.path) as stand_ins:
        home.be_current(monkeypatch, Portal(inbox=stand_ins.inbox_url, nav=stand_ins.nav_url))
        with pytest.raises(InputError, match="Krav-id"):
            nav_refunds(home.folder.employer.reveal(), home.months[0])
    place = current()
    with place.database.reading() as session:
        (run,) = page_of_runs(session, RunFilter()).runs
    assert run.state is RunState.FAILED
    assert run.summary is not None
    assert run.summary.reason == "header_missing"
    assert people_in(prefect_home, people_of(home)) == []
    place.database.close()


@pytest.mark.usefixtures("prefect_home")
def test_one_employers_failure_does_not_stop_the_others(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    employers = '[{"orgnr": "974600013", "name": "En"}, {"orgnr": "933001547", "name": "To"}]'
    tried = rutine_alone(
        *("run", "nav_refunds"),
        home=tmp_path,
        RUTINE_EMPLOYERS=employers,
        PREFECT_API_URL=PREFECT_API_URL.value(),
    )
    assert tried.returncode == 2
    assert "974600013" in tried.stdout
    assert "933001547" in tried.stdout
    assert tried.stderr.count("rutine demo") == 2
    assert "Traceback" not in tried.stderr + tried.stdout


@pytest.mark.usefixtures("prefect_home")
def test_a_web_page_given_as_a_report_is_kept_as_refused(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    page = tmp_path / "974600013_ref-arbg_2025-10-28.csv"
    page.write_text("<!doctype html><title>Logg inn</title>")
    home = tmp_path / "home"
    server = {"PREFECT_API_URL": PREFECT_API_URL.value()}
    refused = rutine_alone("run", "nav_refunds", "--report", str(page), home=home, **server)
    assert refused.returncode == 1, refused.stderr
    assert "1 fil avvist" in refused.stdout.replace("\u00a0", " ")
    nameless = tmp_path / "rapport.csv"
    nameless.write_text("<!doctype html><title>Logg inn</title>")
    unknown = rutine_alone("run", "nav_refunds", "--report", str(nameless), home=home, **server)
    assert unknown.returncode == 2
    assert "rapport.csv" in unknown.stderr


def test_on_a_holiday_a_scheduled_run_says_so_and_does_nothing(
    prefect_home: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.nav_refunds import nav_refunds
    from flows.upkeep.backup import backup
    from flows.upkeep.daily_notices import daily_notices
    from flows.upkeep.retention import retention

    home.be_current(monkeypatch)
    with clock.stopped_at(datetime(2027, 5, 17, 5, 0, tzinfo=UTC)):
        state = nav_refunds(home.folder.employer.reveal(), days="working", return_state=True)
    assert (state.name, state.is_completed()) == ("Skipped", True)
    assert state.message == "Hoppet over: 17.05.2027 er helligdag"
    with current().database.reading() as session:
        assert page_of_runs(session, RunFilter()).runs == ()
    unheard = daily_notices(return_state=True)  # nobody is set up to be told
    assert unheard.name == "Skipped"
    nowhere = backup(return_state=True)  # nobody has said where to
    assert (nowhere.name, "[backup]" in str(nowhere.message)) == ("Skipped", True)
    unconfirmed = retention(return_state=True)
    assert unconfirmed.message == "Ingenting er forfalt til sletting"
    current().database.close()

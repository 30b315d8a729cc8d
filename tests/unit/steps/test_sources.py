"""Which source a run fetches from, and what is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rutine import steps
from rutine.api_settings import Environment, NavApi
from rutine.cases.reports.ledger import known_reports
from rutine.cases.runs import find_run
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchState
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.practice.apis import ApiFaults, ApiStandIns, World
from rutine.practice.apis.world import Client
from rutine.practice.municipality import PracticePlan
from rutine.practice.standins.reports import RESOURCES, ReportFolder
from rutine.settings import Employer, Mode, ReportsFrom, Settings
from rutine.steps.sources import connection, reports_from
from tests.nav_api import CLIENT, KEY_ID, SCOPE, _key, key_file
from tests.practice_home import Home

EMPLOYER = OrgNr("310000019")


def settings(tmp_path: Path, **changes: object) -> Settings:
    return Settings(home=tmp_path / "home", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mode", "reports", "source"),
    [
        (Mode.PRODUCTION, None, ReportsFrom.API),
        (Mode.PRACTICE, None, ReportsFrom.PORTAL),
        (Mode.PRODUCTION, ReportsFrom.PORTAL, ReportsFrom.PORTAL),
        (Mode.PRACTICE, ReportsFrom.API, ReportsFrom.API),
    ],
)
def test_real_reports_come_from_the_api_unless_told_otherwise(
    tmp_path: Path, mode: Mode, reports: ReportsFrom | None, source: ReportsFrom
) -> None:
    employer = Employer(orgnr=EMPLOYER, name="Øvingskommunen", reports=reports)
    assert settings(tmp_path, mode=mode, employers=(employer,)).reports_from(EMPLOYER) is source


def test_an_api_that_is_not_set_up_says_what_to_do(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="rutine connect nav") as told,
        connection(settings(tmp_path, mode=Mode.PRODUCTION)),
    ):
        pass
    assert told.value.code == "nav_api_not_set_up"


def test_practice_never_asks_the_real_api_but_may_ask_navs_test_world(tmp_path: Path) -> None:
    real = NavApi(client_id="c", key_id="k", key_file=key_file(tmp_path))
    with pytest.raises(InputError, match="practice"), connection(settings(tmp_path, nav_api=real)):
        pass
    mixed = real.model_copy(
        update={"environment": Environment.TEST, "nav": "https://sokos-oppgjorsrapporter.nav.no"}
    )
    with pytest.raises(InputError, match="practice"), connection(settings(tmp_path, nav_api=mixed)):
        pass
    test = real.model_copy(update={"environment": Environment.TEST})
    with connection(settings(tmp_path, nav_api=test)) as line:
        assert line.reports.base == "https://sokos-oppgjorsrapporter.ekstern.dev.nav.no"
        assert line.tokens.base == "https://test.maskinporten.no"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("api") / "home", PracticePlan(employees=120, sub_units=4))


@pytest.fixture
def serving(home: Home) -> Iterator[ApiStandIns]:
    made = World(ReportFolder(home.folder.path))
    orgnr = home.folder.employer.reveal()
    client = Client(CLIENT, orgnr, {KEY_ID: _key().public_key()}, frozenset({SCOPE}))
    made.allow(client, orgnr, RESOURCES["ref-arbg"])
    with ApiStandIns(made) as standins:
        yield standins


@pytest.fixture
def place(home: Home, serving: ApiStandIns, tmp_path: Path) -> Iterator[Installation]:
    employer = home.employer.model_copy(update={"reports": ReportsFrom.API})
    api = NavApi(
        client_id=CLIENT,
        key_id=KEY_ID,
        key_file=key_file(tmp_path),
        maskinporten=serving.maskinporten_url,
        altinn=serving.altinn_url,
        nav=serving.nav_url,
    )
    place = open_installation(settings(tmp_path, employers=(employer,), nav_api=api))
    yield place
    place.database.close()


def run(place: Installation, home: Home, month: str) -> tuple[str, FetchState | None]:
    scope = steps.begin(place, home.folder.employer.reveal(), month)
    with steps.marking_failure(place, scope):
        fetched = steps.fetch(place, scope)
        controlled = steps.control(place, scope, steps.read(place, scope))
        steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
        steps.report(place, scope)
    return scope.run_id, fetched.state


def test_a_month_is_fetched_from_the_api_and_settled(
    place: Installation, home: Home, serving: ApiStandIns
) -> None:
    month = home.months[0]
    run_id, state = run(place, home, month)
    assert state is FetchState.NEW
    wanted = {r.id for r in home.folder.reports if f"{r.value_date:%Y-%m}" <= month}
    with place.database.reading() as session:
        assert known_reports(session, home.folder.employer) == wanted
        found = find_run(session, run_id)
    assert found is not None
    assert found.summary is not None
    assert found.summary.settled_lines > 0
    assert {each.action for each in serving.world.audit} == {"VARIANT_NEDLASTET"}

    assert run(place, home, month)[1] is FetchState.NOTHING_NEW_PROVEN
    with reports_from(place, home.folder.employer) as source:
        assert source.prove_access(home.folder.employer, wanted).proven


def test_a_lost_access_is_a_case_with_its_reason(
    place: Installation, home: Home, serving: ApiStandIns
) -> None:
    run(place, home, home.months[0])
    serving.world.set_faults(ApiFaults(access_down=True))
    scope = steps.begin(place, home.folder.employer.reveal(), home.months[0])
    fetched = steps.fetch(place, scope)
    assert (fetched.state, fetched.reason) == (
        FetchState.INCONCLUSIVE,
        FetchReason.API_NO_ACCESS,
    )
    assert [(case.kind, case.reason) for case in fetched.cases] == [("fetch", "D38")]
    assert fetched.cases[0].reference == f"{home.months[0]} api_no_access"

"""A run whose causes come from NAV's own lists, fetched from the stand-in through real sockets."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rutine import steps
from rutine.api_settings import NavApi
from rutine.cases.runs import Control
from rutine.cli.doctor.api import examine_api
from rutine.cli.doctor.examination import Health
from rutine.cli.keeping import verify
from rutine.connectors.calls import Calls
from rutine.connectors.fetching import FetchResult, FetchState
from rutine.connectors.sick_leave_api import NavList, SickLeaveApi
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.installation import Installation, open_installation
from rutine.practice.apis import ApiFaults, ApiStandIns, ListFaults, Refusal, World
from rutine.settings import Employer, ReportsFrom, Settings, load_settings
from rutine.steps import nav_lists
from tests.nav_api import CLIENT, EMPLOYER, KEY_ID, key_file
from tests.sick_leave import ASKED, BEGUN, LAST, OTHER_UNIT, PEOPLE, UNIT, sick_world

CLAIMS = (
    "Krav-id;Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Navn;Stillingsid;Ytelse;Fravær fra;"
    "Periode fra;Periode til;Grad;Beregnet månedslønn;Refusjon per måned;Dager;Dagsats;"
    "Krav beløp;Sendt dato;Utlignet beløp"
)
ABSENCES = "Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Type;Fra;Til;Grad"
REPORTS = (
    "Hovedenhet;Underenhet;Fødselsnummer;Fravær fra;Beregnet månedslønn;Refusjon per måned;"
    "Refusjon opphører;Sendt dato"
)
AKTIV = PEOPLE[1]
NEVER_SENT = "D16"
UNITS = {UNIT, OTHER_UNIT}


@pytest.fixture(scope="module")
def standins() -> Iterator[ApiStandIns]:
    with ApiStandIns(sick_world()) as standins:
        yield standins


@pytest.fixture
def world(standins: ApiStandIns) -> World:
    standins.world.sick = sick_world().sick
    standins.world.set_faults(ApiFaults())
    return standins.world


def settings(folder: Path, world: World, **changes: Any) -> Settings:
    """The employer with one claim for June; payroll thinks the income report was sent."""
    pay, about = "31 000,00;31 000,00", f"{EMPLOYER};{UNIT}"
    rows = {
        "claims": (
            CLAIMS,
            (
                f"K1;{about};1;{AKTIV};ØVING;1;Sykepenger;15.05.2026;01.06.2026;30.06.2026;100;"
                f"{pay};22;1 431,00;31 482,00;;0,00"
            ),
        ),
        "absences": (ABSENCES, f"{about};1;{AKTIV};Sykmelding;15.05.2026;30.06.2026;100"),
        "income_reports": (REPORTS, f"{about};{AKTIV};15.05.2026;{pay};;20.05.2026"),
    }
    files = {name: str(folder / f"{name}.csv") for name in rows}
    for name, lines in rows.items():
        Path(files[name]).write_text("\r\n".join([*lines, ""]), encoding="utf-8")
    given: dict[str, Any] = {
        "orgnr": OrgNr(EMPLOYER),
        "name": "Øvingskommunen",
        "nav_lists": True,
        "sub_units": {UNIT: "Øving skole", OTHER_UNIT: "Øving sykehjem"},
    }
    return Settings(
        home=folder,
        employers=(Employer(**(given | files | changes)),),
        nav_api=NavApi(
            client_id=CLIENT,
            key_id=KEY_ID,
            key_file=key_file(folder),
            maskinporten=world.urls["maskinporten"],
            altinn=world.urls["altinn"],
            nav=world.urls["nav"],
            sick_leave=world.urls["sick_leave"],
        ),
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, standins: ApiStandIns) -> Iterator[Installation]:
    """One home for all, without pauses between tries."""
    with pytest.MonkeyPatch.context() as hurry:
        quick = {"pause": lambda _: None, "at_once": 8}
        hurry.setattr(Calls.__init__, "__kwdefaults__", quick)
        home = open_installation(settings(tmp_path_factory.mktemp("home"), standins.world))
        yield home
        home.database.close()


@pytest.fixture
def place(home: Installation, world: World) -> Installation:
    """The home before its first fetch."""
    shutil.rmtree(home.settings.home_folder / "nav_lists", ignore_errors=True)
    return home


def run(place: Installation, month: str = "2026-11") -> dict[str, Any]:
    """One run without a new report; what `control.json` says of it."""

    def source(**_: Any) -> FetchResult:
        return FetchResult(FetchState.NOTHING_NEW_PROVEN)

    scope = steps.begin(place, EMPLOYER, month)
    fetched = steps.fetch(place, scope, source=source)
    controlled = steps.control(place, scope, steps.read(place, scope))
    steps.settle(place, scope, fetched, steps.reconcile(place, scope, controlled))
    steps.report(place, scope)
    path = place.settings.output_folder / scope.run_id / "control.json"
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return said


def fetch(place: Installation) -> Control:
    """One fetch, and how it went."""
    return nav_lists.fetch_nav_lists(place, place.settings.employers[0])


def open_requests(place: Installation) -> set[str]:
    """The sub-units with an open request, as the next run would read them."""
    found = nav_lists.read_nav_lists(place, place.settings.employers[0]).income_requests
    return set() if found is None else set(found["sub_unit"][found["status"] == "AKTIV"])


def shown(control: Control) -> tuple[str, str | None, str | None]:
    return control.status, control.expected, control.found


def answered(world: World) -> None:
    """The income report is sent, and NAV's request keeps its number."""
    row = next(r for r in world.sick.rows("forespoersler") if r["fnr"] == AKTIV)
    row["status"] = "BESVART"
    world.sick.submission(201, row, "MOTTATT", clock.today())


def later(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    now = clock.now() + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: now)


def test_a_claim_that_was_never_sent_is_a_case_by_navs_own_lists(
    place: Installation, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = run(place)
    assert NEVER_SENT in said["reasons"]
    found = next(c for c in said["controls"] if c["name"] == "nav_lists")
    assert (found["status"], found["expected"], found["found"]) == ("ok", "2", "2")
    asked = "".join(path for site, _, path in world.calls if site == "sick_leave")
    everywhere = caplog.text + asked + json.dumps(said)
    assert [fnr for fnr in PEOPLE if fnr in everywhere] == []


def test_a_request_that_is_answered_later_is_seen(place: Installation, world: World) -> None:
    assert NEVER_SENT in run(place)["reasons"]
    answered(world)
    assert NEVER_SENT not in run(place)["reasons"]


def test_without_the_switch_nav_is_not_asked_and_no_cause_is_made_up(
    tmp_path: Path, world: World
) -> None:
    world.calls.clear()
    place = open_installation(settings(tmp_path, world, nav_lists=False))
    said = run(place)
    place.database.close()
    assert NEVER_SENT not in said["reasons"]
    assert not [c for c in said["controls"] if c["name"] == "nav_lists"]
    assert world.calls == []


def test_the_answers_are_kept_byte_for_byte_and_encrypted(place: Installation) -> None:
    fetch(place)
    index = nav_lists._latest(place, OrgNr(EMPLOYER))
    assert index is not None
    pages = [place.archive.get(page.sha256) for page in index.pages]
    assert len(pages) == len(UNITS) * len(NavList)
    rows = [row for page in pages for row in json.loads(page)]
    assert {"sykmeldingsperioder", "refusjon", "soeknadsperioder"} <= {k for r in rows for k in r}
    folders = (place.settings.evidence_folder, place.settings.home_folder / "nav_lists")
    for path in (each for folder in folders for each in folder.rglob("*") if each.is_file()):
        assert not [fnr for fnr in PEOPLE if fnr.encode() in path.read_bytes()]
        assert path.stat().st_mode & 0o077 == 0


def test_the_lists_of_earlier_nights_are_found_again_and_checked(
    place: Installation, world: World
) -> None:
    fetch(place)
    first = set(nav_lists.kept_lists(place, OrgNr(EMPLOYER)))
    world.sick.request(95, UNIT, PEOPLE[4], "AKTIV", [BEGUN, LAST, ASKED])
    fetch(place)
    both = list(nav_lists.kept_lists(place, OrgNr(EMPLOYER)))
    assert first < set(both)
    assert len(set(both) - first) == 2  # an index, and the page that changed
    assert list(verify._lists(place)) == []
    newest = 1 + len(UNITS) * len(NavList)
    (old,) = first - {*both[:newest], both[newest]}
    place.archive._path(old).unlink()
    (fault,) = verify._lists(place)
    assert old[:12] in fault


@pytest.mark.parametrize(
    "faults",
    [
        ApiFaults(lists=ListFaults(page=2, status=503, status_from=4)),
        ApiFaults(lists=ListFaults(closed=frozenset({UNIT, OTHER_UNIT}))),
        ApiFaults(lists=ListFaults(empty=frozenset({UNIT, OTHER_UNIT}))),
        ApiFaults(refusal=Refusal.SYSTEM_USER),
        ApiFaults(maskinporten_down=True),
    ],
)
def test_when_nav_cannot_be_asked_last_nights_lists_serve_and_older_ones_do_not(
    place: Installation, world: World, monkeypatch: pytest.MonkeyPatch, faults: ApiFaults
) -> None:
    assert shown(fetch(place)) == ("ok", "2", "2")
    world.set_faults(faults)
    later(monkeypatch, 24)
    tonight = fetch(place)
    assert tonight.status == "not_possible"
    assert tonight.found is not None
    assert tonight.label is not None
    assert tonight.label.endswith(".")
    assert open_requests(place) == UNITS
    later(monkeypatch, 13)
    tomorrow = fetch(place)
    assert (tomorrow.status, tomorrow.found) == ("not_possible", None)
    assert open_requests(place) == set()


def test_a_run_without_lists_says_so_and_gives_no_cause(place: Installation, world: World) -> None:
    world.set_faults(ApiFaults(lists=ListFaults(status=503)))
    said = run(place)
    assert NEVER_SENT not in said["reasons"]
    (found,) = [c for c in said["controls"] if c["name"] == "nav_lists"]
    assert (found["status"], found["found"]) == ("not_possible", None)
    assert "svarte ikke" in found["label"]


@pytest.mark.parametrize(
    "faults",
    [
        ListFaults(closed=frozenset({UNIT})),
        ListFaults(missing=frozenset({UNIT})),
    ],
)
def test_a_sub_unit_that_nav_does_not_show_is_left_out_and_the_others_count(
    place: Installation, world: World, faults: ListFaults
) -> None:
    world.set_faults(ApiFaults(lists=faults))
    assert shown(fetch(place)) == ("not_possible", "2", "1")
    assert open_requests(place) == {OTHER_UNIT}


def test_a_sub_unit_that_becomes_empty_has_lost_its_access(
    place: Installation, world: World
) -> None:
    """Also on the nights after: it is not forgotten that it was once shown."""
    assert fetch(place).found == "2"
    world.set_faults(ApiFaults(lists=ListFaults(empty=frozenset({UNIT}))))
    for _ in range(2):
        assert shown(fetch(place)) == ("not_possible", "2", "1")
    world.set_faults(ApiFaults())
    assert shown(fetch(place)) == ("ok", "2", "2")


def _unknown_status(world: World) -> None:
    next(world.sick.rows("forespoersler"))["status"] = "NY"


def _real_person(world: World) -> None:
    next(world.sick.rows("forespoersler"))["fnr"] = "01010750160"


def _no_applications(world: World) -> None:
    rows = world.sick._rows["sykepengesoeknader"]
    rows[:] = [row for row in rows if row["arbeidsgiver"]["orgnr"] != UNIT]


@pytest.mark.parametrize("change", [_unknown_status, _real_person, _no_applications])
def test_a_sub_unit_whose_lists_would_mislead_is_left_out(
    place: Installation, world: World, change: Callable[[World], None]
) -> None:
    change(world)
    assert shown(fetch(place)) == ("not_possible", "2", "1")
    assert open_requests(place) == {OTHER_UNIT}


def test_a_worker_that_dies_in_the_middle_leaves_the_last_lists(
    place: Installation, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(place)
    before = nav_lists._latest(place, OrgNr(EMPLOYER))
    whole = SickLeaveApi.pages

    def dies(self: SickLeaveApi, nav_list: NavList, *rest: Any) -> Iterator[Any]:
        if nav_list is NavList.APPLICATIONS:
            raise KeyboardInterrupt
        yield from whole(self, nav_list, *rest)

    world.sick.put("forespoersler", next(world.sick.rows("forespoersler")) | {"loepenr": 999})
    with monkeypatch.context() as dying:
        dying.setattr(SickLeaveApi, "pages", dies)
        with pytest.raises(KeyboardInterrupt):
            fetch(place)
    assert nav_lists._latest(place, OrgNr(EMPLOYER)) == before
    assert shown(fetch(place)) == ("ok", "2", "2")


def test_practice_never_asks_the_real_nav(tmp_path: Path, world: World) -> None:
    given = settings(tmp_path, world)
    api = given.nav_api.model_copy(update={"sick_leave": None})
    place = open_installation(given.model_copy(update={"nav_api": api}))
    with pytest.raises(InputError) as told:
        fetch(place)
    place.database.close()
    assert told.value.code == "practice_not_here"


@pytest.mark.parametrize(
    "employer",
    [
        {"sub_units": {}},
        {"sub_units": {UNIT: "Øving skole"}, "income_requests": "requests.csv"},
    ],
)
def test_the_lists_come_one_way_or_the_other(employer: dict[str, Any]) -> None:
    given = {"orgnr": EMPLOYER, "name": "Øvingskommunen", "nav_lists": True}
    with pytest.raises(InputError, match="nav_lists"):
        load_settings(employers=[given | employer])


# --- rutine doctor ---

BOTH = frozenset({UNIT, OTHER_UNIT})


@pytest.mark.parametrize(
    ("faults", "health", "words"),
    [
        (ListFaults(), Health.GOOD, "proven for 2 of 2 sub-units"),
        (ListFaults(closed=frozenset({UNIT})), Health.REMARK, f"1 of 2 sub-units; refused: {UNIT}"),
        (ListFaults(empty=frozenset({UNIT})), Health.REMARK, f"units; shows nothing: {UNIT}"),
        (ListFaults(empty=BOTH), Health.REMARK, f"0 of 2 sub-units; shows nothing: {UNIT}, "),
        (ListFaults(closed=BOTH), Health.BAD, f"0 of 2 sub-units; refused: {UNIT}, "),
        (ListFaults(status=400), Health.BAD, "NAV avviste spørsmålet vårt"),
    ],
)
def test_the_doctor_proves_the_access_to_the_lists_and_keeps_nothing(
    place: Installation, world: World, faults: ListFaults, health: Health, words: str
) -> None:
    """Also where the reports come another way."""
    world.set_faults(ApiFaults(lists=faults))
    employer = place.settings.employers[0].model_copy(update={"reports": ReportsFrom.PORTAL})
    settings = place.settings.model_copy(update={"employers": (employer,)})
    kept = sorted(place.settings.home_folder.rglob("*"))
    world.calls.clear()
    found = {each.what: each for each in examine_api(settings)}
    assert list(found) == ["Key for Maskinporten", "Clock", f"NAV's lists, {EMPLOYER}"]
    lists = found[f"NAV's lists, {EMPLOYER}"]
    assert lists.health is health
    assert words in lists.found
    assert bool(lists.remedy) is (health is not Health.GOOD)
    if health is Health.GOOD:  # each list needs a right of its own
        asked = [path for site, _, path in world.calls if site == "sick_leave"]
        assert sorted(asked) == sorted(2 * [f"/v1/{each.value}" for each in NavList])
    assert sorted(place.settings.home_folder.rglob("*")) == kept

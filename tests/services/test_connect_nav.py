"""Connecting to NAV's API from nothing, through real sockets; each step repeated and refused."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rutine.api_settings import Environment
from rutine.cli.doctor.api import examine_api
from rutine.cli.doctor.examination import Health
from rutine.cli.watching import connect
from rutine.cli.watching.connect import Wish, connect_nav
from rutine.connectors.altinn_register import RegisterReason
from rutine.connectors.connect_texts import en, nb, nn, register_text
from rutine.connectors.sick_leave_api import SCOPE
from rutine.connectors.signing_key import SigningKey
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.practice.apis import ApiFaults, ApiStandIns, Refusal, World
from rutine.practice.apis.world import Client, Rack
from rutine.practice.standins.reports import RESOURCES
from rutine.settings import Settings, load_settings
from tests.nav_api import CLIENT, EMPLOYER, KEY_ID, OTHER, key_file, report
from tests.sick_leave import UNIT

WISH = Wish(employer=EMPLOYER, client_id=CLIENT, key_id=KEY_ID, key_expires=date(2027, 8, 1))
REPORTS = (report(1128, "2026-08-03"), report(1129, "2026-08-20"))


@pytest.fixture
def standins() -> Iterator[ApiStandIns]:
    with ApiStandIns(World(Rack(REPORTS))) as standins:
        yield standins


@pytest.fixture
def project(standins: ApiStandIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder; the stand-ins' addresses are in the environment."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prefect.yaml").touch()
    monkeypatch.setenv("RUTINE_PROJECT", str(tmp_path))
    monkeypatch.setenv("RUTINE_HOME", str(tmp_path / "home"))
    for name in ("maskinporten", "altinn", "nav"):
        monkeypatch.setenv(f"RUTINE_NAV_API__{name.upper()}", standins.world.urls[name])
    monkeypatch.setenv("RUTINE_NAV_API__TIMEOUT_SECONDS", "2")
    return tmp_path


@pytest.fixture
def registered(project: Path, standins: ApiStandIns) -> Client:
    """What IT does by hand in Samarbeidsportalen: the client with our public key."""
    keys = project / "home" / "keys"
    keys.mkdir(parents=True, mode=0o700)
    key_file(keys)
    public = SigningKey.load(keys / "maskinporten.pem").private.public_key()
    client = Client(CLIENT, EMPLOYER, {KEY_ID: public}, frozenset(connect.SCOPES))
    standins.world.clients[CLIENT] = client
    return client


def approving(world: World, status: str = "Accepted") -> Callable[[float], None]:
    """A person who decides while the command waits."""

    def pause(_: float) -> None:
        for request_id, asked in list(world.requests.items()):
            if asked["status"] == "New":
                world.decide(request_id, status)

    return pause


def nobody(_: float) -> None:
    """Nobody decides."""


def test_without_a_client_it_makes_a_key_and_says_what_to_register(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert connect_nav(Wish(employer=EMPLOYER)) == 1
    said = capsys.readouterr().out
    path = project / "home" / "keys" / "maskinporten.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "BEGIN PUBLIC KEY" in said
    assert "PRIVATE" not in said
    assert [scope for scope in connect.SCOPES if scope not in said] == []
    assert EMPLOYER in said
    assert f"rutine connect nav --employer {EMPLOYER} --client-id" in said
    assert stat.S_IMODE((project / "home").stat().st_mode) == 0o700
    connect_nav(Wish(employer=EMPLOYER))
    again = capsys.readouterr().out
    assert said.split("BEGIN PUBLIC KEY")[1] == again.split("BEGIN PUBLIC KEY")[1]


def test_from_a_client_to_a_proven_access(
    project: Path,
    standins: ApiStandIns,
    registered: Client,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert connect_nav(WISH, pause=approving(standins.world)) == 0
    said = capsys.readouterr().out
    request = next(iter(standins.world.requests.values()))
    assert request["confirmUrl"] in said
    assert "NAV viser 2 rapporter" in said

    written = tomllib.loads((project / "rutine.toml").read_text())
    assert written["nav_api"] == {
        "client_id": CLIENT,
        "key_id": KEY_ID,
        "key_expires": date(2027, 8, 1),
        "system_id": f"{EMPLOYER}_rutine",
    }
    assert written["employers"] == [{"orgnr": EMPLOYER, "name": EMPLOYER, "reports": "api"}]
    assert load_settings().reports_from(OrgNr(EMPLOYER)) == "api"

    system = standins.world.systems[f"{EMPLOYER}_rutine"]
    assert system["vendor"]["ID"] == f"0192:{EMPLOYER}"
    assert system["clientId"] == [CLIENT]
    assert system["isVisible"] is False


def test_navs_lists_are_asked_for_where_they_are_switched_on(
    project: Path,
    standins: ApiStandIns,
    registered: Client,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (project / "rutine.toml").write_text(
        f'[[employers]]\norgnr = "{EMPLOYER}"\nname = "Øving"\nnav_lists = true\n'
        f'[employers.sub_units]\n{UNIT} = "Øving skole"\n',
        encoding="utf-8",
    )
    assert connect_nav(Wish(employer=EMPLOYER)) == 1
    assert SCOPE in capsys.readouterr().out
    assert connect_nav(WISH, pause=approving(standins.world)) == 0
    asked = {RESOURCES["ref-arbg"], "nav_sykepenger_soeknad", "nav_sykepenger_inntektsmelding"}
    assert standins.world.system_users[0].resources == asked  # and no sick notes


def test_every_step_may_be_repeated(
    project: Path, standins: ApiStandIns, registered: Client
) -> None:
    assert connect_nav(WISH, pause=approving(standins.world)) == 0
    before = (project / "rutine.toml").read_text()
    assert connect_nav(Wish(employer=EMPLOYER), pause=nobody) == 0
    assert (project / "rutine.toml").read_text() == before
    assert len(standins.world.requests) == 1


def test_it_can_be_left_while_the_approval_waits_and_taken_up_again(
    project: Path,
    standins: ApiStandIns,
    registered: Client,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert connect_nav(replace(WISH, wait_minutes=0), pause=nobody) == 1
    assert "Ikke godkjent ennå" in capsys.readouterr().out
    assert connect_nav(Wish(employer=EMPLOYER), pause=approving(standins.world)) == 0
    assert len(standins.world.requests) == 1


@pytest.mark.parametrize("status", ["Rejected", "Denied", "Timedout"])
def test_a_refusal_is_told_and_can_be_asked_for_again(
    project: Path,
    standins: ApiStandIns,
    registered: Client,
    capsys: pytest.CaptureFixture[str],
    status: str,
) -> None:
    assert connect_nav(WISH, pause=approving(standins.world, status)) == 2
    assert "--again" in capsys.readouterr().out
    if status != "Timedout":
        assert connect_nav(WISH, pause=nobody) == 2
        assert connect_nav(replace(WISH, again=True), pause=approving(standins.world)) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"orgnr": OTHER}, "--vendor"),
        ({"scopes": frozenset({connect.SCOPES[0]})}, "scope"),
    ],
)
def test_a_client_that_is_not_ours_or_lacks_a_scope_is_told_as_such(
    standins: ApiStandIns,
    registered: Client,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, object],
    words: str,
) -> None:
    standins.world.clients[CLIENT] = replace(registered, **change)
    assert connect_nav(WISH, pause=nobody) == 2
    assert words in capsys.readouterr().out


def test_a_client_of_another_system_is_refused(
    standins: ApiStandIns, registered: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    standins.world.systems[f"{EMPLOYER}_lonn"] = {"clientId": [CLIENT]}
    assert connect_nav(WISH, pause=nobody) == 2
    said = capsys.readouterr().out
    assert register_text(RegisterReason.CLIENT_TAKEN).meaning in said
    assert "AUTH.VLD-00004" in said


def test_maskinportens_refusal_stops_it_with_its_code(
    standins: ApiStandIns, registered: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    standins.world.set_faults(ApiFaults(refusal=Refusal.KEY_EXPIRED))
    assert connect_nav(WISH, pause=nobody) == 2
    assert "MP-121" in capsys.readouterr().out


def test_an_access_that_shows_nothing_is_not_called_proven(
    standins: ApiStandIns, registered: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    standins.world.set_faults(ApiFaults(access_down=True))
    assert connect_nav(WISH, pause=approving(standins.world)) == 1
    assert "ikke bevist" in capsys.readouterr().out


def test_a_new_key_lies_beside_the_old_one_until_it_works(
    project: Path, standins: ApiStandIns, registered: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connect_nav(WISH, pause=approving(standins.world)) == 0
    assert connect_nav(Wish(employer=EMPLOYER, new_key=True)) == 1
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 4))  # registered some weeks later
    assert connect_nav(Wish(employer=EMPLOYER, new_key=True)) == 1
    keys = sorted(path.name for path in (project / "home" / "keys").iterdir())
    assert len(keys) == 2
    assert "key_file" not in tomllib.loads((project / "rutine.toml").read_text())["nav_api"]
    public = SigningKey.load(project / "home" / "keys" / keys[0]).private.public_key()
    standins.world.clients[CLIENT] = replace(
        registered, keys={**registered.keys, "new-kid": public}
    )
    assert connect_nav(Wish(employer=EMPLOYER, new_key=True, key_id="new-kid")) == 0
    written = tomllib.loads((project / "rutine.toml").read_text())["nav_api"]
    assert (written["key_id"], Path(written["key_file"]).name) == ("new-kid", keys[0])
    assert "key_expires" not in written


def test_practice_data_never_meets_the_real_nav(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MASKINPORTEN", "ALTINN", "NAV"):
        monkeypatch.delenv(f"RUTINE_NAV_API__{name}")
    with pytest.raises(InputError, match="mode = ") as told:
        connect_nav(WISH)
    assert told.value.code == "connect_in_practice"
    assert not (project / "rutine.toml").exists()


def test_the_environment_must_be_one_of_two() -> None:
    with pytest.raises(InputError, match="production"):
        connect.wish_from(environment="prod", key_expires=None)
    assert connect.wish_from(environment="test", key_expires=None).environment is Environment.TEST


@pytest.mark.parametrize("catalogue", [nb, nn, en])
def test_each_refusal_and_step_has_its_sentences(catalogue: object) -> None:
    assert set(catalogue.REASONS) == {reason.value for reason in RegisterReason}
    assert set(catalogue.STEPS) == set(nb.STEPS)
    for language in Language:
        for reason in RegisterReason:
            text = register_text(reason, language)
            assert text.meaning.endswith(".")
            assert text.action.endswith((".", ")."))


# --- rutine doctor, later ---


def looked(settings: Settings) -> dict[str, tuple[Health, str, str]]:
    return {each.what: (each.health, each.found, each.remedy) for each in examine_api(settings)}


@pytest.fixture
def connected(project: Path, standins: ApiStandIns, registered: Client) -> World:
    assert connect_nav(WISH, pause=approving(standins.world)) == 0
    return standins.world


def test_the_doctor_counts_the_days_and_proves_the_access(
    connected: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 29))
    found = looked(load_settings())
    assert found["Key for Maskinporten"] == (Health.GOOD, "245 days left", "")
    assert found["Clock"][0] is Health.GOOD
    assert found[f"NAV's API, {EMPLOYER}"][:2] == (Health.GOOD, "access proven, 2 reports shown")


@pytest.mark.parametrize(
    ("today", "health", "words"),
    [
        (date(2027, 7, 10), Health.REMARK, "22 days left"),
        (date(2027, 8, 11), Health.BAD, "expired 10 days ago"),
    ],
)
def test_the_doctor_warns_before_the_key_expires(
    connected: World, monkeypatch: pytest.MonkeyPatch, today: date, health: Health, words: str
) -> None:
    monkeypatch.setattr(clock, "today", lambda: today)
    found = looked(load_settings())["Key for Maskinporten"]
    assert found[:2] == (health, words)
    assert "--new-key" in found[2]


def test_the_doctor_shows_how_wrong_the_clock_is(connected: World) -> None:
    connected.set_faults(ApiFaults(clock_ahead=45))
    health, found, remedy = looked(load_settings())["Clock"]
    assert health is Health.REMARK
    assert re.fullmatch(r"-4[3-6] s beside Maskinporten's", found)
    assert "NTP" in remedy


@pytest.mark.parametrize(
    ("faults", "health", "words"),
    [
        (ApiFaults(refusal=Refusal.SYSTEM_USER), Health.BAD, "MP-303"),
        (ApiFaults(refusal=Refusal.KEY_EXPIRED), Health.BAD, "MP-121"),
        (ApiFaults(access_down=True), Health.REMARK, "NAV viste ingen rapporter"),
    ],
)
def test_the_doctor_says_what_stands_in_the_way(
    connected: World, faults: ApiFaults, health: Health, words: str
) -> None:
    connected.set_faults(faults)
    found = looked(load_settings())[f"NAV's API, {EMPLOYER}"]
    assert found[0] is health
    assert words in found[1]


def test_the_doctor_says_when_nothing_is_set_up(project: Path) -> None:
    employer = {"orgnr": EMPLOYER, "name": "Øvingskommunen", "reports": "api"}
    found = looked(load_settings(employers=[employer]))
    assert found == {"NAV's API": (Health.BAD, "not set up", "Run `rutine connect nav`.")}
    assert looked(load_settings(employers=[employer | {"reports": "portal"}])) == {}

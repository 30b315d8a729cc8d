"""The stand-ins as seen without a browser: statuses, headers, ports, folders."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import httpx
import pytest

from rutine.core.errors import InputError
from rutine.practice.standins import Faults, StandIns, every_fault

NAV = "/oppgjorsrapporter"
REPORT = {
    "id": 1128,
    "orgnr": "310000019",
    "orgNavn": "FJORDVIK KOMMUNE",
    "type": "ref-arbg",
    "datoValutert": "2026-08-03",
    "bankkonto": "15030100015",
    "belop": "1313.52",
    "opprettet": "2026-08-03T18:01:00Z",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, line: Callable[..., bytes]) -> Path:
    folder = tmp_path_factory.mktemp("practice")
    (folder / "reports").mkdir()
    (folder / "reports" / "1128.csv").write_bytes(line(131_352))
    (folder / "reports.json").write_text(json.dumps([REPORT]))
    return folder


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[StandIns]:
    with StandIns(folder) as running:
        yield running


@pytest.fixture
def standins(running: StandIns) -> StandIns:
    running.forget()
    return running


@pytest.fixture
def visitor(standins: StandIns) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=standins.nav_url, follow_redirects=True) as client:
        yield client


def sign_in(visitor: httpx.Client, person: str = "refusjon") -> None:
    page = visitor.get(f"{NAV}/ref-arbg")
    visitor.post(page.url, data={"person": person})


def test_they_answer_on_loopback_only(standins: StandIns) -> None:
    addresses = (standins.inbox_url, standins.nav_url, standins.sign_in_url)
    assert all(address.startswith("http://127.0.0.1:") for address in addresses)
    assert len(set(addresses)) == 3


def test_another_host_name_is_refused(standins: StandIns) -> None:
    answer = httpx.get(f"{standins.nav_url}{NAV}/ref-arbg", headers={"Host": "nav.no"})
    assert answer.status_code == 400


def test_a_busy_port_is_said_and_the_others_are_let_go(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(InputError) as error:
        StandIns(folder, nav_port=taken.getsockname()[1]).__enter__()
    assert error.value.code == "port_busy"
    assert "any free port" in error.value.remedy


def test_a_page_without_a_session_leads_to_the_login(standins: StandIns) -> None:
    answer = httpx.get(f"{standins.nav_url}{NAV}/ref-arbg/310000019")
    assert answer.status_code == 302
    location = (
        "/oppgjorsrapporter/oauth2/login?redirect=%2Foppgjorsrapporter%2Fref-arbg%2F310000019"
    )
    assert answer.headers["location"] == location


def test_nobody_is_sent_to_another_site_after_signing_in(
    standins: StandIns, visitor: httpx.Client
) -> None:
    page = visitor.get(f"{NAV}/oauth2/login", params={"redirect": "https://example.org/"})
    landed = visitor.post(page.url, data={"person": "refusjon"})
    assert str(landed.url).startswith(standins.nav_url)


def test_the_session_tells_how_long_it_lasts(visitor: httpx.Client) -> None:
    assert visitor.get(f"{NAV}/oauth2/session").status_code == 401
    sign_in(visitor)
    facts = visitor.get(f"{NAV}/oauth2/session").json()
    assert facts["session"]["active"] is True
    assert 0 < facts["tokens"]["expire_in_seconds"] <= facts["session"]["ends_in_seconds"]
    visitor.get(f"{NAV}/oauth2/logout")
    assert visitor.get(f"{NAV}/oauth2/session").status_code == 401


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ref-arbg", 200),
        ("/trekk-hend", 200),
        ("/REF-ARBG", 404),
        ("/ref-arbg/", 200),
        ("/ref-arbg/310000027", 200),  # no access: the page's text tells, not the status
        ("/rapport/abc", 200),
        ("/rapport/77", 200),
        ("/rapport/1128/innhold", 400),
        ("/rapport/1128/innhold?type=xml", 400),
        ("/rapport/1128/innhold?type=csv", 200),
        ("/rapport/77/innhold?type=csv", 404),
    ],
)
def test_only_some_paths_have_statuses_of_their_own(
    visitor: httpx.Client, path: str, status: int
) -> None:
    sign_in(visitor)
    assert visitor.get(f"{NAV}{path}").status_code == status


def test_a_report_comes_as_nav_sends_it(folder: Path, visitor: httpx.Client) -> None:
    sign_in(visitor)
    answer = visitor.get(f"{NAV}/rapport/1128/innhold?type=csv")
    assert answer.content == (folder / "reports" / "1128.csv").read_bytes()
    assert answer.headers["content-type"] == "text/csv"
    name = "310000019_ref-arbg_2026-08-03_1128.csv"
    assert answer.headers["content-disposition"] == f"attachment; filename={name}"


def test_the_pdf_is_a_pdf(visitor: httpx.Client) -> None:
    sign_in(visitor)
    answer = visitor.get(f"{NAV}/rapport/1128/innhold?type=pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4")
    start = int(answer.content.split()[-2])
    assert answer.content[start:].startswith(b"xref")


def test_a_person_without_rights_sees_what_an_outage_looks_like(visitor: httpx.Client) -> None:
    sign_in(visitor, "uten")
    assert visitor.get(f"{NAV}/api/organisasjoner").json() == []
    asked = {"orgnr": "310000019", "rapportType": "ref-arbg"}
    assert visitor.post(f"{NAV}/api/ekstern/v1", json=asked).status_code == 404


def test_a_report_that_is_added_while_serving_is_shown(folder: Path, visitor: httpx.Client) -> None:
    sign_in(visitor)
    later = REPORT | {"id": 1129, "datoValutert": "2026-09-01"}
    (folder / "reports.json").write_text(json.dumps([REPORT, later]))
    asked = {"orgnr": "310000019", "rapportType": "ref-arbg"}
    listed = visitor.post(f"{NAV}/api/ekstern/v1", json=asked).json()
    (folder / "reports.json").write_text(json.dumps([REPORT]))
    assert [report["id"] for report in listed["rapporter"]] == [1129, 1128]


def test_the_requests_are_remembered_without_their_queries(
    standins: StandIns, visitor: httpx.Client
) -> None:
    sign_in(visitor)
    paths = [request.path for request in standins.requests]
    assert "/authorize" in paths
    assert not any("?" in path for path in paths)


def test_every_fault_has_an_example() -> None:
    examples = every_fault([1]).values()
    default = Faults()
    for field in fields(Faults):
        touched = [e for e in examples if getattr(e, field.name) != getattr(default, field.name)]
        assert touched, field.name


@pytest.mark.parametrize(
    ("text", "code"),
    [(None, "practice_folder_missing"), ("[{}]", "practice_folder_damaged")],
)
def test_a_folder_that_holds_no_reports_is_an_input_error(
    tmp_path: Path, text: str | None, code: str
) -> None:
    if text is not None:
        (tmp_path / "reports.json").write_text(text)
    with pytest.raises(InputError) as error:
        StandIns(tmp_path)
    assert error.value.code == code
    assert error.value.remedy

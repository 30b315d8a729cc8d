"""What we send and what the stand-in answers, held against NAV's published description.

The description is `rapport-v1.yaml` 1.1.2 of navikt/sokos-oppgjorsrapporter, as told in the
facts this project is built on (altinn-and-apis §1.4, nav-reports §2); checked August 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from rutine.connectors.api_source import Lookback
from rutine.core import clock
from rutine.practice.apis import ApiFaults
from rutine.practice.standins.faults import DownloadFault
from tests.nav_api import EMPLOYER, OTHER, SCOPE, Line, connected, report, world

KINDS = {"ref-arbg", "trekk-kred", "trekk-hend"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")

QUESTION: dict[str, Any] = {
    "orgnr": lambda v: isinstance(v, str) and re.fullmatch(r"\d{9}", v),
    "etterId": lambda v: isinstance(v, int) and v >= 0,
    "aar": lambda v: isinstance(v, int),
    "fraDato": lambda v: isinstance(v, str) and DAY.fullmatch(v),
    "tilDato": lambda v: isinstance(v, str) and DAY.fullmatch(v),
    "rapportTyper": lambda v: isinstance(v, list) and set(v) <= KINDS and len(set(v)) == len(v),
    "inkluderArkiverte": lambda v: isinstance(v, bool),
}
ROW: dict[str, Any] = {
    "id": lambda v: isinstance(v, int),
    "orgnr": lambda v: re.fullmatch(r"\d{9}", v),
    "orgNavn": lambda v: isinstance(v, str),
    "type": lambda v: v in KINDS,
    "datoValutert": DAY.fullmatch,
    "bankkonto": lambda v: re.fullmatch(r"\d{11}", v),
    "opprettet": MOMENT.fullmatch,
    "arkivert": lambda v: isinstance(v, bool),
}
REQUIRED = {"id", "orgnr", "type", "datoValutert", "opprettet", "arkivert"}
TOGETHER = [("aar", "fraDato"), ("etterId", "fraDato"), ("aar", "tilDato"), ("aar", "etterId")]

REPORTS = (
    report(1120, "2025-12-30"),
    report(1128, "2026-08-03"),
    report(1129, "2026-08-20"),
    report(1130, "2026-08-20", employer=OTHER),
)


class Heard:
    """Everything that went over the wire to NAV."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> None:
        request.read()
        self.requests.append(request)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Line, Heard]]:
    heard = Heard()
    with connected(tmp_path_factory.mktemp("api"), world(*REPORTS)) as line:
        line.connection.reports._client.event_hooks = {"request": [heard], "response": []}
        yield line, heard


@pytest.fixture
def line(serving: tuple[Line, Heard]) -> Line:
    serving[0].world.set_faults(ApiFaults())
    return serving[0]


@pytest.fixture
def heard(serving: tuple[Line, Heard]) -> Heard:
    serving[1].requests.clear()
    return serving[1]


@pytest.fixture
def visitor(line: Line) -> Iterator[httpx.Client]:
    """Anybody with the employer's token."""
    token = line.connection.maskinporten.token(SCOPE, _party())
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=line.standins.nav_url, headers=headers) as client:
        yield client


def _orgnr() -> Any:
    from rutine.core.identifiers import OrgNr

    return OrgNr(EMPLOYER)


def _party() -> Any:
    from rutine.connectors.maskinporten import Party

    return Party(_orgnr())


def test_every_request_of_a_fetch_is_one_the_description_knows(line: Line, heard: Heard) -> None:
    line.lookback = Lookback(1119, date(2026, 6, 1))
    line.fetch()
    line.fetch({1128, 1129, 1139}, faults=ApiFaults(left_out=frozenset({1128})))
    line.fetch(faults=ApiFaults(download=DownloadFault.CUT_SHORT))
    line.lookback = None
    asked = {(each.method, re.sub(r"\d{4,}", "{id}", each.url.path)) for each in heard.requests}
    assert asked == {
        ("POST", "/api/rapport/v1"),
        ("GET", "/api/rapport/v1/{id}"),
        ("GET", "/api/rapport/v1/{id}/innhold"),
    }
    for each in heard.requests:
        accepts = "text/csv" if each.url.path.endswith("/innhold") else "application/json"
        assert each.headers.get_list("accept") == [accepts]
        assert each.headers["authorization"].startswith("Bearer ")
        assert not each.url.query


def test_every_question_uses_known_fields_and_no_forbidden_pair(line: Line, heard: Heard) -> None:
    line.lookback = Lookback(1119, date(2026, 6, 1))
    line.fetch()
    line.lookback = None
    questions = [each for each in heard.requests if each.method == "POST"]
    assert len(questions) == 2
    for each in questions:
        assert each.headers["content-type"] == "application/json"
        asked = httpx.Response(200, content=each.content).json()
        assert {
            name for name, fits in QUESTION.items() if name in asked and not fits(asked[name])
        } == set()
        assert set(asked) <= set(QUESTION)
        assert [pair for pair in TOGETHER if set(pair) <= set(asked)] == []
        assert ("tilDato" not in asked) or ("fraDato" in asked)
        assert asked["orgnr"] == EMPLOYER  # an agent must always send it
        assert {"etterId", "fraDato"} & set(asked)  # never a default search


def test_the_token_has_one_scope_and_one_system_user(line: Line, heard: Heard) -> None:
    line.fetch()
    token = heard.requests[0].headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["scope"] == SCOPE
    assert [each["type"] for each in claims["authorization_details"]] == ["urn:altinn:systemuser"]
    assert claims["exp"] - claims["iat"] <= 600


@pytest.mark.parametrize("tells_total", [False, True])
def test_the_stand_ins_answers_have_the_described_fields(
    line: Line, visitor: httpx.Client, tells_total: bool
) -> None:
    line.world.set_faults(ApiFaults(tells_total=tells_total))
    rows = visitor.post("/api/rapport/v1", json={"etterId": 0}).json()
    assert [row["id"] for row in rows] == [1120, 1128, 1129]
    for row in [*rows, visitor.get("/api/rapport/v1/1128").json()]:
        assert set(row) >= REQUIRED
        assert set(row) - set(ROW) <= {"belop"}
        assert [name for name, fits in ROW.items() if not fits(row[name])] == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"aar": 2026, "fraDato": "2026-01-01"}, "aar kan ikke kombineres med fraDato"),
        ({"etterId": 1, "fraDato": "2026-01-01"}, "etterId kan ikke kombineres med fraDato"),
        ({"aar": 2026, "tilDato": "2026-01-01"}, "aar kan ikke kombineres med tilDato"),
        ({"aar": 2026, "etterId": 1}, "aar kan ikke kombineres med etterId"),
        ({"tilDato": "2026-01-01"}, "tilDato kan ikke angis uten fraDato"),
        (
            {"fraDato": "2026-02-01", "tilDato": "2026-01-01"},
            "fraDato kan ikke være etter tilDato",
        ),
        ({"bankkonto": "15030100015"}, "søk på bankkonto tillates ikke for systembrukere"),
    ],
)
def test_a_question_that_breaks_a_rule_is_answered_with_navs_text(
    visitor: httpx.Client, asked: dict[str, Any], text: str
) -> None:
    answer = visitor.post("/api/rapport/v1", json=asked)
    assert (answer.status_code, answer.text) == (400, text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [1128, 1129]),  # this year until today
        ({"etterID": 0}, [1128, 1129]),  # misspelt: the same, and nobody says so
        ({"etterId": 0}, [1120, 1128, 1129]),
        ({"etterId": 1128}, [1129]),
        ({"aar": 2025}, [1120]),
        ({"fraDato": "2025-12-01"}, [1120]),  # ends with that year
        ({"fraDato": "2025-12-01", "tilDato": "2026-08-10"}, [1120, 1128]),
        ({"etterId": 0, "rapportTyper": ["K27"]}, [1120, 1128, 1129]),
        ({"etterId": 0, "rapportTyper": ["trekk-kred"]}, []),
        ({"etterId": 0, "orgnr": OTHER}, []),  # no access is told as nothing
    ],
)
def test_a_question_finds_what_navs_rules_say(
    line: Line, visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch, asked: Any, found: list[int]
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 29))
    assert [row["id"] for row in visitor.post("/api/rapport/v1", json=asked).json()] == found


@pytest.mark.parametrize(
    ("accept", "status", "kind"),
    [
        ("text/csv", 200, "text/csv"),
        ("application/pdf", 200, "application/pdf"),
        ("text/csv, application/pdf", 200, "application/pdf"),
        ("*/*", 406, ""),
        ("application/json", 406, ""),
    ],
)
def test_content_must_be_asked_for_by_name(
    visitor: httpx.Client, accept: str, status: int, kind: str
) -> None:
    answer = visitor.get("/api/rapport/v1/1128/innhold", headers={"Accept": accept})
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"] == kind
        assert "attachment; filename=" in answer.headers["content-disposition"]


def test_archiving_hides_from_default_searches_only(line: Line, visitor: httpx.Client) -> None:
    assert visitor.put("/api/rapport/v1/1128/arkiver?arkivert=true").status_code == 204
    hidden = visitor.post("/api/rapport/v1", json={"etterId": 0}).json()
    shown = visitor.post("/api/rapport/v1", json={"etterId": 0, "inkluderArkiverte": True}).json()
    assert 1128 not in {row["id"] for row in hidden}
    assert {row["id"]: row["arkivert"] for row in shown}[1128] is True
    assert visitor.put("/api/rapport/v1/1128/arkiver?arkivert=false").status_code == 204


def test_no_access_and_an_outage_look_alike(line: Line, visitor: httpx.Client) -> None:
    assert visitor.get("/api/rapport/v1/1130").status_code == 404
    assert visitor.get("/api/rapport/v1/999999").status_code == 404
    line.world.set_faults(ApiFaults(access_down=True))
    assert visitor.post("/api/rapport/v1", json={"etterId": 0}).json() == []
    assert visitor.get("/api/rapport/v1/1128").status_code == 404


@pytest.mark.parametrize("token", ["", "Bearer nonsense"])
def test_without_a_token_navs_text_is_given(line: Line, token: str, tmp_path: Path) -> None:
    answer = httpx.post(
        f"{line.standins.nav_url}/api/rapport/v1", json={}, headers={"Authorization": token}
    )
    assert (answer.status_code, answer.text) == (401, "Uautorisert tilgang")


def test_a_token_with_several_scopes_is_refused(line: Line) -> None:
    claims = {"scope": f"{SCOPE} openid", "exp": 4_000_000_000, "authorization_details": []}
    token = jwt.encode(claims, line.world.secret, algorithm="HS256")
    answer = httpx.post(
        f"{line.standins.nav_url}/api/rapport/v1",
        json={},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 401

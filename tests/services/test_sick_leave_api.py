"""NAV's lists of sick leave through real sockets, held against the published description.

The description is sykepenger-im-lps-api's own (altinn-and-apis §5, August 2026).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import httpx
import jwt
import pytest

from rutine.connectors.api_error import ApiError
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.maskinporten import Party
from rutine.connectors.sick_leave_api import SCOPE, NavList, SickLeaveApi
from rutine.connectors.sick_leave_rows import records_of
from rutine.core.identifiers import OrgNr
from rutine.practice.apis import ApiFaults, ListFaults
from tests.nav_api import EMPLOYER, Line
from tests.sick_leave import OTHER_UNIT, PEOPLE, SINCE, UNIT, lists_api, pages_of, sick_world

Serving = tuple[Line, SickLeaveApi]
OURS = [1, 11, 21, 31, 41]
"""`loepenr` of the sub-unit's requests."""


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with lists_api(tmp_path_factory.mktemp("api"), sick_world()) as serving:
        yield serving


@pytest.fixture
def line(serving: Serving) -> Line:
    serving[0].world.sick = sick_world().sick
    serving[0].world.calls.clear()
    return serving[0]


@pytest.fixture
def api(serving: Serving) -> SickLeaveApi:
    return serving[1]


def fetch(
    line: Line, api: SickLeaveApi, nav_list: NavList = NavList.REQUESTS, **faults: Any
) -> list[int]:
    """`loepenr` of what comes, each as often as it counts."""
    line.world.set_faults(ApiFaults(lists=ListFaults(**faults)))
    return [record.row for record in records_of(nav_list, pages_of(api, nav_list))]


@pytest.mark.parametrize(
    "faults",
    [
        {},
        {"page": 1},
        {"page": 2},
        {"page": 5},
        {"page": 2, "unmarked": True},
        {"page": 2, "shuffled": True},
        {"page": 2, "repeats": True},
        {"page": 2, "repeats": True, "shuffled": True, "unmarked": True, "old_fields": True},
        {"page": 2, "status": 503, "status_from": 2, "status_times": 2},
        {"page": 2, "status": 429, "status_from": 3, "status_times": 1},
    ],
)
def test_every_row_comes_once_however_the_pages_lie(
    line: Line, api: SickLeaveApi, faults: dict[str, Any]
) -> None:
    assert fetch(line, api, **faults) == OURS


@pytest.mark.parametrize(
    ("faults", "reason", "calls"),
    [
        ({"page": 2, "status": 503, "status_from": 2}, FetchReason.API_UNREACHABLE, 4),
        ({"drops": True}, FetchReason.API_UNREACHABLE, 3),
        ({"status": 400}, FetchReason.REQUEST_REFUSED, 1),
        ({"status": 302}, FetchReason.API_CHANGED, 1),
        ({"is_page": True}, FetchReason.API_CHANGED, 1),
        ({"page": 2, "stuck": True}, FetchReason.API_CHANGED, 2),
        ({"foreign": True}, FetchReason.API_CHANGED, 1),
        ({"closed": frozenset({UNIT})}, FetchReason.LISTS_NO_ACCESS, 2),
        ({"missing": frozenset({UNIT})}, FetchReason.LISTS_NO_ACCESS, 1),
    ],
)
def test_what_could_not_be_seen_is_told_and_only_what_may_pass_is_tried_again(
    line: Line, api: SickLeaveApi, faults: dict[str, Any], reason: FetchReason, calls: int
) -> None:
    with pytest.raises(ApiError) as told:
        fetch(line, api, **faults)
    assert told.value.reason is reason
    assert len(line.calls("sick_leave")) == calls
    assert not [fnr for fnr in PEOPLE if fnr in repr(told.value)]


def test_a_list_one_may_not_see_and_an_empty_one_are_told_apart(
    line: Line, api: SickLeaveApi
) -> None:
    assert fetch(line, api, empty=frozenset({UNIT})) == []
    line.world.system_users[0].resources -= {"nav_sykepenger_soeknad"}
    try:
        with pytest.raises(ApiError):
            fetch(line, api, NavList.APPLICATIONS)
        assert fetch(line, api) == OURS
    finally:
        line.world.system_users[0].resources |= {"nav_sykepenger_soeknad"}


def test_a_row_that_changes_while_pages_are_fetched_counts_as_it_came_last(
    line: Line, api: SickLeaveApi
) -> None:
    line.world.set_faults(ApiFaults(lists=ListFaults(page=2)))
    pages = api.pages(NavList.REQUESTS, OrgNr(UNIT), SINCE)
    seen = [next(pages).data]
    row = next(r for r in line.world.sick.rows("forespoersler") if r["loepenr"] == 11)
    line.world.sick.put("forespoersler", row | {"loepenr": 91, "status": "BESVART"})
    seen += [page.data for page in pages]
    by_row = {each.row: each.status for each in records_of(NavList.REQUESTS, seen)}  # type: ignore[union-attr]
    assert by_row == {1: "BESVART", 21: "AKTIV", 31: "AKTIV", 41: "AKTIV", 91: "BESVART"}


def test_what_became_of_an_income_report_and_an_application(line: Line, api: SickLeaveApi) -> None:
    line.world.sick.application(
        101,
        UNIT,
        PEOPLE[0],
        [date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 3)],
        korrigerer="application-11",
        soeknadsperioder=[
            {"fom": "2026-07-01", "tom": "2026-07-31", "sykmeldingsgrad": 80, "faktiskGrad": 50}
        ],
        fravaer=[{"fom": "2026-07-10", "tom": None, "type": "FERIE"}],
    )
    line.world.set_faults(ApiFaults(lists=ListFaults(old_fields=True)))
    (sent,) = records_of(NavList.SUBMISSIONS, pages_of(api, NavList.SUBMISSIONS))
    said = {each.name: str(getattr(sent, each.name)) for each in fields(sent)}
    assert said.pop("person") == "****** *****"
    assert said == {
        "row": "1",
        "submission_id": "submission-1",
        "request_id": "request-1",
        "sub_unit": UNIT,
        "status": "GODKJENT",
        "error": "",
        "sent": "2026-06-10",  # 22.30 in Greenwich is the next day in Norway
    }
    parts: list[Any] = records_of(NavList.APPLICATIONS, pages_of(api, NavList.APPLICATIONS))
    assert [each.row for each in parts] == [1, 21, 31, 41, 101, 101]  # 11 was corrected
    assert [(p.part, str(p.first), str(p.last), p.grade, p.actual_grade) for p in parts[-2:]] == [
        ("SYKDOM", "2026-07-01", "2026-07-31", 80, 50),
        ("FERIE", "2026-07-10", "2026-07-10", None, None),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "NY_STATUS"},
        {"fnr": "12345678901"},
        {"sykmeldingsperioder": []},
        {"sykmeldingsperioder": [{"fom": "2026-06-30", "tom": "2026-06-01"}]},
        {"navReferanseId": None},
    ],
)
def test_a_row_that_is_not_as_documented_is_never_passed_over(
    line: Line, api: SickLeaveApi, change: dict[str, Any]
) -> None:
    next(line.world.sick.rows("forespoersler")).update(change)
    with pytest.raises(ApiError) as told:
        fetch(line, api)
    assert told.value.reason is FetchReason.API_CHANGED
    assert "12345678901" not in repr(told.value)


def test_every_request_is_one_the_description_knows(line: Line, api: SickLeaveApi) -> None:
    heard: list[httpx.Request] = []
    client = api._calls._calls._client
    client.event_hooks = {"request": [lambda r: (r.read(), heard.append(r))], "response": []}
    for nav_list in NavList:
        fetch(line, api, nav_list, page=2)
    client.event_hooks = {"request": [], "response": []}
    assert {r.url.path for r in heard} == {
        "/v1/forespoersler", "/v1/inntektsmeldinger", "/v1/sykepengesoeknader",
    }  # fmt: skip
    for each in heard:
        assert each.method == "POST"
        assert not each.url.query
        asked = json.loads(each.content)
        assert set(asked) <= {"orgnr", "fom", "fraLoepenr"}
        assert (asked["orgnr"], asked["fom"]) == (UNIT, str(SINCE))
    token = heard[0].headers["authorization"].removeprefix("Bearer ")
    assert jwt.decode(token, options={"verify_signature": False})["scope"] == SCOPE


def test_the_stand_in_keeps_navs_rules(line: Line) -> None:
    line.world.set_faults(ApiFaults(lists=ListFaults(page=3)))
    token = line.connection.maskinporten.token(SCOPE, Party(OrgNr(EMPLOYER)))
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=line.standins.sick_leave_url, headers=headers) as visitor:

        def ask(name: str = "forespoersler", **asked: Any) -> httpx.Response:
            return visitor.post(f"/v1/{name}", json=asked)

        first = ask(orgnr=UNIT)
        assert [row["loepenr"] for row in first.json()] == [1, 11, 21]
        assert first.headers["X-Warning-limit-reached"] == "3"
        rest = ask(orgnr=UNIT, fraLoepenr=21)  # strictly greater
        assert [row["loepenr"] for row in rest.json()] == [31, 41]
        assert "X-Warning-limit-reached" not in rest.headers
        assert [row["loepenr"] for row in ask(orgnr=UNIT, status="BESVART").json()] == [1]
        assert ask(orgnr=UNIT, fom="2026-06-06").json() == []
        assert len(ask("inntektsmeldinger", orgnr=OTHER_UNIT).json()) == 2
        for status, code, answer in [
            (400, "SERIALISERINGSFEIL", ask(orgnr=UNIT, fraLopenr=1)),
            (400, "SERIALISERINGSFEIL", ask()),
            (401, "IKKE_TILGANG_TIL_RESSURS", ask(orgnr=EMPLOYER)),
        ]:
            assert (answer.status_code, answer.json()["feilkode"]) == (status, code)

"""NAV's answers to a search: what is read, and what is a change rather than a crash."""

import json
from typing import Any

import httpx
import pytest

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.maskinporten import Party
from rutine.connectors.nav_api import NavApi, Question
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore

EMPLOYER = OrgNr("310000019")
ROW = {"id": 1128, "orgnr": "310000019", "type": "ref-arbg", "datoValutert": "2026-08-03"}


class Told:
    """A site and its Maskinporten: one answer to everything."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def send(self, *_: Any, **__: Any) -> Answer:
        return Answer(200, httpx.Headers(), self.content)

    def token(self, *_: Any) -> str:
        return "token"


def search(content: bytes) -> list[tuple[int, Ore | None]]:
    told = Told(content)
    api = NavApi(told, told, Party(EMPLOYER))  # type: ignore[arg-type]
    return [(each.report_id, each.total) for each in api.search(Question(orgnr=EMPLOYER))]


@pytest.mark.parametrize(
    ("total", "ore"),
    [("131352.81", 13_135_281), (131352.81, 13_135_281), ("-862.00", -86_200), (None, None)],
)
def test_a_total_is_read_to_the_ore(total: object, ore: int | None) -> None:
    assert search(json.dumps([ROW | {"belop": total}]).encode()) == [(1128, ore)]


@pytest.mark.parametrize(
    "changed",
    [
        {"belop": "400.005"},
        {"belop": "1e999999"},
        {"belop": "NaN"},
        {"belop": "131 352,81"},
        {"id": 0},
        {"id": 2**63},
        {"datoValutert": "2026-13-01"},
        {"datoValutert": 1_790_000_000},
        {"orgnr": "310000010"},
        {"bankkonto": "15030100016"},
    ],
)
def test_a_row_that_is_not_as_documented_is_a_change(changed: dict[str, object]) -> None:
    """Half an øre is not cut off, and no number is too large for the ledger."""
    with pytest.raises(ApiError) as told:
        search(json.dumps([ROW | changed]).encode())
    assert told.value.reason is FetchReason.API_CHANGED
    assert "310000" not in str(told.value)


@pytest.mark.parametrize("content", [b"null", b"{}", b"[null]", b"[[]]", b"[" * 50_000, b""])
def test_what_is_no_list_of_reports_is_a_change(content: bytes) -> None:
    with pytest.raises(ApiError) as told:
        search(content)
    assert told.value.reason is FetchReason.API_CHANGED

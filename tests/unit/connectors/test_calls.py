"""What is tried again, how long it waits, and what never is."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Answer, Calls, Patience
from rutine.connectors.fetch_reasons import FetchReason
from rutine.core.errors import InputError

PATIENCE = Patience(tries=4, first_pause=1.0, longest_pause=30.0)


def calls(handler: Callable[[httpx.Request], httpx.Response]) -> tuple[Calls, list[float]]:
    pauses: list[float] = []
    made = Calls("https://nav.example", PATIENCE, pause=pauses.append)
    made._client._transport = httpx.MockTransport(handler)
    made._client._mounts = {}
    return made, pauses


def after(*answers: int | Exception, headers: dict[str, str] | None = None):
    """Answer with each in turn, the last one from then on."""
    left = list(answers)

    def handler(request: httpx.Request) -> httpx.Response:
        told = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(told, Exception):
            raise told
        return httpx.Response(told, headers=headers, json={})

    return handler


@pytest.mark.parametrize(
    "fault", [500, 502, 503, 429, httpx.ConnectError("x"), httpx.ReadTimeout("x")]
)
def test_what_may_pass_is_tried_again(fault: int | Exception) -> None:
    made, pauses = calls(after(fault, fault, 200))
    assert made.send("GET", "/a").status == 200
    assert len(pauses) == 2


def test_pauses_double_and_are_spread() -> None:
    made, pauses = calls(after(503))
    with pytest.raises(ApiError) as told:
        made.send("GET", "/a")
    assert (told.value.reason, told.value.detail) == (FetchReason.API_UNREACHABLE, "HTTP 503")
    assert len(pauses) == PATIENCE.tries - 1
    for number, pause in enumerate(pauses):
        assert 0.5 * 2**number <= pause <= 1.5 * 2**number


def test_pauses_differ_from_one_robot_to_the_next() -> None:
    spread = set()
    for _ in range(5):
        made, pauses = calls(after(503, 200))
        made.send("GET", "/a")
        spread.add(pauses[0])
    assert len(spread) > 1


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 403, 404, 406])
def test_every_other_answer_is_given_at_once(status: int) -> None:
    made, pauses = calls(after(status))
    assert made.send("GET", "/a").status == status
    assert pauses == []


def test_the_server_may_ask_for_a_longer_pause_within_reason() -> None:
    made, pauses = calls(after(503, 200, headers={"retry-after": "7"}))
    made.send("GET", "/a")
    assert pauses == [7.0]
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    made, pauses = calls(after(503, 200, headers={"retry-after": later}))
    made.send("GET", "/a")
    assert pauses == [PATIENCE.longest_pause]


def test_each_try_makes_its_headers_anew() -> None:
    seen: list[str] = []
    tokens = iter("abc")

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return httpx.Response(503 if len(seen) < 3 else 200)

    made, _ = calls(handler)
    made.send("GET", "/a", headers=lambda: {"Authorization": next(tokens)})
    assert seen == ["a", "b", "c"]


def test_an_answer_that_never_ends_is_given_up() -> None:
    class Drip(httpx.SyncByteStream):
        def __iter__(self):
            while True:
                yield b"x"

    made, _ = calls(lambda _: httpx.Response(200, stream=Drip()))
    made._patience = Patience(tries=1, whole_seconds=0.05)
    with pytest.raises(ApiError) as told:
        made.send("GET", "/a")
    assert told.value.detail == "ReadTimeout"


@pytest.mark.parametrize("asked", ["²", "soon", "Mon, 99 Foo 2026", "9" * 400])
def test_a_pause_that_is_nonsense_is_no_crash(asked: str) -> None:
    made, pauses = calls(after(503, 200, headers={"retry-after": asked.encode()}))
    assert made.send("GET", "/a").status == 200
    assert pauses[0] <= PATIENCE.longest_pause


def test_a_compressed_answer_is_never_opened() -> None:
    """Cut short it would look whole, and 1.5 MB could fill the memory with gigabytes."""
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["accept-encoding"])
        whole = gzip.compress(b"line\r\n" * 1000)
        cut = httpx.ByteStream(whole[:-20])
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=cut)

    made, _ = calls(handler)
    with pytest.raises(ApiError) as told:
        made.send("GET", "/a")
    assert (told.value.reason, told.value.detail) == (FetchReason.API_UNREACHABLE, "DecodingError")
    assert set(asked) == {"identity"}


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 9_999])
def test_what_is_no_json_is_a_change_and_no_crash(content: bytes) -> None:
    with pytest.raises(ApiError) as told:
        Answer(200, httpx.Headers(), content).json()
    assert told.value.reason is FetchReason.API_CHANGED


@pytest.mark.parametrize(
    "address", ["http://sokos-oppgjorsrapporter.nav.no", "ftp://nav.no", "nav.no", ""]
)
def test_only_secure_addresses_are_called(address: str) -> None:
    with pytest.raises(InputError, match="https"):
        Calls(address)


def test_loopback_needs_no_certificate_and_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    made = Calls("http://127.0.0.1:1/")
    assert made.base == "http://127.0.0.1:1"
    assert made._client._mounts == {}
    made.close()

from __future__ import annotations

import gc
import socket
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import find_user
from rutine.core.errors import ConnectorError, InputError
from rutine.review import ReviewServer, serve
from rutine.review.lists import queue_page
from rutine.review.routes import QUICK_AT_ONCE
from rutine.review.serving import is_loopback


def test_the_address_is_told_and_answers_at_once(store):
    server = ReviewServer(store.app(), "127.0.0.1", 0)
    told: list[str] = []
    thread = threading.Thread(target=server.run, args=(told.append,))
    thread.start()
    try:
        with urllib.request.urlopen(f"{server.url}/logg-inn") as answer:  # noqa: S310 - our own
            assert answer.status == 200
            assert "server" not in answer.headers
            assert "Logg inn" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{server.url}/finnes-ikke")  # noqa: S310 - our own
    finally:
        server.stop()
        thread.join(10)
    assert not thread.is_alive()
    assert told == [server.url]
    assert server.url.startswith("http://127.0.0.1:")


@pytest.fixture
def served(store):
    """A running server over the store, and what stops it."""
    server = ReviewServer(store.app(), "127.0.0.1", 0)
    ready = threading.Event()
    thread = threading.Thread(target=server.run, args=(lambda _url: ready.set(),))
    thread.start()
    assert ready.wait(60)
    yield server
    server.stop()
    thread.join(10)
    gc.unfreeze()


def test_the_lists_take_turns_and_hold_nobody_else_up(store, served, monkeypatch):
    """Four at once are made: the others wait for one to be ready, and other pages do not."""
    with store.database.writing() as session:
        token = sessions.start(session, find_user(session, "kari")).token
    at_once, most, gate = [0], [0], threading.Event()
    lock = threading.Lock()

    def slow(*_args, **_kwargs):
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        gate.wait(120)
        with lock:
            at_once[0] -= 1
        raise ConnectorError("store_busy", "busy")

    monkeypatch.setattr(queue_page.queue, "open_cases", slow)
    cookies = {"rutine_session": token}
    with httpx.Client(base_url=served.url, cookies=cookies, timeout=120) as browser:
        with ThreadPoolExecutor(10) as pool:
            lists = [pool.submit(browser.get, "/saker") for _ in range(8)]
            for _ in range(1200):
                if most[0] == QUICK_AT_ONCE:
                    break
                time.sleep(0.05)
            assert browser.get("/hurtigtaster").status_code == 200
            assert at_once[0] == QUICK_AT_ONCE
            gate.set()
        assert {each.result().status_code for each in lists} == {503}
    assert most[0] == QUICK_AT_ONCE


def test_what_the_app_is_made_of_is_not_walked_by_the_collector(served):
    httpx.get(f"{served.url}/om")
    assert gc.get_freeze_count() > 50_000


def test_a_busy_port_is_said_with_what_to_do(store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match="is in use") as caught:
            serve(store.app(), "127.0.0.1", port, lambda _url: None)
    assert caught.value.code == "port_busy"
    assert "choose another port" in caught.value.remedy


def test_it_does_not_answer_the_network_without_tls(store):
    with pytest.raises(InputError) as caught:
        serve(store.app(), "0.0.0.0", 0, lambda _url: None)  # noqa: S104 - it is refused
    assert caught.value.code == "review_not_loopback"


def test_behind_tls_it_may(store):
    server = ReviewServer(store.app(secure=True), "0.0.0.0", 0)  # noqa: S104 - that is the test
    assert server.url == "https://rutine.example.org"
    server._socket.close()


def test_an_address_of_another_machine_is_refused(store):
    with pytest.raises(InputError) as caught:
        ReviewServer(store.app(secure=True), "192.0.2.1", 0)
    assert caught.value.code == "host_unknown"


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - not loopback
        ("10.0.0.1", False),
        ("localhost.example.org", False),
    ],
)
def test_which_addresses_only_this_machine_reaches(host, answer):
    assert is_loopback(host) is answer

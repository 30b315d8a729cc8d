from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request

import pytest

from rutine.core.errors import InputError
from rutine.review import ReviewServer, serve
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

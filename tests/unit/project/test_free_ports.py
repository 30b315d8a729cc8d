"""A port that a test picks is still free when its server, started later, begins to listen."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest

from tests import postgres_server
from tests.postgres_server import free_port

_GIVEN_BY_LINUX = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch):
    """Let this process be one of those that share the tests."""
    postgres_server._share.cache_clear()
    yield lambda name: monkeypatch.setenv("PYTEST_XDIST_WORKER", name)
    postgres_server._share.cache_clear()


def test_no_two_test_processes_pick_the_same_port_and_none_picks_one_twice(workers) -> None:
    picked = []
    for name in ("", "gw0", "gw1", "gw7"):
        workers(name)
        picked += [free_port() for _ in range(100)]
    assert len(set(picked)) == len(picked)


def test_none_is_one_that_the_system_gives_to_whoever_asks_for_any() -> None:
    if not _GIVEN_BY_LINUX.is_file():
        pytest.skip("only Linux says which it gives")
    first, last = map(int, _GIVEN_BY_LINUX.read_text().split())
    if first <= 1024:
        pytest.skip("here the system gives every port")
    assert not first <= free_port() <= last


def test_one_that_somebody_has_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, next_one = free_port(), free_port()
    monkeypatch.setattr(postgres_server, "_share", lambda _: iter([taken, next_one]))
    with closing(socket.socket()) as somebody:
        somebody.bind(("127.0.0.1", taken))
        somebody.listen()
        assert free_port() == next_one

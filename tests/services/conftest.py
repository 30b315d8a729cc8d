"""What the tests here share: a PostgreSQL of our own, an empty database for each, and a webhook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest

from rutine.cases.sealing.keys import KeyRing
from tests.postgres_server import NoPostgresError, postgres_server
from tests.unit.cases.samples import Store, opened

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running server with a fresh data directory."""
    try:
        with postgres_server() as address:
            yield address
    except NoPostgresError:
        pytest.skip("no PostgreSQL here: install the package `postgresql` to run these tests")


@pytest.fixture
def url(server: str) -> str:
    """An empty database of its own."""
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server}/{name}"


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with opened(url, KeyRing.load_or_create(tmp_path / "keys")) as it:
        yield it


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A chat program's webhook."""
    told: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", told
        server.shutdown()
        thread.join()

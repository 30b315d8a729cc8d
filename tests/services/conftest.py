"""A PostgreSQL of our own for all tests here, and an empty database for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from rutine.cases.keys import KeyRing
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

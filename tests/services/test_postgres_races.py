"""The races of `tests/unit/cases/test_races.py`, and what a lost connection leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from rutine.cases import engines
from rutine.cases.database import Database
from rutine.cases.deciding.decisions import decide
from rutine.cases.tables import Case
from rutine.cases.trail.audit import verify
from rutine.core.differences import Action
from rutine.core.errors import ConnectorError
from tests.unit.cases.racing import (
    everybody_does_something_else,
    found,
    ten_decide_the_same_cases,
)
from tests.unit.cases.samples import GENEROUS, KARI, Store, record

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def _the_machine_may_be_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for others to have written gets its turn, however slowly these get on."""
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 120_000)


@pytest.fixture
def other(store: Store, url: str) -> Iterator[Database]:
    """The same store, opened by another process as it were."""
    with Database.open(url, store.keys, mode="practice") as database:
        yield database


def test_of_ten_who_decide_the_same_cases_one_does_each(store: Store, other: Database) -> None:
    ten_decide_the_same_cases(store, other, 100)


def test_single_decisions_many_together_new_hands_and_a_run(store: Store, other: Database) -> None:
    everybody_does_something_else(store, other, 40)


def test_who_tries_to_write_is_told_at_once_that_another_does(
    store: Store, other: Database
) -> None:
    with (
        store.database.writing(),
        pytest.raises(ConnectorError) as refused,
        other.writing(waits=False),
    ):
        pass
    assert refused.value.code == "store_busy"


def test_a_connection_lost_midway_leaves_nothing_half_done(store: Store, url: str) -> None:
    (case_id,) = record(store, *found(1)).case_ids

    def decide_and_lose_the_connection() -> None:
        with store.database.writing() as session:
            decide(
                session,
                store.keys,
                case_id,
                version=1,
                actor=KARI,
                action=Action.ACCEPT_PAID,
                limits=GENEROUS,
            )
            _end_all_connections(url)
            session.execute(text("SELECT 1"))

    with pytest.raises(ConnectorError) as lost:
        decide_and_lose_the_connection()

    assert lost.value.code == "store_unreachable"
    with store.database.reading() as session:  # the pool connects anew by itself
        assert session.scalar(select(Case.version)) == 1
        assert verify(session) is None
    with store.database.writing() as session:  # and nobody holds the writer's lock
        assert session.scalar(select(Case.status)) == "open"


def test_a_connection_that_ended_while_idle_is_replaced(
    store: Store, url: str, monkeypatch
) -> None:
    monkeypatch.setattr(engines, "_TRUSTED", 0.0)
    with store.database.reading() as session:
        session.execute(text("SELECT 1"))
    _end_all_connections(url)
    with store.database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_connection_used_just_now_is_not_asked_first(store: Store, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(engines, "_TRUSTED", 3600.0)
    monkeypatch.setattr(PGDialect_psycopg, "do_ping", lambda *_: asked.append("asked"))
    for _ in range(3):
        with store.database.reading() as session:
            session.execute(text("SELECT 1"))
    assert asked == []
    monkeypatch.setattr(engines, "_TRUSTED", 0.0)
    with store.database.reading() as session:
        session.execute(text("SELECT 1"))
    assert asked == ["asked"]


def test_warm_connections_wait_for_those_who_read(store: Store, url: str) -> None:
    store.database.warm(4)
    assert _connections(url) == 4
    with store.database.reading(), store.database.reading(), store.database.reading():
        pass
    assert _connections(url) == 4


def _connections(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as outside:
        found = outside.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
        assert found is not None
        return int(found[0])


def _end_all_connections(url: str) -> None:
    """What a restart of the server does to those who are connected."""
    with psycopg.connect(url, autocommit=True) as outside:
        outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

"""The races of `tests/unit/cases/test_races.py`, and what a lost connection leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import select, text

from rutine.cases.audit import verify
from rutine.cases.database import Database
from rutine.cases.decisions import decide
from rutine.cases.tables import Case
from rutine.core.differences import Action
from rutine.core.errors import ConnectorError
from tests.unit.cases.racing import (
    everybody_does_something_else,
    found,
    ten_decide_the_same_cases,
)
from tests.unit.cases.samples import GENEROUS, KARI, Store, record

pytestmark = pytest.mark.postgres


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


def _end_all_connections(url: str) -> None:
    """What a restart of the server does to those who are connected."""
    with psycopg.connect(url, autocommit=True) as outside:
        outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

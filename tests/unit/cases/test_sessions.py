"""A session ends: by itself, on demand, and everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE
from rutine.cases.accounts import sessions
from rutine.cases.accounts.sessions import StartedSession, end, end_everywhere, start, visit
from rutine.cases.accounts.users import User, disable, list_users, set_password
from rutine.cases.database import Database
from rutine.cases.tables import WebSessionRow
from rutine.core import clock
from tests.unit.cases.conftest import Clock
from tests.unit.cases.samples import Store


@pytest.fixture
def user(store: Store) -> User:
    with store.database.reading() as session:
        return list_users(session)[0]


def begin(store: Store, user: User) -> StartedSession:
    with store.database.writing() as session:
        return start(session, user)


@pytest.fixture
def started(store: Store, time: Clock, user: User) -> StartedSession:
    return begin(store, user)


def test_a_session_tells_whose_it_is(store: Store, started: StartedSession, user: User) -> None:
    found = visit(store.database, started.token)

    assert found is not None
    assert (found.user, found.csrf) == (user, started.csrf)
    assert found.ends_at == clock.now() + sessions.IDLE


def test_only_the_hash_of_the_token_is_stored(store: Store, started: StartedSession) -> None:
    with store.database.reading() as session:
        (row,) = session.scalars(select(WebSessionRow))

    assert len(started.token) >= 43
    assert started.token not in row.token_hash
    assert started.csrf not in row.token_hash


def test_every_session_has_a_token_and_a_form_token_of_its_own(
    store: Store, started: StartedSession, user: User
) -> None:
    other = begin(store, user)

    assert other.token != started.token
    assert other.csrf != started.csrf


@pytest.mark.parametrize("token", ["", "feil", "x" * 10_000])
def test_another_token_opens_nothing(store: Store, started: StartedSession, token: str) -> None:
    assert visit(store.database, token) is None


def test_a_session_ends_after_half_an_hour_without_a_visit(
    store: Store, started: StartedSession, time: Clock
) -> None:
    time.wait(minutes=29)
    assert visit(store.database, started.token) is not None
    time.wait(minutes=29)
    assert visit(store.database, started.token) is not None
    time.wait(minutes=30)
    assert visit(store.database, started.token) is None


def test_a_session_ends_after_eight_hours_whatever_one_does(
    store: Store, started: StartedSession, time: Clock
) -> None:
    for _ in range(23):
        time.wait(minutes=20)
        assert visit(store.database, started.token) is not None
    found = visit(store.database, started.token)
    assert found is not None
    assert found.ends_at == clock.now() + sessions.ABSOLUTE - sessions.IDLE * 46 / 3
    time.wait(minutes=20)
    assert visit(store.database, started.token) is None


def test_a_visit_within_a_minute_writes_nothing(
    store: Store, started: StartedSession, time: Clock
) -> None:
    time.wait(seconds=59)
    with store.database.writing():  # nobody else can write now
        assert visit(store.database, started.token) is not None


def test_a_visit_while_a_run_writes_is_let_in_and_not_noted(
    store: Store, started: StartedSession, time: Clock, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'rutine.db'}"
    time.wait(minutes=5)
    began = monotonic()
    with Database.open(url, store.keys, mode="practice") as run, run.writing():
        assert visit(store.database, started.token) is not None
    with store.database.writing():
        assert visit(store.database, started.token) is not None
    assert monotonic() - began < 5  # who waits for the run to be done waits so long
    assert seen_at(store) == clock.now() - timedelta(minutes=5)

    visit(store.database, started.token)
    assert seen_at(store) == clock.now()


def seen_at(store: Store) -> datetime:
    with store.database.reading() as session:
        return session.scalars(select(WebSessionRow.seen_at)).one()


def test_signing_out_ends_this_session_only(
    store: Store, started: StartedSession, user: User
) -> None:
    other = begin(store, user)
    with store.database.writing() as session:
        end(session, started.token)

    assert visit(store.database, started.token) is None
    assert visit(store.database, other.token) is not None


def test_signing_out_everywhere_ends_them_all(
    store: Store, started: StartedSession, user: User
) -> None:
    other = begin(store, user)
    with store.database.writing() as session:
        assert end_everywhere(session, user.user_id) == 2

    assert visit(store.database, started.token) is None
    assert visit(store.database, other.token) is None


def test_a_new_password_or_a_closed_account_ends_its_sessions(
    store: Store, started: StartedSession, user: User
) -> None:
    with store.database.writing() as session:
        set_password(session, user.name, "et helt nytt passord", actor=COMMAND_LINE)
    assert visit(store.database, started.token) is None

    again = begin(store, user)
    with store.database.writing() as session:
        disable(session, user.name, actor=COMMAND_LINE)
    assert visit(store.database, again.token) is None
    assert visit(store.database, begin(store, user).token) is None


def test_sessions_that_have_ended_are_cleared_away(
    store: Store, started: StartedSession, user: User, time: Clock
) -> None:
    time.wait(hours=1)
    begin(store, user)

    with store.database.reading() as session:
        assert len(session.scalars(select(WebSessionRow)).all()) == 1

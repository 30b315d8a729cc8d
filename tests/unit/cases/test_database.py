"""Opening the store: fast, once, for the right mode and keys; and what sessions may do."""

from __future__ import annotations

import sqlite3
import stat
import time as stopwatch
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, insert, select, text
from sqlalchemy.pool import NullPool

from rutine.cases import engines, migrations
from rutine.cases.access import ROBOT
from rutine.cases.database import LATEST, Database
from rutine.cases.runs import find_run
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.settling.settlements import record_groups
from rutine.cases.tables import Base, SettledRow, Settlement, Subject
from rutine.cases.trail.audit import append, head
from rutine.core.errors import ConnectorError, InputError
from tests.unit.cases.samples import FNRS, Store, claim, group, line


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'home' / 'rutine.db'}"


@pytest.fixture
def connection(store: Store, tmp_path: Path) -> Iterator[Connection]:
    """The store's own file, seen from outside."""
    engine = create_engine(f"sqlite:///{tmp_path / 'rutine.db'}", poolclass=NullPool)
    with engine.connect() as outside:
        yield outside


def test_a_fresh_store_opens_fast_and_an_up_to_date_one_faster(url: str, keys: KeyRing) -> None:
    started = stopwatch.process_time()
    Database.open(url, keys, mode="practice").close()
    made = stopwatch.process_time()
    Database.open(url, keys, mode="practice").close()

    assert made - started < 1.5
    assert stopwatch.process_time() - made < 0.3


def test_the_files_are_for_their_owner_only(url: str, keys: KeyRing, tmp_path: Path) -> None:
    with Database.open(url, keys, mode="practice") as database, database.writing() as session:
        append(session, ROBOT, "run_started")
        session.flush()
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "home").iterdir()}

    assert modes == {"rutine.db": 0o600, "rutine.db-wal": 0o600, "rutine.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_the_embedded_engine_is_set_up_as_measured(store: Store) -> None:
    with store.database.reading() as session:
        settings = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 1,
        "busy_timeout": 5000,
        "foreign_keys": 1,
    }


def _is_of_a_model(name: str | None, kind: str, _parents: object) -> bool:
    """SQLite's index of answers is the engine's own: a virtual table, and what it is made of."""
    return kind != "table" or not (name or "").startswith("question_search")


def test_the_migrations_make_exactly_the_tables_of_the_models(connection: Connection) -> None:
    options = {"compare_type": False, "include_name": _is_of_a_model}
    context = MigrationContext.configure(connection, opts=options)

    assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_the_one_the_program_works_with() -> None:
    scripts = ScriptDirectory.from_config(migrations.configuration())

    assert scripts.get_current_head() == LATEST


def test_going_down_leaves_nothing_and_up_again_works(url: str, keys: KeyRing) -> None:
    Database.open(url, keys, mode="practice").close()
    both = engines.connect(url)
    with both.writing.begin() as connection:
        command.downgrade(migrations.configuration(connection), "base")
        tables = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        assert set(tables) == {"alembic_version"}
    both.dispose()

    Database.open(url, keys, mode="practice").close()


def test_what_was_settled_before_says_so_after_a_migration(store: Store, tmp_path: Path) -> None:
    with store.database.writing() as session:
        record_groups(session, store.keys, store.run_id, [group(line(1), claim(1))])
    url = f"sqlite:///{tmp_path / 'rutine.db'}"
    both = engines.connect(url)
    with both.writing.begin() as connection:
        command.downgrade(migrations.configuration(connection), "0001")
        assert connection.scalar(text("SELECT amount FROM settlements")) == 1_431_000
    both.dispose()

    with Database.open(url, store.keys, mode="practice") as database, database.reading() as session:
        (settlement,) = session.scalars(select(Settlement))
        rows = session.scalars(select(SettledRow.settlement_id)).all()

    assert (settlement.reason, settlement.claimed, settlement.paid) == ("D01", 1_431_000, 1_431_000)
    assert rows == [settlement.id, settlement.id]


def test_practice_and_production_do_not_share_a_store(url: str, keys: KeyRing) -> None:
    Database.open(url, keys, mode="practice").close()

    with pytest.raises(InputError) as refused:
        Database.open(url, keys, mode="production")

    assert refused.value.code == "store_mode"


def test_another_key_ring_is_refused(url: str, keys: KeyRing, tmp_path: Path) -> None:
    Database.open(url, keys, mode="practice").close()

    with pytest.raises(InputError) as refused:
        Database.open(url, KeyRing.load_or_create(tmp_path / "other"), mode="practice")

    assert refused.value.code == "store_keys"


def test_a_store_made_by_a_newer_version_is_left_alone(
    url: str, keys: KeyRing, tmp_path: Path
) -> None:
    Database.open(url, keys, mode="practice").close()
    with sqlite3.connect(tmp_path / "home" / "rutine.db") as outside:
        outside.execute("UPDATE alembic_version SET version_num = '9999'")
    outside.close()

    with pytest.raises(InputError) as refused:
        Database.open(url, keys, mode="practice")

    assert refused.value.code == "store_newer"


@pytest.mark.parametrize("address", ["nonsense", "mysql://host/name", "sqlite://", ""])
def test_an_address_of_another_kind_has_its_sentence(address: str, keys: KeyRing) -> None:
    with pytest.raises(InputError) as refused:
        Database.open(address, keys, mode="practice")

    assert refused.value.code == "store_url"


def test_a_file_that_is_no_database_has_its_sentence(tmp_path: Path, keys: KeyRing) -> None:
    (tmp_path / "rutine.db").write_text("this is a text, long enough to be looked at " * 50)

    with pytest.raises(ConnectorError) as refused:
        Database.open(f"sqlite:///{tmp_path / 'rutine.db'}", keys, mode="practice")

    assert refused.value.code == "store_failed"


def test_a_folder_that_cannot_be_made_has_its_sentence(tmp_path: Path, keys: KeyRing) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(InputError) as refused:
        Database.open(f"sqlite:///{tmp_path / 'file' / 'rutine.db'}", keys, mode="practice")

    assert refused.value.code == "store_folder"


def test_a_server_that_is_not_there_has_its_sentence_without_the_address(keys: KeyRing) -> None:
    url = "postgresql://rutine:hemmelig@127.0.0.1:1/rutine?connect_timeout=2"

    with pytest.raises(ConnectorError) as refused:
        Database.open(url, keys, mode="practice")

    assert refused.value.code == "store_unreachable"
    assert "hemmelig" not in f"{refused.value!r}"


def test_many_processes_may_open_a_new_store_at_once(url: str, keys: KeyRing) -> None:
    def open_and_close(_: int) -> str:
        with Database.open(url, keys, mode="practice") as database:
            return database.mode

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(open_and_close, range(12))) == {"practice"}


def test_a_reading_session_cannot_write(store: Store) -> None:
    with pytest.raises(ConnectorError) as refused, store.database.reading() as session:
        append(session, ROBOT, "run_started")

    assert refused.value.code == "store_failed"


def test_what_is_raised_undoes_the_whole_transaction(store: Store) -> None:
    with store.database.reading() as session:
        before = head(session)

    with suppress(ZeroDivisionError), store.database.writing() as session:
        append(session, ROBOT, "run_started")
        raise ZeroDivisionError

    with store.database.reading() as session:
        assert head(session) == before


def test_a_second_writer_waits_and_then_says_that_the_store_is_busy(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)

    def write() -> None:
        with store.database.writing() as session:
            append(session, ROBOT, "run_started")

    with store.database.writing(), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(write).exception()

    assert isinstance(refused, ConnectorError)
    assert refused.code == "store_busy"


def test_a_refused_value_is_not_in_the_error(store: Store) -> None:
    row = {"lookup": FNRS[0], "sealed": b"", "employee_lookup": None}

    with pytest.raises(InputError) as refused, store.database.writing() as session:
        session.execute(insert(Subject), [{"id": "1", **row}, {"id": "2", **row}])

    assert refused.value.code == "store_conflict"
    assert refused.value.__cause__ is None
    assert FNRS[0] not in f"{refused.value} {refused.value!r}"


def test_moments_keep_their_zone(store: Store) -> None:
    with store.database.reading() as session:
        run = find_run(session, store.run_id)

    assert run is not None
    assert run.started_at.utcoffset() is not None

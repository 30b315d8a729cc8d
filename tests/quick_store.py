"""An empty SQLite store gets its tables from the statements that the migrations came to.

Twenty migrations take a fifth of a second, and a thousand tests begin with an empty store. The
first store of a process is still made by Alembic, and so is every other step: an older store, the
way on from it, and PostgreSQL's.

A statement is put into SQL once a process, too, and not once a store: SQLAlchemy keeps what it has
made by engine, and a run asks a hundred questions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from sqlalchemy import URL, Connection, Engine
from sqlalchemy import create_engine as _create_engine

from rutine.cases import engines, migrations
from rutine.cases.backup import restoring
from rutine.cases.database import LATEST
from rutine.cases.engines import connect

_by_alembic = migrations.upgrade


@cache
def _made() -> tuple[tuple[str, ...], tuple[tuple[str, tuple[object, ...]], ...]]:
    """The statements that make a store of the newest revision, and the rows it begins with.

    A search index is made by its own statement, which makes the tables behind it, too.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        store = connect(f"sqlite:///{file}")
        with store.writing.begin() as connection:
            _by_alembic(connection)
        store.dispose()
        with closing(sqlite3.connect(file)) as made:
            kinds = dict(made.execute("SELECT name, type FROM pragma_table_list"))
            statements = tuple(
                sql
                for name, sql in made.execute("SELECT name, sql FROM sqlite_master ORDER BY rowid")
                if sql is not None and kinds.get(name) != "shadow"
            )
            tables = [name for name, kind in kinds.items() if kind == "table"]
            rows = tuple(
                (f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
                for name in tables
                if not name.startswith("sqlite_")
                for row in made.execute(f"SELECT * FROM {name}")  # noqa: S608 - our own tables
            )
    return statements, rows


def upgrade(connection: Connection, revision: str = "head") -> None:
    """As `rutine.cases.migrations.upgrade`."""
    tables = "SELECT count(*) FROM sqlite_master"
    if (
        revision in {"head", LATEST}
        and connection.dialect.name == "sqlite"
        and not connection.exec_driver_sql(tables).scalar()
    ):
        statements, rows = _made()
        for statement in statements:
            connection.exec_driver_sql(statement)
        for statement, row in rows:
            connection.exec_driver_sql(statement, row)
    else:
        _by_alembic(connection, revision)


@cache
def _known() -> Engine:
    """The engine whose dialect and statements every SQLite store of this process shares.

    It has been connected: a dialect learns then what its database can do.
    """
    engine = _create_engine("sqlite://")
    engine.connect().close()
    return engine


def create_engine(address: URL, **options: Any) -> Engine:
    """As SQLAlchemy's; a statement's SQL is known by dialect, and there is one of SQLite's."""
    engine = _create_engine(address, **options)
    if engine.dialect.name == "sqlite":
        known: Any = _known()
        own: Any = engine
        own.dialect = own.pool._dialect = known.dialect
        own._compiled_cache = known._compiled_cache
    return engine


@contextmanager
def quick_stores() -> Iterator[None]:
    """Let every empty store of this process be made so, and its statements be known."""
    with (
        mock.patch.object(engines, "create_engine", create_engine),
        mock.patch.object(migrations, "upgrade", upgrade),
        mock.patch.object(restoring, "upgrade", upgrade),
    ):
        yield

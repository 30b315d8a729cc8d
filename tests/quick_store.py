"""An empty SQLite store gets its tables from a dump of what the migrations made.

Twenty migrations take a fifth of a second, and a thousand tests begin with an empty store. The
first store of a process is still made by Alembic, and so is every other step: an older store, the
way on from it, and PostgreSQL's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from sqlalchemy import Connection

from rutine.cases import migrations
from rutine.cases.backup import restoring
from rutine.cases.database import LATEST
from rutine.cases.engines import connect

_by_alembic = migrations.upgrade


@cache
def _statements() -> tuple[str, ...]:
    """What makes a store of the newest revision, as SQLite writes it out."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        engines = connect(f"sqlite:///{file}")
        with engines.writing.begin() as connection:
            _by_alembic(connection)
        engines.dispose()
        with closing(sqlite3.connect(file)) as made:
            _begin, *statements, _commit = made.iterdump()
    return tuple(statements)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """As `rutine.cases.migrations.upgrade`."""
    tables = "SELECT count(*) FROM sqlite_master"
    if (
        revision in {"head", LATEST}
        and connection.dialect.name == "sqlite"
        and not connection.exec_driver_sql(tables).scalar()
    ):
        for statement in _statements():
            connection.exec_driver_sql(statement)
    else:
        _by_alembic(connection, revision)


@contextmanager
def quick_stores() -> Iterator[None]:
    """Let every empty store of this process be made so."""
    with (
        mock.patch.object(migrations, "upgrade", upgrade),
        mock.patch.object(restoring, "upgrade", upgrade),
    ):
        yield

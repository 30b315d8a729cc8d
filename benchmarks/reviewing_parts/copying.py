"""The same store in another engine: every table as it is, by PostgreSQL's own way in.

Making a large store takes most of a minute; copying it less, and the figures of the two engines
are then of the very same cases.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import create_engine

from benchmarks.reviewing_parts.bulk import without_indexes
from benchmarks.reviewing_parts.large_store import settings
from rutine.cases.tables import Base
from rutine.installation import open_installation

_MADE_BY_OPENING: Final = "home"


def copy_store(home: Path, url: str) -> None:
    """Fill the PostgreSQL database at `url` with the SQLite store of this home.

    As SQLite has the values: PostgreSQL reads its moments, days and truths, written as text.
    """
    open_installation(settings(home, url)).database.close()
    tables = [each for each in Base.metadata.sorted_tables if each.name != _MADE_BY_OPENING]
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    with (
        closing(sqlite3.connect(home / "rutine.db")) as read,
        engine.begin() as target,
        without_indexes(target, tables),
    ):
        # Nothing points to what is not there: SQLite has seen to it.
        target.exec_driver_sql("SET LOCAL session_replication_role = replica")
        driver = target.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)  # noqa: S101 - for the type checker
        for table in tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            rows = read.execute(f"SELECT {columns} FROM {table.name}")  # noqa: S608 - our own names
            statement = f"COPY {table.name} ({columns}) FROM STDIN"
            with driver.cursor().copy(statement.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
    with engine.connect() as target:  # or it is done while the app is measured
        target.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()

"""Very many rows for a store: written as they are stored, into tables without indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table

StoredRow = dict[str, Any]
"""A row of an SQLite store as it lies there: moments and days are text, truths numbers."""


def stored(connection: Connection, table: Table) -> list[StoredRow]:
    """Every row of a table."""
    found = connection.exec_driver_sql(f"SELECT * FROM {table.name}")  # noqa: S608 - our own names
    return [dict(row) for row in found.mappings()]


class Bulk:
    """Rows for one table of an SQLite store.

    Past SQLAlchemy, which takes longer to look at the values than SQLite to write them.
    """

    def __init__(self, connection: Connection, table: Table) -> None:
        names = [column.name for column in table.columns]
        marks = ", ".join(f":{name}" for name in names)
        self._statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names
        self._connection = connection
        self._rows: list[StoredRow] = []

    def add(self, row: StoredRow) -> None:
        """Take a row, with a value for every column."""
        self._rows.append(row)

    def write(self) -> None:
        """Write what has been taken."""
        if self._rows:
            self._connection.exec_driver_sql(self._statement, self._rows)
            self._rows.clear()


@contextmanager
def without_indexes(connection: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """Take the tables' indexes away, and make them anew afterwards: faster than to keep them."""
    indexes = [index for table in tables for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)

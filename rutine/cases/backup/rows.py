"""The rows of a store as lines of JSON, whichever engine they came from or go to."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

from rutine.cases.batches import AT_ONCE

FOLDER: Final = "rows/"
_AT_ONCE: Final = 5_000
"""Rows of one part: what is held in memory at a time."""

_NOT_OURS: Final = frozenset({"alembic_version"})

_INDEX: Final = "question_search"
"""SQLite's index of answers, and the tables that it is made of: triggers fill it."""

_LAST: Final = "closed_periods"
"""A trigger refuses postings in a month that is closed, also those that were made before it was."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one table, in the order of its columns as they are named here."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[Any]]

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row by the names of its columns."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


def tables_of(connection: Connection) -> list[Table]:
    """The store's tables as they are, in an order that they can be filled in."""
    known = MetaData()
    known.reflect(connection, only=lambda name, _: not name.startswith(_INDEX))
    tables = [table for table in known.sorted_tables if table.name not in _NOT_OURS]
    return sorted(tables, key=lambda table: table.name == _LAST)


def parts_of(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Every row of the store: the name and content of each part, in an order to restore in."""
    for place, table in enumerate(tables_of(connection)):
        order = list(table.primary_key.columns)
        query = select(table).order_by(*order).execution_options(yield_per=_AT_ONCE)
        with connection.execute(query) as found:
            for number, rows in enumerate(found.partitions(_AT_ONCE)):
                lines = [json.dumps([table.name, [column.name for column in table.columns]])]
                lines += [json.dumps([_told(value) for value in row]) for row in rows]
                name = f"{FOLDER}{place:02d}_{table.name}_{number:06d}.jsonl.gz"
                yield name, gzip.compress("\n".join(lines).encode(), 6, mtime=0)


def part_from(data: bytes) -> Part:
    """The rows of one part, as `parts_of` wrote them."""
    first, *lines = gzip.decompress(data).decode().split("\n")
    table, columns = json.loads(first)
    return Part(table, tuple(columns), [json.loads(line) for line in lines])


class RowsInto:
    """Puts parts into empty tables of a store at the backup's revision."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables_of(connection)}

    def put(self, part: Part) -> None:
        """Insert the rows of one part.

        Raises:
            KeyError: there is no such table or column.
        """
        table = self._tables[part.table]
        zone = self._connection.dialect.name != "sqlite"
        readers = [_reader(table.columns[name].type, zone=zone) for name in part.columns]
        rows = [
            {
                name: None if value is None else read(value)
                for name, read, value in zip(part.columns, readers, row, strict=True)
            }
            for row in part.rows
        ]
        if rows:
            self._connection.execute(insert(table), rows, execution_options=AT_ONCE)

    def finish(self) -> None:
        """Let numbers that the engine gives go on after the highest there is."""
        if self._connection.dialect.name != "postgresql":
            return
        for table in self._tables.values():
            for column in table.primary_key.columns:
                if not isinstance(column.type, Integer):
                    continue
                named = func.pg_get_serial_sequence(table.name, column.name)
                sequence = self._connection.scalar(select(named))
                highest = self._connection.scalar(select(func.max(column)))
                if sequence is not None and highest is not None:
                    self._connection.execute(
                        text("SELECT setval(CAST(:sequence AS regclass), :highest)"),
                        {"sequence": sequence, "highest": highest},
                    )


def is_empty(connection: Connection) -> bool:
    """Whether there is no table at all."""
    return not inspect(connection).get_table_names()


def _told(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def _reader(kind: object, *, zone: bool) -> Any:
    if isinstance(kind, LargeBinary):
        return base64.b64decode
    if isinstance(kind, DateTime):
        return datetime.fromisoformat if zone else _without_zone
    if isinstance(kind, Date):
        return date.fromisoformat
    return _as_it_is


def _without_zone(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=None)


def _as_it_is(value: Any) -> Any:
    return value

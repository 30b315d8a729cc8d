"""The two database engines, set up so that one writer at a time behaves alike on both."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from rutine.core.errors import InputError

BUSY_MILLISECONDS: Final = 5000
"""How long a writer waits for another, on both engines."""

WRITER_LOCK: Final = 0x72757469
"""The advisory lock that stands for SQLite's single writer on PostgreSQL ("ruti")."""

POOL: Final = 20
"""Connections that are kept open. The app answers 40 requests at once, and few of them are in the
store at the same moment: those that are to write wait outside (`Database.writing`)."""

_MORE: Final = 20
"""Connections beyond that, closed after use: one for each request that is answered at once."""

_TRUSTED: Final = 1.0
"""Seconds after its last use that a connection is taken to be there still: a server does not
restart in less, and asking first costs every page two round trips more."""

_USED: Final = "rutine_used"
_WRITES: Final = "rutine_writes"
_WAITS: Final = "rutine_waits"
_LOGGING_NAME: Final = "rutine"


@dataclass(frozen=True, slots=True)
class Engines:
    """One pool of connections, seen in three ways.

    Attributes:
        writing: waits until it may write.
        trying: writes when nobody else does just now.
        reading: can't write.
    """

    writing: Engine
    trying: Engine
    reading: Engine

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded engine is in use."""
        return self.writing.dialect.name == "sqlite"

    def warm(self, metadata: MetaData, connections: int) -> None:
        """Open connections, and let the server read about every table in each of them.

        A new connection to PostgreSQL is a new process: the first pages in it wait for what
        the later ones find there.
        """
        if self.is_sqlite:
            return
        with ExitStack() as opened:
            for _ in range(connections):
                connection = opened.enter_context(self.reading.connect())
                for table in metadata.sorted_tables:
                    connection.execute(select(table).limit(0)).close()

    def dispose(self) -> None:
        """Close every connection."""
        self.writing.dispose()


def connect(url: str) -> Engines:
    """Make the engines for a URL; no connection is opened yet.

    Parameters of statements and rows of results never reach an exception or a log: `echo` is
    off, `hide_parameters` on, and the engine's own logger stays quiet even where somebody
    sets SQLAlchemy's to DEBUG, at which level it writes out every row it reads.

    Raises:
        InputError: `store_url` for an engine that is not supported, `store_folder` when the
            database's folder can't be made.
    """
    logging.getLogger(f"sqlalchemy.engine.Engine.{_LOGGING_NAME}").setLevel(logging.WARNING)
    try:
        address = make_url(url)
    except ArgumentError:
        raise _wrong_url() from None
    if address.drivername in {"sqlite", "sqlite+pysqlite"} and address.database:
        return _sqlite(address, Path(address.database))
    if address.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return _postgresql(address.set(drivername="postgresql+psycopg"))
    raise _wrong_url()


def is_there(url: str) -> bool:
    """Whether a store's file is there; of a server nobody knows before it is asked."""
    try:
        address = make_url(url)
    except ArgumentError:
        return True  # `connect` says what is wrong with it
    file = address.database if address.drivername.startswith("sqlite") else None
    return file is None or Path(file).is_file()


def _wrong_url() -> InputError:
    return InputError(
        "store_url",
        "The store's address is neither sqlite:///FILE nor postgresql://USER@HOST/NAME.",
        "Correct database_url (RUTINE_DATABASE_URL).",
    )


def _sqlite(address: URL, file: Path) -> Engines:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made by us with mode 0600; SQLite gives its -wal and -shm files the same mode.
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise InputError(
            "store_folder",
            f"The store's file {file} can't be made ({error.strerror}).",
            "Give the user that runs rutine access to the folder.",
        ) from None
    engine = create_engine(address, **_SHARED)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return _seen(engine, engine)


_SHARED: Final[dict[str, Any]] = {
    "hide_parameters": True,
    "logging_name": _LOGGING_NAME,
    "pool_size": POOL,
    "max_overflow": _MORE,
    "pool_timeout": BUSY_MILLISECONDS / 1000,
}


def _seen(engine: Engine, reading: Engine) -> Engines:
    writing = engine.execution_options(**{_WRITES: True})
    return Engines(writing, writing.execution_options(**{_WAITS: False}), reading)


def waits(connection: Connection) -> bool:
    """Whether this connection waits for another writer."""
    return bool(connection.get_execution_options().get(_WAITS, True))


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is deferred; ours are below
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL").close()
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Begin as the session means to go on.

    A deferred transaction that turns to writing fails at once when another has written: 129
    of 160 decisions by 8 threads were lost so; with `BEGIN IMMEDIATE` none.
    """
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    if waits(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")


def _postgresql(address: URL) -> Engines:
    engine = create_engine(
        address,
        **_SHARED,
        pool_use_lifo=True,  # the same few connections, whose statements are prepared already
        connect_args={"options": f"-c lock_timeout={BUSY_MILLISECONDS} -c timezone=UTC"},
    )
    _ask_first(engine)
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return _seen(engine, reading)


def _ask_first(engine: Engine) -> None:
    """Connect anew where the server was restarted meanwhile, as `pool_pre_ping` does.

    What was used just now is not asked.
    """

    def note(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_USED] = time.monotonic()

    def ask(connection: Any, entry: ConnectionPoolEntry, _fairy: Any) -> None:
        used = entry.info.get(_USED)
        if used is None or time.monotonic() - used < _TRUSTED:
            return  # it has just been opened, or used
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ask)

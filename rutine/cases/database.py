"""The database behind the store: SQLite where nothing else is set up, or PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, Self

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from rutine.cases import engines
from rutine.cases.engines import Engines, connect, is_there
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Home
from rutine.core import clock
from rutine.core.errors import ConnectorError, InputError, RutineError, StaleVersion

LATEST: Final = "0022"
"""The revision this version works with; a test holds it against the migrations."""

_NAMES_SINCE: Final = "0007"
"""The revision that made names searchable: the migration has no keys to fill them in with."""

_LOST = frozenset({"OperationalError", "SQLITE_CANTOPEN", "57P01", "57P02", "57P03"})
"""There is no connection, or the server ends it: it is stopped, or starts just now."""

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01")
"""How the names begin of what another writer causes: SQLite has a longer one for each occasion."""


class Database:
    """An open store. One per process; sessions are one per thread and piece of work.

    Attributes:
        keys: the key ring that the stored personal data is encrypted with.
        mode: `practice` or `production`, as stored.
    """

    def __init__(self, opened: Engines, keys: KeyRing, mode: str) -> None:
        self.keys = keys
        self.mode = mode
        self._engines = opened
        self._writer = Lock()
        self._write = sessionmaker(opened.writing, expire_on_commit=False)
        self._try = sessionmaker(opened.trying, expire_on_commit=False)
        self._read = sessionmaker(opened.reading, expire_on_commit=False)
        self._check = key_check(keys)

    @classmethod
    def open(cls, url: str, keys: KeyRing, *, mode: str) -> Self:
        """Open the store at `url` (`sqlite:///path` or `postgresql://…`), migrating it first.

        Raises:
            InputError: `store_mode` (made for the other mode), `store_keys` (another key
                ring), `store_newer` (made by a newer rutine), `store_folder` or `store_url`.
            ConnectorError: `store_unreachable`, `store_busy` or `store_failed`.
        """
        opened = connect(url)
        database = cls(opened, keys, mode)
        try:
            with translated():
                database._migrate()
            database._claim()
        except BaseException:
            opened.dispose()
            raise
        return database

    @classmethod
    def open_read_only(cls, url: str, keys: KeyRing, *, mode: str) -> Self:
        """Open a store that is there, to look at it: nothing is made, migrated or written.

        Raises:
            InputError: `store_missing`, `store_older` (a newer rutine than the one that last
                ran looks at it), `store_mode`, `store_keys` or `store_url`.
            ConnectorError: `store_unreachable`, `store_busy` or `store_failed`.
        """
        if not is_there(url):
            raise _missing()
        opened = connect(url)
        database = cls(opened, keys, mode)
        database._write = database._read
        try:
            with translated():
                _refuse_other_version(revision(opened))
            database._claim()
        except BaseException:
            opened.dispose()
            raise
        return database

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Session]:
        """One transaction that may write. There is one writer at a time, on both engines.

        Commits at the end, rolls back when anything is raised. Threads of one process take turns
        before they ask the engine: SQLite lets whoever waits sleep up to 100 ms at a time, and
        on PostgreSQL each one that waits would keep a connection.

        Args:
            waits: for another writer; without it, `store_busy` comes at once.

        Raises:
            ConnectorError: `store_busy` when another writer held on for more than 5 seconds;
                `store_failed` for what else the engine refuses, without its values.
            InputError: `store_conflict`, when a key that must be unique is there already;
                `store_keys`, when the store was brought under another lookup key meanwhile.
            StaleVersion: `case_changed`, when a row was changed in between.
        """
        with (
            self._turn(waits=waits),
            translated(),
            (self._write if waits else self._try)() as session,
            session.begin(),
        ):
            _lock(session.connection())
            self._refuse_changed_keys(session)
            yield session

    @contextmanager
    def _turn(self, *, waits: bool) -> Iterator[None]:
        """This process's turn to write."""
        if not self._writer.acquire(timeout=engines.BUSY_MILLISECONDS / 1000 if waits else 0):
            raise _busy()
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look. Writing in it is refused by the engine.

        Raises:
            ConnectorError: `store_busy` or `store_failed`, also for an attempt to write.
        """
        with translated(), self._read() as session, session.begin():
            yield session

    def warm(self, connections: int) -> None:
        """Let the first who read wait no longer than the rest: for a server's new processes.

        Raises:
            ConnectorError: as `reading`.
        """
        with translated():
            self._engines.warm(Home.metadata, connections)

    def answers(self) -> bool:
        """Whether the engine answers, for those who ask whether all is well."""
        try:
            with self.reading() as session:
                session.execute(select(Home.id)).first()
        except RutineError:
            return False
        return True

    def close(self) -> None:
        """Let go of every connection."""
        self._engines.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _migrate(self) -> None:
        """Bring the tables up to date; costs one query when they are."""
        if revision(self._engines) == LATEST:
            return
        with self._engines.writing.begin() as connection:
            _lock(connection)
            # Alembic is loaded only when there is something to do.
            from rutine.cases.migrations import upgrade  # noqa: PLC0415
            from rutine.cases.people.register import index_everybody  # noqa: PLC0415

            before = _noted(connection)
            upgrade(connection)
            if before is not None and before < _NAMES_SINCE:
                with Session(connection) as session:
                    index_everybody(session, self.keys)
                    session.flush()

    def _claim(self) -> None:
        """Check whose store this is; the first to open it decides.

        Practice people must never be mixed with real ones, and another key ring would write
        what the first can't read.
        """
        with self.reading() as session:
            home = session.get(Home, 1)
        if home is not None and self.keys.is_changing:
            self._follow(home.key_check)
        if home is None and self._write is self._read:
            raise _missing()
        if home is None:
            with self.writing() as session:
                home = session.get(Home, 1)
                if home is None:
                    home = Home(id=1, mode=self.mode, key_check=self._check, made_at=clock.now())
                    session.add(home)
        if home.mode != self.mode:
            raise InputError(
                "store_mode",
                f"This store holds {home.mode} data, and rutine is set to {self.mode}.",
                "Use another home (RUTINE_HOME), or set the mode back.",
            )
        if home.key_check != self._check:
            raise _other_keys()

    def _follow(self, found: str) -> None:
        """Take the new lookup key into use where the store did, and whoever did was killed then."""
        if key_check(self.keys.begin_change()) == found:
            self.keys.end_change()
            self._check = key_check(self.keys)

    def changed_over(self) -> None:
        """Go on under the new lookup key: this process has just brought the store under it."""
        self.keys.end_change()
        self._check = key_check(self.keys)

    def _refuse_changed_keys(self, session: Session) -> None:
        """Whoever still finds by the old lookup key would enter everybody a second time."""
        found = session.scalar(select(Home.key_check).where(Home.id == 1))
        if found is not None and found != self._check:
            raise _other_keys()


def key_check(keys: KeyRing) -> str:
    """What a store notes to know its key ring by."""
    return keys.lookup("rutine", "key check")


def _other_keys() -> InputError:
    return InputError(
        "store_keys",
        "The key ring does not belong to this store.",
        "Restore the key ring from the same backup as the store; after `rutine keys rotate "
        "--lookup`, start what was running anew.",
    )


def _refuse_other_version(found: str | None) -> None:
    """Refuse a store that would have to be made or migrated first."""
    if found is None:
        raise _missing()
    if found != LATEST:
        raise InputError(
            "store_older",
            "The store was made by another version of rutine, and is only to be read.",
            "Let this version run once, `rutine doctor` will do, and try again.",
        )


def _missing() -> InputError:
    return InputError(
        "store_missing",
        "There is no store here: no run has been made in this home.",
        "Go to the folder of the installation, or set RUTINE_HOME.",
    )


def revision(opened: Engines) -> str | None:
    """The revision the tables are at; None for an empty database."""
    with opened.reading.connect() as connection:
        return _noted(connection)


def is_begun(url: str) -> bool:
    """Whether somebody has begun a store there, with keys of their own; makes and migrates nothing.

    Raises:
        InputError: `store_url`.
        ConnectorError: `store_unreachable` or `store_failed`.
    """
    opened = connect(url)
    try:
        with translated():
            if revision(opened) is None:
                return False
            with opened.reading.connect() as connection:
                return connection.scalar(select(Home.id)) is not None
    finally:
        opened.dispose()


def _noted(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _lock(connection: Connection) -> None:
    """Become the one writer. On SQLite `BEGIN IMMEDIATE` has done so already.

    Taken before anything is read, so that the audit chain can't fork (without it the chain
    broke at entry 362 of a trial) and no two writers can wait for each other's rows.
    """
    if connection.dialect.name != "postgresql":
        return
    if engines.waits(connection):
        connection.execute(select(func.pg_advisory_xact_lock(engines.WRITER_LOCK)))
    elif not connection.scalar(select(func.pg_try_advisory_xact_lock(engines.WRITER_LOCK))):
        raise _busy()


@contextmanager
def translated() -> Iterator[None]:
    """Turn the engine's errors into ours: their texts can hold stored values.

    PostgreSQL writes `Key (name)=(value) already exists` into its messages.
    """
    try:
        yield
    except RutineError:
        raise
    except StaleDataError:
        raise StaleVersion(
            "case_changed", "Somebody else changed it first.", "Read it again."
        ) from None
    except IntegrityError:
        raise InputError(
            "store_conflict", "The store has this already.", "Read it again."
        ) from None
    except PoolTimeoutError:
        raise _busy() from None
    except DBAPIError as error:
        raise _refused(error) from None
    except SQLAlchemyError as error:
        raise ConnectorError(
            "store_failed", f"The store could not be used ({type(error).__name__})."
        ) from None


def _refused(error: DBAPIError) -> ConnectorError:
    name: str = (
        getattr(error.orig, "sqlite_errorname", None)
        or getattr(error.orig, "sqlstate", None)
        or type(error.orig).__name__
    )
    if name.startswith(_BUSY):
        return _busy()
    lost = error.connection_invalidated or name in _LOST
    if isinstance(error, OperationalError) and (lost or name.startswith("08")):
        return ConnectorError(
            "store_unreachable",
            "The store can't be reached.",
            "Check that the database server is up, and its address and password.",
        )
    return ConnectorError("store_failed", f"The store refused a statement ({name}).")


def _busy() -> ConnectorError:
    return ConnectorError(
        "store_busy", "Another run or person is writing to the store.", "Try again in a moment."
    )

"""Restoring a backup into an empty place: whole, or not at all.

Files and a SQLite database are first made in a folder of their own in the home. They get their
places when the whole backup was read and proven, the database last: without one nothing runs
there, and what an interrupted restore left is thrown away by the next.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from rutine.cases.access import COMMAND_LINE
from rutine.cases.backup.checking import Checked, Reading, opened_file
from rutine.cases.backup.making import FILES, keeping
from rutine.cases.backup.rows import Part, RowsInto, is_empty
from rutine.cases.backup.sealed_stream import Header
from rutine.cases.backup.unfinished import UNFINISHED
from rutine.cases.database import LATEST, translated
from rutine.cases.engines import Engines, connect
from rutine.cases.migrations import upgrade
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.trail.audit import append
from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole

_DATABASE: Final = "rutine.db"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `upgraded` says that the tables were of an older version."""

    checked: Checked
    upgraded: bool


def restore(file: Path, *, url: str, home: Path, keys: KeyRing, mode: str) -> Restored:
    """Restore the backup into an empty database and home, and bring it up to date.

    Args:
        file: what `make_backup` wrote.
        url: where the store is to be: SQLite or PostgreSQL, whichever it came from.
        home: where evidence and output are to lie.
        keys: the ring that the backup was made with.
        mode: what this installation is set to.

    Raises:
        InputError: `restore_not_empty`, `restore_done`, `backup_mode` or `backup_newer`; or as
            `check_backup`.
    """
    with keeping(home), opened_file(file) as source:
        reading = Reading(source, keys)
        _refuse_other_mode(reading.header, mode)
        _refuse_newer(reading.header)
        _clear_unfinished(home, url)
        _refuse_occupied(home, url)
        staging = home / UNFINISHED
        staging.mkdir(mode=0o700)
        try:
            _into(staging, home, url, reading)
        except OSError as error:
            _throw_away(home)
            raise InputError(
                "restore_unwritable",
                f"The backup can't be written to {home} ({error.strerror}).",
                "Check that the folder may be written to and has room; then run again.",
                folder=str(home),
            ) from None
        except BaseException:
            _throw_away(home)
            raise
        if (staging / _DATABASE).exists():
            (staging / _DATABASE).replace(home / _DATABASE)
        shutil.rmtree(staging)
    return Restored(reading.checked(), upgraded=reading.header.revision != LATEST)


def _into(staging: Path, home: Path, url: str, reading: Reading) -> None:
    """Everything in one transaction; the files have their places before it is committed."""
    with _store(url, staging) as connection:
        upgrade(connection, reading.header.revision)
        rows = RowsInto(connection)
        for member in reading.members():
            if isinstance(member, Part):
                rows.put(member)
            else:
                _write(staging, *member)
        rows.finish()
        upgrade(connection)
        checked = reading.checked()
        data = {"backup": checked.header.backup, "seq": checked.head.seq}
        with Session(connection) as session:
            append(session, COMMAND_LINE, "restored", data=data)
        for folder in FILES:
            if (staging / folder).exists():
                (staging / folder).replace(home / folder)


@contextmanager
def _store(url: str, staging: Path) -> Iterator[Connection]:
    """A transaction in an empty database: a file among what is made, or the server's."""
    if not _is_file(url):
        with _opened(url) as opened, translated(), opened.writing.begin() as connection:
            yield connection
        return
    file = staging / _DATABASE
    with _opened(f"sqlite:///{file}") as opened, translated(), opened.writing.begin() as connection:
        yield connection
    with closing(sqlite3.connect(file)) as alone:  # one file can be moved; three can't
        alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        alone.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _opened(url: str) -> Iterator[Engines]:
    opened = connect(url)
    try:
        yield opened
    finally:
        opened.dispose()


def _is_file(url: str) -> bool:
    return url.startswith("sqlite")


def _write(staging: Path, name: str, data: bytes) -> None:
    path = staging / name
    for folder in reversed(Path(name).parents):
        # One by one: `parents=True` would let others look into those between.
        (staging / folder).mkdir(mode=0o700, exist_ok=True)
    write_whole(path, data)


def _clear_unfinished(home: Path, url: str) -> None:
    """Throw away what an interrupted restore made: it began in an empty place.

    Raises:
        InputError: `restore_done`: it was interrupted after its last step but one.
    """
    if not (home / UNFINISHED).exists():
        return
    if _has_store(home, url):
        shutil.rmtree(home / UNFINISHED)
        raise InputError(
            "restore_done",
            "The restore that was interrupted had done all its work: the store is there.",
            "Run `rutine verify`, and go on.",
        )
    _throw_away(home)


def _throw_away(home: Path) -> None:
    for folder in (*FILES, UNFINISHED):
        shutil.rmtree(home / folder, ignore_errors=True)


def _has_store(home: Path, url: str) -> bool:
    if _is_file(url):
        return (home / _DATABASE).exists()
    with _opened(url) as opened, translated(), opened.reading.connect() as connection:
        return not is_empty(connection)


def _refuse_occupied(home: Path, url: str) -> None:
    if _has_store(home, url) or any(_holds_something(home / folder) for folder in FILES):
        raise _occupied()
    for folder in FILES:
        shutil.rmtree(home / folder, ignore_errors=True)  # empty ones are in the way


def _holds_something(folder: Path) -> bool:
    return folder.exists() and any(path.is_file() for path in folder.rglob("*"))


def _occupied() -> InputError:
    return InputError(
        "restore_not_empty",
        "There is a store here already: a backup is restored into an empty place only.",
        "Set RUTINE_HOME to a new folder (and RUTINE_DATABASE_URL to an empty database); move the "
        "old ones away yourself when you are sure.",
    )


def _refuse_other_mode(header: Header, mode: str) -> None:
    if header.mode != mode:
        raise InputError(
            "backup_mode",
            f"The backup holds {header.mode} data, and rutine is set to {mode}.",
            "Set the mode to what the backup holds (RUTINE_MODE).",
        )


def _refuse_newer(header: Header) -> None:
    if header.revision > LATEST:
        raise InputError(
            "backup_newer",
            f"The backup was made by a newer version of rutine ({header.version}).",
            "Install that version, or one after it, and restore with it.",
            version=header.version,
        )

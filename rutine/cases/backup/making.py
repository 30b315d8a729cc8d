"""Making a backup, while the robot runs and people decide.

The order is the proof that nothing is missing. An original is in the archive before any row names
it, and is never changed after; a pointer to NAV's lists is written after the lists. So the rows
are read first, in one consistent look, then what points at originals, and the originals last:
whatever a row or a pointer names was in the archive before it was read. An original that came
meanwhile may be in the file without a row; keeping it again later changes nothing. The other way
round, a report that comes between the two would have its row and not its bytes.
"""

from __future__ import annotations

import io
import os
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final, cast
from uuid import uuid4

from filelock import FileLock, Timeout

from rutine import __version__
from rutine.cases.access import COMMAND_LINE
from rutine.cases.backup.rows import parts_of
from rutine.cases.backup.sealed_stream import Header, SealedWriter, key_check, new_key
from rutine.cases.canonical import canonical
from rutine.cases.database import LATEST, Database
from rutine.cases.trail.audit import append, head
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.formats.private_file import unwritable

FILES: Final = ("nav_lists", "output", "drafts", "evidence")
"""Folders of the home, what points at originals before the originals."""

MANIFEST: Final = "manifest.json"
"""The last member: every other's name and sha256, and the head of the audit trail."""

_LOCK: Final = "keeping.lock"


@dataclass(frozen=True, slots=True)
class Made:
    """What was backed up.

    Attributes:
        file: where it is.
        backup: its random id.
        made_at: ISO 8601, UTC.
        files: how many files besides the rows.
        size: bytes of the backup.
    """

    file: Path
    backup: str
    made_at: str
    files: int
    size: int


@contextmanager
def keeping(home: Path, wait: float = 0) -> Iterator[None]:
    """Hold the home against others that copy it or delete from it; runs go on.

    Args:
        home: the folder.
        wait: seconds to wait for them; what runs by the clock has time.

    Raises:
        InputError: `keeping_busy`.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(home / _LOCK, timeout=wait, mode=0o600):
            yield
    except Timeout:
        raise InputError(
            "keeping_busy",
            "A backup, a restore or a deletion is under way in this home.",
            "Wait until it has ended.",
        ) from None


def make_backup(database: Database, home: Path, target: Path) -> Made:
    """Write a backup and note it in the audit trail; as `write_backup`."""
    made = write_backup(database, home, target)
    note_backup(database, made)
    return made


def note_backup(database: Database, made: Made) -> None:
    """Write into the audit trail that there is a backup, by which its age is told."""
    with database.writing() as session:
        append(session, COMMAND_LINE, "backup_made", data={"backup": made.backup})


def name_at(moment: datetime) -> str:
    """The name of a backup that tells when it was made, in UTC."""
    return f"rutine-{moment:%Y%m%dT%H%M%SZ}.backup"


def write_backup(database: Database, home: Path, target: Path, *, wait: float = 0) -> Made:
    """Write the whole store and its files into one encrypted file (0600), or nothing.

    Args:
        database: the open store.
        home: the folder that evidence and output lie in.
        target: a new file, or a folder for one with a name that tells when.
        wait: seconds to wait for others that keep the home.

    Raises:
        InputError: `backup_exists`, `file_unwritable` or `keeping_busy`.
    """
    moment = clock.now()
    if target.is_dir():
        target /= name_at(moment)
    if target.exists():
        raise InputError(
            "backup_exists",
            f"{target} is there already.",
            "Give another name: a backup is never written over another.",
            path=str(target),
        )
    keys, backup = database.keys, str(uuid4())
    header = Header(
        backup=backup,
        made_at=moment.isoformat(timespec="seconds"),
        version=__version__,
        revision=LATEST,
        mode=database.mode,
        key_check=key_check(keys),
        data_key=new_key(keys, backup),
    )
    with keeping(home, wait), _whole(target) as file:
        sealed = SealedWriter(file, header, keys)
        count = _write(database, home, cast("BinaryIO", sealed))
        sealed.close()
    return Made(target, backup, header.made_at, count, target.stat().st_size)


def _write(database: Database, home: Path, sealed: BinaryIO) -> int:
    """Every member, the manifest last; how many files there are besides the rows."""
    members: dict[str, str] = {}
    with tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as archive:

        def add(name: str, data: bytes) -> None:
            about = tarfile.TarInfo(name)
            about.size, about.mode = len(data), 0o600
            archive.addfile(about, io.BytesIO(data))
            members[name] = sha256(data).hexdigest()

        with database.reading() as session:
            newest = head(session)
            for name, data in parts_of(session.connection()):
                add(name, data)
        rows = len(members)
        for name, path in _files(home):
            try:
                add(name, path.read_bytes())
            except FileNotFoundError:  # written under another name first, and renamed meanwhile
                continue
        told: dict[str, Any] = {"members": members, "seq": newest.seq, "hash": newest.hash}
        count = len(members) - rows
        add(MANIFEST, canonical(told).encode())
    return count


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    for folder in FILES:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(home).as_posix(), path


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file (0600) that gets its name when it is whole and on the disk."""
    beside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # Not by a hard link, as other files that replace none: shares for backups have none.
        beside.replace(target)
    except OSError as error:
        raise unwritable(target, error) from None
    finally:
        beside.unlink(missing_ok=True)

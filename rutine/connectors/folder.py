"""A watched folder: reports that a person, a robot or an SFTP client puts there.

    the folder      files that have come; nothing else is looked at
      work/         claimed by a run that reads them now
      archive/      entered in the ledger; emptied by and by
      refused/      not a report; a text beside each says why

A file is complete when a marker `<name>.done` lies beside it, or when nobody has written to it
for a while. Names such as `report.csv.part` are being written and left alone: rename when done.
Claiming is one rename, so two workers never take the same file. A worker that dies leaves its
file in work/, from where it is put back. No name of a file is ever logged: people put names
of employees there.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from rutine.connectors.fetch_reasons import FetchReason
from rutine.core import clock
from rutine.core.errors import ConnectorError

MAX_BYTES: Final = 100_000_000
"""A larger file is no report: NAV's largest would be a million lines of 129 bytes."""

DONE: Final = ".done"
UNFINISHED: Final = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".download")
"""What browsers and SFTP clients (`.filepart` is WinSCP's) call a file while they write it."""

_WORK, _ARCHIVE, _REFUSED = "work", "archive", "refused"
_OWN = frozenset({_WORK, _ARCHIVE, _REFUSED})
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_LEASE = timedelta(hours=1)
"""A file that was claimed longer ago belongs to a worker that died; reading takes seconds."""

_STAMP = "%Y%m%dT%H%M%SZ"
_STAMPED = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{8}-(.+)", re.DOTALL)
_LONGEST_NAME = 180  # bytes; leaves room for the stamp within the 255 that file systems allow


@dataclass(frozen=True, slots=True)
class Dropped:
    """A complete file in the folder; its name may hold personal data and is not shown."""

    name: str = field(repr=False)
    size: int
    changed: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in the folder: complete files by name, and how many others there are."""

    complete: tuple[Dropped, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file that this worker has taken, with its bytes."""

    name: str = field(repr=False)
    path: Path = field(repr=False)
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


class DropFolder:
    """One employer's folder.

    Args:
        path: the folder; it is never made, because a share that is not mounted must be seen.
        stable: for how long nobody may have written to a file without a marker.
        keep: how long files stay in archive/. The newest stays: it proves the folder is ours.
    """

    def __init__(self, path: Path, *, stable: timedelta, keep: timedelta) -> None:
        self._path = path
        self._stable = stable
        self._keep = keep

    def prove_access(self, known: Collection[str]) -> FetchReason | None:
        """Why it is not certain that an empty folder means no news; None when it is.

        The folder must be there, we must be able to write and rename in it, and a file that we
        have had before must lie in its archive: an unmounted share is an empty folder too.

        Args:
            known: sha256 of every file of the employer that we have had.
        """
        try:
            if not self._path.is_dir():
                return FetchReason.FOLDER_UNREACHABLE
            with os.scandir(self._path) as entries:
                next(entries, None)
        except OSError:
            return FetchReason.FOLDER_UNREACHABLE
        try:
            self._prepare()
            self._now()
        except OSError:
            return FetchReason.FOLDER_READ_ONLY
        proven = any(_hash(path) in known for path in self._archived())
        return None if proven else FetchReason.NO_KNOWN_FILE

    def discover(self) -> Listing:
        """The files that can be taken, oldest first, and how many others lie there.

        Raises:
            ConnectorError: `folder_unreachable`.
        """
        try:
            self._prepare()
            self._take_back_abandoned()
            now = self._now()
            with os.scandir(self._path) as entries:
                found = [each for each in entries if not _is_ours(each.name)]
            return self._sort(found, now)
        except OSError as error:
            raise _unreachable(error) from None

    def fetch(self, dropped: Dropped) -> Claimed | None:
        """Claim a file and read it; None when another worker was first, or it still changes.

        Raises:
            ConnectorError: `folder_unreachable`.
        """
        try:
            path = self._move(self._path / dropped.name, _WORK, dropped.name)
            if path is None:
                return None
            claimed = _read(dropped, path)
            if claimed is None:
                self._put_back(path, dropped.name)
            elif dropped.marked:
                (self._path / f"{dropped.name}{DONE}").unlink(missing_ok=True)
        except OSError as error:
            raise _unreachable(error) from None
        return claimed

    def accept(self, claimed: Claimed) -> None:
        """Move a file to archive/ once the ledger has it, and let go of the oldest there.

        Raises:
            ConnectorError: `folder_unreachable`; the file is then taken again, and known.
        """
        try:
            self._move(claimed.path, _ARCHIVE, claimed.name)
            self._forget_oldest()
        except OSError as error:
            raise _unreachable(error) from None

    def refuse(self, claimed: Claimed, why: str) -> None:
        """Move a file to refused/ with a text beside it.

        Args:
            claimed: the file.
            why: what is wrong and what to do, without personal data.

        Raises:
            ConnectorError: `folder_unreachable`.
        """
        try:
            moved = self._move(claimed.path, _REFUSED, claimed.name)
            if moved is not None:
                _write_private(moved.with_name(f"{moved.name}.txt"), f"{why}\n")
        except OSError as error:
            raise _unreachable(error) from None

    def put_back(self, claimed: Claimed) -> None:
        """Let a claimed file lie in the folder again, for the next run."""
        with suppress(OSError):  # the lease puts it back later
            self._put_back(claimed.path, claimed.name)

    def _prepare(self) -> None:
        for name in sorted(_OWN):
            (self._path / name).mkdir(mode=0o700, exist_ok=True)

    def _now(self) -> float:
        """The time by the folder's own clock, which on a share is another machine's.

        Writing, renaming and removing a file proves that claiming will work.
        """
        probe = self._path / _WORK / f".{secrets.token_hex(8)}"
        _write_private(probe, "")
        renamed = probe.rename(probe.with_name(f"{probe.name}.ok"))
        try:
            return renamed.stat().st_mtime
        finally:
            renamed.unlink()

    def _sort(self, found: list[os.DirEntry[str]], now: float) -> Listing:
        seen: dict[str, os.stat_result] = {}
        for entry in found:
            with suppress(FileNotFoundError):  # another worker was first
                seen[entry.name] = entry.stat(follow_symlinks=False)
        complete: list[Dropped] = []
        left = 0
        for name, about in seen.items():
            if name.endswith(DONE):
                continue
            marker = seen.get(f"{name}{DONE}")
            # A marker older than the file was left behind by an earlier file of that name.
            marked = marker is not None and marker.st_mtime_ns >= about.st_mtime_ns
            quiet = now - about.st_mtime >= self._stable.total_seconds()
            if not stat.S_ISREG(about.st_mode) or _is_unfinished(name):
                left += 1
            elif marked or quiet:
                complete.append(Dropped(name, about.st_size, about.st_mtime_ns, marked))
            else:
                left += 1
        return Listing(tuple(sorted(complete, key=lambda d: (d.changed, d.name))), left)

    def _move(self, source: Path, folder: str, name: str) -> Path | None:
        """Rename a file under a name of its own in one of our folders; None when it is gone."""
        short = os.fsdecode(os.fsencode(name)[-_LONGEST_NAME:])
        target = self._path / folder / f"{clock.now():{_STAMP}}-{secrets.token_hex(4)}-{short}"
        try:
            return source.rename(target)
        except FileNotFoundError:
            return None

    def _put_back(self, path: Path, name: str) -> None:
        """Back into the folder, under another name when the old one is taken."""
        target = self._path / name
        if target.exists():
            target = self._path / f"{secrets.token_hex(4)}-{name}"
        with suppress(FileNotFoundError):
            path.rename(target)

    def _take_back_abandoned(self) -> None:
        """Put back what a worker that died had claimed; the ledger knows what it had entered."""
        for path in (self._path / _WORK).iterdir():
            stamped = _STAMPED.fullmatch(path.name)
            if stamped is not None and clock.now() - _moment(stamped[1]) > _LEASE:
                self._put_back(path, stamped[2])

    def _archived(self) -> Iterator[Path]:
        """Our files in archive/, newest first."""
        stamped = [p for p in (self._path / _ARCHIVE).iterdir() if _STAMPED.fullmatch(p.name)]
        yield from sorted(stamped, key=lambda path: path.name, reverse=True)

    def _forget_oldest(self) -> None:
        """Remove what has lain in archive/ long enough; the evidence archive has the original."""
        for path in list(self._archived())[1:]:
            stamped = _STAMPED.fullmatch(path.name)
            if stamped is not None and clock.now() - _moment(stamped[1]) > self._keep:
                path.unlink(missing_ok=True)


def _is_ours(name: str) -> bool:
    """Our folders, and what operating systems leave behind."""
    return name in _OWN or name.lower() in _SYSTEM or name.startswith((".nfs", ".DS_"))


def _is_unfinished(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower().endswith(UNFINISHED)


def _read(dropped: Dropped, path: Path) -> Claimed | None:
    """The file's bytes; None when somebody still writes to it."""
    if dropped.size > MAX_BYTES:
        with path.open("rb") as file:
            return Claimed(dropped.name, path, file.read(MAX_BYTES + 1))
    data = path.read_bytes()
    about = path.stat()
    same = (about.st_size, about.st_mtime_ns) == (dropped.size, dropped.changed)
    return Claimed(dropped.name, path, data) if same and len(data) == dropped.size else None


def _hash(path: Path) -> str:
    """The sha256 of a file; empty when it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _unreachable(error: OSError) -> ConnectorError:
    return ConnectorError(
        "folder_unreachable",
        f"The folder for reports can't be used ({error.strerror}).",
        "Check that it is mounted and that the user that runs rutine may write in it.",
    )

"""Reading a backup from end to end, and seeing that it can be restored from.

Every byte is decrypted, every member held against the manifest, the audit trail walked entry by
entry, and each report that the ledger names found among the originals, decrypted and hashed.
"""

from __future__ import annotations

import gzip
import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, cast

from rutine.cases.backup.making import FILES, MANIFEST
from rutine.cases.backup.rows import FOLDER, Part, part_from
from rutine.cases.backup.sealed_stream import Header, SealedReader, damaged
from rutine.cases.reports.evidence import name_in_archive, opened, place_in_archive
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.trail.audit import START, AuditHead, broken_at
from rutine.core.errors import InputError

_EVIDENCE: Final = "evidence/"
_SAFE: Final = re.compile(rf"({'|'.join(FILES)})(/[^/\\:\0]+)+")
_NAMES_ORIGINALS: Final = ("reports", "input_files")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is in a backup.

    Attributes:
        header: what it says of itself.
        head: the newest entry of the audit trail.
        rows: how many of each table.
        files: how many files besides the rows.
        originals: how many of those the ledger names, each as it was fetched.
    """

    header: Header
    head: AuditHead
    rows: dict[str, int]
    files: int
    originals: int


class Reading:
    """One way through a backup: gives its members in turn, and checks them on the way.

    What is given is proven only when the last was taken: a manifest that does not agree, or a
    trail that is broken, is found at the end. Whoever restores must be able to throw away.
    """

    def __init__(self, file: BinaryIO, keys: KeyRing) -> None:
        self.header, self._sealed = SealedReader.open(file, keys)
        self._keys = keys
        self._members: dict[str, str] = {}
        self._rows: Counter[str] = Counter()
        self._head = AuditHead(0, START)
        self._wanted: dict[str, str] = {}  # name of the file -> hash of the original
        self._must: set[str] = set()
        self._deleted: set[str] = set()
        self._found = 0

    def members(self) -> Iterator[Part | tuple[str, bytes]]:
        """The rows, part by part, then each file by its path in the home.

        Raises:
            InputError: `backup_damaged`, `backup_chain` or `backup_originals`.
        """
        try:
            # tarfile asks for nothing but `read`.
            source = cast("BinaryIO", self._sealed)
            with tarfile.open(fileobj=source, mode="r|") as archive:
                for about in archive:
                    data = archive.extractfile(about)
                    yield from self._member(about.name, b"" if data is None else data.read())
        except (tarfile.TarError, ValueError, KeyError, gzip.BadGzipFile):
            raise damaged() from None
        self._sealed.finish()
        if MANIFEST not in self._members:
            raise damaged()

    def checked(self) -> Checked:
        """What was read, once all of it was."""
        files = sum(not name.startswith(FOLDER) for name in self._members) - 1
        return Checked(self.header, self._head, dict(self._rows), files, self._found)

    def _member(self, name: str, data: bytes) -> Iterator[Part | tuple[str, bytes]]:
        if name in self._members or MANIFEST in self._members:
            raise damaged()
        if name == MANIFEST:
            self._compare(json.loads(data))
        self._members[name] = sha256(data).hexdigest()
        if name.startswith(FOLDER):
            part = part_from(data)
            self._rows[part.table] += len(part.rows)
            self._look_at(part)
            yield part
        elif name != MANIFEST:
            if not _SAFE.fullmatch(name) or ".." in name.split("/"):
                raise damaged()
            self._original(name, data)
            yield name, data

    def _look_at(self, part: Part) -> None:
        if part.table == "audit":
            for entry in part.records():
                if problem := broken_at(entry, self._head):
                    raise InputError(
                        "backup_chain",
                        f"The audit trail in the backup is broken at entry {problem.seq}.",
                        "The store was changed before the backup: use an older one, and find out.",
                        seq=problem.seq,
                    )
                self._head = AuditHead(entry["seq"], entry["hash"])
        elif part.table == "deleted_originals":
            names = (entry["lookup"] for entry in part.records())
            self._deleted |= {
                _EVIDENCE + place_in_archive(name, self._keys.depth) for name in names
            }
        elif part.table in _NAMES_ORIGINALS:
            for entry in part.records():
                name = _EVIDENCE + name_in_archive(self._keys, entry["sha256"])
                self._wanted[name] = entry["sha256"]
                if part.table == "reports":
                    self._must.add(name)

    def _original(self, name: str, data: bytes) -> None:
        if (digest := self._wanted.get(name)) is not None:
            opened(self._keys, digest, data)
            self._found += 1
            self._must.discard(name)

    def _compare(self, told: dict[str, object]) -> None:
        whole = told.get("members") == self._members
        if not whole or (told.get("seq"), told.get("hash")) != (self._head.seq, self._head.hash):
            raise damaged()
        if missing := len(self._must - self._deleted):
            raise InputError(
                "backup_originals",
                f"{missing} reports that the ledger names are not in the backup.",
                "The evidence archive was not whole when it was made: use an older one.",
                count=missing,
            )


def check_backup(file: Path, keys: KeyRing) -> Checked:
    """Read the whole backup and say what is in it.

    Raises:
        InputError: `backup_unreadable`, or as `Reading`.
    """
    with opened_file(file) as source:
        reading = Reading(source, keys)
        for _ in reading.members():
            pass
    return reading.checked()


def check_keys(file: Path, keys: KeyRing) -> None:
    """See that the backup can be opened with these keys, without reading it all.

    Raises:
        InputError: `backup_keys`, `backup_unknown` or `backup_unreadable`.
    """
    with opened_file(file) as source:
        SealedReader.open(source, keys)


def opened_file(file: Path) -> BinaryIO:
    """The backup's file, to read.

    Raises:
        InputError: `backup_unreadable`.
    """
    try:
        return file.open("rb")
    except OSError as error:
        raise InputError(
            "backup_unreadable",
            f"{file} can't be read ({error.strerror}).",
            "Give the path to a backup, as the user that runs rutine.",
            path=str(file),
        ) from None

"""The evidence archive: the original bytes of every file, encrypted, found by their hash.

A file is asked for by the sha256 of its plain bytes, which the ledger keeps, but its *name*
is a keyed fingerprint of that hash. A report of one line has so few possible contents that
its bare sha256 could be guessed from national ids and day rates: a folder of bare hashes on
a backup tape would tell who was ill. With the key elsewhere the names say nothing.
"""

from __future__ import annotations

import json
import re
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from rutine.cases.sealing.keys import KeyRing, key_of
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole

_LENGTH = struct.Struct(">I")
_NAME = re.compile(r"(?:k(\d+)/)?([0-9a-f]{2})/([0-9a-f]{62})")
_ENOUGH = 64
"""Bytes that tell which key encrypted a file."""


@dataclass(frozen=True, slots=True)
class Original:
    """What the archive says about one file, besides its bytes.

    `kind` is a family such as `nav_settlement`; `label` is safe to print.
    """

    sha256: str
    kind: str
    label: str
    kept_at: datetime
    size: int


class EvidenceArchive:
    """A folder (0700) of encrypted originals (0600), each written once and never changed.

    The whole file is encrypted at once, so 2 GiB is the limit of one original.

    Args:
        folder: where it lies.
        keys: what it is encrypted with.
        read_only: nothing is made, also not the folder.

    Raises:
        InputError: `archive_folder` when the folder can't be made or written to.
    """

    def __init__(self, folder: Path, keys: KeyRing, *, read_only: bool = False) -> None:
        self._folder = folder
        self._keys = keys
        if read_only:
            return
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        except OSError as error:
            raise _unusable(folder, error) from None

    def put(self, data: bytes, *, kind: str, label: str) -> str:
        """Keep the bytes; returns their sha256. Keeping them again changes nothing.

        Raises:
            InputError: `archive_folder` when the file can't be written.
        """
        digest = sha256(data).hexdigest()
        path = self._path(digest)
        try:
            if not path.exists():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                write_whole(path, self._seal(data, digest, kind, label))
        except OSError as error:
            raise _unusable(self._folder, error) from None
        return digest

    def get(self, sha256: str) -> bytes:
        """The bytes, checked against their hash.

        Raises:
            InputError: `original_missing`, or `original_damaged` when the file was changed.
        """
        return self._open(sha256)[1]

    def describe(self, sha256: str) -> Original:
        """What is known about the original with this hash.

        Raises:
            InputError: as `get`.
        """
        return self._open(sha256)[0]

    def read(self, sha256: str) -> tuple[Original, bytes]:
        """Both at once: the file is opened, decrypted and checked one time.

        Raises:
            InputError: as `get`.
        """
        return self._open(sha256)

    def written_at(self, lookup: str) -> datetime | None:
        """When the file of this keyed fingerprint was written; None where there is none."""
        try:
            return datetime.fromtimestamp(self._named(lookup).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def discard(self, lookup: str) -> None:
        """Delete the original of this keyed fingerprint; nothing where there is none.

        Raises:
            InputError: `archive_folder` when the folder can't be written to.
        """
        try:
            self._named(lookup).unlink(missing_ok=True)
        except OSError as error:
            raise _unusable(self._folder, error) from None

    def _named(self, lookup: str) -> Path:
        """Its file: all of them have their newest names, but in a change that was killed."""
        return self._folder / place_in_archive(lookup, self._keys.depth)

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and self._path(digest).is_file()

    def _path(self, digest: str) -> Path:
        """Where the original lies, or is to lie: one that was not moved yet by its name before."""
        newest = self._folder / name_in_archive(self._keys, digest)
        if self._keys.depth == 1 or newest.exists():
            return newest
        before = (
            self._folder / name_in_archive(self._keys, digest, depth)
            for depth in range(self._keys.depth - 1, 0, -1)
        )
        return next((path for path in before if path.is_file()), newest)

    def files(self) -> Iterator[Path]:
        """Every original's file, by its path within the folder."""
        for path in sorted(self._folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self._folder)

    def move(self, path: Path) -> bool:
        """Give an original its name under the newest lookup key; False when it has it already."""
        name = _name(path)
        if name is None or name[1] == self._keys.depth:
            return False
        fingerprint, depth = name
        new = self._folder / place_in_archive(
            self._keys.brought_under(fingerprint, depth), self._keys.depth
        )
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / path).replace(new)
        return True

    def reseal(self, digest: str) -> bool:
        """Encrypt an original with the newest key; False when it is, or is not there.

        Raises:
            InputError: as `get`.
        """
        path = self._path(digest)
        try:
            sealed = path.read_bytes()
        except FileNotFoundError:
            return False
        if sealed.startswith(self._keys.mark):
            return False
        try:
            plain = self._keys.decrypt(sealed, _context(digest))
        except InputError:
            raise _damaged(digest) from None
        write_whole(path, self._keys.encrypt(plain, _context(digest)))
        return True

    def key_numbers(self) -> Counter[int]:
        """How many originals each key has encrypted."""
        found = Counter[int]()
        for path in self.files():
            with (self._folder / path).open("rb") as file:
                number = key_of(file.read(_ENOUGH))
            if number is not None:
                found[number] += 1
        return found

    def _seal(self, data: bytes, digest: str, kind: str, label: str) -> bytes:
        about = json.dumps(
            {"kind": kind, "label": label, "kept_at": clock.now().isoformat()},
            ensure_ascii=False,
        ).encode()
        return self._keys.encrypt(_LENGTH.pack(len(about)) + about + data, _context(digest))

    def _open(self, digest: str) -> tuple[Original, bytes]:
        try:
            sealed = self._path(digest).read_bytes()
        except FileNotFoundError:
            raise InputError(
                "original_missing",
                f"The archive has no original with the hash {digest[:12]}….",
                "Restore the archive folder from backup.",
            ) from None
        except OSError as error:
            raise _unusable(self._folder, error) from None
        return opened(self._keys, digest, sealed)


def opened(keys: KeyRing, digest: str, sealed: bytes) -> tuple[Original, bytes]:
    """What a file of the archive holds.

    Raises:
        InputError: `original_damaged`: it is not the original with this hash.
    """
    try:
        plain = keys.decrypt(sealed, _context(digest))
    except InputError:
        raise _damaged(digest) from None
    (length,) = _LENGTH.unpack_from(plain)
    about = json.loads(plain[_LENGTH.size : _LENGTH.size + length])
    data = plain[_LENGTH.size + length :]
    if sha256(data).hexdigest() != digest:
        raise _damaged(digest)
    kept_at = datetime.fromisoformat(about["kept_at"])
    return Original(digest, about["kind"], about["label"], kept_at, len(data)), data


def name_in_archive(keys: KeyRing, digest: str, depth: int | None = None) -> str:
    """The path of an original within the archive, with slashes.

    Under the first lookup key, two folders of the name; under later ones, inside `k2`, `k3` and so
    on, so that a name says how many keys it is of.
    """
    depth = keys.depth if depth is None else depth
    return place_in_archive(keys.lookup(digest, "evidence", depth=depth), depth)


def place_in_archive(fingerprint: str, depth: int) -> str:
    """The same of a fingerprint of so many lookup keys."""
    under = "" if depth == 1 else f"k{depth}/"
    return f"{under}{fingerprint[:2]}/{fingerprint[2:]}"


def _name(path: Path) -> tuple[str, int] | None:
    """The fingerprint that a path within the archive is made of, and of how many keys it is."""
    found = _NAME.fullmatch(path.as_posix())
    return (found[2] + found[3], int(found[1] or 1)) if found else None


class LayeredArchive(EvidenceArchive):
    """An archive over another that is only read: what lies there is not written again."""

    def __init__(self, folder: Path, keys: KeyRing, beneath: EvidenceArchive) -> None:
        super().__init__(folder, keys)
        self._beneath = beneath

    def put(self, data: bytes, *, kind: str, label: str) -> str:
        """Keep the bytes here, unless they lie beneath."""
        digest = sha256(data).hexdigest()
        return digest if digest in self._beneath else super().put(data, kind=kind, label=label)

    def __contains__(self, digest: object) -> bool:
        return super().__contains__(digest) or digest in self._beneath

    def _open(self, digest: str) -> tuple[Original, bytes]:
        if super().__contains__(digest):
            return super()._open(digest)
        return self._beneath.describe(digest), self._beneath.get(digest)


def _context(digest: str) -> str:
    return f"evidence:{digest}"


def _unusable(folder: Path, error: OSError) -> InputError:
    return InputError(
        "archive_folder",
        f"The evidence archive {folder} can't be used ({error.strerror}).",
        "Give the user that runs rutine access to the folder, and check that the disk has room.",
    )


def _damaged(digest: str) -> InputError:
    return InputError(
        "original_damaged",
        f"The original with the hash {digest[:12]}… was changed, or belongs to another key ring.",
        "Restore the archive folder and the key ring from the same backup.",
    )

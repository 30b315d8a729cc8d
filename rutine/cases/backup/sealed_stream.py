"""The file of a backup: a header that is read first, and encrypted chunks that end where they must.

Each backup has a key of its own, which the key ring encrypts into the header: chunks are counted
in their nonces, so none can be left out, moved, or come from another backup, and the last one
says that it is the last: a file that was cut off is not taken for a whole one.
"""

from __future__ import annotations

import json
import secrets
import struct
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rutine.cases.canonical import canonical
from rutine.cases.sealing.keys import KeyRing
from rutine.core.errors import InputError

_MAGIC: Final = b"rutine backup 1\n"
_LENGTH: Final = struct.Struct(">I")
_CHUNK_HEAD: Final = struct.Struct(">IB")  # length of the encrypted chunk, whether it is the last
_CHUNK: Final = 1 << 20
_TAG: Final = 16
_KEY_BYTES: Final = 32
_HEADER_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Header:
    """What can be read of a backup without its keys: nothing about anybody.

    Attributes:
        backup: a random id.
        made_at: ISO 8601, UTC.
        version: of the rutine that made it.
        revision: of its tables.
        mode: `practice` or `production`.
        key_check: the fingerprint of the key ring that it is encrypted with.
        data_key: the backup's own key, encrypted with that ring.
    """

    backup: str
    made_at: str
    version: str
    revision: str
    mode: str
    key_check: str
    data_key: str


def key_check(keys: KeyRing) -> str:
    """What tells two key rings apart, as a store notes it too."""
    return keys.lookup("rutine", "key check")


def new_key(keys: KeyRing, backup: str) -> str:
    """A key for one backup, encrypted with the ring, as it stands in the header."""
    return keys.encrypt(secrets.token_bytes(_KEY_BYTES), _context(backup)).hex()


class SealedWriter:
    """Encrypts what is written to it into a file. `close` writes the last chunk."""

    def __init__(self, file: BinaryIO, header: Header, keys: KeyRing) -> None:
        told = canonical(asdict(header)).encode()
        file.write(_MAGIC + _LENGTH.pack(len(told)) + told)
        self._file = file
        self._cipher, self._bound = _cipher(header, keys), sha256(told).digest()
        self._waiting = bytearray()
        self._count = 0

    def write(self, data: bytes) -> int:
        """Take in more; whole chunks go to the file at once."""
        self._waiting += data
        while len(self._waiting) > _CHUNK:
            self._chunk(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]
        return len(data)

    def close(self) -> None:
        """Write what is left, marked as the end."""
        self._chunk(bytes(self._waiting), last=True)

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._count, last=last), plain, self._bound)
        self._file.write(_CHUNK_HEAD.pack(len(sealed), last) + sealed)
        self._count += 1


class SealedReader:
    """Decrypts a backup from its beginning to its end.

    Raises:
        InputError: `backup_unknown` for another kind of file, `backup_keys` for another key ring,
            `backup_damaged` for one that was changed or cut off.
    """

    def __init__(self, file: BinaryIO, header: Header, bound: bytes, keys: KeyRing) -> None:
        if header.key_check != key_check(keys):
            raise InputError(
                "backup_keys",
                "The backup was made with another key ring.",
                "Give the key ring that belongs to it (--keys), from where it is kept apart.",
            )
        self._file = file
        self._cipher, self._bound = _cipher(header, keys), bound
        self._ready = bytearray()
        self._count = 0
        self._ended = False

    @classmethod
    def open(cls, file: BinaryIO, keys: KeyRing) -> tuple[Header, Self]:
        """The header, and a reader that stands after it."""
        header, bound = read_header(file)
        return header, cls(file, header, bound, keys)

    def read(self, size: int) -> bytes:
        """The next bytes: fewer than asked for only at the end."""
        while len(self._ready) < size and not self._ended:
            self._ready += self._chunk()
        given = bytes(self._ready[:size])
        del self._ready[:size]
        return given

    def finish(self) -> None:
        """Read to the end, and see that it is the end."""
        while not self._ended:
            self._chunk()
        if self._file.read(1):
            raise damaged()

    def _chunk(self) -> bytes:
        head = self._file.read(_CHUNK_HEAD.size)
        if len(head) != _CHUNK_HEAD.size:
            raise damaged()
        length, last = _CHUNK_HEAD.unpack(head)
        if length > _CHUNK + _TAG or last not in {0, 1}:
            raise damaged()
        try:
            nonce = _nonce(self._count, last=bool(last))
            plain = self._cipher.decrypt(nonce, self._file.read(length), self._bound)
        except (InvalidTag, ValueError):
            raise damaged() from None
        self._count += 1
        self._ended = bool(last)
        return plain


def read_header(file: BinaryIO) -> tuple[Header, bytes]:
    """What the backup says of itself, and what its chunks are bound to."""
    try:
        if file.read(len(_MAGIC)) == _MAGIC:
            (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
            told = file.read(min(length, _HEADER_MOST))
            return Header(**json.loads(told)), sha256(told).digest()
    except (struct.error, ValueError, TypeError):
        pass
    raise InputError(
        "backup_unknown",
        "The file is no backup that this version of rutine can read.",
        "Give a file that `rutine backup` wrote; a newer version's file needs that version.",
    )


def damaged() -> InputError:
    """The backup is not what was written."""
    return InputError(
        "backup_damaged",
        "The backup is damaged or cut off: it is not what was written.",
        "Use another backup, and find out what happened to this one.",
    )


def _cipher(header: Header, keys: KeyRing) -> AESGCM:
    try:
        return AESGCM(keys.decrypt(bytes.fromhex(header.data_key), _context(header.backup)))
    except (InputError, ValueError):
        raise damaged() from None


def _context(backup: str) -> str:
    return f"backup:{backup}"


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])

"""The key ring: what encrypts personal data, kept outside the database.

One file, mode 0600. It holds encryption keys with a number each, of which the newest
encrypts and all decrypt, and one lookup key that never changes: what was found by a keyed
fingerprint yesterday must be found tomorrow.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import stat
import struct
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole

_HEADER = struct.Struct(">BI12s")  # version of this layout, key number, nonce
_LAYOUT = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12


class _Stored(BaseModel):
    """The file. Keys are base64; `keys` is number -> key."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    version: int = Field(ge=1, le=1)
    lookup: str
    keys: dict[int, str] = Field(min_length=1)


class KeyRing:
    """Keys for encryption (AES-256-GCM) and for lookup (HMAC-SHA256).

    A random nonce of 96 bits is safe for four billion messages under one key; `rotate` long
    before that.
    """

    __slots__ = ("_ciphers", "_keys", "_lookup", "_newest", "_path")

    def __init__(self, keys: dict[int, bytes], lookup: bytes, path: Path | None = None) -> None:
        if any(len(key) != _KEY_BYTES for key in (*keys.values(), lookup)):
            raise InputError("keys_damaged", "A key in the key ring has the wrong length.")
        self._keys = dict(keys)
        self._lookup = lookup
        self._path = path
        self._newest = max(keys)
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """Read the ring, or make one (mode 0600, folder 0700) where there is none.

        Raises:
            InputError: `keys_exposed` when others on the machine may read the file,
                `keys_damaged` when it is not a key ring, `keys_unreadable` when it or its
                folder can't be used.
        """
        try:
            if not path.exists():
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                new = {1: secrets.token_bytes(_KEY_BYTES)}
                _write(path, new, secrets.token_bytes(_KEY_BYTES), replace=False)
            return cls._read(path)
        except OSError as error:
            raise InputError(
                "keys_unreadable",
                f"The key ring {path} can't be read or made ({error.strerror}).",
                "Give the user that runs rutine access to the folder.",
            ) from None

    @classmethod
    def _read(cls, path: Path) -> Self:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise InputError(
                "keys_exposed",
                f"Others than its owner may read the key ring {path}.",
                f"Run: chmod 600 {path}",
                path=str(path),
            )
        try:
            return cls(*_taken_apart(path.read_bytes()), path)
        except (ValidationError, ValueError):
            raise InputError(
                "keys_damaged",
                f"{path} is not a key ring.",
                "Restore it from backup: without it the stored data can't be read.",
            ) from None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The ring that a key file's text holds, in memory: to see whether it is the right one.

        Raises:
            InputError: `keys_damaged`.
        """
        try:
            return cls(*_taken_apart(text.encode()))
        except (ValidationError, ValueError):
            raise InputError(
                "keys_damaged",
                "The file is not a key ring.",
                "Give the key ring, or the copy of it that `rutine backup --keys-to` wrote.",
            ) from None

    def beside(self) -> Self:
        """A ring with a fresh encryption key, in memory only, that finds equal texts as this one.

        What is encrypted with it can't be read once the ring is gone.
        """
        return type(self)({1: secrets.token_bytes(_KEY_BYTES)}, self._lookup)

    @classmethod
    def in_memory(cls) -> Self:
        """A ring of fresh keys that no file holds."""
        return cls({1: secrets.token_bytes(_KEY_BYTES)}, secrets.token_bytes(_KEY_BYTES))

    def rotate(self) -> int:
        """Add a new key that encrypts from now on; returns its number. Old keys still decrypt."""
        number = self._newest + 1
        key = secrets.token_bytes(_KEY_BYTES)
        self._keys[number] = key
        if self._path is not None:
            _write(self._path, self._keys, self._lookup, replace=True)
        self._ciphers[number] = AESGCM(key)
        self._newest = number
        return number

    def encrypt(self, plain: bytes, context: str) -> bytes:
        """Encrypt with the newest key, bound to `context`: elsewhere it does not decrypt."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        header = _HEADER.pack(_LAYOUT, self._newest, nonce)
        return header + self._ciphers[self._newest].encrypt(nonce, plain, context.encode())

    def decrypt(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what `encrypt` gave for the same context.

        Raises:
            InputError: `sealed_unreadable`: damaged, moved, or of a key not in this ring.
        """
        try:
            layout, number, nonce = _HEADER.unpack_from(sealed)
            if layout == _LAYOUT:
                cipher = self._ciphers[number]
                return cipher.decrypt(nonce, sealed[_HEADER.size :], context.encode())
        except (struct.error, KeyError, InvalidTag):
            pass
        raise InputError(
            "sealed_unreadable",
            "Stored data can't be decrypted with this key ring.",
            "Restore the key ring that belongs to this store.",
        ) from None

    def lookup(self, text: str, purpose: str) -> str:
        """A keyed fingerprint (64 hex digits) to find equal texts by, within one purpose."""
        message = f"{purpose}\0{text}".encode()
        return hmac.new(self._lookup, message, sha256).hexdigest()

    def __repr__(self) -> str:
        return f"KeyRing({len(self._keys)} keys)"


def _taken_apart(text: bytes) -> tuple[dict[int, bytes], bytes]:
    stored = _Stored.model_validate_json(text)
    keys = {number: base64.b64decode(key) for number, key in stored.keys.items()}
    return keys, base64.b64decode(stored.lookup)


def _write(path: Path, keys: dict[int, bytes], lookup: bytes, *, replace: bool) -> None:
    """Write the ring whole or not at all; the first of two that make it at once wins."""
    stored = {
        "version": 1,
        "lookup": base64.b64encode(lookup).decode(),
        "keys": {str(number): base64.b64encode(key).decode() for number, key in keys.items()},
    }
    with suppress(FileExistsError):
        write_whole(path, json.dumps(stored, indent=1).encode(), replace=replace)

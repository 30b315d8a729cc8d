"""The key ring: what encrypts personal data, kept outside the database.

One file, mode 0600. It holds encryption keys with a number each, of which the newest encrypts and
all decrypt. What is found by a keyed fingerprint is found by every lookup key in turn, the next one
over the fingerprint of the one before: a fingerprint that is stored can be brought under a new key
without knowing what it is of, and whoever only has the keys of before finds nobody.
"""

from __future__ import annotations

import hmac
import secrets
import struct
import time
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rutine.cases.sealing.key_file import KEY_BYTES, Held, held_in, read_key_file, write_key_file
from rutine.core import clock
from rutine.core.errors import InputError

_HEADER = struct.Struct(">BI12s")  # version of this layout, key number, nonce
_MARK = struct.Struct(">BI")
_LAYOUT = 1
_NONCE_BYTES = 12

LOOKS_AFTER: Final = 1.0
"""Seconds after which a process looks whether another has changed the ring."""


class KeyRing:
    """Keys for encryption (AES-256-GCM) and for lookup (HMAC-SHA256).

    A random nonce of 96 bits is safe for four billion messages under one key; `rotate` long
    before that. A process that runs for months takes up what another has changed: new keys within
    a second, so that nothing is encrypted with an old one for long; a new lookup key never, since
    the store is changed over to it while nobody else runs.
    """

    __slots__ = ("_ciphers", "_held", "_looked", "_newest", "_path", "_stamp")

    def __init__(self, held: Held, path: Path | None = None) -> None:
        self._path = path
        self._looked = time.monotonic()
        self._stamp = _stamp(path)
        self._take(held)

    def _take(self, held: Held) -> None:
        """Work with these keys; the ciphers first, since other threads encrypt meanwhile."""
        self._ciphers = {number: AESGCM(key) for number, key in held.keys.items()}
        self._newest = max(held.keys)
        self._held = held

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
                write_key_file(path, _fresh(), replace=False)
            return cls(read_key_file(path), path)
        except OSError as error:
            raise InputError(
                "keys_unreadable",
                f"The key ring {path} can't be read or made ({error.strerror}).",
                "Give the user that runs rutine access to the folder.",
            ) from None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The ring that a key file's text holds, in memory: to see whether it is the right one.

        Raises:
            InputError: `keys_damaged`.
        """
        try:
            return cls(held_in(text.encode()))
        except ValueError:
            raise InputError(
                "keys_damaged",
                "The file is not a key ring.",
                "Give the key ring, or the copy of it that `rutine backup --keys-to` wrote.",
            ) from None

    def beside(self) -> Self:
        """A ring with a fresh encryption key, in memory only, that finds equal texts as this one.

        What is encrypted with it can't be read once the ring is gone.
        """
        return type(self)(replace(_fresh(), lookups=self._held.lookups))

    @classmethod
    def in_memory(cls) -> Self:
        """A ring of fresh keys that no file holds."""
        return cls(_fresh())

    @property
    def newest(self) -> int:
        """The number of the key that encrypts."""
        return self._newest

    @property
    def made(self) -> dict[int, datetime | None]:
        """Every key's number, and when it was made; None for the first ones, where nobody noted."""
        return {number: self._held.made.get(number) for number in sorted(self._held.keys)}

    def replaced(self, since: timedelta) -> set[int]:
        """Keys that a newer one has replaced for so long; it counts as long when nobody noted."""
        numbers, until = sorted(self._held.keys), clock.now() - since
        made = self._held.made
        return {n for n, newer in pairwise(numbers) if newer not in made or made[newer] <= until}

    @property
    def depth(self) -> int:
        """How many lookup keys lie over each other."""
        return len(self._held.lookups)

    @property
    def is_changing(self) -> bool:
        """Whether a lookup key is on its way in."""
        return self._held.pending is not None

    @property
    def mark(self) -> bytes:
        """How everything begins that the newest key has encrypted."""
        return _MARK.pack(_LAYOUT, self._newest)

    def rotate(self) -> int:
        """Add a new key that encrypts from now on; returns its number. Old keys still decrypt."""
        number = self._newest + 1
        self._keep(
            replace(
                self._held,
                keys={**self._held.keys, number: secrets.token_bytes(KEY_BYTES)},
                made={**self._held.made, number: clock.now()},
            )
        )
        return number

    def retire(self, numbers: set[int]) -> None:
        """Take keys away. What they have encrypted can't be read any more.

        Raises:
            InputError: `key_newest` for the key that encrypts.
        """
        if self._newest in numbers:
            raise InputError("key_newest", "The newest key encrypts, and is not taken away.")
        left = {number: key for number, key in self._held.keys.items() if number not in numbers}
        made = {number: at for number, at in self._held.made.items() if number in left}
        self._keep(replace(self._held, keys=left, made=made))

    def begin_change(self) -> Self:
        """Note a lookup key that is to lie over the others; the ring as it is with it, in memory.

        Again gives the same key until `end_change`: a store that was changed half-way is lost
        without it.
        """
        pending = self._held.pending
        if pending is None:
            pending = secrets.token_bytes(KEY_BYTES)
            self._keep(replace(self._held, pending=pending))
        return type(self)(replace(self._held, lookups=(*self._held.lookups, pending), pending=None))

    def end_change(self) -> None:
        """Find by the new lookup key from now on, as the store does."""
        if self._held.pending is not None:
            over = (*self._held.lookups, self._held.pending)
            self._keep(replace(self._held, lookups=over, pending=None))

    def _keep(self, held: Held) -> None:
        """Write it first: what a key encrypts must be readable whatever happens next."""
        if self._path is not None:
            write_key_file(self._path, held, replace=True)
            self._stamp = _stamp(self._path)
        self._take(held)

    def _look(self, *, now: bool = False) -> None:
        """Take up keys that another process has added or taken away since."""
        moment = time.monotonic()
        if self._path is None or (not now and moment - self._looked < LOOKS_AFTER):
            return
        self._looked = moment
        stamp = _stamp(self._path)
        if stamp is None or stamp == self._stamp:
            return
        try:
            held = read_key_file(self._path)
        except (OSError, InputError):
            return  # being written, or taken away: what is in memory still opens everything
        self._stamp = stamp
        self._take(replace(held, lookups=self._held.lookups, pending=self._held.pending))

    def encrypt(self, plain: bytes, context: str) -> bytes:
        """Encrypt with the newest key, bound to `context`: elsewhere it does not decrypt."""
        self._look()
        number, ciphers = self._newest, self._ciphers
        nonce = secrets.token_bytes(_NONCE_BYTES)
        header = _HEADER.pack(_LAYOUT, number, nonce)
        return header + ciphers[number].encrypt(nonce, plain, context.encode())

    def decrypt(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what `encrypt` gave for the same context.

        Raises:
            InputError: `sealed_unreadable`: damaged, moved, or of a key not in this ring.
        """
        number = key_of(sealed)
        if number is not None and number not in self._ciphers:
            self._look(now=True)
        try:
            _, number, nonce = _HEADER.unpack_from(sealed)
            if sealed[0] == _LAYOUT:
                cipher = self._ciphers[number]
                return cipher.decrypt(nonce, sealed[_HEADER.size :], context.encode())
        except (struct.error, KeyError, InvalidTag):
            pass
        raise InputError(
            "sealed_unreadable",
            "Stored data can't be decrypted with this key ring.",
            "Restore the key ring that belongs to this store.",
        ) from None

    def lookup(self, text: str, purpose: str, *, depth: int | None = None) -> str:
        """A keyed fingerprint (64 hex digits) to find equal texts by, within one purpose.

        Args:
            text: what is looked for.
            purpose: texts are equal within it only.
            depth: under how many of the lookup keys; all of them when not given.
        """
        first, *over = self._held.lookups[:depth]
        found = hmac.new(first, f"{purpose}\0{text}".encode(), sha256).hexdigest()
        return _laid(found, over)

    def brought_under(self, fingerprint: str, depth: int) -> str:
        """A fingerprint of so many lookup keys, as it is under all of them."""
        return _laid(fingerprint, self._held.lookups[depth:])

    def __repr__(self) -> str:
        return f"KeyRing({len(self._held.keys)} keys)"


def key_of(sealed: bytes) -> int | None:
    """The number of the key that encrypted it; None when nothing of ours did."""
    if len(sealed) < _HEADER.size or sealed[0] != _LAYOUT:
        return None
    number: int = _MARK.unpack_from(sealed)[1]
    return number


def _laid(fingerprint: str, over: tuple[bytes, ...] | list[bytes]) -> str:
    for key in over:
        fingerprint = hmac.new(key, fingerprint.encode(), sha256).hexdigest()
    return fingerprint


def _fresh() -> Held:
    now = clock.now()
    return Held(
        {1: secrets.token_bytes(KEY_BYTES)}, (secrets.token_bytes(KEY_BYTES),), made={1: now}
    )


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """What changes when the file is written anew: it is another file then."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino

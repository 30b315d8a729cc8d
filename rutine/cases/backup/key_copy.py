"""A copy of the keys for a safe: encrypted with a passphrase, in a file of its own.

The passphrase is stretched with scrypt (128 MB, about half a second), so that a stolen copy can't
be tried against a list of words. The copy never goes into the folder of the backup: whoever takes
that folder would have both.
"""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, ValidationError

from rutine.cases.backup.sealed_stream import key_check
from rutine.cases.sealing.keys import KeyRing
from rutine.core.errors import InputError
from rutine.formats.private_file import write_private

SHORTEST: Final = 16
"""Characters of a passphrase: five words do, or what a password manager makes."""

_COST: Final = 2**17
_BOUND: Final = b"rutine keys 1"


class _Copy(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    rutine_keys: int
    salt: str
    nonce: str
    sealed: str


def copy_keys(files: dict[str, str], target: Path, passphrase: str) -> None:
    """Write the texts of the key files into one encrypted file (0600).

    Args:
        files: each text by the name that it is restored under.
        target: a new file.
        passphrase: what locks it.

    Raises:
        InputError: `passphrase_short`, `output_exists` or `file_unwritable`.
    """
    write_private(target, locked(files, passphrase), replace=False)


def locked(files: dict[str, str], passphrase: str) -> bytes:
    """The content of such a file.

    Raises:
        InputError: `passphrase_short`.
    """
    refuse_short(passphrase)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    plain = json.dumps(files).encode()
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, plain, _BOUND)
    copy = _Copy(rutine_keys=1, salt=_text(salt), nonce=_text(nonce), sealed=_text(sealed))
    return copy.model_dump_json(indent=1).encode()


def refuse_short(passphrase: str) -> None:
    """Let nobody lock the keys with what can be guessed.

    Raises:
        InputError: `passphrase_short`.
    """
    if len(passphrase) < SHORTEST:
        raise InputError(
            "passphrase_short",
            f"The passphrase has fewer than {SHORTEST} characters.",
            "Use five random words, or let a password manager make it; keep it in a safe.",
            shortest=SHORTEST,
        )


def refuse_lacking(now: str, before: str) -> None:
    """See that a ring still has every key that it had when the backup was begun.

    What was sealed before, or meanwhile, is then read with the ring as it is now: keys are only
    ever added, but for those that somebody takes away or a new lookup key that is laid over them.

    Args:
        now: the text of the key ring, read after the backup was made.
        before: the same, read before it was begun.

    Raises:
        InputError: `backup_keys_changed`.
    """
    ring, old = KeyRing.from_text(now), KeyRing.from_text(before)
    if old.made.keys() <= ring.made.keys() and key_check(old) == key_check(ring):
        return
    raise InputError(
        "backup_keys_changed",
        "Keys were taken away or changed over while the backup was made, which may need them.",
        "Wait until `rutine keys` has ended, delete that backup, and make another.",
    )


def is_key_copy(file: Path) -> bool:
    """Whether it is such a copy, and not the bare key ring."""
    try:
        _Copy.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return False
    return True


def open_key_copy(file: Path, passphrase: str) -> dict[str, str]:
    """The texts of the key files, by name.

    Raises:
        InputError: `passphrase_wrong`.
    """
    copy = _Copy.model_validate_json(file.read_bytes())
    cipher = AESGCM(_stretched(passphrase, base64.b64decode(copy.salt)))
    try:
        plain = cipher.decrypt(base64.b64decode(copy.nonce), base64.b64decode(copy.sealed), _BOUND)
    except InvalidTag:
        raise InputError(
            "passphrase_wrong",
            "The passphrase does not open this copy of the keys.",
            "Try again: capital letters and spaces count.",
        ) from None
    texts: dict[str, str] = json.loads(plain)
    return texts


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

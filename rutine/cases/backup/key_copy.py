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

from rutine.core.errors import InputError
from rutine.core.whole_file import write_whole

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


def copy_keys(files: dict[str, Path], target: Path, passphrase: str) -> None:
    """Write the key files, by the names they are restored under, into one encrypted file (0600).

    Raises:
        InputError: `passphrase_short`, `output_exists` or `file_unwritable`.
    """
    if len(passphrase) < SHORTEST:
        raise InputError(
            "passphrase_short",
            f"The passphrase has fewer than {SHORTEST} characters.",
            "Use five random words, or let a password manager make it; keep it in a safe.",
            shortest=SHORTEST,
        )
    plain = json.dumps({name: path.read_text("utf-8") for name, path in files.items()})
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, plain.encode(), _BOUND)
    copy = _Copy(rutine_keys=1, salt=_text(salt), nonce=_text(nonce), sealed=_text(sealed))
    try:
        write_whole(target, copy.model_dump_json(indent=1).encode(), replace=False)
    except FileExistsError:
        raise InputError(
            "output_exists",
            f"{target} is there already, and may hold somebody's work.",
            "Choose another name, or move the old file away.",
            path=str(target),
        ) from None
    except OSError as error:
        raise InputError(
            "file_unwritable",
            f"{target} can't be written ({error.strerror}).",
            "Check that the folder is there, may be written to and has room; then run again.",
            path=str(target),
        ) from None


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

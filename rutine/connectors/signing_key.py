"""The key that signs our grants to Maskinporten: one file, mode 0600, never shown.

Only the public half ever leaves the machine; it is what IT registers on the client.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from rutine.core.errors import InputError
from rutine.core.exposure import others_may_read

BITS: Final = 3072
_FEWEST_BITS: Final = 2048
"""Maskinporten takes RSA keys; anything shorter is refused everywhere today."""


class SigningKey:
    """An RSA key in a file."""

    __slots__ = ("private",)

    def __init__(self, private: rsa.RSAPrivateKey) -> None:
        self.private = private

    @classmethod
    def load(cls, path: Path) -> SigningKey:
        """Read the key.

        Raises:
            InputError: `signing_key_missing`, `signing_key_exposed` when others on the machine
                may read it, `signing_key_damaged`.
        """
        try:
            exposed = others_may_read(path)
            data = path.read_bytes()
        except OSError as error:
            raise InputError(
                "signing_key_missing",
                f"The key for Maskinporten is not at {path} ({error.strerror}).",
                "Run `rutine connect nav`, or restore the file from backup.",
                path=str(path),
            ) from None
        if exposed:
            raise InputError(
                "signing_key_exposed",
                f"Others than its owner may read the key {path}.",
                f"Run: chmod 600 {path}",
                path=str(path),
            )
        try:
            private = serialization.load_pem_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            private = None
        if not isinstance(private, rsa.RSAPrivateKey) or private.key_size < _FEWEST_BITS:
            raise InputError(
                "signing_key_damaged",
                f"{path} is not an RSA key that can sign.",
                "Restore it from backup, or move it away and run `rutine connect nav` again.",
                path=str(path),
            )
        return cls(private)

    @classmethod
    def load_or_create(cls, path: Path, *, bits: int = BITS) -> SigningKey:
        """Read the key, or make one where there is none; the first of two makers wins.

        Raises:
            InputError: as `load`.
        """
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, rsa.generate_private_key(public_exponent=65537, key_size=bits))
        return cls.load(path)

    @property
    def public_pem(self) -> str:
        """The public half, as Samarbeidsportalen takes it."""
        return (
            self.private.public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            .decode()
        )

    def __repr__(self) -> str:
        return "SigningKey(…)"


def _write(path: Path, private: rsa.RSAPrivateKey) -> None:
    """Write the key whole or not at all."""
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(temporary)
    finally:
        temporary.unlink(missing_ok=True)

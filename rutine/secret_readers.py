"""Where a secret can stand: a file, the environment, the operating system's key store."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rutine.core.exposure import others_may_read

MOUNTED: Final = Path("/run/secrets")
"""Where Docker and Podman mount secrets: a file there is read-only, and of this container alone."""


def _from_file(name: str) -> str:
    path = Path(name)
    try:
        exposed = others_may_read(path) and MOUNTED not in path.parents
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        msg = "the file that it names can't be read"
        raise ValueError(msg) from None
    if exposed:
        msg = "others than its owner may read the file that it names: chmod 600"
        raise ValueError(msg)
    return _one_line(text, "the file that it names")


def _from_environment(name: str) -> str:
    return _one_line(os.environ.get(name, ""), "the variable that it names")


def _from_keyring(name: str) -> str:
    service, slash, user = name.partition("/")
    if not slash:
        msg = "write keyring:SERVICE/NAME"
        raise ValueError(msg)
    try:
        import keyring  # noqa: PLC0415 - an extra, and only where it is named
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        msg = 'keyring is not installed: pip install "rutine[keyring]"'
        raise ValueError(msg) from None
    try:
        found = keyring.get_password(service, user)
    except KeyringError:
        msg = "the operating system's key store can't be opened"
        raise ValueError(msg) from None
    return _one_line(found or "", "what it names in the key store")


def _one_line(text: str, what: str) -> str:
    """The secret without the line end that an editor or `echo` put after it."""
    secret = text.rstrip("\r\n")
    if not secret.strip():
        msg = f"{what} is empty or missing"
        raise ValueError(msg)
    return secret


READERS: Final[dict[str, Callable[[str], str]]] = {
    "file": _from_file,
    "env": _from_environment,
    "keyring": _from_keyring,
}


def offer(scheme: str, reader: Callable[[str], str]) -> None:
    """Let references that begin so be followed; the reader raises `ValueError` without the name."""
    READERS[scheme] = reader

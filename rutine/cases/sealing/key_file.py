"""The key ring's file: which keys there are, since when, and what finds things by.

Beside the encryption keys it holds the lookup keys, of which each new one is laid over those before
(`keys.KeyRing.lookup`), and one that is on its way in while the store is being changed over.
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rutine.core.errors import InputError
from rutine.core.exposure import others_may_read
from rutine.core.whole_file import write_whole

KEY_BYTES = 32


class _Stored(BaseModel):
    """The file. Keys are base64; `keys` is number -> key, `made` number -> moment."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    version: int = Field(ge=1, le=1)
    lookup: str
    keys: dict[int, str] = Field(min_length=1)
    over: tuple[str, ...] = ()
    pending: str | None = None
    made: dict[int, datetime] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What a key file holds.

    Attributes:
        keys: number -> encryption key; the highest number encrypts.
        lookups: the first lookup key, and those laid over it.
        pending: the lookup key that the store is being changed over to.
        made: when each encryption key was made, where that was noted.
    """

    keys: dict[int, bytes]
    lookups: tuple[bytes, ...]
    pending: bytes | None = None
    made: dict[int, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pending = () if self.pending is None else (self.pending,)
        if any(len(key) != KEY_BYTES for key in (*self.keys.values(), *self.lookups, *pending)):
            raise InputError("keys_damaged", "A key in the key ring has the wrong length.")


def held_in(text: bytes) -> Held:
    """What a key file's text holds.

    Raises:
        ValueError: it is not a key file. Its text is not repeated.
        InputError: `keys_damaged`, for a key of the wrong length.
    """
    try:
        stored = _Stored.model_validate_json(text)
    except ValidationError:
        msg = "not a key file"
        raise ValueError(msg) from None
    return Held(
        keys={number: base64.b64decode(key) for number, key in stored.keys.items()},
        lookups=tuple(map(base64.b64decode, (stored.lookup, *stored.over))),
        pending=None if stored.pending is None else base64.b64decode(stored.pending),
        made=stored.made,
    )


def read_key_file(path: Path) -> Held:
    """Read the file.

    Raises:
        OSError: it can't be read.
        InputError: `keys_exposed` or `keys_damaged`.
    """
    if others_may_read(path):
        raise InputError(
            "keys_exposed",
            f"Others than its owner may read the key ring {path}.",
            f"Run: chmod 600 {path}",
            path=str(path),
        )
    try:
        return held_in(path.read_bytes())
    except ValueError:
        raise InputError(
            "keys_damaged",
            f"{path} is not a key ring.",
            "Restore it from backup: without it the stored data can't be read.",
        ) from None


def write_key_file(path: Path, held: Held, *, replace: bool) -> None:
    """Write the ring whole or not at all; the first of two that make it at once wins."""
    first, *over = held.lookups
    stored = {
        "version": 1,
        "lookup": _text(first),
        "keys": {str(number): _text(key) for number, key in held.keys.items()},
        "over": [_text(key) for key in over],
        "pending": None if held.pending is None else _text(held.pending),
        "made": {str(number): at.isoformat() for number, at in held.made.items()},
    }
    with suppress(FileExistsError):
        told = {name: value for name, value in stored.items() if value or name == "keys"}
        write_whole(path, json.dumps(told, indent=1).encode(), replace=replace)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()

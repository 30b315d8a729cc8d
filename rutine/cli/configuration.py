"""Writing a section of rutine.toml and leaving everything else in it as it is."""

from __future__ import annotations

import json
import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rutine.core.errors import InputError

Value = str | int | date | Path
_TABLE = re.compile(r"^\s*\[")


def write_section(path: Path, name: str, values: Mapping[str, Value | None]) -> None:
    """Set values under `[name]`; what is there and not named stays, a None takes one away.

    Raises:
        InputError: `configuration_unreadable` when the file is not TOML, or
            `configuration_not_written`.
    """
    text = _text(path)
    before = _parsed(path, text).get(name, {})
    merged = {**(before if isinstance(before, dict) else {}), **values}
    section = [f"[{name}]", *(f"{key} = {_toml(v)}" for key, v in merged.items() if v is not None)]
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip() == f"[{name}]"), None)
    if start is None:
        lines += [*([""] if lines and lines[-1].strip() else []), *section]
    else:
        rest = range(start + 1, len(lines))
        end = next((i for i in rest if _TABLE.match(lines[i])), len(lines))
        while lines[end - 1].strip().startswith("#") or not lines[end - 1].strip():
            end -= 1  # a comment above the next section belongs to it
        lines[start:end] = section
    _write(path, "\n".join(lines) + "\n")


def append_table(path: Path, name: str, values: Mapping[str, Value]) -> None:
    """Add one more `[[name]]` at the end.

    Raises:
        InputError: as `write_section`.
    """
    text = _text(path)
    gap = "\n" if text.strip() else ""
    table = "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())
    _write(path, f"{text.rstrip()}\n{gap}[[{name}]]\n{table}".lstrip("\n"))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError):
        raise _unreadable(path) from None


def _parsed(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise _unreadable(path) from None


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False)  # a JSON string is a TOML basic string


def _write(path: Path, text: str) -> None:
    """Replace the file whole, and only by what can be read again."""
    try:
        tomllib.loads(text)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, tomllib.TOMLDecodeError):
        raise InputError(
            "configuration_not_written",
            f"{path} could not be written.",
            "Check that you may write it, and that [nav_api] stands in it once at most.",
            path=str(path),
        ) from None


def _unreadable(path: Path) -> InputError:
    return InputError(
        "configuration_unreadable",
        f"{path} is not valid TOML.",
        "Correct the file, or move it away.",
        path=str(path),
    )

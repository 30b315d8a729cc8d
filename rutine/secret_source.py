"""Secrets that stand somewhere else than in the settings: a file, the environment, a key store.

A setting that is a secret may hold a reference instead: `file:/run/secrets/database_url`,
`env:DATABASE_URL`, `keyring:rutine/database_url`, or `prefect:BLOCK` with a Prefect server. It is
followed once, when the settings are read; what it leads to is never printed, logged or handed to a
flow as a parameter.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from rutine.secret_readers import MOUNTED, READERS

_PREFIX: Final = "RUTINE_"
_FILE: Final = "_FILE"


def _followed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    scheme, colon, name = value.partition(":")
    reader = READERS.get(scheme) if colon else None
    return value if reader is None else reader(name)


Secret = Annotated[SecretStr, BeforeValidator(_followed)]
"""A secret, or a reference to where it stands."""


class SecretFiles(PydanticBaseSettingsSource):
    """Secrets by their names alone: `/run/secrets/rutine_…`, and `RUTINE_…_FILE`.

    `rutine_database_url` is that setting, `rutine_notices__password` one inside another. Beside a
    name in the environment, as images of others have it: `RUTINE_DATABASE_URL_FILE`, for settings
    that are not inside another.
    """

    def __init__(self, settings_cls: type[BaseSettings], folder: Path = MOUNTED) -> None:
        super().__init__(settings_cls)
        self._folder = folder

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """Unused: everything is read at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Every setting that has a file, as a reference to it."""
        found: dict[str, Any] = {}
        if self._folder.is_dir():
            for path in sorted(self._folder.glob(f"{_PREFIX.lower()}*")):
                _put(found, path.name.removeprefix(_PREFIX.lower()).split("__"), f"file:{path}")
        for field in self.settings_cls.model_fields:
            named = os.environ.get(f"{_PREFIX}{field.upper()}{_FILE}")
            if named:
                found[field] = f"file:{named}"
        return found


def _put(found: dict[str, Any], names: list[str], value: str) -> None:
    for name in names[:-1]:
        found = found.setdefault(name, {})
    found[names[-1]] = value

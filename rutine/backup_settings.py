"""The settings of the backup by the clock: `[backup]` in rutine.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.secret_source import Secret

_SHORTEST = 16


class Backup(BaseModel):
    """Where backups go and how many are kept. Without `folder` none is made by the clock."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    folder: Path | None = Field(
        default=None,
        description="Where backups are put; it must be there. Best a share on another machine.",
    )
    keep: int = Field(
        default=30,
        ge=2,
        le=400,
        description="How many backups are kept. What is erased in the store lives on in them.",
    )
    keys_folder: Path | None = Field(
        default=None,
        description="Where copies of the keys are put, locked; never in the backups' folder.",
    )
    passphrase: Secret | None = Field(
        default=None, description="What locks the copies of the keys; 16 characters at least."
    )

    @model_validator(mode="after")
    def _apart(self) -> Self:
        """Whoever takes the backups' folder must not have the keys, too."""
        if self.keys_folder is None:
            return self
        if self.folder is None or self.passphrase is None:
            msg = "keys_folder needs folder and passphrase"
            raise ValueError(msg)
        if len(self.passphrase.get_secret_value()) < _SHORTEST:
            msg = f"passphrase must have {_SHORTEST} characters at least"
            raise ValueError(msg)
        if self.keys_folder.absolute().is_relative_to(self.folder.absolute()):
            msg = "keys_folder must not be folder, nor lie in it"
            raise ValueError(msg)
        return self

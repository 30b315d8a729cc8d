"""How an employer's watched folder is set up: a part of `rutine.settings`."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Folder(BaseModel):
    """A watched folder, also for SFTP: see docs/how-to/folder.md."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Path = Field(description="The folder; it must be there, and rutine may write in it.")
    stable_seconds: int = Field(
        default=60,
        ge=1,
        le=86_400,
        description="For how long nobody may have written to a file that has no .done marker.",
    )
    keep_days: int = Field(
        default=30, ge=1, le=3_650, description="How long files stay in the folder's archive/."
    )

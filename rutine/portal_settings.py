"""The settings of the robot that visits the portal."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Portal(BaseModel):
    """Where the robot goes. The connectors know the outside world by these addresses only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inbox: str = "https://af.altinn.no"
    nav: str = "https://www.nav.no"
    practice_person: str | None = Field(
        default=None, description="Who signs in at the stand-ins; practice only."
    )
    timeout_seconds: float = Field(default=30, gt=0, le=300)
    sign_in_minutes: float = Field(
        default=5, gt=0, le=60, description="How long `--with-me` waits for the person."
    )
    visible: bool = Field(
        default=True, description="Whether `--with-me` shows its window; off for practice only."
    )

"""What a routine took before it was automated: without it nobody can say what was gained."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Before(BaseModel):
    """The baseline: measured, not guessed, on the routine as people did it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    minutes_per_line: float = Field(
        gt=0, le=240, description="Minutes that a person took for one settlement line."
    )
    kroner_per_hour: int | None = Field(
        default=None, gt=0, description="What an hour costs; left out, no kroner are shown."
    )
    source: str = Field(description="Who measured it, how, and when.")

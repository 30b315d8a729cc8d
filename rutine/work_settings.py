"""The settings of how one run divides its work: `[work]` in rutine.toml."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class WorkBy(StrEnum):
    """What works through the parts."""

    TURN = "turn"
    """One after the other."""
    THREADS = "threads"
    """Threads of the run's own process."""
    PROCESSES = "processes"
    """Processes beside it, which get their part's rows through a pipe and leave nothing."""


class Work(BaseModel):
    """How many parts an employer's rows are matched in, and by what. No answer depends on it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    parts: int = Field(
        default=1,
        ge=1,
        le=256,
        description="Parts that an employer's rows are matched in, by hash of the person. 1 is "
        "quickest up to some hundred thousand rows.",
    )
    by: WorkBy = Field(
        default=WorkBy.TURN, description="`turn`, `threads` or `processes`; for more parts than 1."
    )
    workers: int = Field(
        default=2, ge=1, le=64, description="Threads or processes that work at the same time."
    )

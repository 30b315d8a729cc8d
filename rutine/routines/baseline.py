"""What a routine took before it was automated: without it nobody can say what was gained."""

from __future__ import annotations

from pydantic import Field

from rutine.routines.vocabulary import Day, Part, Words


class MeasuredBefore(Part):
    """The baseline of time: measured, not guessed, on the routine as people did it."""

    minutes_per_case: float = Field(
        gt=0,
        le=10_000,
        allow_inf_nan=False,
        description="Minutes that a person took for one case, everything counted.",
    )
    kroner_per_hour: int | None = Field(
        default=None, gt=0, le=100_000, description="What an hour costs; left out, no kroner."
    )
    measured_on: Day | None = Field(default=None, description="The day it was measured.")
    source: Words = Field(description="Who measured it, how, and when.")

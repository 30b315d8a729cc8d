"""How much of it there is: what the score and the gains are counted from."""

from __future__ import annotations

from pydantic import Field, model_validator

from rutine.routines.vocabulary import Certainty, Day, Part, Percent, Titles, Words


class Volume(Part):
    """How many cases there are, and who does them."""

    case: Titles = Field(description="What one case is, such as one settlement line.")
    cases_a_month: float = Field(
        ge=0, le=100_000_000, allow_inf_nan=False, description="Cases in an ordinary month."
    )
    peak_a_month: float | None = Field(
        default=None,
        ge=0,
        le=100_000_000,
        allow_inf_nan=False,
        description="Cases in the heaviest month.",
    )
    peak_when: Words | None = Field(
        default=None, description="When the heaviest month is, and why."
    )
    exception_percent: Percent | None = Field(
        default=None, description="How many of a hundred do not go the ordinary way."
    )
    staff: float | None = Field(
        default=None,
        ge=0,
        le=100_000,
        allow_inf_nan=False,
        description="How many people do it, in all units.",
    )
    kroner_per_hour: int | None = Field(
        default=None,
        gt=0,
        le=100_000,
        description="What an hour costs with social costs, for figures in kroner.",
    )
    figures: Certainty = Field(default="estimated", description="How the figures were found.")
    counted_on: Day | None = Field(default=None, description="When they were found.")
    source: Words | None = Field(default=None, description="Who counted, and in what.")

    @model_validator(mode="after")
    def _peak_is_highest(self) -> Volume:
        if self.peak_a_month is not None and self.peak_a_month < self.cases_a_month:
            raise ValueError("peak_a_month must not be smaller than cases_a_month")
        return self

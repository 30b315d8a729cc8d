"""The settings of the page where employees ask: `[questions]` in rutine.toml."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Questions(BaseModel):
    """Who reaches the answers to employees."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    open: bool = Field(
        default=False,
        description="The page /sporsmal and its API answer without signing in, for the intranet. "
        "They hold approved answers only, about no person.",
    )
    routine: str = Field(
        default="hr_questions",
        pattern="^[a-z][a-z0-9_]{0,47}$",
        description="The routine whose answers are shown.",
    )
    most: int = Field(
        default=600,
        ge=10,
        description="Questions from one address in five minutes; an office may have one address.",
    )

"""When reviewers have decided alike often enough for a change to be proposed."""

from __future__ import annotations

from pydantic import Field

from rutine.routines.vocabulary import Part


class LearningRule(Part):
    """How much must lie behind a proposal.

    Nothing here makes room for cases that somebody decided otherwise, or whose decision was
    taken back: one of those, and there is no proposal.
    """

    decisions: int = Field(
        default=6, ge=3, le=1000, description="So many cases, at least, were decided alike."
    )
    people: int = Field(
        default=2,
        ge=2,
        le=20,
        description="By so many different people, at least, each of whom decided two of them.",
    )
    days: int = Field(
        default=365, ge=30, le=1100, description="Decisions older than so many days don't count."
    )

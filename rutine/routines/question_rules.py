"""How a routine of kind `questions` looks after its answers, and where it sends the others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rutine.routines.vocabulary import Part, Titles


class QuestionRules(Part):
    """The set of answers: when it must be looked at, when it answers, and who does otherwise."""

    ask_instead: Titles = Field(
        description="Where to ask when there is no answer: shown to employees in each language.",
        examples=[{"nb": "Ring HR på 75 00 00 00, eller spør lederen din."}],
    )
    warn_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=30, description="Days before an answer's last day that its owner is told."
    )
    least_percent: Annotated[int, Field(ge=1, le=100)] = Field(
        default=44,
        description="How well an answer must fit to be shown; below it, the answer is that there "
        "is none. Higher: fewer answers, and fewer wrong ones.",
    )
    keep_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=180,
        description="Days that a question without an answer is kept after it was asked last.",
    )

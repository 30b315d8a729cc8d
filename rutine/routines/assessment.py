"""Grades that a person gives a routine, where the procedure does not tell the whole."""

from __future__ import annotations

from pydantic import Field

from rutine.routines.suitability import TOP
from rutine.routines.vocabulary import Part, Words


class JudgedGrade(Part):
    """One grade with its reason: it goes before the grade that is counted from the file."""

    grade: int = Field(ge=0, le=TOP, description="0 (speaks against) to 5 (speaks for).")
    why: Words = Field(description="What it rests on, so that the next reader can disagree.")


class Assessment(Part):
    """Criteria of `rutine score` that somebody has judged; what is left out is counted."""

    rules: JudgedGrade | None = Field(default=None, description="How far a rule decides.")
    volume: JudgedGrade | None = Field(default=None, description="How much time it takes in all.")
    input: JudgedGrade | None = Field(
        default=None, description="How far it begins with fields in a file or an API."
    )
    stability: JudgedGrade | None = Field(
        default=None, description="How seldom the rules and the systems change."
    )
    risk: JudgedGrade | None = Field(
        default=None, description="What its errors cost: money, rights, health, trust."
    )
    duty: JudgedGrade | None = Field(default=None, description="How far the law demands it.")
    systems: JudgedGrade | None = Field(default=None, description="How few systems it is done in.")
    reuse: JudgedGrade | None = Field(default=None, description="How many others could use it.")

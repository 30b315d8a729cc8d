"""What to generate: size, months, profile and seed."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rutine.practice.days import Day, Month, month_first, month_last, parse_month
from rutine.practice.rates import PROFILES, Rates

GENERATOR: Final = 3
"""Raised whenever the same plan gives other files than before."""

LEAD_MONTHS: Final = 4
"""Claims go back this many months before the first plan month."""

_LINES_PER_EMPLOYEE_MONTH: Final = 0.22  # measured on 60 000 employees; `hard` gives more


class PracticePlan(BaseModel):
    """A practice municipality, wholly decided by these few figures.

    Attributes:
        seed: another seed gives other people and happenings.
        employees: how many are employed; lines and claims grow with them.
        sub_units: how many sub-units (*underenheter*) they work at.
        months: the months with reports, `YYYY-MM`, following each other.
        profile: `normal` for a well-run municipality, `hard` for one where much goes wrong.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(default=1, ge=0)
    employees: int = Field(default=1200, ge=1)
    sub_units: int = Field(default=40, ge=1, le=5000)
    months: tuple[str, ...] = Field(default=("2026-08", "2026-09", "2026-10"), min_length=1)
    profile: Literal["normal", "hard"] = "normal"

    @model_validator(mode="after")
    def _months_follow_each_other(self) -> Self:
        numbers = [parse_month(text) for text in self.months]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            raise ValueError("the months must follow each other, such as 2026-08, 2026-09")
        if not parse_month("2018-01") <= numbers[0] <= numbers[-1] <= parse_month("2031-12"):
            # Before 2018 the table of G ends; from 2032 national ids follow another rule.
            raise ValueError("the months must lie in 2018 to 2031")
        return self

    @classmethod
    def for_lines(
        cls, lines: int, *, seed: int = 1, profile: Literal["normal", "hard"] = "normal"
    ) -> Self:
        """A year with at least about so many settlement lines, for measurements."""
        months = tuple(f"2026-{month:02d}" for month in range(1, 13))
        per_employee = _LINES_PER_EMPLOYEE_MONTH * len(months)
        employees = max(1, round(lines / per_employee))
        units = min(5000, max(40, employees // 30))
        return cls(seed=seed, employees=employees, sub_units=units, months=months, profile=profile)

    @cached_property
    def rates(self) -> Rates:
        """The parameters of the plan's profile."""
        return PROFILES[self.profile]

    @cached_property
    def first_month(self) -> Month:
        """The first month with reports."""
        return parse_month(self.months[0])

    @cached_property
    def begins(self) -> Day:
        """The first day of the first month: what was paid before is settled by hand."""
        return month_first(self.first_month)

    @cached_property
    def ends(self) -> Day:
        """The last day of the last month: nothing later is known."""
        return month_last(self.first_month + len(self.months) - 1)

    @cached_property
    def claims_begin(self) -> Day:
        """The first day whose unanswered claims are still listed."""
        return month_first(self.first_month - LEAD_MONTHS)

    @property
    def fingerprint(self) -> str:
        """Sha256 of everything the files depend on."""
        text = f"{GENERATOR} {self.model_dump_json()}"
        return hashlib.sha256(text.encode()).hexdigest()

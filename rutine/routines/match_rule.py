"""One pass of the matching, as a routine file writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rutine.formats.sentences import Language
from rutine.matching.gates import (
    Cardinality,
    DayShift,
    Identity,
    Likeness,
    PeriodGate,
    Tolerance,
)
from rutine.matching.passes import Decision, Method, Pass, check_passes


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ShiftRule(_Part):
    """How many days each end of what was paid may lie from what was claimed."""

    first_earlier: int = Field(default=0, ge=0, description="Begins so many days before.")
    first_later: int = Field(default=0, ge=0, description="Begins so many days after.")
    last_earlier: int = Field(default=0, ge=0, description="Ends so many days before.")
    last_later: int = Field(default=0, ge=0, description="Ends so many days after.")


class ToleranceRule(_Part):
    """By how much the two sides may differ."""

    ore: int = Field(default=0, ge=0, description="Øre, for the whole group.")
    ore_per_day: int = Field(default=0, ge=0, description="Øre more for each weekday claimed.")


class MatchRule(_Part):
    """One pass of the matching; what may settle ambiguously is refused."""

    name: str = Field(description="Kept on every settlement the pass makes.")
    title: dict[Language, str] = Field(
        default_factory=dict,
        description="What people call the pass; in words for its method when left out.",
    )
    method: Method = Field(
        description="netting: a reversal and what it reverses. exact: one line, one claim. "
        "unique: one line, one claim, the only candidates for each other. "
        "group_sum: whole groups. joint_search: the only way to share out a group."
    )
    outcome: Decision = Field(description="settle, or suggest to a person.")
    identity: Identity = Field(default=Identity.SAME, description="same, or near.")
    unit: Likeness = Field(default=Likeness.SAME, description="same, or other.")
    benefit: Likeness = Field(default=Likeness.SAME, description="same, or other.")
    period: PeriodGate | None = Field(
        default=None, description="How the days must lie; what the method demands when left out."
    )
    shift: ShiftRule | None = Field(default=None, description="Goes with `period: within`.")
    tolerance: ToleranceRule | None = Field(default=None, description="Left out: to the øre.")
    cardinality: Cardinality | None = Field(
        default=None, description="Lines to claims; what the method allows when left out."
    )
    carry_over: bool = Field(default=True, description="Whether older open items take part.")

    @model_validator(mode="after")
    def _is_sound(self) -> MatchRule:
        suggested = self.model_copy(update={"outcome": Decision.SUGGEST}).as_pass(())
        if self.outcome is Decision.SETTLE and suggested.doubt:
            raise ValueError(f"{suggested.doubt}; write `outcome: suggest`")
        return self

    def as_pass(self, benefits: Iterable[str]) -> Pass:
        """The pass as the matching understands it.

        Raises:
            ValueError: its gates contradict each other, or it could settle ambiguously.
        """
        return Pass(
            name=self.name,
            method=self.method,
            decision=self.outcome,
            benefits=frozenset(benefits),
            identity=self.identity,
            unit=self.unit,
            benefit=self.benefit,
            period=self.period,
            shift=DayShift(**self.shift.model_dump()) if self.shift else None,
            tolerance=Tolerance(**self.tolerance.model_dump()) if self.tolerance else None,
            cardinality=self.cardinality,
            carry_over=self.carry_over,
        )


def _go_together(rules: tuple[MatchRule, ...]) -> tuple[MatchRule, ...]:
    check_passes([rule.as_pass(()) for rule in rules])
    return rules


MatchRules = Annotated[
    tuple[MatchRule, ...],
    Field(min_length=1, description="Passes, in order."),
    AfterValidator(_go_together),
]
"""The passes of a file, which must go together."""

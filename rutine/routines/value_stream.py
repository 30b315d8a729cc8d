"""Value-stream figures of a procedure: work, waiting and rework of one case.

Counted from what the people who do the work say of each step, so the figures are as good as that.
Source of the measures: lean's value-stream mapping, as Oslo's UKE uses it on administrative work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

MINUTES_PER_HOUR: Final = 60
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Work:
    """One step of the procedure as it is done today.

    Attributes:
        name: what people call the step.
        touch: minutes that somebody works on one case; None where the step is done for many cases
            at once, and nobody has said how many there are.
        wait: hours that the case lies before or in the step.
        judged: whether somebody must use judgement; otherwise a rule decides.
        errors: the share, 0 to 1, of cases that must be done again because of this step; None
            where nobody has said.
        system: where it is done; None for paper, a talk, a walk.
        goes: whether the routine to be does it without a person, or does without it.
        waste: what kind of waste the step is, None when it is none.
    """

    name: str
    touch: float | None
    wait: float
    judged: bool
    errors: float | None
    system: str | None
    goes: bool
    waste: str | None = None


@dataclass(frozen=True, slots=True)
class ValueStream:
    """The figures of a procedure. Every share is 0 to 1; a figure that nothing tells is None.

    Attributes:
        steps: the procedure, in order.
        cases: cases a month; None where nobody has said.
        exceptions: the share of cases that never follow the rule.
    """

    steps: tuple[Work, ...]
    cases: float | None
    exceptions: float = 0.0

    @property
    def touch_minutes(self) -> float | None:
        """Minutes of work on one case, on average; None where a step's can't be told."""
        told = [each.touch for each in self.steps if each.touch is not None]
        return sum(told) if len(told) == len(self.steps) else None

    @property
    def wait_hours(self) -> float:
        """Hours that a case lies between the steps, on average."""
        return sum(each.wait for each in self.steps)

    @property
    def lead_hours(self) -> float | None:
        """Hours from a case comes in until it is done, if it only waits where the file says so."""
        touch = self.touch_minutes
        return None if touch is None else touch / MINUTES_PER_HOUR + self.wait_hours

    @property
    def efficiency(self) -> float | None:
        """The share of the lead time in which somebody works on the case; None without any time."""
        touch, lead = self.touch_minutes, self.lead_hours
        return touch / MINUTES_PER_HOUR / lead if touch is not None and lead else None

    @property
    def right_first_time(self) -> float | None:
        """The share of cases that pass every step without being done again.

        A step of which nobody has said anything counts as right; None where all are such.
        """
        told = [each.errors for each in self.steps if each.errors is not None]
        return prod(1 - each for each in told) if told else None

    @property
    def annual_hours(self) -> float | None:
        """Hours of work a year."""
        touch = self.touch_minutes
        if touch is None or self.cases is None:
            return None
        return self.cases * MONTHS * touch / MINUTES_PER_HOUR

    @property
    def judged_share(self) -> float:
        """The share of the work that needs judgement."""
        return self._share([each for each in self.steps if each.judged])

    @property
    def automatable_share(self) -> float:
        """The share of the work that goes: in steps done away with or done by the robot.

        Cases that never follow the rule keep all of their work.
        """
        return self._share([each for each in self.steps if each.goes]) * (1 - self.exceptions)

    @property
    def automatable_hours(self) -> float | None:
        """Hours a year that go. No gain before somebody says what they are used for."""
        hours = self.annual_hours
        return None if hours is None else hours * self.automatable_share

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems that the work is done in, each once, in the order they are met."""
        return tuple(dict.fromkeys(each.system for each in self.steps if each.system))

    @property
    def wasted(self) -> dict[str, float]:
        """Kind of waste -> minutes of one case's work that lie in it."""
        found: dict[str, float] = {}
        for each in self.steps:
            if each.waste and each.touch is not None:
                found[each.waste] = found.get(each.waste, 0.0) + each.touch
        return found

    def cost(self, kroner_per_hour: float) -> float | None:
        """Kroner of work on one case."""
        touch = self.touch_minutes
        return None if touch is None else touch / MINUTES_PER_HOUR * kroner_per_hour

    def _share(self, steps: Sequence[Work]) -> float:
        touch = self.touch_minutes
        return sum(each.touch or 0.0 for each in steps) / touch if touch else 0.0

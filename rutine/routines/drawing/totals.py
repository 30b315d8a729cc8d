"""What a case takes today, on average: the sums under a drawing and in the process document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rutine.routines.procedure import TodayStep
from rutine.routines.routine_file import RoutineFile

_MINUTES_PER_HOUR: Final = 60
_FEWEST: Final = 0.01
"""Cases a month, one in eight years: below this nothing can be shared out among them."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Averages over all cases.

    Attributes:
        touch_minutes: work. None where a step is counted by the month, and nobody has said how
            many cases there are.
        wait_hours: waiting between the steps.
    """

    touch_minutes: float | None
    wait_hours: float

    @property
    def lead_hours(self) -> float | None:
        """From beginning to end, if a case only waits where the file says so."""
        if self.touch_minutes is None:
            return None
        return self.touch_minutes / _MINUTES_PER_HOUR + self.wait_hours


def totals(routine: RoutineFile) -> Totals:
    """The averages of a routine as it is done today."""
    cases = routine.volume.cases_a_month if routine.volume else 0
    touch = [_minutes_per_case(step, cases) for step in routine.procedure.today]
    wait = sum(step.wait_hours * step.share_percent / 100 for step in routine.procedure.today)
    if any(each is None for each in touch):
        return Totals(None, wait)
    return Totals(sum(each for each in touch if each is not None), wait)


def _minutes_per_case(step: TodayStep, cases: float) -> float | None:
    """A step's share of one case's minutes; what is done for many at once is shared out."""
    if step.times_a_month is None:
        return step.touch_minutes * step.share_percent / 100
    return step.touch_minutes * step.times_a_month / cases if cases >= _FEWEST else None

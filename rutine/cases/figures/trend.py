"""How the months went: lines that came and lines that were settled without a person."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.runs import DONE
from rutine.cases.tables import Run
from rutine.core.identifiers import OrgNr

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthOfRuns:
    """One month, all its runs together: a run again counts only what came since."""

    month: str
    lines: int
    settled: int

    @property
    def percent(self) -> int:
        """The share settled, rounded down: 99.9 % is not all."""
        return 100 * self.settled // self.lines if self.lines else 0


class _Lines(BaseModel):
    """What is read here of a run's summary: its controls are most of it, and cost most to read."""

    model_config = ConfigDict(hide_input_in_errors=True)

    lines: int = 0
    settled_lines: int = 0


def trend(
    session: Session, routine: str, employer: OrgNr | None = None, until: str | None = None
) -> tuple[MonthOfRuns, ...]:
    """The last twelve months with lines, up to and including `until` (`YYYY-MM`), in order.

    Without an employer, of all of them together.
    """
    found: dict[str, list[int]] = {}
    whose = [] if employer is None else [Run.employer == employer.value]
    runs = session.execute(
        select(Run.first, Run.summary).where(
            Run.routine == routine,
            *whose,
            Run.state.in_(DONE),
            Run.first.is_not(None),
        )
    )
    for first, summary in runs:
        month = f"{first:%Y-%m}"
        if summary and (until is None or month <= until):
            ran = _Lines.model_validate_json(summary)
            sums = found.setdefault(month, [0, 0])
            sums[0] += ran.lines
            sums[1] += ran.settled_lines
    months = [MonthOfRuns(month, *found[month]) for month in sorted(found)]
    return tuple(each for each in months if each.lines)[-_MONTHS:]

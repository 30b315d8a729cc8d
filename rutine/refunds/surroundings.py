"""What lies around the lines of a case: other lines, the day, and what was applied for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rutine.refunds.nav_status import Applied
from rutine.refunds.rows import LineRow


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around the lines of a case.

    Attributes:
        lines: every line for the same person, sub-unit and benefit.
        as_of: the day of the run.
        waits_weeks: so long may days at the end of a stretch still be waiting at NAV.
        applied: what the employee has applied for; None when that can't be seen.
    """

    lines: Sequence[LineRow]
    as_of: date
    waits_weeks: int
    applied: Applied | None = None

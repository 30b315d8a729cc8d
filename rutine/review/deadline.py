"""The day by which somebody must act, in words: which day, how long is left, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rutine.cases.views import UNDECIDED, CaseStatus
from rutine.core.reasons import REASONS, DeadlineRule
from rutine.review import wording
from rutine.review.visit import Visit


@dataclass(frozen=True, slots=True)
class Left:
    """A deadline in a list; every part is empty where there is none.

    Attributes:
        day: the day.
        left: how long is left, or how long ago it passed; only of cases that wait for somebody.
        late: it has passed.
    """

    day: str = ""
    left: str = ""
    late: bool = False


def left(visit: Visit, due: date | None, status: CaseStatus) -> Left:
    """What is left until a deadline."""
    if due is None:
        return Left()
    if status not in UNDECIDED:
        return Left(wording.day(due))
    t, days = visit.t, (due - visit.site.today()).days
    if days < 0:
        return Left(wording.day(due), t.counted("deadline.late", -days), late=True)
    said = t.counted("deadline.left", days) if days else t("deadline.today")
    return Left(wording.day(due), said)


def rule(visit: Visit, reason: str) -> str:
    """How the deadline is found, as a sentence; that there is none, where there is none."""
    found = REASONS[reason].deadline if reason in REASONS else DeadlineRule.NONE
    if found is DeadlineRule.NONE:
        return visit.t("deadline.none")
    words = visit.site.deadline_rule(found, visit.t.language)
    return f"{words[0].upper()}{words[1:]}." if words else ""

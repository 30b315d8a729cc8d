"""The day by which somebody must act, in words: which day, how long is left, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rutine.cases.views import UNDECIDED, CaseStatus, CaseView
from rutine.core import clock
from rutine.core.reasons import REASONS, DeadlineRule
from rutine.core.working_days import working_day_after
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


def own(visit: Visit, case: CaseView) -> str:
    """Until when the routine's own file asks for the case to be decided, in a sentence.

    Beside the deadline, which is the law's or NAV's; empty where the file says nothing, and for
    a case that waits for nobody.
    """
    terms = visit.site.limits.terms(case.routine)
    days = terms.days_for(case.reason) if terms is not None else None
    if days is None or case.status not in UNDECIDED:
        return ""
    found = case.found_at.astimezone(clock.OSLO).date()
    day = working_day_after(found, days)
    what = "deadline.own_late" if day < visit.site.today() else "deadline.own"
    return visit.t(what, day=wording.day(day), days=days)


def rule(visit: Visit, reason: str) -> str:
    """How the deadline is found, as a sentence; that there is none, where there is none."""
    found = REASONS[reason].deadline if reason in REASONS else DeadlineRule.NONE
    if found is DeadlineRule.NONE:
        return visit.t("deadline.none")
    words = visit.site.deadline_rule(found, visit.t.language)
    return f"{words[0].upper()}{words[1:]}." if words else ""

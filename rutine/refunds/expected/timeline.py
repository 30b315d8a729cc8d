"""One job's registered days, side by side: from periods of absence to one kind a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rutine.core.periods import Period
from rutine.refunds.expected.basis import SICK_ABSENCES, AbsenceKind, Basis, Job
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.day_types import DayKind

_SICK = {
    AbsenceKind.SICK_NOTE: DayKind.SICK,
    AbsenceKind.SELF_CERTIFICATION: DayKind.SELF_CERTIFIED,
}
_FREE = {
    AbsenceKind.HOLIDAY: DayKind.HOLIDAY,
    AbsenceKind.LEAVE: DayKind.LEAVE,
    AbsenceKind.NOT_BACK: DayKind.NOT_BACK,
    AbsenceKind.OTHER_BENEFIT: DayKind.OTHER_BENEFIT,
    AbsenceKind.WORK: DayKind.WORK,
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """A job's days from `first`: `kinds[i]` and `grades[i]` belong to `first + i` days."""

    first: date
    kinds: tuple[DayKind, ...]
    grades: tuple[int, ...]

    def place(self, day: date) -> int:
        """Where a day lies in `kinds`; may be outside it."""
        return (day - self.first).days

    def day(self, place: int) -> date:
        """The date of a place."""
        return self.first + timedelta(days=place)


def span(basis: Basis, period: Period) -> Period:
    """All days that can matter for a period: from the first absence known of to the last.

    Days after the period matter too: a free day's meaning hangs on what follows it.
    """
    firsts = [absence.first for job in basis.jobs for absence in job.absences]
    lasts = [absence.last for job in basis.jobs for absence in job.absences]
    reported = [report.absence_from for job in basis.jobs for report in job.incomes]
    return Period(min([period.first, *firsts, *reported]), max([period.last, *lasts, *reported]))


def timeline(job: Job, days: Period) -> Timeline:
    """One kind and grade for each day.

    A free day (holiday, leave, work) decides over a sick note for the same day; holiday inside
    a sick note is a kind of its own. Nothing registered means work on weekdays and an unknown
    weekend otherwise.
    """
    kinds = [_unregistered(job, day) for day in days]
    grades = [0] * len(kinds)
    for absence in sorted(job.absences, key=lambda a: a.kind not in SICK_ABSENCES):
        for place in range((absence.first - days.first).days, (absence.last - days.first).days + 1):
            if absence.kind in SICK_ABSENCES:
                kinds[place] = _SICK[absence.kind]
                grades[place] = absence.grade
                continue
            in_note = kinds[place] is DayKind.SICK and absence.kind is AbsenceKind.HOLIDAY
            kinds[place] = DayKind.HOLIDAY_IN_SICK_NOTE if in_note else _FREE[absence.kind]
            grades[place] = 0
    for place, day in enumerate(days):
        if job.employed_from is not None and day < job.employed_from:
            kinds[place] = DayKind.NOTHING
            grades[place] = 0
    return Timeline(days.first, tuple(kinds), tuple(grades))


def _unregistered(job: Job, day: date) -> DayKind:
    """What a day is when nothing is registered. A sick note may outlast the job."""
    if job.employed_to is not None and day > job.employed_to:
        return DayKind.NOTHING
    return DayKind.WEEKEND if is_weekend(day) else DayKind.WORK

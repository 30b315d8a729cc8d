"""One job's registered days, side by side: from periods of absence to one kind a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rutine.core.periods import SATURDAY, Period
from rutine.refunds.expected.basis import SICK_ABSENCES, AbsenceKind, AbsencePeriod, Basis
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
_WEEK = [DayKind.WORK] * SATURDAY + [DayKind.WEEKEND] * 2


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


def timeline(
    absences: Sequence[AbsencePeriod],
    days: Period,
    *,
    employed_from: date | None = None,
    employed_to: date | None = None,
) -> Timeline:
    """One kind and grade for each day of a job.

    A free day (holiday, leave, work) decides over a sick note for the same day; holiday inside
    a sick note is a kind of its own. Nothing registered means work on weekdays and an unknown
    weekend otherwise.
    """
    kinds = _unregistered(days, employed_to)
    grades = [0] * len(kinds)
    for absence in sorted(absences, key=lambda a: a.kind not in SICK_ABSENCES):
        first, last = (absence.first - days.first).days, (absence.last - days.first).days
        here = slice(first, last + 1)
        length = last + 1 - first
        if absence.kind in SICK_ABSENCES:
            kinds[here] = [_SICK[absence.kind]] * length
            grades[here] = [absence.grade] * length
            continue
        free, holiday = _FREE[absence.kind], absence.kind is AbsenceKind.HOLIDAY
        kinds[here] = [
            DayKind.HOLIDAY_IN_SICK_NOTE if holiday and kind is DayKind.SICK else free
            for kind in kinds[here]
        ]
        grades[here] = [0] * length
    if employed_from is not None:
        before = min(max(0, (employed_from - days.first).days), len(kinds))
        kinds[:before] = [DayKind.NOTHING] * before
        grades[:before] = [0] * before
    return Timeline(days.first, tuple(kinds), tuple(grades))


def _unregistered(days: Period, employed_to: date | None) -> list[DayKind]:
    """What the days are when nothing is registered. A sick note may outlast the job."""
    start = days.first.weekday()
    weeks = _WEEK * ((start + days.days) // len(_WEEK) + 1)
    kinds = weeks[start : start + days.days]
    if employed_to is not None:
        employed = min(max(0, (employed_to - days.first).days + 1), len(kinds))
        kinds[employed:] = [DayKind.NOTHING] * (len(kinds) - employed)
    return kinds

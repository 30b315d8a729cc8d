"""What happens to people: courses of absence, drawn without knowing what anyone claims or pays.

A course is one stretch of sickness with its self-certified days and sick notes, or one spell
of another benefit in monthly parts. Courses of one employee lie well apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from rutine.practice.days import Day, Segment, by_month, is_weekend
from rutine.practice.draws import Range, Weighted, about, between, within
from rutine.practice.plan import PracticePlan
from rutine.practice.troubles import Hitch, Trouble

SICKNESS: Final = "4"
CARE_DAYS: Final = "Z"
PARENTAL: Final = ("1", "2")
PREGNANCY: Final = "3"
EMPLOYER_PERIOD_REFUND: Final = ("6", "7")
FRIDAY: Final = 5  # a day's remainder by seven; Monday is 1

_SICK_DAYS: Final[Weighted[Range]] = Weighted(
    [
        ((17, 30), 0.32),
        ((31, 60), 0.29),
        ((61, 120), 0.20),
        ((121, 250), 0.13),
        ((251, 420), 0.06),
    ]
)
_NOTE_DAYS: Final = Weighted(
    [(7, 0.14), (10, 0.09), (14, 0.32), (21, 0.18), (28, 0.17), (31, 0.10)]
)
_FIRST_GRADE: Final = Weighted([(100, 0.74), (80, 0.06), (60, 0.06), (50, 0.11), (40, 0.03)])
_LOWER_GRADE: Final = Weighted([(80, 0.25), (60, 0.25), (50, 0.30), (40, 0.12), (20, 0.08)])
_BENEFIT_DAYS: Final[dict[str, Range]] = {
    "2": (60, 290),
    "1": (60, 290),
    "3": (20, 60),
    "9": (7, 70),
    "Y": (5, 15),
}
_SPACING: Final = 20
_SELF_CERTIFIED: Final = 0.6
_PAUSE: Final = 0.04  # between notes: back at work for some days
_GRADE_FALLS: Final = 0.12
_SUMMER_HOLIDAY, _OTHER_HOLIDAY = 0.06, 0.012  # of notes
_UNPAID_LEAVE: Final = 0.1  # of days off within notes
_HOLIDAY_WITHIN: Final = 12  # days a note must have to hold a holiday


@dataclass(slots=True)
class Note:
    """One sick note, or one month of another benefit.

    `grade` is what the note says and payroll knows, `worked_grade` what NAV goes by;
    `holiday` are days off within the note, `unpaid_leave` at times instead of holiday;
    `claimed_last` is the last day as payroll typed it; `applied` is the day the employee
    applies to NAV, 0 when that never happens.
    """

    first: Day
    last: Day
    grade: int
    worked_grade: int
    holiday: Segment | None = None
    holiday_registered: bool = True
    unpaid_leave: bool = False
    claimed_last: Day = 0
    hitch: Hitch = Hitch.NONE
    applied: Day = 0

    def __post_init__(self) -> None:
        self.claimed_last = self.claimed_last or self.last


@dataclass(slots=True)
class Course:
    """One course of absence.

    Attributes:
        benefit: NAV's code.
        self_certified: days before the first note, told by the employee.
        notes: in order, without overlap.
        trouble: what befalls all of it.
        leaves: the employee's last day, 0 when there is none within the course.
        only_at: the place of the one job that it concerns, None when it concerns all.
    """

    benefit: str
    self_certified: Segment | None
    notes: list[Note]
    trouble: Trouble = Trouble.NONE
    leaves: Day = 0
    only_at: int | None = None

    @property
    def first(self) -> Day:
        """The first day of absence."""
        return self.self_certified[0] if self.self_certified else self.notes[0].first

    def qualifying(self, n: int) -> Day:
        """The day that decides G and income for a note: days at work before it start anew.

        Only days at work do; a weekend between two notes is taken as sick (refund rules §1.2).
        """
        if not self.is_sickness:
            return self.first
        first = self.notes[n].first
        for before in reversed(self.notes[:n]):
            if not all(is_weekend(day) for day in range(before.last + 1, first)):
                return first
            first = before.first
        return self.first

    @property
    def is_sickness(self) -> bool:
        """Whether an employer period is counted."""
        return self.benefit == SICKNESS


def _is_summer(day: Day) -> bool:
    there = date.fromordinal(day)
    return (6, 20) <= (there.month, there.day) <= (8, 12)


def _holiday(rng: Random, first: Day, last: Day) -> Segment | None:
    """Whole weeks of holiday inside a note, at times, most often in summer."""
    if last - first < _HOLIDAY_WITHIN:
        return None
    share = _SUMMER_HOLIDAY if _is_summer(first) else _OTHER_HOLIDAY
    if rng.random() >= share:
        return None
    monday = first + (8 - first % 7) % 7
    end = monday + (4 if rng.random() < 0.5 else 11)  # noqa: PLR2004 - one week or two
    return (monday, end) if end <= last else None


def sick_course(rng: Random, first: Day, length: int, stop: Day) -> Course:
    """A course of sickness of about `length` days, with notes that begin before `stop`."""
    self_certified = None
    day = first
    if rng.random() < _SELF_CERTIFIED:
        days = between(rng, 1, 3) if rng.random() < 0.8 else between(rng, 4, 8)  # noqa: PLR2004
        self_certified = (first, first + days - 1)
        day += days
    end = first + length - 1
    grade = _FIRST_GRADE.draw(rng)
    notes: list[Note] = []
    while day <= end and day <= stop:
        last = min(end, day + _NOTE_DAYS.draw(rng) - 1)
        note = Note(day, last, grade, grade, _holiday(rng, day, last))
        note.unpaid_leave = bool(note.holiday) and rng.random() < _UNPAID_LEAVE
        notes.append(note)
        day = last + 1
        if rng.random() < _PAUSE:
            day += between(rng, 1, 12)
        if rng.random() < _GRADE_FALLS:
            grade = min(grade, _LOWER_GRADE.draw(rng))
    return Course(SICKNESS, self_certified, notes)


def monthly_course(rng: Random, benefit: str, first: Day, length: int, stop: Day) -> Course:
    """A spell of parental, pregnancy or care benefit, month by month."""
    grade = 100
    if benefit not in PARENTAL and rng.random() < 0.5:  # noqa: PLR2004
        grade = between(rng, 2, 10) * 10
    parts = by_month((first, min(first + length - 1, stop)))
    notes = [Note(*part, grade, grade) for part in parts]
    return Course(benefit, None, notes)


def _short_course(benefit: str, first: Day, length: int) -> Course:
    """Days off: care of a child (Z, within a week), or an employer period refunded (6, 7)."""
    while is_weekend(first):
        first += 1
    last = first + length - 1
    if benefit == CARE_DAYS:
        last = min(last, first + FRIDAY - first % 7)
    while is_weekend(last):
        last -= 1
    return Course(benefit, None, [Note(first, last, 100, 100)])


class Absences:
    """Draws the courses of one employee after another for a plan."""

    def __init__(self, plan: PracticePlan) -> None:
        happen = plan.rates.happenings
        self._plan = plan
        months = len(plan.months)
        long, middle, short = months + 18, months + 14, months + 5
        # Kind -> expected courses in the time looked at; each employee has one kind at most.
        expected = {
            "4": happen.sickness * long,
            "2": happen.parental * middle * 0.97,
            "1": happen.parental * middle * 0.03,
            "3": happen.pregnancy * (months + 7),
            "9": happen.care * (months + 7) * 0.9,
            "Y": happen.care * (months + 7) * 0.1,
            "Z": happen.care_days * short,
            "6": happen.exempt * short * 0.5,
            "7": happen.exempt * short * 0.5,
        }
        reach = {"4": 425, "2": 295, "1": 295, "3": 90, "9": 90, "Y": 90}
        self._expected = {kind: max(1.0, number) for kind, number in expected.items()}
        self._reach = {kind: reach.get(kind, 30) for kind in expected}
        shares = {kind: min(1.0, number) for kind, number in expected.items()}
        rest = max(0.0, 1.0 - sum(shares.values()))
        self._kinds = Weighted([("", rest), *shares.items()])
        # What ended before this was paid long before the plan begins.
        self._horizon = plan.claims_begin - 30
        self._stop = plan.ends + 31

    def draw(self, rng: Random) -> list[Course]:
        """The courses of one employee that may matter to the plan, in order."""
        kind = self._kinds.draw(rng)
        if not kind:
            return []
        number = about(rng, self._expected[kind])
        begin = self._plan.claims_begin - self._reach[kind]
        slot = (self._plan.ends - begin + 1) / number
        courses: list[Course] = []
        free = 0
        for n in range(number):
            first = begin + int((n + rng.random()) * slot)
            length = self._length(rng, kind)
            if first < free or first + length < self._horizon:
                continue
            free = first + length + _SPACING
            courses.append(self._course(rng, kind, first, length))
        return courses

    def _length(self, rng: Random, kind: str) -> int:
        if kind == SICKNESS:
            return within(rng, _SICK_DAYS)
        if kind in _BENEFIT_DAYS:
            return between(rng, *_BENEFIT_DAYS[kind])
        return between(rng, 1, 5) if kind == CARE_DAYS else between(rng, 3, 14)

    def _course(self, rng: Random, kind: str, first: Day, length: int) -> Course:
        if kind == SICKNESS:
            return sick_course(rng, first, length, self._stop)
        if kind in _BENEFIT_DAYS:
            return monthly_course(rng, kind, first, length, self._stop)
        return _short_course(kind, first, length)

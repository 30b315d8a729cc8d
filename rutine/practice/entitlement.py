"""The days and rates NAV finds payable for one course at one employer (*underenhet*)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rutine.practice import nav
from rutine.practice.courses import EMPLOYER_PERIOD_REFUND, PARENTAL, Course
from rutine.practice.days import Day, Segment, weekday_number, weekdays, without
from rutine.practice.employment import Employee
from rutine.practice.stories import NEVER, Story
from rutine.practice.troubles import Hitch, Trouble

_KRONE: Final = 100
_ALL: Final = 100  # per cent
_KEYED_WRONGLY: Final = frozenset({Hitch.CORRECTED, Hitch.REVERSED})
_BEFORE_MAY: Final = 40
"""Days from 1 June back to a day on which last year's G was in force."""

HALF_OF_G, LOW_TOTAL_GRADE, SHARED_CAP, LAST_DAY = "D20", "D10", "D06", "D19"


@dataclass(slots=True)
class Finding:
    """What NAV finds about one note: the days paid, and the day rate in øre.

    `first_rate` is what NAV pays while it does not know the new G yet; else it is `rate`.
    `marks` are the causes that made it less than the note says. `keyed` are the rates of other
    grades, where one of them is keyed by mistake.
    """

    segments: list[Segment]
    rate: int
    first_rate: int
    marks: set[str]
    keyed: tuple[int, ...] = ()


def stretches(course: Course, before: tuple[Segment, ...]) -> list[Segment]:
    """The sickness an employer period is counted over."""
    return [*before, *((note.first, note.last) for note in course.notes)]


def first_days(course: Course, before: tuple[Segment, ...]) -> list[Day]:
    """The first day after the employer period, for each note."""
    return nav.first_paid_days(stretches(course, before))[len(before) :]


def last_day(course: Course, firsts: list[Day]) -> Day:
    """The last benefit day of a course, NEVER when nothing of it is paid.

    Days at work and holidays push it forward.
    """
    left = nav.PAID_DAYS
    for first, note in zip(firsts, course.notes, strict=True):
        if first > note.last:
            continue
        for part in without((first, note.last), note.holiday):
            paid = weekdays(*part)
            if paid >= left:
                return weekday_number(part[0], left)
            left -= paid
    if left == nav.PAID_DAYS:
        return NEVER
    return weekday_number(course.notes[-1].last + 1, left)


class Entitlement:
    """What one employer can get for one course.

    Attributes:
        refused: nothing is paid at all, because the income is below half of G.
        copies: how many equal lines each payment becomes (positions reported apart).
        firsts: the first day after the employer period, for each note.
        last_benefit_day: NEVER when there is none.
    """

    def __init__(self, story: Story, employee: Employee, place: int) -> None:
        course = story.course
        self._story = story
        self._benefit = course.benefit
        job = employee.jobs[place]
        # One income report for each sub-unit, or for each position when reported apart.
        self._incomes: list[int] = []
        self._sick: list[bool] = []
        self._place = 0
        # An income above the report's gives no more than the refund that it asks for.
        percent = min(_ALL, story.income_percent)
        for n, other in enumerate(employee.jobs):
            if n == place:
                self._place = len(self._incomes)
            reported = [p.income for p in other.positions] if other.apart else [other.income]
            self._incomes += [income * percent // 100 for income in reported]
            self._sick += [course.only_at is None or course.only_at == n] * len(reported)
        self.copies = len(job.positions) if job.apart else 1
        yearly, g = 12 * sum(self._incomes), nav.g_on(course.first)
        self._any_income = course.benefit in (*PARENTAL, *EMPLOYER_PERIOD_REFUND)
        self.refused = not self._any_income and yearly < nav.half_g(g)
        self._shares_cap = len(self._incomes) > 1 and yearly > nav.six_g(g)
        self._rates: dict[tuple[int, int], int] = {}
        self.last_benefit_day = NEVER
        if course.is_sickness:
            before = story.nav_before
            self.firsts = [note.first for note in course.notes]
            if story.employer_period:
                self.firsts = first_days(course, before)
            self.last_benefit_day = last_day(course, self.firsts)
        else:
            self.firsts = [note.first for note in course.notes]

    def find(self, n: int, decided: Day) -> Finding:
        """What NAV finds about the note at place `n` on the day it decides."""
        marks: set[str] = set()
        grade = self._story.course.notes[n].worked_grade
        if self.refused:
            return Finding([], 0, 0, {HALF_OF_G})
        if not self._any_income and self._total_grade(grade) < nav.LOWEST_GRADE:
            return Finding([], 0, 0, {LOW_TOTAL_GRADE})
        # Until it knows the new G, NAV pays by that of the month before.
        qualifying = self._story.course.qualifying(n)
        new_g_known = nav.g_known_from(qualifying)
        g, old_g = nav.g_on(qualifying), nav.g_on(new_g_known - _BEFORE_MAY)
        rate, old_rate = self._rate(grade, g), self._rate(grade, old_g)
        if self._shares_cap:
            marks.add(SHARED_CAP)
        first_rate = old_rate if NEVER < decided < new_g_known else rate
        keyed: tuple[int, ...] = ()
        if self._story.course.notes[n].hitch in _KEYED_WRONGLY:
            used = old_g if first_rate != rate else g
            rates = (self._rate(other, used) for other in range(20, 101, 10) if other != grade)
            keyed = tuple(each for each in rates if each != first_rate)
        return Finding(self._segments(n, marks), rate, first_rate, marks, keyed)

    def _grades(self, grade: int) -> list[int]:
        return [grade if sick else 0 for sick in self._sick]

    def _total_grade(self, grade: int) -> int:
        if len(self._incomes) == 1:
            return grade
        return nav.total_grade(self._incomes, self._grades(grade))

    def _rate(self, grade: int, g: int) -> int:
        """The day rate in øre by one G."""
        if (grade, g) not in self._rates:
            self._rates[grade, g] = self._worked_out(grade, g)
        return self._rates[grade, g]

    def _worked_out(self, grade: int, g: int) -> int:
        cap = nav.six_g(g)
        if self._benefit in EMPLOYER_PERIOD_REFUND:
            return nav.employer_period_rate(self._incomes[self._place], cap)
        if len(self._incomes) == 1:
            return nav.day_rate(self._incomes[0], grade, cap) * _KRONE
        rate = nav.shared_day_rate(self._place, self._incomes, self._grades(grade), cap)
        return rate * _KRONE

    def _segments(self, n: int, marks: set[str]) -> list[Segment]:
        """The calendar days of a note that are paid, weekends within them included."""
        story, note = self._story, self._story.course.notes[n]
        first, last = self.firsts[n], note.last
        if story.pays_from > first:
            first = story.pays_from
            marks.add(Trouble.LATE_REPORT)
        if story.refund_ends and last > story.refund_ends:
            last = story.refund_ends
            marks.add(story.course.trouble)
        if self.last_benefit_day and last > self.last_benefit_day:
            last = self.last_benefit_day
            marks.add(LAST_DAY)
        leaves = story.course.leaves
        if leaves and note.first > leaves:
            return []  # NAV stops with the note in which the employment ended
        if first > last:
            return []
        if note.holiday is None:
            return [(first, last)] if weekdays(first, last) else []
        return [part for part in without((first, last), note.holiday) if weekdays(*part)]

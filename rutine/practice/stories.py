"""What NAV and payroll come to know of a course: told rightly, or with one trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from rutine.practice import nav
from rutine.practice.courses import SICKNESS, Course
from rutine.practice.days import Day, Segment
from rutine.practice.draws import Range, Weighted, between, within
from rutine.practice.organisation import Organisation, SubUnit
from rutine.practice.rates import Habits
from rutine.practice.troubles import Trouble

NEVER: Final = 0
"""A day that does not come."""

_REPORT_DELAY: Final[Weighted[Range]] = Weighted(
    [((7, 17), 0.70), ((18, 35), 0.25), ((36, 65), 0.05)]
)
_LATE_DELAY: Final = (100, 170)
_RISE: Final = (102, 106)  # per cent of the old pay
_RISE_AFTER: Final = (30, 120)
_LOW_INCOME, _HIGH_INCOME = (55, 74), (127, 150)  # per cent: off by more than a quarter
_MOSTLY: Final = 0.7
_HALF: Final = 0.5


@dataclass(slots=True)
class Story:
    """One course as NAV and payroll come to know it.

    Attributes:
        course: what really happened.
        sent: when the income report was sent, NEVER when it is not.
        accepted: whether NAV could use it.
        income_percent: what NAV makes of the reported income.
        refund_ends: the last day the report asks refund for, NEVER when it goes on.
        nav_before: sickness before the notes that NAV counts.
        payroll_before: sickness before the notes that payroll counts.
        employer_period: whether NAV counts one at all.
        pays_from: days before this are lost.
        rise: the day the pay rises, NEVER without.
        rise_percent: the new pay in per cent of the old.
        claim_delay: months until payroll registers the absence.
        nav_unit: where NAV pays instead.
        payroll_benefit: what payroll calls it.
        minds_last_day: whether payroll stops claiming at the last benefit day.
    """

    course: Course
    sent: Day
    payroll_benefit: str
    minds_last_day: bool
    accepted: bool = True
    income_percent: int = 100
    refund_ends: Day = NEVER
    nav_before: tuple[Segment, ...] = ()
    payroll_before: tuple[Segment, ...] = ()
    employer_period: bool = True
    pays_from: Day = 0
    rise: Day = NEVER
    rise_percent: int = 100
    claim_delay: int = 0
    nav_unit: SubUnit | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where stories take place."""

    organisation: Organisation
    habits: Habits


def tell(rng: Random, course: Course, setting: Setting) -> Story:
    """What NAV and payroll come to know of the course."""
    story = Story(
        course,
        sent=course.notes[0].first + within(rng, _REPORT_DELAY),
        payroll_benefit=course.benefit,
        minds_last_day=rng.random() < setting.habits.minds_last_day,
    )
    if course.self_certified:
        story.nav_before = story.payroll_before = (course.self_certified,)
    if course.trouble:
        _CHANGES[course.trouble](rng, story, setting)
    return story


def _never_sent(_rng: Random, story: Story, _setting: Setting) -> None:
    story.sent = NEVER


def _rejected(_rng: Random, story: Story, _setting: Setting) -> None:
    story.accepted = False


def _late_report(rng: Random, story: Story, _setting: Setting) -> None:
    story.sent = story.course.notes[0].first + between(rng, *_LATE_DELAY)
    story.pays_from = nav.cut_off(story.sent)


def _refund_stopped(rng: Random, story: Story, _setting: Setting) -> None:
    notes = story.course.notes
    if rng.random() < _HALF:
        story.refund_ends = notes[0].first - 1  # nothing is asked for at all
    else:
        story.refund_ends = notes[int(rng.random() * len(notes))].last - between(rng, 0, 9)


def _wrong_unit(rng: Random, story: Story, setting: Setting) -> None:
    units = setting.organisation.sub_units
    story.nav_unit = units[int(rng.random() * len(units))]


def _closed_unit(_rng: Random, story: Story, setting: Setting) -> None:
    story.nav_unit = setting.organisation.closed_unit


def _left(rng: Random, story: Story, setting: Setting) -> None:
    note = story.course.notes[int(rng.random() * len(story.course.notes))]
    story.course.leaves = between(rng, note.first, note.last)
    if rng.random() < setting.habits.leaves_told:
        story.refund_ends = story.course.leaves


def _discretion(rng: Random, story: Story, _setting: Setting) -> None:
    story.income_percent = between(rng, *(_LOW_INCOME if rng.random() < _MOSTLY else _HIGH_INCOME))


def _salary_rise(rng: Random, story: Story, _setting: Setting) -> None:
    story.rise = story.course.first + between(rng, *_RISE_AFTER)
    story.rise_percent = between(rng, *_RISE)


def _employer_period(rng: Random, story: Story, _setting: Setting) -> None:
    before = story.course.self_certified
    if before is None:
        # Sick some days earlier, with fewer than 16 days at work since.
        last = story.course.first - between(rng, 5, 13)
        before = (last - between(rng, 2, 5), last)
    if rng.random() < _MOSTLY:
        story.nav_before, story.payroll_before = (before,), ()
    else:
        story.nav_before, story.payroll_before = (), (before,)


def _new_hire(_rng: Random, story: Story, _setting: Setting) -> None:
    story.employer_period = False


def _late_claim(rng: Random, story: Story, _setting: Setting) -> None:
    story.claim_delay = between(rng, 2, 5)


def _wrong_kind(_rng: Random, story: Story, _setting: Setting) -> None:
    story.payroll_benefit = SICKNESS


def _new_number(_rng: Random, _story: Story, _setting: Setting) -> None:
    """Nothing is told wrongly: the person carries both numbers."""


_CHANGES: Final[Mapping[Trouble, Callable[[Random, Story, Setting], None]]] = {
    Trouble.NEVER_SENT: _never_sent,
    Trouble.REJECTED: _rejected,
    Trouble.LATE_REPORT: _late_report,
    Trouble.REFUND_STOPPED: _refund_stopped,
    Trouble.WRONG_UNIT: _wrong_unit,
    Trouble.CLOSED_UNIT: _closed_unit,
    Trouble.LEFT: _left,
    Trouble.NEW_NUMBER: _new_number,
    Trouble.DISCRETION: _discretion,
    Trouble.SALARY_RISE: _salary_rise,
    Trouble.EMPLOYER_PERIOD: _employer_period,
    Trouble.NEW_HIRE: _new_hire,
    Trouble.LATE_CLAIM: _late_claim,
    Trouble.WRONG_KIND: _wrong_kind,
}

"""A small written municipality, and one course settled by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random

import pytest

from rutine.practice.bookkeeping import Books
from rutine.practice.courses import Course, Note
from rutine.practice.draws import seeded
from rutine.practice.employment import Employee, Job, Position
from rutine.practice.municipality import PracticeFolder, PracticePlan, generate
from rutine.practice.office import decide
from rutine.practice.organisation import Organisation, SubUnit, found
from rutine.practice.people import Person
from rutine.practice.rates import NORMAL
from rutine.practice.schedule import Schedule
from rutine.practice.stories import Setting, Story, tell
from rutine.practice.truth import Group

PLAN = PracticePlan(seed=7, employees=400, sub_units=20)


class Unlikely(Random):
    """Every rare thing does not happen, and everything takes as long as it may."""

    def random(self) -> float:
        return 0.999


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.fixture(name="day")
def _day() -> Callable[[str], int]:
    return day


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> PracticeFolder:
    """The municipality of PLAN, on disk."""
    return generate(PLAN, tmp_path_factory.mktemp("practice") / "municipality")


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    return found(seeded(1), 20, NORMAL.units)


@pytest.fixture
def note() -> Callable[..., Note]:
    """A note from two ISO days."""

    def make(first: str, last: str, grade: int = 100, **facts: object) -> Note:
        worked = facts.pop("worked_grade", grade)
        return Note(day(first), day(last), grade, worked, **facts)

    return make


@pytest.fixture
def employee() -> Callable[..., Employee]:
    """An employee from jobs: a sub-unit and monthly incomes in kroner."""

    def make(*jobs: tuple[SubUnit, Sequence[int]], apart: bool = False) -> Employee:
        person = Person("02816312345", "Åse Prøve", "Åse Prøve".ljust(25))
        made = [
            Job(unit, [Position(f"1-{n}", income * 100) for n, income in enumerate(pays)], apart)
            for unit, pays in jobs
        ]
        return Employee("10001", person, made)

    return make


@pytest.fixture
def settle(organisation: Organisation) -> Callable[..., list[Group]]:
    """What NAV pays and payroll claims for one course, with no chance in it."""

    def run(
        course: Course,
        employee: Employee,
        place: int = 0,
        *,
        months: tuple[str, ...] = ("2026-06", "2026-07", "2026-08", "2026-09"),
        decided: Sequence[int] = (),
        rng: Random | None = None,
        change: Callable[[Story], None] = lambda _story: None,
    ) -> list[Group]:
        plan = PracticePlan(months=months)
        rng = rng or Unlikely(1)
        story = tell(rng, course, Setting(organisation, plan.rates.habits))
        change(story)
        schedule = Schedule(plan, seeded(1), 2)
        books = Books(rng, story, employee, place, plan=plan, schedule=schedule)
        return books.groups(list(decided) or decide(rng, story, plan.ends, seeded("aside")))

    return run

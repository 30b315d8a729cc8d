"""Routine files graded and ranked: what the procedure takes, and whether to automate it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rutine.routines.identity import SystemUsed
from rutine.routines.procedure import TodayStep
from rutine.routines.routine_file import RoutineFile
from rutine.routines.suitability import (
    Circumstances,
    Criterion,
    Scale,
    Suitability,
    months_to_pay_back,
    suitability,
)
from rutine.routines.value_stream import MONTHS, ValueStream, Work

_HUNDRED = 100
_FEWEST = 0.01
"""Cases a month, one in eight years: below this nothing can be shared out among them."""
_BY_MACHINE = ("api", "file")


@dataclass(frozen=True, slots=True)
class GradedRoutine:
    """One routine with its figures.

    Attributes:
        routine: the file.
        stream: its procedure today, counted by case.
        verdict: its grades, stops and effort.
    """

    routine: RoutineFile
    stream: ValueStream
    verdict: Suitability

    @property
    def freed_hours(self) -> float | None:
        """Hours a year that go; None while nobody has written the procedure to be."""
        return self.stream.automatable_hours if self.routine.procedure.to_be else None

    @property
    def pay_back_months(self) -> float | None:
        """Months until the hours it frees make up for automating it."""
        return months_to_pay_back(self.verdict, self.stream)

    @property
    def cost_of_a_case(self) -> float | None:
        """Kroner of work on one case; None where nobody has said what an hour costs."""
        routine = self.routine
        hour = routine.volume.kroner_per_hour if routine.volume else None
        if hour is None and routine.baseline is not None:
            hour = routine.baseline.kroner_per_hour
        return None if hour is None else self.stream.cost(hour)

    @property
    def made_up(self) -> bool:
        """Whether any of the figures is an example that nobody has measured."""
        volume = self.routine.volume
        return "example" in {self.routine.procedure.figures, volume.figures if volume else ""}


def graded(routine: RoutineFile, scale: Scale, today: date) -> GradedRoutine:
    """Grade a routine file. `today` tells how long its systems have left."""
    stream = stream_of(routine)
    return GradedRoutine(routine, stream, suitability(stream, known_of(routine, today), scale))


def ranked(routines: Iterable[GradedRoutine]) -> list[GradedRoutine]:
    """Best first: those nothing stops, by points; then the stopped, by points; then by name."""
    return sorted(
        routines,
        key=lambda each: (
            bool(each.verdict.stops),
            -each.verdict.points,
            -each.verdict.possible,
            each.routine.name,
        ),
    )


def stream_of(routine: RoutineFile) -> ValueStream:
    """The procedure as it is today, counted by case.

    A step that few cases take, or that is done for many cases at once, weighs accordingly.
    """
    volume = routine.volume
    cases = volume.cases_a_month if volume else None
    gone = _numbers_that_go(routine)
    names = {each.id: each.name for each in routine.identity.systems}
    return ValueStream(
        tuple(_work(each, cases, names, goes=each.no in gone) for each in routine.procedure.today),
        cases,
        ((volume.exception_percent if volume else None) or 0.0) / _HUNDRED,
    )


def _work(step: TodayStep, cases: float | None, names: dict[str, str], *, goes: bool) -> Work:
    share = step.share_percent / _HUNDRED
    return Work(
        name=step.nb,
        touch=_minutes_per_case(step, cases),
        wait=step.wait_hours * share,
        judged=step.decided_by == "judgement",
        errors=None if step.error_percent is None else step.error_percent / _HUNDRED * share,
        system=names.get(step.system, step.system) if step.system else None,
        goes=goes,
        waste=step.waste,
    )


def _minutes_per_case(step: TodayStep, cases: float | None) -> float | None:
    """A step's share of one case's minutes; what is done for many at once is shared out."""
    if step.times_a_month is None:
        return step.touch_minutes * step.share_percent / _HUNDRED
    if cases is None or cases < _FEWEST:
        return None
    return step.touch_minutes * step.times_a_month / cases


def _numbers_that_go(routine: RoutineFile) -> frozenset[int]:
    """Today's steps of which nothing is left to a person."""
    kept, gone = set[int](), set[int]()
    for step in routine.procedure.to_be:
        (gone if step.becomes in {"removed", "automated"} else kept).update(step.of_today)
    return frozenset(gone - kept)


def known_of(routine: RoutineFile, today: date) -> Circumstances:
    """What the file tells apart from the procedure."""
    identity = routine.identity
    told = [each.input_form for each in routine.procedure.today if each.input_form]
    judged = {
        each: grade.grade
        for each in Criterion
        if (grade := getattr(routine.assessment, each.value)) is not None
    }
    return Circumstances(
        judged=judged,
        owned=identity.owner is not None,
        leaving={
            each.name: _whole_months(today, each.replaced_on)
            for each in identity.systems
            if each.replaced_on is not None
        },
        with_api=[each.name for each in identity.systems if _by_screen(each, routine)],
        has_data=bool(routine.sources)
        or "structured" in told
        or any(each.reached_by in _BY_MACHINE or each.has_api for each in identity.systems),
        structured=told.count("structured") / len(told) if told else None,
        duty=identity.legal_duty,
        changes=identity.rule_changes_a_year,
        others=identity.same_elsewhere,
    )


def _by_screen(system: SystemUsed, routine: RoutineFile) -> bool:
    """Whether the robot is to use the system's screen though there is an API.

    A source from the system that comes through an API or as a file has the screen only to fall
    back on.
    """
    sources = [each.fetched_by for each in routine.sources.values() if each.system == system.id]
    if any(each != "portal" for each in sources):
        return False
    robots = any(
        each.becomes == "automated" and each.system == system.id for each in routine.procedure.to_be
    )
    return bool(system.has_api) and ("portal" in sources or (robots and not sources))


def _whole_months(first: date, last: date) -> int:
    months = MONTHS * (last.year - first.year) + last.month - first.month
    return months - (last.day < first.day)

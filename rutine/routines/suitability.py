"""How well a routine is suited for automation: eight graded criteria, stops, and effort.

The criteria, their weights, the stops and the two measured efforts come from what Norwegian
public bodies use (Prosjektveiviseren, UiO's intake of robots, DFØ's nine processes): see
`docs/explanation/suitability.md`. What the procedure tells is graded from it; the rest is judged
by a person, and a criterion nobody has judged is shown as open, never as a middling grade.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rutine.routines.value_stream import MONTHS, ValueStream

TOP: Final = 5
"""The best grade."""


class Criterion(StrEnum):
    """What is graded, in the order it is shown."""

    RULES = "rules"
    VOLUME = "volume"
    INPUT = "input"
    STABILITY = "stability"
    RISK = "risk"
    DUTY = "duty"
    SYSTEMS = "systems"
    REUSE = "reuse"


class Stop(StrEnum):
    """Why a routine should not be automated yet, however high it scores."""

    NO_OWNER = "no_owner"
    SYSTEM_LEAVES = "system_leaves"
    JUDGEMENT = "judgement"
    NO_DATA = "no_data"
    USE_THE_API = "use_the_api"


class Effort(StrEnum):
    """How much work it is to automate."""

    SIMPLE = "simple"
    MIDDLE = "middle"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of the grading, all of which a municipality may set.

    Attributes:
        weights: criterion -> its part of the whole; the parts sum to 1.
        hours: the hours a year from which the volume is graded 1, 2, 3, 4 and 5.
        errors: the shares done again from which the risk is graded 1, 2, 3, 4 and 5.
        others: how many others doing the same from which the reuse is graded 1, 2, 3, 4 and 5.
        changes: changes of the rules a year up to which the stability is graded 5, 4, 3, 2 and 1.
        most_judged: the share of judgement above which the routine is stopped.
        leaves_months: a system that is replaced sooner stops the routine.
        effort: hours of work to automate, of each class.
    """

    weights: Mapping[Criterion, float]
    hours: tuple[float, ...]
    errors: tuple[float, ...]
    others: tuple[float, ...]
    changes: tuple[float, ...]
    most_judged: float
    leaves_months: int
    effort: Mapping[Effort, int]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known about a routine apart from its procedure.

    Attributes:
        judged: grades that a person has given, 0 to 5; they go before what is counted.
        owned: whether somebody owns the routine.
        leaving: systems it is done in -> whole months until they are replaced.
        with_api: systems of which a step that is to be automated is done by screen, though they
            have an API.
        has_data: whether any file, API or register holds what the routine works on.
        structured: the share, 0 to 1, of the steps that begin with fields rather than with free
            text, paper or talk; None when no step tells.
        duty: whether the law demands the work; None when nobody has said.
        changes: how often a year its rules change; None when nobody has said.
        others: how many others do the same; None when nobody has said.
    """

    judged: Mapping[Criterion, int] = field(default_factory=dict)
    owned: bool = False
    leaving: Mapping[str, int] = field(default_factory=dict)
    with_api: Sequence[str] = ()
    has_data: bool = False
    structured: float | None = None
    duty: bool | None = None
    changes: float | None = None
    others: int | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """One criterion: its grade, None while it is open, and whether a person gave it."""

    criterion: Criterion
    weight: float
    grade: int | None
    by_person: bool


@dataclass(frozen=True, slots=True)
class Halt:
    """One stop, and the system it is about, empty where it is about none."""

    stop: Stop
    system: str = ""


@dataclass(frozen=True, slots=True)
class Suitability:
    """The verdict on one routine: points from 0 to 100.

    Attributes:
        grades: every criterion, in order.
        stops: why it must wait; empty when it need not.
        effort: how much work it is.
        effort_hours: that class in hours.
    """

    grades: tuple[Grade, ...]
    stops: tuple[Halt, ...]
    effort: Effort
    effort_hours: int

    @property
    def points(self) -> int:
        """What it surely scores: open criteria count nothing."""
        return self._points(0)

    @property
    def possible(self) -> int:
        """What it would score if every open criterion were graded best."""
        return self._points(TOP)

    @property
    def open(self) -> tuple[Criterion, ...]:
        """What nobody has judged yet."""
        return tuple(each.criterion for each in self.grades if each.grade is None)

    def _points(self, unknown: int) -> int:
        parts = (e.weight * (unknown if e.grade is None else e.grade) / TOP for e in self.grades)
        return round(100 * sum(parts))


def suitability(stream: ValueStream, known: Circumstances, scale: Scale) -> Suitability:
    """Grade a routine."""
    counted = _counted(stream, known, scale)
    grades = tuple(
        Grade(
            each,
            scale.weights[each],
            known.judged.get(each, counted.get(each)),
            each in known.judged,
        )
        for each in Criterion
    )
    effort = effort_of(stream)
    return Suitability(grades, tuple(_stops(stream, known, scale)), effort, scale.effort[effort])


def _counted(
    stream: ValueStream, known: Circumstances, scale: Scale
) -> dict[Criterion, int | None]:
    """What the procedure and the circumstances tell."""
    worked = bool(stream.touch_minutes)
    hours, right = stream.annual_hours, stream.right_first_time
    systems = len(stream.systems)
    return {
        Criterion.RULES: _nearest(TOP * (1 - stream.judged_share)) if worked else None,
        Criterion.VOLUME: _steps(hours, scale.hours) if worked and hours is not None else None,
        Criterion.INPUT: None if known.structured is None else _nearest(TOP * known.structured),
        Criterion.RISK: None if right is None else _steps(1 - right, scale.errors),
        Criterion.STABILITY: None if known.changes is None else _few(known.changes, scale.changes),
        Criterion.DUTY: None if known.duty is None else TOP * known.duty,
        Criterion.SYSTEMS: max(0, TOP + 1 - systems) if systems else None,
        Criterion.REUSE: None if known.others is None else _steps(known.others, scale.others),
    }


def _nearest(grade: float) -> int:
    """The whole grade; a half goes up, so that equal steps are graded alike."""
    return int(_even(grade) + 0.5)


def _steps(value: float, bounds: Sequence[float]) -> int:
    return sum(_even(value) >= _even(bound) for bound in bounds)


def _few(value: float, bounds: Sequence[float]) -> int:
    return sum(_even(value) <= _even(bound) for bound in bounds)


def _even(value: float) -> float:
    """The value without the dust of binary fractions: 1 - 0.8 is a fifth, and not just under."""
    return round(value, 9)


def _stops(stream: ValueStream, known: Circumstances, scale: Scale) -> Iterator[Halt]:
    if not known.owned:
        yield Halt(Stop.NO_OWNER)
    for system, months in known.leaving.items():
        if months < scale.leaves_months:
            yield Halt(Stop.SYSTEM_LEAVES, system)
    if _even(stream.judged_share) > scale.most_judged:
        yield Halt(Stop.JUDGEMENT)
    if not known.has_data:
        yield Halt(Stop.NO_DATA)
    for system in known.with_api:
        yield Halt(Stop.USE_THE_API, system)


_FEW_SYSTEMS: Final = 2
_MANY_SYSTEMS: Final = 4
_FEW_ODD: Final = 0.1
_MANY_ODD: Final = 0.3


def effort_of(stream: ValueStream) -> Effort:
    """How much work it is: by systems, by cases that break the rule, and by judgement.

    The bounds are ours; the hours that they stand for are UiO's for its simple and hard robots.
    """
    systems = len(stream.systems)
    odd = _even(max(stream.exceptions, stream.judged_share))
    if systems >= _MANY_SYSTEMS or odd > _MANY_ODD:
        return Effort.HARD
    if systems <= _FEW_SYSTEMS and odd <= _FEW_ODD:
        return Effort.SIMPLE
    return Effort.MIDDLE


def months_to_pay_back(found: Suitability, stream: ValueStream) -> float | None:
    """Months until the hours it frees make up for the hours it costs; None when it frees none."""
    saved = stream.automatable_hours
    return MONTHS * found.effort_hours / saved if saved else None

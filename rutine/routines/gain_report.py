"""Gain cards with what became of them: actuals by month against the baseline and the target.

Saved time is a gain only where somebody has named its use, and any gain only where somebody in
the line answers for it (Prosjektveiviseren, plan for realising gains).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rutine.cases.figures.gain_actuals import MonthActuals
from rutine.routines.baseline import MeasuredBefore
from rutine.routines.gain_card import GainCard, Indicator
from rutine.routines.routine_file import RoutineFile

_HUNDRED: Final = 100

SUMMED: Final[frozenset[Indicator]] = frozenset(
    ("saved_minutes", "overdue_avoided", "kroner_recovered")
)
"""Indicators that stand for a year: their months are added up. The others are as of late."""

LOWER: Final[frozenset[Indicator]] = frozenset(("touch_minutes",))
"""Indicators of which less is better."""

OF_TIME: Final[frozenset[Indicator]] = frozenset(("saved_minutes", "touch_minutes"))


class Progress(StrEnum):
    """How far a card has come, by its figures alone."""

    BY_HAND = "by_hand"
    """People count it."""
    NO_FIGURES = "no_figures"
    NO_TARGET = "no_target"
    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    NOT_BETTER = "not_better"


class Doubt(StrEnum):
    """Why what the figures show is no gain yet."""

    NO_OWNER = "no_owner"
    NO_USE = "no_use"
    """Time is saved, and nobody has said what for."""
    NO_BASELINE = "no_baseline"
    ESTIMATED = "estimated"
    """The baseline is what those who do the work believe, and nobody has measured it."""
    EXAMPLE = "example"
    """The baseline is made up to show the form."""


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """One month's figure; None where the store can't tell."""

    month: str
    value: float | None


@dataclass(frozen=True, slots=True)
class GainShown:
    """A card with its actuals.

    Attributes:
        card: as the routine file has it.
        months: the last twelve, in order; empty for what people count.
        actual: the year's sum, or the latest month's figure; None where nothing is known.
        as_of: the month that a latest figure is of; empty for a sum.
        progress: how far it has come.
        doubts: why it does not count as a gain yet; empty when it does.
    """

    card: GainCard
    months: tuple[MonthFigure, ...]
    actual: float | None
    as_of: str
    progress: Progress
    doubts: tuple[Doubt, ...]

    @property
    def counts(self) -> bool:
        """Whether it may be called a gain: better than before, and nothing speaks against it."""
        better = self.progress in {Progress.REACHED, Progress.ON_THE_WAY}
        return better and not self.doubts


def gains_of(routine: RoutineFile, months: Sequence[MonthActuals]) -> list[GainShown]:
    """Every gain card of a routine, in the file's order."""
    return [_shown(card, routine.baseline, months) for card in routine.gains]


def _shown(
    card: GainCard, before: MeasuredBefore | None, months: Sequence[MonthActuals]
) -> GainShown:
    figures: tuple[MonthFigure, ...] = ()
    if card.indicator != "by_hand":
        figures = tuple(MonthFigure(m.month, _value(card.indicator, m, before)) for m in months)
    known = [each for each in figures if each.value is not None]
    actual = _actual(card.indicator, known)
    as_of = known[-1].month if known and card.indicator not in SUMMED else ""
    return GainShown(card, figures, actual, as_of, _progress(card, actual), tuple(_doubts(card)))


def _value(
    indicator: Indicator, month: MonthActuals, before: MeasuredBefore | None
) -> float | None:
    match indicator:
        case "auto_rate":
            return _HUNDRED * month.settled / month.lines if month.lines else None
        case "touch_minutes":
            told = month.lines and month.minutes is not None
            return month.minutes / month.lines if told and month.minutes is not None else None
        case "saved_minutes":
            return None if before is None else _of(month, month.settled * before.minutes_per_case)
        case "overdue_avoided":
            return _of(month, month.in_time)
        case "kroner_recovered":
            return _of(month, int(month.recovered) / _HUNDRED)
        case "by_hand":
            return None


def _of(month: MonthActuals, value: float) -> float | None:
    """The value; None for nought in a month in which nothing ran, before the routine was in use."""
    return value if value or month.lines else None


def _actual(indicator: Indicator, known: Sequence[MonthFigure]) -> float | None:
    if not known:
        return None
    if indicator in SUMMED:
        return sum(each.value or 0.0 for each in known)
    return known[-1].value


def _progress(card: GainCard, actual: float | None) -> Progress:
    if card.indicator == "by_hand":
        return Progress.BY_HAND
    if actual is None:
        return Progress.NO_FIGURES
    sign = -1 if card.indicator in LOWER else 1
    if card.target is not None and sign * (actual - card.target.value) >= 0:
        return Progress.REACHED
    if card.baseline is not None and sign * (actual - card.baseline.value) <= 0:
        return Progress.NOT_BETTER
    return Progress.NO_TARGET if card.target is None else Progress.ON_THE_WAY


def _doubts(card: GainCard) -> Iterable[Doubt]:
    if card.owner is None:
        yield Doubt.NO_OWNER
    if card.indicator in OF_TIME and card.use_of_saved_time is None:
        yield Doubt.NO_USE
    if card.baseline is None:
        yield Doubt.NO_BASELINE
    elif card.baseline.figures != "measured":
        yield Doubt(card.baseline.figures)

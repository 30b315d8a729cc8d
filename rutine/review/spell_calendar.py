"""The days of a case as a calendar: what each is by the rules, and whether it was claimed and paid.

The months are a picture; the stretches below say the same in words, so that the picture may be
hidden from one who does not see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rutine.cases.views import CaseRow, CaseView
from rutine.core.expected_days import DayMark, DayStretch
from rutine.core.money import Ore
from rutine.core.periods import SATURDAY, Period
from rutine.refunds.benefits import HOLIDAY_PAY
from rutine.review import wording
from rutine.review.catalogue import Catalogue

MOST_MONTHS: Final = 6
"""Months that are drawn; what is longer is told in words only."""

MOST_DAYS: Final = 800
"""Days that are told of at all: a wrong year in a file must not make an endless page."""

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_LETTERED: Final = frozenset(DayMark) - {DayMark.WEEKEND}

SAME, CLAIMED, PAID, NEITHER = "same", "claimed", "paid", "neither"


@dataclass(frozen=True, slots=True, repr=False)
class SpellDay:
    """One day. `mark` is None where nothing is known of the rules, on weekdays."""

    day: date
    mark: DayMark | None
    grade: int
    rate: Ore
    why: str | None
    claimed: bool
    paid: bool

    @property
    def is_counted(self) -> bool:
        """Whether it is a day that money is asked and paid for: no weekend is."""
        return self.day.weekday() < SATURDAY

    @property
    def covered(self) -> str:
        """Whether it was claimed and paid, as the last part of catalogue keys."""
        if self.claimed == self.paid:
            return SAME if self.paid else NEITHER
        return CLAIMED if self.claimed else PAID

    @property
    def verdict(self) -> str:
        """What is wrong with it, as the last part of catalogue keys; `fine` when nothing is."""
        if not self.is_counted or self.mark is DayMark.UNKNOWN:
            return "fine"
        if self.mark is not None and not self.rate:
            return "unfounded" if self.paid else "not_due" if self.claimed else "fine"
        if self.claimed != self.paid:
            return self.covered
        return "forgotten" if self.rate and not self.paid else "fine"

    def is_like(self, other: SpellDay) -> bool:
        """Whether the same is true of both days."""
        return self._facts == other._facts

    @property
    def _facts(self) -> tuple[object, ...]:
        return self.mark, self.grade, self.rate, self.why, self.claimed, self.paid


@dataclass(frozen=True, slots=True, repr=False)
class Cell:
    """One day as it is drawn: its number, a letter for what it is, and a word for the two sides."""

    number: int
    mark: str
    letter: str
    covered: str
    differs: bool


@dataclass(frozen=True, slots=True, repr=False)
class Month:
    """A month as weeks from Monday; None outside the days that are told of."""

    title: str
    weeks: list[list[Cell | None]]


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """Days in a row of which the same is true, in words."""

    days: str
    count: int
    kind: str
    rate: str
    claimed: str
    paid: str
    verdict: str
    differs: bool


@dataclass(frozen=True, slots=True, repr=False)
class SpellCalendar:
    """The months (none when there are too many), the same in words, and what the letters mean."""

    months: list[Month]
    told: list[Told]
    legend: list[tuple[str, str, str]]
    by_rules: bool


def spell_calendar(t: Catalogue, case: CaseView) -> SpellCalendar | None:
    """The calendar of a case; None when no row has days, or they are no days of absence."""
    if case.benefit in HOLIDAY_PAY:
        return None
    days = spell_days(case.days, _periods(case.claims), _periods(case.lines))
    if not days:
        return None
    first, last = days[0].day, days[-1].day
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return SpellCalendar(
        months=_months(t, days) if count <= MOST_MONTHS else [],
        told=[_told(t, each) for each in together(days)],
        legend=_legend(t, days),
        by_rules=bool(case.days),
    )


def spell_days(
    stretches: Iterable[DayStretch], claimed: Sequence[Period], paid: Sequence[Period]
) -> list[SpellDay]:
    """Every day from the first that anything names to the last."""
    known = {
        stretch.first + _DAY * place: stretch
        for stretch in stretches
        for place in range((stretch.last - stretch.first).days + 1)
    }
    ends = [*known, *(end for each in (*claimed, *paid) for end in (each.first, each.last))]
    if not ends or (max(ends) - min(ends)).days >= MOST_DAYS:
        return []
    first = min(ends)
    return [
        _spell_day(first + _DAY * place, known, claimed, paid)
        for place in range((max(ends) - first).days + 1)
    ]


def _spell_day(
    day: date, known: dict[date, DayStretch], claimed: Sequence[Period], paid: Sequence[Period]
) -> SpellDay:
    stretch = known.get(day)
    weekend = DayMark.WEEKEND if day.weekday() >= SATURDAY else None
    return SpellDay(
        day=day,
        mark=stretch.mark if stretch else weekend,
        grade=stretch.grade if stretch else 0,
        rate=stretch.rate if stretch else Ore(0),
        why=stretch.why if stretch else None,
        claimed=any(day in each for each in claimed),
        paid=any(day in each for each in paid),
    )


def together(days: Sequence[SpellDay]) -> list[list[SpellDay]]:
    """Days of which the same is true; a weekend between such days does not part them."""
    found: list[list[SpellDay]] = []
    for day in days:
        if day.mark is DayMark.WEEKEND:
            continue
        if found and found[-1][-1].is_like(day) and _only_weekend(found[-1][-1].day, day.day):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _only_weekend(one: date, other: date) -> bool:
    between = (other - one).days - 1
    return all((one + _DAY * n).weekday() >= SATURDAY for n in range(1, between + 1))


def _periods(rows: Iterable[CaseRow]) -> list[Period]:
    """The days of the rows that have both dates in their order."""
    return [
        Period(row.facts.first, row.facts.last)
        for row in rows
        if row.facts and row.facts.first and row.facts.last and row.facts.first <= row.facts.last
    ]


def _months(t: Catalogue, days: Sequence[SpellDay]) -> list[Month]:
    by_month: dict[tuple[int, int], list[SpellDay]] = {}
    for day in days:
        by_month.setdefault((day.day.year, day.day.month), []).append(day)
    return [
        Month(f"{t(f'month.{month}')} {year}", _weeks(t, days))
        for (year, month), days in by_month.items()
    ]


def _weeks(t: Catalogue, days: Sequence[SpellDay]) -> list[list[Cell | None]]:
    """The weeks that the days are in."""
    cells: list[Cell | None] = [None] * days[0].day.weekday()
    cells += [_cell(t, day) for day in days]
    cells += [None] * (-len(cells) % _WEEK)
    return [cells[start : start + _WEEK] for start in range(0, len(cells), _WEEK)]


def _cell(t: Catalogue, day: SpellDay) -> Cell:
    mark = day.mark.value if day.mark else "plain"
    lettered = day.mark in _LETTERED
    return Cell(
        number=day.day.day,
        mark=mark,
        letter=t(f"calendar.letter.{mark}") if lettered else "",
        covered=t(f"calendar.short.{day.covered}")
        if day.is_counted and day.covered != NEITHER
        else "",
        differs=day.verdict != "fine",
    )


def _legend(t: Catalogue, days: Sequence[SpellDay]) -> list[tuple[str, str, str]]:
    """Each mark that is drawn: its name, its letter and its meaning."""
    used = {day.mark for day in days if day.mark is not None}
    return [
        (
            mark.value,
            t(f"calendar.letter.{mark.value}") if mark in _LETTERED else "",
            t(f"calendar.mark.{mark.value}"),
        )
        for mark in DayMark
        if mark in used
    ]


def _told(t: Catalogue, days: Sequence[SpellDay]) -> Told:
    one, last = days[0], days[-1]
    yes, no = t("calendar.yes"), t("calendar.no")
    span = wording.day(one.day)
    return Told(
        days=span if one is last else f"{span}–{wording.day(last.day)}",
        count=len(days),
        kind=_kind(t, one),
        rate=f"{one.rate} {t('unit.kroner')}" if one.rate else t("unit.none"),
        claimed=yes if one.claimed else no,
        paid=yes if one.paid else no,
        verdict=t(f"calendar.verdict.{one.verdict}"),
        differs=one.verdict != "fine",
    )


def _kind(t: Catalogue, day: SpellDay) -> str:
    """What the day is, and why nothing is paid for it where that says more."""
    if day.mark is None:
        return t("calendar.not_known")
    said = t(f"calendar.mark.{day.mark.value}")
    if day.mark is DayMark.GRADED:
        return f"{said} ({day.grade} %)"
    if day.why is None or day.mark not in {DayMark.FREE, DayMark.REFUSED}:
        return said
    return f"{said}: {t.label('calendar.why', day.why)}"

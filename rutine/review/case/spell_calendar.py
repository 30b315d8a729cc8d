"""The days of a case as a calendar, and the same in words.

The months are a picture; the stretches below say the same in words, so that the picture may be
hidden from one who does not see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rutine.cases.views import CaseRow, CaseView
from rutine.core.expected_days import DayMark
from rutine.core.periods import Period
from rutine.refunds.benefits import HOLIDAY_PAY
from rutine.review import wording
from rutine.review.case.spell_days import NEITHER, Row, SpellDay, spell_days, together
from rutine.review.catalogue import Catalogue

MOST_MONTHS: Final = 6
"""Months that are drawn; what is longer is told in words only."""

_WEEK: Final = 7
_LETTERED: Final = frozenset(DayMark) - {DayMark.WEEKEND}


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
    days = spell_days(case.days, _rows(case.claims), _rows(case.lines))
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


def _rows(rows: Iterable[CaseRow]) -> list[Row]:
    """The rows that have both dates in their order."""
    return [
        Row(Period(row.facts.first, row.facts.last), row.facts.amount)
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

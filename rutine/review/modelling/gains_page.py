"""Gains: the share settled without a person, what it saves, and how long cases wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.responses import Response

from rutine.cases.figures.gain_actuals import gain_actuals
from rutine.cases.figures.gains import Baseline, Gains, WaitingCases, gains
from rutine.cases.figures.operation import routines_that_ran
from rutine.cases.figures.trend import MonthOfRuns
from rutine.core import clock
from rutine.core.charts import WIDTH, bars, columns
from rutine.review.catalogue import Catalogue, number
from rutine.review.visit import Visit

ROUTINE: Final = "nav_refunds"
"""Shown when nothing else is asked for."""
_HOUR: Final = 60
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what it is, and how it was found."""

    label: str
    value: str
    about: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month in words."""

    month: str
    lines: str
    settled: str
    percent: str


def show(visit: Visit) -> Response:
    """`GET /gevinst?rutine=NAME`: of the refunds, unless another routine that runs is asked for."""
    t, site = visit.t, visit.site
    with site.database.reading() as session:
        names = sorted({ROUTINE, *routines_that_ran(session)}, key=lambda name: name != ROUTINE)
        asked = visit.request.query_params.get("rutine", ROUTINE)
        routine = asked if asked in names else ROUTINE
        found = gains(session, routine, visit.actor, now=clock.now(), today=site.today())
        actuals = gain_actuals(session, routine, site.today())
    baseline = site.baseline(routine)
    # Obligations and cover settle no lines: there is no share, and no time of each to save.
    of_lines = routine == ROUTINE or bool(found.lines)
    return visit.render(
        "gains.html",
        section="gains",
        routine=visit.routine_name(routine),
        routine_file=f"mappings/routines/{routine}.yaml",
        routines=[(name, visit.routine_name(name), name == routine) for name in names],
        of_lines=of_lines,
        figures=[*_share(t, found), *_saved(t, found, baseline), *_median(t, found)],
        no_baseline=of_lines and baseline is None,
        baseline_source=baseline.source if baseline else "",
        own_units=visit.actor.units is not None,
        width=WIDTH,
        months=[_month(t, each) for each in found.months],
        month_columns=columns(
            [
                (f"{each.month[5:]}.{each.month[2:4]}", each.lines, each.settled)
                for each in found.months
            ]
        ),
        waiting=_waiting(t, found.waiting),
        waiting_bars=bars(
            [(t(f"gains.waited.{e.waited}"), number(e.cases), e.cases) for e in found.waiting]
        ),
        cards=[
            (card, [(_month_name(t, month), value) for month, value in card.months])
            for card in site.gain_cards(routine, actuals, t.language)
        ]
        if visit.actor.units is None  # their figures are of every unit
        else [],
        any_waiting=any(each.cases for each in found.waiting),
    )


def _share(t: Catalogue, found: Gains) -> list[Figure]:
    if not found.lines:
        return []
    percent = f"{100 * found.settled // found.lines}\u00a0%"
    about = t("gains.share_about", settled=number(found.settled), lines=number(found.lines))
    return [Figure(t("gains.share"), percent, about)]


def _saved(t: Catalogue, found: Gains, baseline: Baseline | None) -> list[Figure]:
    if baseline is None or not found.lines:
        return []
    saved = found.saved(baseline)
    minutes = f"{baseline.minutes:g}".replace(".", t("background.decimal"))
    about = t("gains.time_about", settled=number(found.settled), minutes=minutes)
    figures = [Figure(t("gains.time"), _time(t, saved.minutes), about)]
    if saved.amount is not None:
        about = t("gains.money_about", hour=baseline.hour)
        value = f"{saved.amount} {t('unit.kroner')}"
        figures.append(Figure(t("gains.money"), value, about))
    return figures


def _time(t: Catalogue, minutes: int) -> str:
    if minutes < _HOUR:
        return t("gains.minutes", count=number(minutes))
    return t("gains.hours", count=number(minutes // _HOUR), minutes=minutes % _HOUR)


def _median(t: Catalogue, found: Gains) -> list[Figure]:
    if found.median is None:
        return []
    days = found.median // _DAY
    value = t.counted("gains.days", days) if days else t("gains.same_day")
    return [Figure(t("gains.median"), value, t.counted("gains.median_about", found.decided))]


def _month(t: Catalogue, each: MonthOfRuns) -> MonthLine:
    return MonthLine(
        _month_name(t, each.month),
        number(each.lines),
        number(each.settled),
        f"{each.percent}\u00a0%",
    )


def _month_name(t: Catalogue, text: str) -> str:
    year, _, month = text.partition("-")
    return f"{t(f'month.{int(month)}')} {year}"


def _waiting(t: Catalogue, waiting: Sequence[WaitingCases]) -> list[tuple[str, str]]:
    return [(t(f"gains.waited.{each.waited}"), number(each.cases)) for each in waiting]

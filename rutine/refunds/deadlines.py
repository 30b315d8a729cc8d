"""The day by which somebody must act on a difference.

A reason says which rule finds it (`core.reasons.DeadlineRule`); the numbers stand with their
sources in the dated tables. Nothing is guessed: without the day a rule counts from, there is
no deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from rutine.core.periods import Period
from rutine.core.reasons import REASONS, DeadlineRule
from rutine.refunds.expected.day_counting import month_end, months_after, months_before
from rutine.refunds.expected.tables import NumberName, NumberRow, Tables, Unknown

NUMBERS: Final[Mapping[DeadlineRule, tuple[NumberName, ...]]] = MappingProxyType(
    {
        DeadlineRule.NONE: (),
        DeadlineRule.CLAIM_MONTHS: ("refund_claim_months",),
        DeadlineRule.AGREEMENT_MONTHS: ("tariff_amendment_months",),
        DeadlineRule.COMPLAINT_WEEKS: ("complaint_deadline_weeks",),
        DeadlineRule.HANDLING_TIME: (
            "refund_day_17_soft_weeks",
            "refund_day_17_weeks",
            "employer_period_refund_months",
        ),
        DeadlineRule.UNIT_MOVE: ("unit_move_day",),
        DeadlineRule.MISSING_REPORT: ("missing_report_day",),
        DeadlineRule.G_REGULATION: ("regulation_last_month",),
        DeadlineRule.LAST_BENEFIT_DAY: ("last_benefit_day_notice_weeks",),
        DeadlineRule.REQUIREMENT: (),  # the routine file's own
        DeadlineRule.SHIFT: (),  # the rota's own
        DeadlineRule.PREFERENTIAL_RIGHT: (),  # the lists' own, and the routine file's
        DeadlineRule.ANSWER: (),  # its own last day
    }
)
"""The rows of the tables that each rule counts with."""

_EMPLOYER_PERIOD_REFUND: Final = frozenset({"6", "7"})
_NEW_G_MONTH: Final = 5


@dataclass(frozen=True, slots=True)
class KnownDays:
    """What the rules count from; None where nobody knows.

    Attributes:
        absence: the days that the difference concerns.
        benefit: NAV's code: refunds of the employer period have a handling time of their own.
        sent: when the claim was sent.
        signed: when the agreement that raised the salary was signed.
        letter: when NAV's letter came.
        last_benefit_day: as column L has it, or as computed.
        money: when the money came, or should have come.
    """

    absence: Period | None = None
    benefit: str | None = None
    sent: date | None = None
    signed: date | None = None
    letter: date | None = None
    last_benefit_day: date | None = None
    money: date | None = None


@dataclass(frozen=True, slots=True)
class ActBy:
    """The day by which somebody must act.

    Attributes:
        day: the last day on which it is in time.
        late: it has passed.
        rule: how it was found.
        source: where the number stands, as the table says.
    """

    day: date
    late: bool
    rule: DeadlineRule
    source: str


def act_by(reason: str, known: KnownDays, today: date, tables: Tables) -> ActBy | None:
    """The deadline of a reason, None when it has none or what it counts from is not known.

    An absence over several months has a deadline for each: the next one that can still be
    kept is given, or the last of them when all have passed.
    """
    rule = REASONS[reason].deadline
    found = _RULES[rule](known, today, tables) if rule in _RULES else None
    if found is None:
        return None
    day, row = found
    return ActBy(day, today > day, rule, row.source)


def last_day_to_claim(day: date, months: int) -> date:
    """The last day on which a claim for an absence day is in time (ftrl § 22-13).

    A claim covers absence back to the 1st of the month so many months before the claim month
    [SPLEIS `avskjæringsdato`]; so with three, the last day of the third month after the absence
    month is the last.
    """
    return month_end(months_before(day, -months))


_Found = tuple[date, NumberRow] | None


def _row(tables: Tables, name: NumberName, day: date) -> NumberRow | None:
    """The row that holds on a day; a number of a later time is no substitute."""
    row = tables.row_at(name, day)
    return None if isinstance(row, Unknown) else row


def _claim_months(known: KnownDays, today: date, tables: Tables) -> _Found:
    """The last day of the third month after each month of the absence (ftrl § 22-13)."""
    if known.absence is None:
        return None
    found: _Found = None
    for month in _months(known.absence):
        row = _row(tables, "refund_claim_months", month)
        if row is None:
            continue
        found = last_day_to_claim(month, int(row.value)), row
        if found[0] >= today:
            break
    return found


def _months(period: Period) -> Iterator[date]:
    """The first day of each month that the period touches."""
    month = period.first.replace(day=1)
    while month <= period.last:
        yield month
        month = months_before(month, -1)


def _agreement_months(known: KnownDays, _today: date, tables: Tables) -> _Found:
    if known.signed is None:
        return None
    row = _row(tables, "tariff_amendment_months", known.signed)
    return None if row is None else (months_after(known.signed, int(row.value)), row)


def _complaint_weeks(known: KnownDays, _today: date, tables: Tables) -> _Found:
    if known.letter is None:
        return None
    row = _row(tables, "complaint_deadline_weeks", known.letter)
    return None if row is None else (known.letter + timedelta(weeks=int(row.value)), row)


def _handling_time(known: KnownDays, today: date, tables: Tables) -> _Found:
    """When NAV is usually done, and after that when its time is over.

    NAV's present handling times count, not those of the day the claim was sent.
    """
    if known.sent is None:
        return None
    if known.benefit in _EMPLOYER_PERIOD_REFUND:
        row = _row(tables, "employer_period_refund_months", today)
        return None if row is None else (months_after(known.sent, int(row.value)), row)
    usual, limit = (
        _row(tables, name, today) for name in ("refund_day_17_soft_weeks", "refund_day_17_weeks")
    )
    if usual is None or limit is None:
        return None
    day = known.sent + timedelta(weeks=int(usual.value))
    if today <= day:
        return day, usual
    return known.sent + timedelta(weeks=int(limit.value)), limit


def _unit_move(_known: KnownDays, today: date, tables: Tables) -> _Found:
    """The next 5th: NAV must have both income reports then to pay them next month."""
    row = _row(tables, "unit_move_day", today)
    return None if row is None else (_next(today, int(row.value)), row)


def _missing_report(known: KnownDays, _today: date, tables: Tables) -> _Found:
    """The 15th that comes on or after the day of the money."""
    if known.money is None:
        return None
    row = _row(tables, "missing_report_day", known.money)
    return None if row is None else (_next(known.money, int(row.value)), row)


def _next(day: date, of_month: int) -> date:
    month = day if day.day <= of_month else months_before(day, -1)
    return month.replace(day=of_month)


def _g_regulation(known: KnownDays, _today: date, tables: Tables) -> _Found:
    """The end of September after the 1 May whose G the absence should be paid by."""
    if known.absence is None:
        return None
    first = known.absence.first
    row = _row(tables, "regulation_last_month", first)
    if row is None:
        return None
    year = first.year if first.month >= _NEW_G_MONTH else first.year - 1
    return month_end(date(year, int(row.value), 1)), row


def _last_benefit_day(known: KnownDays, _today: date, tables: Tables) -> _Found:
    last = known.last_benefit_day
    if last is None:
        return None
    row = _row(tables, "last_benefit_day_notice_weeks", last)
    return None if row is None else (last - timedelta(weeks=int(row.value)), row)


_RULES: Final[Mapping[DeadlineRule, Callable[[KnownDays, date, Tables], _Found]]] = {
    DeadlineRule.CLAIM_MONTHS: _claim_months,
    DeadlineRule.AGREEMENT_MONTHS: _agreement_months,
    DeadlineRule.COMPLAINT_WEEKS: _complaint_weeks,
    DeadlineRule.HANDLING_TIME: _handling_time,
    DeadlineRule.UNIT_MOVE: _unit_move,
    DeadlineRule.MISSING_REPORT: _missing_report,
    DeadlineRule.G_REGULATION: _g_regulation,
    DeadlineRule.LAST_BENEFIT_DAY: _last_benefit_day,
}
"""Every rule but NONE."""

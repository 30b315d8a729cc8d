"""What a person needs to see of a difference: each field from both sides, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.rows import ClaimRow, OpenRow, total

_ORE_PER_KRONE = 100


def weekdays(rows: Iterable[OpenRow]) -> int | None:
    """Weekdays that the rows cover together, each once; None when a row lacks a date."""
    periods = [row.period for row in rows]
    known = sorted(period for period in periods if period is not None)
    if not known or len(known) < len(periods):
        return None
    count, reached = 0, known[0].first - timedelta(days=1)
    for period in known:
        if period.last > reached:
            fresh = max(period.first, reached + timedelta(days=1))
            count += Period(fresh, period.last).weekdays
            reached = period.last
    return count


def day_rate(amount: Ore, days: int | None) -> Ore | None:
    """The rate that the amount implies, when it is a whole number of kroner a day.

    NAV pays a rate in whole kroner for every weekday (refund rules §1.2). A division that
    leaves a remainder shows that the days or the rate were not the same throughout.
    """
    if not days or amount <= 0 or amount % (days * _ORE_PER_KRONE):
        return None
    return Ore(amount // days)


def group_evidence(lines: Sequence[OpenRow], claims: Sequence[ClaimRow]) -> tuple[Evidence, ...]:
    """Days, amount, rate and grade of claims and lines that belong together."""
    claimed_days, paid_days = weekdays(claims), weekdays(lines)
    claimed = total(claims) if claims else None
    paid = total(lines) if lines else None
    rate = _stated_rate(claims) or day_rate(claimed or Ore(0), claimed_days)
    found = (
        _seen("first", "day", _first(claims), _first(lines)),
        _seen("last", "day", _last(claims), _last(lines)),
        _seen("days", "count", claimed_days, paid_days),
        _seen("amount", "ore", claimed, paid),
        _seen("day_rate", "ore", rate, day_rate(paid or Ore(0), paid_days)),
        _seen("grade", "text", _grades(claims), None),
        _seen("sent", "day", _earliest(claim.sent for claim in claims), None),
    )
    return tuple(each for each in found if each.left is not None or each.right is not None)


def one_sided(field: str, kind: str, left: str) -> Evidence:
    """A fact that only the employer's side has."""
    return Evidence(field=field, kind=kind, left=left, right=None, equal=False)


def _seen(
    field: str, kind: str, left: date | int | str | None, right: date | int | None
) -> Evidence:
    one, two = _text(left), _text(right)
    return Evidence(field=field, kind=kind, left=one, right=two, equal=one == two)


def _text(value: date | int | str | None) -> str | None:
    if isinstance(value, int):
        return f"{int(value)}"
    return value.isoformat() if isinstance(value, date) else value


def _first(rows: Iterable[OpenRow]) -> date | None:
    return _earliest(row.first for row in rows)


def _last(rows: Iterable[OpenRow]) -> date | None:
    return max((row.last for row in rows if row.last is not None), default=None)


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _stated_rate(claims: Sequence[ClaimRow]) -> Ore | None:
    """Payroll's own rate, when all the claims state the same."""
    rates = {claim.day_rate for claim in claims}
    return rates.pop() if len(rates) == 1 else None


def _grades(claims: Sequence[ClaimRow]) -> str | None:
    return ", ".join(str(grade) for grade in sorted({claim.grade for claim in claims})) or None

"""What was paid for each day, all lines for it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.basis import PaidDay
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.looking_back.received import ReceivedLine


def paid_days(lines: Iterable[ReceivedLine]) -> tuple[PaidDay, ...]:
    """The days that lines with days paid for, minus what was taken back, earliest first.

    A line's amount is spread evenly over its weekdays, the last øre on the first of them, so
    that no sum changes. A day that comes to nothing, or below, was not paid.
    """
    sums: dict[tuple[date, str, str], int] = defaultdict(int)
    for line in lines:
        if line.period is None:
            continue
        days = _days_of(line.period)
        share, rest = divmod(int(line.amount), len(days))
        for place, day in enumerate(days):
            sums[day, line.sub_unit, line.benefit] += share + (place < rest)
    units = {unit: OrgNr(unit) for unit in {unit for _, unit, _ in sums}}
    return tuple(
        PaidDay(day=day, employer=units[unit], benefit=benefit, to_employer=Ore(amount))
        for (day, unit, benefit), amount in sorted(sums.items())
        if amount > 0
    )


def takes_unseen(minus: ReceivedLine, lines: Iterable[ReceivedLine]) -> bool:
    """Whether a minus takes back more, on some day, than any line at hand has paid for it.

    Then a payment is missing among the lines: it was made in a report, or under a number, that
    is not at hand. A plus of the same report that is not its very opposite comes after it.
    """
    if minus.period is None:
        return True
    left: dict[date, Fraction] = defaultdict(Fraction)
    for line in (*_before(minus, lines), minus):
        days = _days_of(line.period) if line.period else []
        for day in days:
            left[day] += Fraction(int(line.amount), len(days))
    return any(left[day] < 0 for day in _days_of(minus.period))


def _before(minus: ReceivedLine, lines: Iterable[ReceivedLine]) -> Iterator[ReceivedLine]:
    opposite = (*minus.content[:-1], -minus.amount)
    for line in lines:
        same = (line.sub_unit, line.benefit) == (minus.sub_unit, minus.benefit)
        earlier = line.received < minus.received
        at_once = line.received == minus.received and line.content == opposite
        if same and line.ref != minus.ref and (earlier or at_once):
            yield line


def _days_of(period: Period) -> list[date]:
    """Its weekdays; all its days when there is none."""
    return [day for day in period if not is_weekend(day)] or list(period)


def periods_of(days: Iterable[date]) -> tuple[Period, ...]:
    """The days as periods, weekends in between included."""
    found: list[Period] = []
    for day in sorted(set(days)):
        if found and all(is_weekend(each) for each in _between(found[-1].last, day)):
            found[-1] = Period(found[-1].first, day)
        else:
            found.append(Period(day, day))
    return tuple(found)


def _between(before: date, after: date) -> Sequence[date]:
    return [before + timedelta(days=n) for n in range(1, (after - before).days)]

"""Which earlier payment a minus takes back: found where there is one answer, never chosen.

A minus with days says itself which days it is for. One without can only be known by its
amount, and amounts are small multiples of a day rate: so a single amount, or the sum of
payments that follow each other, must fit in one way only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.benefits import RECOVERY
from rutine.refunds.evidence import day_rate
from rutine.refunds.looking_back.received import ReceivedLine

MOST_LINES: Final = 10
"""Payments of one stretch of days whose sums are tried: 1 023 sums."""


class How(StrEnum):
    """What shows which payment it is."""

    SAME = "same"  # the same days and amount
    SUM = "sum"  # payments for days within its own, of the same sum
    PART = "part"  # some days of a payment, at its day rate
    DAYS = "days"  # the same days, another amount
    AMOUNT = "amount"  # no days; one payment has the amount
    AMOUNTS = "amounts"  # no days; payments that follow each other have the sum
    SEVERAL = "several"  # it fits more than one
    NONE = "none"  # no payment at hand fits


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a minus concerns.

    Attributes:
        how: what shows it.
        lines: the payments; with `SEVERAL`, all that fit, one of each content.
    """

    how: How
    lines: tuple[ReceivedLine, ...] = ()


def taken_back(minus: ReceivedLine, received: Iterable[ReceivedLine]) -> TakenBack:
    """Find the payment that a minus takes back.

    Args:
        minus: a line below zero.
        received: everything at hand for the person; what came later than the minus, or was
            taken back before it, is left out.
    """
    pool = _still_paid(minus, received)
    return _by_days(minus, pool) if minus.period else _by_amount(minus, pool)


def concerned(plus: ReceivedLine, received: Iterable[ReceivedLine]) -> TakenBack:
    """Find the earlier payments for days of a line that adds to them."""
    earlier = [line for line in _still_paid(plus, received) if line.received < plus.received]
    return _overlapping(plus.period, earlier) if plus.period else TakenBack(How.NONE)


def _still_paid(line: ReceivedLine, received: Iterable[ReceivedLine]) -> list[ReceivedLine]:
    """The payments that it may concern: not after it, and not taken back already."""
    may = [
        each
        for each in received
        if each.received <= line.received
        and each.ref != line.ref
        and (
            line.benefit == RECOVERY
            or (each.sub_unit, each.benefit) == (line.sub_unit, line.benefit)
        )
    ]
    paid = sorted(
        (each for each in may if each.amount > 0),
        key=lambda each: (
            each.first or each.received,
            each.received,
            each.ref.sha256,
            each.ref.row,
        ),
    )
    for earlier in may:
        if earlier.amount < 0 and earlier.received < line.received:
            content = (*earlier.content[:-1], Ore(-earlier.amount))
            gone = next((each for each in paid if each.content == content), None)
            if gone is not None:
                paid.remove(gone)
    return paid


def _by_days(minus: ReceivedLine, pool: Sequence[ReceivedLine]) -> TakenBack:
    owed, period = Ore(-minus.amount), minus.period
    same = _apart(line for line in pool if line.period == period and line.amount == owed)
    if same:
        return _one_or_several(How.SAME, [(line,) for line in same])
    sums = [
        chosen
        for lines in _by_kind(line for line in pool if _is_within(line.period, period))
        for chosen in _sums(lines, owed)
    ]
    if sums:
        return _one_or_several(How.SUM, sums)
    part = _apart(
        line for line in pool if _is_within(period, line.period) and _is_part(line, period, owed)
    )
    if part:
        return _one_or_several(How.PART, [(line,) for line in part])
    return _overlapping(period, pool)


def _overlapping(period: Period | None, pool: Sequence[ReceivedLine]) -> TakenBack:
    """The payments for the days, when they are of one unit and benefit."""
    near = [line for line in pool if period and line.period and line.period.overlaps(period)]
    kinds = list(_by_kind(near))
    if not kinds:
        return TakenBack(How.NONE)
    return TakenBack(How.DAYS if len(kinds) == 1 else How.SEVERAL, tuple(_apart(near)))


def _by_amount(minus: ReceivedLine, pool: Sequence[ReceivedLine]) -> TakenBack:
    owed = Ore(-minus.amount)
    single = [(line,) for line in _apart(line for line in pool if line.amount == owed)]
    runs = [run for lines in _by_kind(pool) for run in _runs(lines, owed)]
    if not single and not runs:
        return TakenBack(How.NONE)
    return _one_or_several(How.AMOUNT if single else How.AMOUNTS, [*single, *runs])


def _one_or_several(how: How, ways: Sequence[tuple[ReceivedLine, ...]]) -> TakenBack:
    if len(ways) == 1:
        return TakenBack(how, ways[0])
    return TakenBack(How.SEVERAL, tuple(_apart(line for way in ways for line in way)))


def _apart(lines: Iterable[ReceivedLine]) -> list[ReceivedLine]:
    """One line of each content: equal ones are for the same days, whichever is taken back."""
    return list({line.content: line for line in lines}.values())


def _by_kind(lines: Iterable[ReceivedLine]) -> Iterator[list[ReceivedLine]]:
    """The lines of each unit and benefit by themselves."""
    found: dict[tuple[str, str], list[ReceivedLine]] = {}
    for line in lines:
        found.setdefault((line.sub_unit, line.benefit), []).append(line)
    yield from found.values()


def _sums(lines: Sequence[ReceivedLine], owed: Ore) -> list[tuple[ReceivedLine, ...]]:
    """Every choice of whole payments with the sum; none tried when they are too many."""
    if len(lines) > MOST_LINES:
        return []
    found = {
        tuple(line.content for line in chosen): chosen
        for size in range(1, len(lines) + 1)
        for chosen in combinations(lines, size)
        if sum(line.amount for line in chosen) == owed
    }
    return list(found.values())


def _runs(lines: Sequence[ReceivedLine], owed: Ore) -> Iterator[tuple[ReceivedLine, ...]]:
    """Two or more payments that follow each other in time and have the sum."""
    for start in range(len(lines)):
        total = int(lines[start].amount)
        for end in range(start + 1, len(lines)):
            total += int(lines[end].amount)
            if total == owed:
                yield tuple(lines[start : end + 1])


def _is_within(inner: Period | None, outer: Period | None) -> bool:
    return (
        inner is not None
        and outer is not None
        and outer.first <= inner.first
        and inner.last <= outer.last
    )


def _is_part(line: ReceivedLine, period: Period | None, owed: Ore) -> bool:
    """Whether the amount is the payment's day rate for the weekdays of the period."""
    if line.period is None or period is None:
        return False
    rate = day_rate(line.amount, line.period.weekdays)
    return rate is not None and rate * period.weekdays == owed

"""Holiday pay of a year that the plan knows the payments of: what NAV pays, and the truth.

Written apart from `rutine.refunds`, from the same rules (refund rules §1.4): the two are tests
of each other. Only a plan whose months reach from January of the earning year to the June
after it knows them all; other plans draw amounts that nothing explains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from rutine.practice import nav
from rutine.practice.days import Day, Month, is_weekend, month_first, weekdays
from rutine.practice.draws import Weighted, between
from rutine.practice.employment import Employee
from rutine.practice.people import Person
from rutine.practice.schedule import Schedule
from rutine.practice.truth import Group, Line

_YEAR: Final = 12
_MARCH, _MAY, _JUNE = 2, 4, 5
_KRONE: Final = 100
_CODES: Final = {"4": "H", "2": "F", "3": "G", "9": "M", "Y": "M", "Z": "M"}
_TOGETHER: Final = {"Y": "9"}
"""Benefits that share the limit of another."""
_LIMITS: Final = {"4": nav.HOLIDAY_PAY_DAYS, "Z": nav.HOLIDAY_PAY_DAYS, "3": 64, "2": 60, "9": 60}
_FROM_THE_FIRST_DAY: Final = frozenset("23")
_OLDER: Final = 0.1
_OLDER_SHARE: Final = 125  # thousandths
_KINDS: Final = Weighted([("right", 0.80), ("shared", 0.10), ("left_out", 0.06), ("more", 0.04)])
_WORKED_OUT: Final = (_MAY, _JUNE)
"""NAV has seen the payments before the first of one of these months."""

Paid = Mapping[tuple[str, str], Mapping[Day, int]]
"""(benefit, sub-unit) -> øre of each day."""


@dataclass(frozen=True, slots=True)
class HolidayPay:
    """One line: what NAV pays, and what would be right, in øre."""

    person: Person
    unit: str
    code: str
    amount: int
    right: int


def knows_the_year(first_month: Month, june: Month) -> bool:
    """Whether a plan from `first_month` knows all payments of the year before a June."""
    return june % _YEAR == _JUNE and first_month <= june - _JUNE - _YEAR


def holiday_pay(
    rng: Random,
    groups: Iterable[Group],
    employees: Sequence[Employee],
    june: Month,
    schedule: Schedule,
) -> Iterator[HolidayPay]:
    """The holiday pay of everybody who was paid for days of the year before."""
    year = month_first(june - _JUNE - _YEAR), month_first(june - _JUNE) - 1
    lines = _by_number(groups, schedule, month_first(june))
    for employee in employees:
        person = employee.person
        numbers = dict.fromkeys((person.fnr, person.new_fnr))
        theirs = [line for number in numbers if number for line in lines.get(number, ())]
        seen_until = month_first(june - _JUNE + _WORKED_OUT[int(rng.random() * 2)])
        seen = [(day, line) for day, line in theirs if day < seen_until]
        senior = rng.random() < _OLDER
        kind = _KINDS.draw(rng)
        right = _amounts(_paid(line for _, line in seen), year, senior=senior)
        given = right
        if kind == "shared":
            given = _amounts(
                _paid(line for _, line in seen), year, senior=senior, taken=between(rng, 5, 47)
            )
            right = given
        elif kind == "left_out" and len(seen) > 1:
            gone = int(rng.random() * len(seen))
            rest = [line for place, (_, line) in enumerate(seen) if place != gone]
            given = _amounts(_paid(rest), year, senior=senior)
        for (unit, code), amount in sorted(given.items()):
            more = between(rng, 1, 4000) * _KRONE if kind == "more" else 0
            if amount + more:
                yield HolidayPay(person, unit, code, amount + more, right.get((unit, code), 0))


def _by_number(
    groups: Iterable[Group], schedule: Schedule, before: Day
) -> dict[str, list[tuple[Day, Line]]]:
    """Each person's lines with the day they were paid, of reports before a day."""
    found: dict[str, list[tuple[Day, Line]]] = defaultdict(list)
    for group in groups:
        for line in group.lines:
            paid = schedule.reports[line.report].value_date
            if line.paid_for and paid < before:
                found[line.fnr].append((paid, line))
    return found


def _paid(lines: Iterable[Line]) -> Paid:
    sums: dict[tuple[str, str], dict[Day, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if line.paid_for is None:
            continue
        benefit, first, last = line.paid_for
        share = line.amount // weekdays(first, last)
        for day in range(first, last + 1):
            if not is_weekend(day):
                sums[benefit, line.unit][day] += share
    return {key: {d: a for d, a in days.items() if a > 0} for key, days in sums.items()}


def _amounts(
    paid: Paid, year: tuple[Day, Day], *, senior: bool, taken: int = 0
) -> dict[tuple[str, str], int]:
    """Holiday pay by (sub-unit, code), in øre, when others have used `taken` days of the limit."""
    first, last = year
    basis: dict[tuple[str, str], int] = defaultdict(int)
    for kind, limit in _LIMITS.items():
        own = {key: days for key, days in paid.items() if _TOGETHER.get(key[0], key[0]) == kind}
        dates = sorted({day for days in own.values() for day in days})
        if kind in _FROM_THE_FIRST_DAY:
            if dates and dates[0] < first + _MARCH * 31:
                continue  # it may have begun before the plan knows
        else:
            dates = [day for day in dates if first <= day <= last]
        counted = {day for day in dates[: limit - taken] if first <= day <= last}
        for (benefit, unit), days in own.items():
            basis[unit, _CODES[benefit]] += sum(a for d, a in days.items() if d in counted)
    older = {code: _OLDER_SHARE if senior and code == "H" else nav.HOLIDAY_PAY for _, code in basis}
    return {
        key: nav.half_up(amount * older[key[1]], 1000 * _KRONE) * _KRONE
        for key, amount in basis.items()
        if amount
    }

"""The days of a case one by one: what each is by the rules, and whether it was claimed and paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rutine.core.expected_days import DayMark, DayStretch
from rutine.core.money import Ore
from rutine.core.periods import SATURDAY, Period

MOST_DAYS: Final = 800
"""Days that are told of at all: a wrong year in a file must not make an endless page."""

_DAY: Final = timedelta(days=1)

SAME, CLAIMED, PAID, NEITHER, TAKEN = "same", "claimed", "paid", "neither", "taken"


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """The days and the amount of a claim or a line; None where the file does not say how much."""

    days: Period
    amount: Ore | None


@dataclass(frozen=True, slots=True, repr=False)
class SpellDay:
    """One day. `mark` is None where nothing is known of the rules, on weekdays.

    `other_rate` says that it is paid for, but with another amount than the rules give;
    `taken_back` that a line takes money back for it, and no other pays as much.
    """

    day: date
    mark: DayMark | None
    grade: int
    rate: Ore
    why: str | None
    claimed: bool
    paid: bool
    other_rate: bool = False
    taken_back: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether it is a day that money is asked and paid for: no weekend is."""
        return self.day.weekday() < SATURDAY

    @property
    def covered(self) -> str:
        """Whether it was claimed and paid, as the last part of catalogue keys."""
        if self.taken_back:
            return TAKEN
        if self.claimed == self.paid:
            return SAME if self.paid else NEITHER
        return CLAIMED if self.claimed else PAID

    @property
    def verdict(self) -> str:
        """What is wrong with it, as the last part of catalogue keys; `fine` when nothing is."""
        if not self.is_counted or self.mark is DayMark.UNKNOWN:
            return "fine"
        if self.taken_back:
            return TAKEN
        if self.mark is not None and not self.rate:
            return "unfounded" if self.paid else "not_due" if self.claimed else "fine"
        if self.claimed != self.paid:
            return self.covered
        if self.other_rate:
            return "other_rate"
        return NEITHER if self.rate and not self.paid else "fine"

    def is_like(self, other: SpellDay) -> bool:
        """Whether the same is true of both days."""
        return self._facts == other._facts

    @property
    def _facts(self) -> tuple[object, ...]:
        return (
            self.mark,
            self.grade,
            self.rate,
            self.why,
            self.claimed,
            self.paid,
            self.other_rate,
            self.taken_back,
        )


def spell_days(
    stretches: Iterable[DayStretch], claimed: Sequence[Row], paid: Sequence[Row]
) -> list[SpellDay]:
    """Every day from the first that anything names to the last."""
    known = {
        stretch.first + _DAY * place: stretch
        for stretch in stretches
        for place in range((stretch.last - stretch.first).days + 1)
    }
    rows = (*claimed, *paid)
    ends = [*known, *(end for row in rows for end in (row.days.first, row.days.last))]
    if not ends or (max(ends) - min(ends)).days >= MOST_DAYS:
        return []
    first = min(ends)
    asked = [_Side(row, known) for row in claimed]
    received = [_Side(row, known) for row in paid]
    return [
        _spell_day(first + _DAY * place, known, asked, received)
        for place in range((max(ends) - first).days + 1)
    ]


class _Side:
    """A row held against the rules' own days."""

    def __init__(self, row: Row, known: Mapping[date, DayStretch]) -> None:
        self.row = row
        self._known = known
        by_rules = sum(known[day].rate for day in row.days if day in known)
        self.as_expected = bool(known) and row.amount == by_rules

    def is_for(self, day: date) -> bool:
        """Whether the row is for the day.

        Where its amount is what the rules give for its days, it holds nothing for the others.
        """
        if day not in self.row.days:
            return False
        return not (self.as_expected and day in self._known and not self._known[day].rate)

    def has_rate(self, rate: Ore) -> bool:
        """Whether the row may hold this amount for each of its days."""
        amount = self.row.amount
        return amount is None or self.as_expected or amount == rate * self.row.days.weekdays


def _spell_day(
    day: date,
    known: Mapping[date, DayStretch],
    claimed: Iterable[_Side],
    paid: Iterable[_Side],
) -> SpellDay:
    stretch = known.get(day)
    weekend = DayMark.WEEKEND if day.weekday() >= SATURDAY else None
    lines = [line for line in paid if line.is_for(day)]
    # A line below zero takes back what another paid.
    received = sum(_counted(line.row.amount) for line in lines) > 0
    rate = stretch.rate if stretch else Ore(0)
    return SpellDay(
        day=day,
        mark=stretch.mark if stretch else weekend,
        grade=stretch.grade if stretch else 0,
        rate=rate,
        why=stretch.why if stretch else None,
        claimed=any(claim.is_for(day) for claim in claimed),
        paid=received,
        other_rate=bool(rate) and received and len(lines) == 1 and not lines[0].has_rate(rate),
        taken_back=not received and any(_counted(line.row.amount) < 0 for line in lines),
    )


def _counted(amount: Ore | None) -> int:
    return 1 if amount is None else int(amount)


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

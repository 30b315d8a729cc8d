"""Settlement lines that reports have brought, whatever became of them: the received ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rutine.core.differences import RowRef
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.expected.tables import Tables


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """One line of a report.

    Attributes:
        ref: where it stands.
        report: what the report is called: NAV's number, or the beginning of its hash.
        received: the report's value date.
        person: the id.
        first, last: its days, None when missing.
        amount: øre, below zero when NAV took money back.
    """

    ref: RowRef
    report: str
    received: date
    person: str = field(repr=False)
    sub_unit: str
    benefit: str
    first: date | None
    last: date | None
    amount: Ore = field(repr=False)

    @property
    def period(self) -> Period | None:
        """Its days, None when a date is missing or they are in the wrong order."""
        return Period.if_sound(self.first, self.last)

    @property
    def content(self) -> tuple[str, str, date | None, date | None, Ore]:
        """All that a reader could tell it from another line of the person by."""
        return self.sub_unit, self.benefit, self.first, self.last, self.amount


@dataclass(frozen=True, slots=True)
class Received:
    """The received lines of some people.

    Attributes:
        tables: the dated facts.
        lines: every line of each person in the reports at hand, by person.
        months: `YYYY-MM` of every month with a report at hand.
    """

    tables: Tables
    lines: Mapping[str, Sequence[ReceivedLine]] = field(default_factory=dict, repr=False)
    months: frozenset[str] = frozenset()

    def of(self, person: str) -> Sequence[ReceivedLine]:
        """The person's lines, in no order."""
        return self.lines.get(person, ())

    def months_missing(self, first: date, last: date) -> tuple[str, ...]:
        """The months from one day's to another's that have no report at hand."""
        return tuple(month for month in _months(first, last) if month not in self.months)


ReceivedBy = Callable[[frozenset[str]], Received]
"""Looks up some people by their ids: nobody else's lines are read."""


def _months(first: date, last: date) -> Iterator[str]:
    month = first.replace(day=1)
    while month <= last:
        yield f"{month:%Y-%m}"
        month = months_before(month, -1)

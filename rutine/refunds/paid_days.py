"""The days and rates that NAV's lines show, held against what the rules give.

A line says an amount for a stretch of days. NAV pays one whole-krone rate for every weekday, so
the amount shows the rate, and days and rate can be held against the expected ones apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rutine.core.money import Ore
from rutine.refunds.evidence import day_rate
from rutine.refunds.expected.account import ExpectedDay, ExpectedRefund
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.variations import ask, with_number
from rutine.refunds.rows import LineRow
from rutine.refunds.three_ledgers import ThreeLedgers, apart


@dataclass(frozen=True)
class PaidDays:
    """Lines with their days, all above zero and none for the same days as another.

    Attributes:
        account: what the rules give.
        lines: in order of their days.
        days: the weekdays that the lines are for.
    """

    account: ExpectedRefund
    lines: tuple[LineRow, ...]
    days: tuple[date, ...]

    @classmethod
    def of(cls, ledgers: ThreeLedgers) -> PaidDays | None:
        """The days of some lines; None where a line has no days, is negative or is not alone."""
        periods = [line.period for line in ledgers.lines]
        whole = [period for period in periods if period is not None]
        positive = all(line.amount > 0 for line in ledgers.lines)
        if ledgers.account is None or len(whole) < len(periods) or not positive:
            return None
        if not apart(whole):
            return None
        days = tuple(day for period in sorted(whole) for day in period if not is_weekend(day))
        order = sorted(ledgers.lines, key=lambda line: (line.period, line.row_id))
        return cls(ledgers.account, tuple(order), days)

    @cached_property
    def expected(self) -> dict[date, ExpectedDay]:
        """The days that the rules pay for."""
        return {day.day: day for day in self.account.days if day.rate}

    @cached_property
    def as_expected(self) -> bool:
        """Whether each line is, to the øre, what the rules give for its days."""
        return all(self.is_as_expected(line) for line in self.lines)

    def is_as_expected(self, line: LineRow) -> bool:
        """Whether a line is, to the øre, what the rules give for its days."""
        return line.period is not None and line.amount == sum(
            day.rate for day in self.expected.values() if day.day in line.period
        )

    @cached_property
    def missing(self) -> tuple[date, ...]:
        """Days that the rules pay for and no line covers."""
        paid = set(self.days)
        return tuple(day for day in self.expected if day not in paid)

    @cached_property
    def extra(self) -> tuple[ExpectedDay, ...]:
        """Days that a line covers and the rules do not pay for."""
        paid = set(self.days)
        return tuple(day for day in self.account.days if day.day in paid and not day.rate)

    @property
    def at_expected_rates(self) -> bool:
        """Whether every line's amount is the expected rate for each of its weekdays."""
        return all(self._at_expected_rate(line) for line in self.lines)

    def _at_expected_rate(self, line: LineRow) -> bool:
        own = [day.rate for day in self.expected.values() if line.period and day.day in line.period]
        rates = set(own or self.account.rates or self._rates_from_first_day)
        return len(rates) == 1 and self.rate(line) in rates

    @cached_property
    def _rates_from_first_day(self) -> tuple[Ore, ...]:
        """The rates of days that would be paid if there were no employer period."""
        found = ask(with_number(self.account.question, "employer_period_days", 0))
        return () if found is None else found.rates

    def rate(self, line: LineRow) -> Ore | None:
        """The one rate that a line pays for all of its weekdays; None when there is none."""
        return day_rate(line.amount, line.period.weekdays if line.period else None)

    @property
    def one_rate(self) -> Ore | None:
        """The one rate of all the lines; None when they differ."""
        rates = {self.rate(line) for line in self.lines}
        return rates.pop() if len(rates) == 1 else None


def paid_twice(lines: Sequence[LineRow]) -> bool:
    """Whether every line has a twin: the same days and the same amount."""
    found = Counter((line.first, line.last, line.amount) for line in lines)
    return bool(found) and all(count > 1 for count in found.values())

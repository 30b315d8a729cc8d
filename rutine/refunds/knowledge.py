"""What the employer's own registers say about people, as far as a run has them at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rutine.core.periods import Period
from rutine.refunds.employed import Employed
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.tables import Tables
from rutine.refunds.nav_status import Applied, NavStatus

_PARENTAL: Final = ("1", "2")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the employer's lists say of some people, and the dated facts to compute from them.

    Attributes:
        tables: None when absences or income reports are not at hand; nothing can then be
            computed.
        bases: of each person, all that decides a refund, by benefit code.
        registered: who stands in a register at all, also those whose rows can't be right.
        from_day: the registers' first day; what is older may be missing from them.
        employed: who works where; None when payroll's list of employments is not at hand.
        exemptions_listed: whether HR's list of exemptions is at hand: one that is not in it is
            then none.
        nav: what NAV shows of requests, income reports and applications; None when its lists
            are not at hand.
    """

    tables: Tables | None = None
    bases: Mapping[str, Mapping[str, Basis]] = field(default_factory=dict, repr=False)
    registered: frozenset[str] = field(default=frozenset(), repr=False)
    from_day: date = date.max
    employed: Employed | None = field(default=None, repr=False)
    exemptions_listed: bool = False
    nav: NavStatus | None = field(default=None, repr=False)
    accounts: dict[object, ExpectedRefund | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Rows -> what was computed for them: they are asked about when they may settle, when they
    may not, and when they are shown. Nothing else here changes meanwhile."""

    def basis(self, person: str, benefit: str) -> Basis | None:
        """What decides the person's refund; None when nothing usable is registered.

        Benefits that payroll registers no absence of their own for, such as the refund of the
        employer period, are decided by the days of sickness. Payroll's word for parental leave
        is mostly the same whether the child was born or adopted.
        """
        known = self.bases.get(person)
        if known is None:
            return None
        alike = _PARENTAL if benefit in _PARENTAL else (benefit,)
        return next((known[code] for code in (benefit, *alike) if code in known), known[SICKNESS])

    def knows(self, person: str) -> bool:
        """Whether the person stands in any of payroll's lists."""
        listed = self.employed is not None and bool(self.employed.of(person))
        return listed or person in self.registered

    def numbers(self, person: str) -> frozenset[str]:
        """Every national id that payroll knows the person by."""
        return (self.employed.numbers(person) if self.employed else frozenset()) | {person}

    def applied(self, person: str, sub_unit: str, period: Period) -> Applied | None:
        """What the employee has applied for; None when that can't be seen."""
        if self.nav is None or not self.nav.sees(sub_unit, period.first):
            return None
        parts = self.nav.parts(self.numbers(person), period)
        return Applied([each for each in parts if each.sub_unit == sub_unit])


NOTHING_KNOWN: Final = Knowledge()

Registers = Callable[[frozenset[str]], Knowledge]
"""Looks up some people by their ids."""

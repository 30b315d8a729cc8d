"""What the employer's own registers say about people, as far as a run has them at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rutine.refunds.employed import Employed
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.tables import Tables


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
    """

    tables: Tables | None = None
    bases: Mapping[str, Mapping[str, Basis]] = field(default_factory=dict, repr=False)
    registered: frozenset[str] = field(default=frozenset(), repr=False)
    from_day: date = date.max
    employed: Employed | None = field(default=None, repr=False)

    def basis(self, person: str, benefit: str) -> Basis | None:
        """What decides the person's refund; None when nothing usable is registered.

        Benefits that payroll registers no absence of their own for, such as the refund of the
        employer period, are decided by the days of sickness.
        """
        known = self.bases.get(person)
        return None if known is None else known.get(benefit) or known[SICKNESS]


NOTHING_KNOWN: Final = Knowledge()

Registers = Callable[[frozenset[str]], Knowledge]
"""Looks up some people by their ids."""

"""Open payments with the open claims of their days, and every claim that payroll has shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rutine.refunds.employed import Employed
from rutine.refunds.mixed_benefits import may_be_mixed_up
from rutine.refunds.rows import ClaimRow, LineRow, OpenRow, total


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Open lines whose periods hang together, with the open claims of the same days.

    Attributes:
        lines: at least one. All rows are of one person, sub-unit and benefit.
        claims: those that are open.
        suggested: a pass proposes that they belong together.
    """

    lines: tuple[LineRow, ...]
    claims: tuple[ClaimRow, ...]
    suggested: bool = False

    @property
    def person(self) -> str:
        """The person's id, empty when it is not valid."""
        return self.lines[0].person

    @property
    def sub_unit(self) -> str:
        """The sub-unit that NAV paid to."""
        return self.lines[0].sub_unit

    @property
    def benefit(self) -> str:
        """NAV's benefit code."""
        return self.lines[0].benefit


class KnownClaims:
    """Every claim that payroll has shown, settled or not, by person.

    `employed` says which numbers payroll knows to be one person's, and which not.
    """

    def __init__(self, claims: Iterable[ClaimRow], employed: Employed | None = None) -> None:
        self._employed = employed
        self._by_person: dict[str, list[ClaimRow]] = {}
        self._by_birth: dict[tuple[str, str, str], list[ClaimRow]] = {}
        for claim in claims:
            if claim.person:
                self._by_person.setdefault(claim.person, []).append(claim)
                self._by_birth.setdefault(_born(claim), []).append(claim)

    def of_person(self, person: str) -> list[ClaimRow]:
        """The person's claims."""
        return self._by_person.get(person, [])

    def settled_for(self, group: OpenGroup) -> list[ClaimRow]:
        """Settled claims for the same sub-unit, benefit and days as the group."""
        same_days = self._same_days(group)
        return [c for c in same_days if c.is_settled and c.sub_unit == group.sub_unit]

    def elsewhere(self, group: OpenGroup) -> list[ClaimRow]:
        """Unsettled claims for the same benefit and days in other sub-units."""
        same_days = self._same_days(group)
        return [c for c in same_days if not c.is_settled and c.sub_unit != group.sub_unit]

    def otherwise_named(self, group: OpenGroup) -> list[ClaimRow]:
        """Unsettled claims for the same sub-unit and days, under a benefit mixed up with it."""
        return [
            claim
            for claim in self.of_person(group.person)
            if may_be_mixed_up(claim.benefit, group.benefit)
            and claim.sub_unit == group.sub_unit
            and not claim.is_settled
            and any(claim.shares_a_day_with(line) for line in group.lines)
        ]

    def other_number(self, group: OpenGroup) -> list[ClaimRow]:
        """Unsettled claims for the same days, of one with the same birth date and another number.

        One of the two numbers is a D-number: its first digit is 4 higher. A likeness is a
        question for a person, and only asked when there is one who is alike, and whom payroll
        does not list as somebody else.
        """
        if not group.person:
            return []
        found = [
            claim
            for claim in self._by_birth.get(_born(group.lines[0]), [])
            if abs(int(claim.person[0]) - int(group.person[0])) == _D_NUMBER
            and not claim.is_settled
            and any(claim.shares_a_day_with(line) for line in group.lines)
            and not (self._employed and self._employed.are_two(claim.person, group.person))
        ]
        return found if len({claim.person for claim in found}) == 1 else []

    def run_to(self, line: LineRow) -> list[ClaimRow]:
        """The unsettled claims that a line with one date is for, when their sum is its amount.

        They follow each other up to the line's last day, or on from its first.
        """
        claims = sorted(
            (
                claim
                for claim in self.of_person(line.person)
                if (claim.sub_unit, claim.benefit) == (line.sub_unit, line.benefit)
                and claim.period is not None
                and not claim.is_settled
                and line.may_be_for(claim.period)
            ),
            key=lambda claim: (claim.period, claim.row_id),
            reverse=line.first is None,
        )
        if not claims or line.first == line.last:
            return []
        at_end = line.last in {claim.last for claim in claims[:1]}
        at_start = line.first in {claim.first for claim in claims[:1]}
        if not (at_end or at_start):
            return []
        for count in range(1, len(claims) + 1):
            if total(claims[:count]) == line.amount:
                return claims[:count]
        return []

    def _same_days(self, group: OpenGroup) -> list[ClaimRow]:
        return [
            claim
            for claim in self.of_person(group.person)
            if claim.benefit == group.benefit
            and any(claim.shares_a_day_with(line) for line in group.lines)
        ]


_D_NUMBER: Final = 4
"""What is added to the first digit of a D-number."""


def _born(row: OpenRow) -> tuple[str, str, str]:
    """The birth date but for its first digit, which a D-number changes; sub-unit and benefit."""
    return row.person[1:6], row.sub_unit, row.benefit

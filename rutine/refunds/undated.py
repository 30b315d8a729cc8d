"""Payments without all their days: which open claim one of them is for, by its amount.

NAV's lines may lack dates, and the rest of the line then says only who, where and what for. Such
a payment never settles by itself. What it is for can still be seen where its amount is, to the
øre, what one open claim, or the rest of one, comes to, or what the rules give for its days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from rutine.core.periods import Period
from rutine.refunds.claiming import EXACT
from rutine.refunds.finding import Finding
from rutine.refunds.open_groups import KnownClaims, OpenGroup
from rutine.refunds.rows import ClaimRow, LineRow, total
from rutine.refunds.three_ledgers import by_days, hull

_SURE: Final = frozenset({"D02", "D03", "D04", "D05", "D06", "D08", "D09"})
"""Causes whose amount is computed from what is registered, and fits by chance very seldom."""

_Key = tuple[str, str, str]
Explain = Callable[[OpenGroup], Finding]


@dataclass(frozen=True, slots=True)
class Home:
    """Claims that a payment without days may be for.

    Attributes:
        claims: of one stretch of days.
        finding: why they differ from what was paid for them, D01 when they do not.
        beside: the payments that cover the other days of the claims.
    """

    claims: tuple[ClaimRow, ...]
    finding: Finding
    beside: tuple[LineRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Undated:
    """What the payments without all their days may be for.

    Attributes:
        known: every claim of the persons.
        groups: the open payments with their claims, by person, sub-unit and benefit.
        explain: finds the cause of a group whose lines have their days.
        lines: every line of the persons, by the same: those settled too.

    Each line is looked into once: every group around it asks, and nothing here changes meanwhile.
    """

    known: KnownClaims
    groups: Mapping[_Key, Sequence[OpenGroup]]
    explain: Explain
    lines: Mapping[_Key, Sequence[LineRow]] = field(default_factory=dict, repr=False)
    _known: dict[LineRow, list[Home]] = field(default_factory=dict, init=False, repr=False)

    def homes(self, line: LineRow) -> list[Home]:
        """The claims that a lone line may be for; exact ones only, when there are any."""
        if line not in self._known:
            self._known[line] = self._look_for(line)
        return self._known[line]

    def _look_for(self, line: LineRow) -> list[Home]:
        found = [*self._rests(line), *self._whole(line)]
        exact = [home for home in found if home.finding.reason == EXACT]
        return exact or found

    def home(self, line: LineRow) -> Home | None:
        """The claims that the line is for, when there is one answer only."""
        found = self.homes(line)
        return found[0] if len(found) == 1 else None

    def is_elsewhere(self, line: LineRow, group: OpenGroup) -> bool:
        """Whether the line is certainly for other days than the group's."""
        home = self.home(line)
        return home is not None and not set(home.claims) & set(group.claims)

    def _may_be_again(self, line: LineRow) -> bool:
        """Whether just as much was paid for some days: then the line may pay them once more."""
        own = self.lines.get((line.person, line.sub_unit, line.benefit), ())
        return any(each.amount == line.amount and each.row_id != line.row_id for each in own)

    def _groups(self, line: LineRow) -> Sequence[OpenGroup]:
        return self.groups.get((line.person, line.sub_unit, line.benefit), ())

    def _rests(self, line: LineRow) -> Iterator[Home]:
        """Claims whose other payments lack exactly the line's amount."""
        for group in self._groups(line):
            period = hull((*group.lines, *group.claims))
            if not group.claims or line in group.lines or period is None:
                continue
            missing = total(group.claims) - total(group.lines)
            if missing == line.amount and line.may_be_for(period):
                yield Home(group.claims, Finding(EXACT), group.lines)

    def _whole(self, line: LineRow) -> Iterator[Home]:
        """Claims without a payment, which the line alone may be for."""
        paid = {claim.row_id for group in self._groups(line) for claim in group.claims}
        free = [
            claim
            for claim in self.known.of_person(line.person)
            if (claim.sub_unit, claim.benefit) == (line.sub_unit, line.benefit)
            and not claim.is_settled
            and claim.row_id not in paid
        ]
        again = self._may_be_again(line)
        for period, claims in _stretches(by_days(free)):
            if not line.may_be_for(period):
                continue
            if total(claims) == line.amount:
                yield Home(claims, Finding(EXACT))
            if again or total(claims) == line.amount:
                continue
            dated = replace(line, first=period.first, last=period.last)
            finding = self.explain(OpenGroup((dated,), claims))
            if finding.reason in _SURE:
                yield Home(claims, finding)


def _stretches(
    claims: Mapping[Period, Sequence[ClaimRow]],
) -> Iterator[tuple[Period, tuple[ClaimRow, ...]]]:
    """Each stretch of days with its claims, and each two that follow one upon the other."""
    order = sorted(claims)
    for period in order:
        yield period, tuple(claims[period])
    for one, two in pairwise(order):
        if one.last < two.first and (two.first - one.last).days == 1:
            yield Period(one.first, two.last), (*claims[one], *claims[two])

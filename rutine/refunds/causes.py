"""Why an open payment was not settled: the reason whose evidence is there, else "cannot tell".

A reason is given only for what the rows themselves show. That NAV paid less than was claimed
has a dozen causes (grade, holiday, cap, rate …) and none of them is visible here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rutine.core.identifiers import OrgNr
from rutine.core.reasons import UNEXPLAINED
from rutine.refunds.benefits import HOLIDAY_PAY, ORDINARY, RECOVERY
from rutine.refunds.rows import ClaimRow, LineRow, total


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
    """Every claim that payroll has shown, settled or not, by person."""

    def __init__(self, claims: Iterable[ClaimRow]) -> None:
        self._by_person: dict[str, list[ClaimRow]] = {}
        for claim in claims:
            if claim.person:
                self._by_person.setdefault(claim.person, []).append(claim)

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

    def _same_days(self, group: OpenGroup) -> list[ClaimRow]:
        return [
            claim
            for claim in self.of_person(group.person)
            if claim.benefit == group.benefit
            and any(claim.shares_a_day_with(line) for line in group.lines)
        ]


def cause(group: OpenGroup, known: KnownClaims, own_units: Collection[OrgNr]) -> str:
    """The reason code of an open group.

    Args:
        group: what is open.
        known: all claims, also those settled.
        own_units: the employer's sub-units; empty when they are not known.
    """
    return (
        _from_benefit(group.benefit)
        or _from_unit(group.sub_unit, own_units)
        or _from_signs(group, known)
        or _from_claims(group, known)
    )


def _from_benefit(benefit: str) -> str | None:
    if benefit in HOLIDAY_PAY:
        return "D35"
    if benefit == RECOVERY:
        return "D28"
    return None if benefit in ORDINARY else "D42"


def _from_unit(sub_unit: str, own_units: Collection[OrgNr]) -> str | None:
    return "D23" if own_units and OrgNr(sub_unit) not in own_units else None


def _from_signs(group: OpenGroup, known: KnownClaims) -> str | None:
    negative = [line.amount < 0 for line in group.lines]
    if not any(negative):
        return None
    concerns_known = group.claims or known.settled_for(group)
    return "D27" if concerns_known or not all(negative) else "D28"


def _from_claims(group: OpenGroup, known: KnownClaims) -> str:
    if group.claims:
        return "D43" if total(group.lines) > total(group.claims) else UNEXPLAINED
    if known.settled_for(group):
        return "D43"  # these days are settled, and are paid again
    if known.elsewhere(group):
        return "D22"
    dateless = any(line.first is None and line.last is None for line in group.lines)
    if dateless and any(c.benefit == group.benefit for c in known.of_person(group.person)):
        return UNEXPLAINED  # the person has claims, but the line does not say for which days
    return "D25"

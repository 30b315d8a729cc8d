"""Why an open payment was not settled: the reason whose evidence is there, else "cannot tell".

First what the rows themselves show, then what the rules give for what payroll has registered.
A reason is given only when its evidence is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.benefits import HOLIDAY_PAY, ORDINARY, RECOVERY
from rutine.refunds.claimed_reasons import claimed_otherwise
from rutine.refunds.employed import Employed
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.findings import days, money
from rutine.refunds.finding import CANNOT_TELL, Finding
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.mixed_benefits import MIXED_UP, both_registered, may_be_mixed_up, seen_in
from rutine.refunds.paid_days import PaidDays, paid_twice
from rutine.refunds.paid_reasons import Surroundings, paid_otherwise
from rutine.refunds.past import NOTHING_BEFORE, Past
from rutine.refunds.rows import ClaimRow, LineRow, OpenRow, total
from rutine.refunds.three_ledgers import ThreeLedgers, hull, three_ledgers


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
            and not self._are_two(claim.person, group.person)
        ]
        return found if len({claim.person for claim in found}) == 1 else []

    def _are_two(self, one: str, other: str) -> bool:
        """Whether payroll lists the two numbers, and not as one person's."""
        if self._employed is None or other in self._employed.numbers(one):
            return False
        return bool(self._employed.of(one) and self._employed.of(other))

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

    def same_amount(self, group: OpenGroup) -> list[ClaimRow]:
        """The one unsettled claim of exactly the amount, for a payment without all its days."""
        if all(line.period is not None for line in group.lines):
            return []
        found = [
            claim
            for claim in self.of_person(group.person)
            if (claim.sub_unit, claim.benefit) == (group.sub_unit, group.benefit)
            and not claim.is_settled
            and claim.amount == total(group.lines)
        ]
        return found if len(found) == 1 else []

    def _same_days(self, group: OpenGroup) -> list[ClaimRow]:
        return [
            claim
            for claim in self.of_person(group.person)
            if claim.benefit == group.benefit
            and any(claim.shares_a_day_with(line) for line in group.lines)
        ]


_D_NUMBER = 4
_PARENTAL: Final = frozenset("12")
CLAIMED_OTHERWISE: Final[Mapping[str, Callable[[KnownClaims, OpenGroup], list[ClaimRow]]]] = {
    "D22": KnownClaims.elsewhere,
    MIXED_UP: KnownClaims.otherwise_named,
    "D26": KnownClaims.other_number,
    "D01": KnownClaims.same_amount,
}
"""Where the claims of a payment are found that does not carry their names or days."""


def _born(row: OpenRow) -> tuple[str, str, str]:
    """The birth date but for its first digit, which a D-number changes; sub-unit and benefit."""
    return row.person[1:6], row.sub_unit, row.benefit


@dataclass(frozen=True, slots=True)
class Scene:
    """What a cause may be found from, besides the group itself.

    Attributes:
        known: all claims, also those settled.
        own_units: the employer's sub-units; empty when they are not known.
        knowledge: what the registers say.
        as_of: the day of the run.
        waits_weeks: how long a payment may keep the employer waiting.
        lines: every line of the persons with open rows, by person, sub-unit and benefit.
        past: what people decided about earlier rows.
    """

    known: KnownClaims
    own_units: Collection[OrgNr]
    knowledge: Knowledge
    as_of: date
    waits_weeks: int
    lines: Mapping[tuple[str, str, str], Sequence[LineRow]]
    past: Past = NOTHING_BEFORE

    def around(self, group: OpenGroup) -> Surroundings:
        """What lies around a group."""
        key = (group.person, group.sub_unit, group.benefit)
        days = hull((*group.lines, *group.claims))
        applied = None
        if days is not None and group.benefit == SICKNESS:
            applied = self.knowledge.applied(group.person, group.sub_unit, days)
        lines = self.lines.get(key, group.lines)
        return Surroundings(lines, self.as_of, self.waits_weeks, applied)


def cause(group: OpenGroup, scene: Scene) -> Finding:
    """The reason of an open group with lines, and what shows it."""
    reason = _from_benefit(group.benefit) or _from_unit(group.sub_unit, scene.own_units)
    if reason:
        return Finding(reason)
    if any(line.amount < 0 for line in group.lines):
        return Finding(_from_signs(group, scene))
    if group.claims:
        return _with_claims(group, scene)
    return _without_claims(group, scene)


def _from_benefit(benefit: str) -> str | None:
    if benefit in HOLIDAY_PAY:
        return "D35"
    if benefit == RECOVERY:
        return "D28"
    return None if benefit in ORDINARY else "D42"


def _from_unit(sub_unit: str, own_units: Collection[OrgNr]) -> str | None:
    return "D23" if own_units and OrgNr(sub_unit) not in own_units else None


def _from_signs(group: OpenGroup, scene: Scene) -> str:
    decided = scene.past.decided_about(group.lines)
    concerns_known = group.claims or scene.known.settled_for(group) or decided
    only_negative = all(line.amount < 0 for line in group.lines)
    return "D27" if concerns_known or not only_negative else "D28"


def _with_claims(group: OpenGroup, scene: Scene) -> Finding:
    """Claims of the same days, and a difference."""
    found = _from_names(group) or _from_undated(group, scene)
    if found is not None:
        return found
    ledgers = three_ledgers(group.lines, group.claims, scene.knowledge)
    if _undated_outside(group, scene):
        # It may be for these days too, so that only a claim can be explained, not what is paid.
        return _of_the_claims(ledgers) or CANNOT_TELL
    if scene.knowledge.tables is None:
        more = total(group.lines) > total(group.claims)
        return Finding("D43") if more else CANNOT_TELL
    return paid_otherwise(ledgers, scene.around(group)) or _of_the_claims(ledgers) or CANNOT_TELL


def _of_the_claims(ledgers: ThreeLedgers) -> Finding | None:
    """The cause that lies in how payroll claims, where NAV paid what the rules give."""
    account, paid = ledgers.account, PaidDays.of(ledgers)
    if account is None:
        return None
    whole = paid is not None and paid.as_expected and not (paid.missing or paid.extra)
    return claimed_otherwise(ledgers) if whole or ledgers.paid.amount == account.amount else None


def _from_names(group: OpenGroup) -> Finding | None:
    """The claims that a pass proposes carry another number, sub-unit or benefit."""
    claim = group.claims[0]
    if claim.person != group.person:
        return Finding("D26")
    if claim.sub_unit != group.sub_unit:
        return Finding("D22")
    if claim.benefit == group.benefit:
        return None
    if may_be_mixed_up(claim.benefit, group.benefit):
        return Finding(MIXED_UP, seen_in(group.claims, group.benefit))
    return CANNOT_TELL  # what the rules give for one benefit says nothing of the other


def _from_undated(group: OpenGroup, scene: Scene) -> Finding | None:
    """Sums that agree, alone or with a payment without days that may be for these."""
    outside = _undated_outside(group, scene)
    undated = [line for line in group.lines if line.period is None]
    agrees = total(group.lines) + total(outside) == total(group.claims)
    if (undated or outside) and agrees:
        return Finding("D01", _without_days(outside))
    if len(undated) == len(group.lines) == 1 and not outside:
        (line,) = undated
        if scene.known.run_to(line):
            return Finding("D01")
    return CANNOT_TELL if agrees else None


def _undated_outside(group: OpenGroup, scene: Scene) -> list[LineRow]:
    """Payments without all their days that stand apart and may be for the group's days."""
    days = hull((*group.lines, *group.claims))
    return [
        line
        for line in scene.around(group).lines
        if line.period is None
        and line not in group.lines
        and (days is None or line.may_be_for(days))
    ]


def _without_days(outside: Sequence[LineRow]) -> tuple[Evidence, ...]:
    """What was paid besides, on lines without days: those hang on a case of their own."""
    if not outside:
        return ()
    paid = str(int(total(outside)))
    return (Evidence(field="period_missing", kind="ore", left=None, right=paid, equal=False),)


def _without_claims(group: OpenGroup, scene: Scene) -> Finding:
    """Nothing is claimed for the days, or what was claimed is settled."""
    known = scene.known
    settled = known.settled_for(group)
    ledgers = three_ledgers(group.lines, (), scene.knowledge)
    if settled:
        return _paid_again(group, settled, ledgers, scene)
    for reason, search in CLAIMED_OTHERWISE.items():
        found = search(known, group)
        if found and reason != MIXED_UP:
            return Finding(reason)
        if found and not both_registered(group.lines, scene.knowledge):
            return Finding(reason, seen_in(found, group.benefit))
    if any(line.period is None for line in group.lines):
        named = any(c.benefit == group.benefit for c in known.of_person(group.person))
        return CANNOT_TELL if named else Finding("D25")
    return _unclaimed(group, ledgers, scene)


def _paid_again(
    group: OpenGroup, settled: Sequence[ClaimRow], ledgers: ThreeLedgers, scene: Scene
) -> Finding:
    """The days are settled, and something is paid for them once more."""
    claimed, paid = Ore(sum(int(claim.claimed) for claim in settled)), total(group.lines)
    shown = (money("settled_before", claimed, paid),)
    if paid == claimed or paid_twice(group.lines):
        return Finding("D29", shown)
    account = ledgers.account
    if account is not None and all(
        line.period and line.amount == ledgers.amount_within(line.period) for line in group.lines
    ):
        return Finding("D29", shown)
    if account is not None and any(day.capped for day in account.days) and paid < claimed:
        return Finding("D05", shown)
    found = paid_otherwise(ledgers, scene.around(group))
    return found if found is not None and found.reason in {"D12", "D13"} else Finding("D43", shown)


def _unclaimed(group: OpenGroup, ledgers: ThreeLedgers, scene: Scene) -> Finding:
    """Nothing was claimed for the days at all."""
    period = hull(group.lines)
    if ledgers.account is not None and period is not None:
        found = paid_otherwise(ledgers, scene.around(group))
        if found is not None and found.reason in {"D12", "D13", "D29"}:
            return found
        if any(day.rate for day in ledgers.days):
            return _of_known_absence(period, ledgers, scene)
    if group.benefit in _PARENTAL and group.person in scene.knowledge.registered:
        return CANNOT_TELL  # the uptake was changed (D33), or nobody has claimed it (D43)
    return Finding("D43" if group.person in scene.knowledge.registered else "D25")


def _of_known_absence(period: Period, ledgers: ThreeLedgers, scene: Scene) -> Finding:
    """NAV paid for a registered absence that no claim is listed for.

    What payroll has settled by itself is listed no more. For a month that is over, the whole
    refund may therefore be one that was never claimed (D43) or one that is paid once more (D29);
    another sum corrects what was paid before.
    """
    assert ledgers.account is not None  # noqa: S101 - the caller has looked
    shown = (days("absence", ledgers.days[0].day, period.first),)
    if period.last >= scene.as_of.replace(day=1):
        return Finding("D43", shown)
    return CANNOT_TELL if ledgers.paid.amount == ledgers.account.amount else Finding("D27", shown)

"""Why an open payment was not settled: the reason whose evidence is there, else "cannot tell".

First what the rows themselves show, then what the rules give for what payroll has registered.
A reason is given only when its evidence is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.identifiers import OrgNr
from rutine.refunds.benefits import HOLIDAY_PAY, ORDINARY, RECOVERY
from rutine.refunds.claimed_reasons import claimed_otherwise
from rutine.refunds.employer_start import counted_from_report
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.finding import CANNOT_TELL, Finding
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.mixed_benefits import MIXED_UP, both_registered, may_be_mixed_up, seen_in
from rutine.refunds.open_groups import KnownClaims, OpenGroup
from rutine.refunds.paid_days import PaidDays
from rutine.refunds.paid_reasons import paid_otherwise, told_by_employee
from rutine.refunds.past import NOTHING_BEFORE, Past
from rutine.refunds.rows import ClaimRow, LineRow, total
from rutine.refunds.surroundings import Surroundings
from rutine.refunds.taken_back import deducted, reversed_again
from rutine.refunds.three_ledgers import ThreeLedgers, hull, three_ledgers
from rutine.refunds.unclaimed_reasons import paid_again, unclaimed
from rutine.refunds.undated import Home, Undated

CLAIMED_OTHERWISE: Final[Mapping[str, Callable[[KnownClaims, OpenGroup], list[ClaimRow]]]] = {
    "D22": KnownClaims.elsewhere,
    MIXED_UP: KnownClaims.otherwise_named,
    "D26": KnownClaims.other_number,
}
"""Where the claims of a payment are found that does not carry their names or days."""


@dataclass(frozen=True)
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
        groups: the open payments with their claims, by the same.
    """

    known: KnownClaims
    own_units: Collection[OrgNr]
    knowledge: Knowledge
    as_of: date
    waits_weeks: int
    lines: Mapping[tuple[str, str, str], Sequence[LineRow]]
    past: Past = NOTHING_BEFORE
    groups: Mapping[tuple[str, str, str], Sequence[OpenGroup]] = field(default_factory=dict)

    @cached_property
    def undated(self) -> Undated:
        """What the payments without all their days are for."""
        return Undated(self.known, self.groups, self._explain, self.lines)

    def _explain(self, group: OpenGroup) -> Finding:
        ledgers = three_ledgers(group.lines, group.claims, self.knowledge)
        return _explained(group, ledgers, self)

    def home(self, group: OpenGroup) -> Home | None:
        """The claims that a lone payment without all its days is for, when that is certain."""
        (line, *more) = group.lines
        if more or group.claims or line.period is not None or line.amount <= 0:
            return None
        return self.undated.home(line)

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
    deductions = scene.lines.get((group.person, group.sub_unit, RECOVERY), ())
    return deducted(_cause(group, scene), group.lines, deductions)


def _cause(group: OpenGroup, scene: Scene) -> Finding:
    reason = _from_benefit(group.benefit) or _from_unit(group.sub_unit, scene.own_units)
    if reason:
        return Finding(reason)
    if any(line.amount < 0 for line in group.lines):
        return _from_signs(group, scene)
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


def _from_signs(group: OpenGroup, scene: Scene) -> Finding:
    """A minus among the lines: what is left after it may say more than that there is one."""
    outside = _undated_outside(group, scene) if group.claims else []
    if group.claims and total(group.lines) + total(outside) == total(group.claims):
        return Finding("D01", _without_days(outside))
    if group.claims and not outside and scene.knowledge.tables is not None:
        ledgers = three_ledgers(group.lines, group.claims, scene.knowledge)
        if ledgers.account is not None and ledgers.paid.amount == ledgers.account.amount:
            found = claimed_otherwise(ledgers)
            if found is not None:
                return found
    again = None if group.claims else reversed_again(group.lines)
    if again is not None:
        before = _without_claims(OpenGroup(again, ()), scene)
        if before.reason == "D29":
            return before
    decided = scene.past.decided_about(group.lines)
    concerns_known = group.claims or scene.known.settled_for(group) or decided
    only_negative = all(line.amount < 0 for line in group.lines)
    return Finding("D27" if concerns_known or not only_negative else "D28")


def _with_claims(group: OpenGroup, scene: Scene) -> Finding:
    """Claims of the same days, and a difference."""
    found = _from_names(group) or _from_undated(group, scene)
    if found is not None:
        return found
    ledgers = three_ledgers(group.lines, group.claims, scene.knowledge)
    if _undated_outside(group, scene):
        # It may be for these days too, so that only a claim can be explained, not what is paid.
        return (
            _of_the_claims(ledgers) or told_by_employee(ledgers, scene.around(group)) or CANNOT_TELL
        )
    if scene.knowledge.tables is None:
        more = total(group.lines) > total(group.claims)
        return Finding("D43") if more else CANNOT_TELL
    return _explained(group, ledgers, scene)


def _explained(group: OpenGroup, ledgers: ThreeLedgers, scene: Scene) -> Finding:
    """The cause of lines with their days and claims of the same days."""
    return (
        paid_otherwise(ledgers, scene.around(group))
        or counted_from_report(group.lines, group.claims, scene.knowledge)
        or _of_the_claims(ledgers)
        or CANNOT_TELL
    )


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
    if {each.number for each in group.claims} != {each.number for each in group.lines}:
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
        and not scene.undated.is_elsewhere(line, group)
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
    ledgers, around = three_ledgers(group.lines, (), scene.knowledge), scene.around(group)
    if settled:
        return paid_again(group, settled, ledgers, around)
    home = scene.home(group)
    if home is not None:
        return home.finding
    for reason, search in CLAIMED_OTHERWISE.items():
        found = search(known, group)
        if found and reason != MIXED_UP:
            return Finding(reason)
        if found and not both_registered(group.lines, scene.knowledge):
            return Finding(reason, seen_in(found, group.benefit))
    if any(line.period is None for line in group.lines):
        named = any(c.benefit == group.benefit for c in known.of_person(group.person))
        return CANNOT_TELL if named or scene.knowledge.knows(group.person) else Finding("D25")
    claims = known.of_person(group.person)
    return unclaimed(group, ledgers, around, scene.knowledge, claims)

"""Open rows made into cases: one for each stretch of days of a person, sub-unit and benefit."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from rutine.core.differences import Difference, Evidence
from rutine.core.identifiers import Fnr, OrgNr
from rutine.refunds.ageing import AgeLimits, CarriedClaim, carry
from rutine.refunds.answers import permitted, suggestion
from rutine.refunds.causes import CLAIMED_OTHERWISE, Scene, cause
from rutine.refunds.day_marks import day_stretches
from rutine.refunds.evidence import group_evidence, one_sided
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.expected.tables import Unknown
from rutine.refunds.finding import Finding
from rutine.refunds.knowledge import NOTHING_KNOWN, Knowledge
from rutine.refunds.nearest import Nearest
from rutine.refunds.open_groups import KnownClaims, OpenGroup
from rutine.refunds.past import NOTHING_BEFORE, Past
from rutine.refunds.rows import ClaimRow, LineRow, total
from rutine.refunds.settled_before import proposal, reason_after, told
from rutine.refunds.three_ledgers import three_ledgers
from rutine.refunds.unpaid_reasons import (
    NOT_HANDLED,
    AtNav,
    never_sent,
    not_answered,
    refused,
)


@dataclass(frozen=True, slots=True)
class Employer:
    """Whose rows they are, and its own units (empty when they are not known)."""

    number: OrgNr
    units: frozenset[OrgNr]


@dataclass(frozen=True, slots=True)
class Ages:
    """The day on which claims are aged, and how old they may become."""

    as_of: date
    limits: AgeLimits


@dataclass(frozen=True, slots=True)
class Case:
    """A difference, with the `row_id` of every line and claim that hangs on it."""

    difference: Difference
    lines: tuple[int, ...]
    claims: tuple[int, ...]


def find_cases(
    lines: Mapping[int, Sequence[LineRow]],
    claims: Mapping[int, Sequence[ClaimRow]],
    *,
    employer: Employer,
    known: KnownClaims,
    ages: Ages,
    suggested: Container[int] = (),
    apart: Container[int] = (),
    knowledge: Knowledge = NOTHING_KNOWN,
    all_lines: Iterable[LineRow] = (),
    past: Past = NOTHING_BEFORE,
) -> tuple[list[Case], dict[int, CarriedClaim]]:
    """Put every open row into one case, or among the claims to wait for.

    Args:
        lines: open lines by component.
        claims: open claims by component.
        employer: whose rows they are.
        known: all claims of the persons that have open lines, those settled included.
        ages: when an unanswered claim becomes a case.
        suggested: components that a pass proposes to settle.
        apart: components of lines that belong to no claim, as a person has said.
        knowledge: what the registers say of the persons with open rows.
        all_lines: every line of the persons with open rows, those settled included.
        past: what became of the rows before, where it was settled.

    Returns:
        The cases, and by `row_id` the claims to wait for.
    """
    cases = []
    by_key = _by_key(all_lines)
    weeks = ages.limits.hard_weeks
    free = {
        claim.row_id: claim
        for component, unanswered in claims.items()
        if component not in lines
        for claim in unanswered
    }
    groups = {
        component: OpenGroup(
            tuple(paid), tuple(claims.get(component, ())), suggested=component in suggested
        )
        for component, paid in lines.items()
    }
    scene = Scene(
        known,
        employer.units,
        knowledge,
        ages.as_of,
        weeks,
        by_key,
        past,
        _by_own_key(groups.values()),
    )
    for component, group in groups.items():
        found = cause(group, scene)
        if not group.claims and component not in apart:
            # The claims that the payment may concern, unless they have lines or a case.
            there = _claimed_elsewhere(group, found, scene)
            taken = tuple(claim for claim in there if free.pop(claim.row_id, None))
            cases.append(
                _paid(
                    OpenGroup(group.lines, taken) if taken else group, found, scene, employer.number
                )
            )
        else:
            cases.append(_paid(group, found, scene, employer.number))
    waiting: dict[int, CarriedClaim] = {}
    for unanswered in claims.values():
        open_claims = [claim for claim in unanswered if claim.row_id in free]
        due = _due(open_claims, scene, ages)
        overdue = []
        for claim in open_claims:
            carried = carry(claim, ages.as_of, ages.limits) if due is None else None
            if carried is not None:
                waiting[claim.row_id] = carried
            else:
                overdue.append(claim)
        if overdue:
            finding = due or _unanswered(overdue, scene)
            cases.append(_unpaid(overdue, finding, employer.number))
    beside = Beside(
        {line.row_id: line for opened in lines.values() for line in opened},
        {claim.row_id: claim for opened in claims.values() for claim in opened},
        Nearest(known, chain.from_iterable(by_key.values()), lines.values()),
        knowledge,
    )
    return [beside.told(case) for case in cases], waiting


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside the rows of a case: the rules' own days, and the nearest other rows."""

    lines: Mapping[int, LineRow]
    claims: Mapping[int, ClaimRow]
    nearest: Nearest
    knowledge: Knowledge

    def told(self, case: Case) -> Case:
        """The case with it."""
        lines = [self.lines[row_id] for row_id in case.lines]
        claims = [self.claims[row_id] for row_id in case.claims]
        shown = {
            "days": day_stretches(lines, claims, self.knowledge),
            "rejected": self.nearest.of(lines, claims),
        }
        return replace(case, difference=case.difference.model_copy(update=shown))


_Key = tuple[str, str, str]
_WEEK = 7
_ANOTHER_UNIT, _UNKNOWN_UNIT = "D22", "D23"
_CLAIMS_OF = {**CLAIMED_OTHERWISE, _UNKNOWN_UNIT: KnownClaims.elsewhere}


def _by_key(rows: Iterable[LineRow]) -> dict[_Key, list[LineRow]]:
    found: dict[_Key, list[LineRow]] = {}
    for row in rows:
        found.setdefault((row.person, row.sub_unit, row.benefit), []).append(row)
    return found


def _by_own_key(groups: Iterable[OpenGroup]) -> dict[_Key, list[OpenGroup]]:
    found: dict[_Key, list[OpenGroup]] = {}
    for group in groups:
        found.setdefault((group.person, group.sub_unit, group.benefit), []).append(group)
    return found


def _claimed_elsewhere(group: OpenGroup, found: Finding, scene: Scene) -> Sequence[ClaimRow]:
    """The claims that a payment without claims of its days is for, as far as that is certain."""
    home = scene.home(group)
    if home is not None:
        return home.claims
    search = _CLAIMS_OF.get(found.reason)
    return () if search is None else search(scene.known, group)


def _due(
    claims: Sequence[ClaimRow],
    scene: Scene,
    ages: Ages,
) -> Finding | None:
    """The cause of claims that need not wait: nothing will come of them by itself."""
    if not claims or scene.knowledge.tables is None:
        return None
    one = claims[0]
    at_nav = _at_nav(claims, scene)
    rejected = at_nav.rejected()
    if rejected is not None:
        return rejected
    waited = min((claim.last for claim in claims if claim.last), default=None)
    if waited is None or (ages.as_of - waited).days < _WEEK * ages.limits.soft_weeks:
        return None
    basis = scene.knowledge.basis(one.person, one.benefit)
    return never_sent(claims, basis) or at_nav.unanswered() or at_nav.not_applied()


def _unanswered(claims: Sequence[ClaimRow], scene: Scene) -> Finding:
    """The cause of claims that have waited too long."""
    one = claims[0]
    if scene.knowledge.tables is None:
        return Finding(NOT_HANDLED)
    basis = scene.knowledge.basis(one.person, one.benefit)
    ledgers = three_ledgers((), claims, scene.knowledge)
    lines = scene.lines.get((one.person, one.sub_unit, one.benefit), ())
    months = scene.knowledge.tables.row_at("employer_period_refund_months", scene.as_of)
    overdue = None if isinstance(months, Unknown) else months_before(scene.as_of, int(months.value))
    at_nav = _at_nav(claims, scene)
    return (
        never_sent(claims, basis)
        or at_nav.rejected()
        or at_nav.unanswered()
        or at_nav.not_applied()
        or refused(ledgers, scene.knowledge)
        or at_nav.free()
        or at_nav.low_grade()
        or at_nav.waits()
        or at_nav.own_claim_waits()
        or not_answered(claims, lines, basis, overdue)
    )


def _at_nav(claims: Sequence[ClaimRow], scene: Scene) -> AtNav:
    one = claims[0]
    lines = scene.lines.get((one.person, one.sub_unit, one.benefit), ())
    return AtNav(claims, scene.knowledge, lines, scene.as_of, scene.waits_weeks)


def _paid(group: OpenGroup, found: Finding, scene: Scene, employer: OrgNr) -> Case:
    known, earlier = scene.known, scene.past.of(group.lines, group.claims)
    found = reason_after(found, group, earlier)
    reason = found.reason
    evidence = _with(found.evidence, group_evidence(group.lines, group.claims))
    if reason == _ANOTHER_UNIT:
        evidence.append(_another_unit(known.elsewhere(group), group.sub_unit))
    settled = known.settled_for(group)
    if settled:
        claimed = sum(int(claim.claimed) for claim in settled)
        evidence += _new([one_sided("settled_before", "ore", str(claimed))], evidence)
    evidence += told(earlier, scene.past.decided_about(group.lines))
    payroll = group.claims or known.of_person(group.person)
    difference = Difference(
        kind="group",
        reason=reason,
        employer=employer,
        person=Fnr(group.person) if group.person else None,
        name=(payroll or group.lines)[0].name,
        employee_number=_employee_number(payroll),
        sub_unit=OrgNr(group.sub_unit),
        benefit=group.benefit,
        claimed=total(group.claims),
        paid=total(group.lines),
        rows=tuple(row.ref for row in (*group.lines, *group.claims)),
        evidence=tuple(evidence),
        suggestion=proposal(group, earlier, suggestion(reason, group)),
        permitted=permitted(reason),
    )
    return Case(
        difference,
        tuple(line.row_id for line in group.lines),
        tuple(claim.row_id for claim in group.claims),
    )


def _another_unit(elsewhere: Iterable[ClaimRow], paid: str) -> Evidence:
    claimed = ", ".join(sorted({claim.sub_unit for claim in elsewhere}))
    return Evidence(field="sub_unit", kind="text", left=claimed, right=paid, equal=False)


def _employee_number(claims: Iterable[ClaimRow]) -> str | None:
    """The employee number, when payroll knows the person by one only."""
    numbers = {claim.employee_number for claim in claims}
    return numbers.pop() if len(numbers) == 1 else None


def _with(found: Sequence[Evidence], rows: Iterable[Evidence]) -> list[Evidence]:
    """What the rows show and what the cause rests on, each fact once.

    Of a fact that both have, such as the grade, the cause fills in the side that the rows lack.
    """
    told = {each.field: each for each in found}
    shown = [_filled(each, told.get(each.field, each)) for each in rows]
    return [*shown, *_new(found, shown)]


def _filled(seen: Evidence, told: Evidence) -> Evidence:
    left = told.left if seen.left is None else seen.left
    right = told.right if seen.right is None else seen.right
    return seen.model_copy(update={"left": left, "right": right, "equal": left == right})


def _new(found: Iterable[Evidence], there: Iterable[Evidence]) -> list[Evidence]:
    """Evidence of fields that are not shown already."""
    seen = {each.field for each in there}
    return [each for each in found if each.field not in seen]


def _unpaid(claims: Sequence[ClaimRow], found: Finding, employer: OrgNr) -> Case:
    first, evidence = claims[0], group_evidence((), claims)
    difference = Difference(
        kind="group",
        reason=found.reason,
        employer=employer,
        person=Fnr(first.person) if first.person else None,
        name=first.name,
        employee_number=_employee_number(claims),
        sub_unit=OrgNr(first.sub_unit),
        benefit=first.benefit,
        claimed=total(claims),
        rows=tuple(claim.ref for claim in claims),
        evidence=tuple(_with(found.evidence, evidence)),
        suggestion=suggestion(found.reason),
        permitted=permitted(found.reason),
    )
    return Case(difference, (), tuple(claim.row_id for claim in claims))

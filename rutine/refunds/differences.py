"""Open rows made into cases: one for each stretch of days of a person, sub-unit and benefit."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rutine.core.differences import Difference, Evidence
from rutine.core.identifiers import Fnr, OrgNr
from rutine.refunds.ageing import AgeLimits, CarriedClaim, carry
from rutine.refunds.answers import permitted, suggestion
from rutine.refunds.causes import KnownClaims, OpenGroup, cause
from rutine.refunds.evidence import group_evidence, one_sided
from rutine.refunds.rows import ClaimRow, OpenRow, total

_NOT_ANSWERED = "D14"
_ANOTHER_UNIT = "D22"


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
    lines: Mapping[int, Sequence[OpenRow]],
    claims: Mapping[int, Sequence[ClaimRow]],
    *,
    employer: Employer,
    known: KnownClaims,
    ages: Ages,
    suggested: Container[int] = (),
    apart: Container[int] = (),
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

    Returns:
        The cases, and by `row_id` the claims to wait for.
    """
    cases = []
    free = {
        claim.row_id: claim
        for component, unanswered in claims.items()
        if component not in lines
        for claim in unanswered
    }
    for component, paid in lines.items():
        claimed = tuple(claims.get(component, ()))
        group = OpenGroup(tuple(paid), claimed, suggested=component in suggested)
        reason = cause(group, known, employer.units)
        if reason == _ANOTHER_UNIT and component not in apart:
            # The claims that the payment may concern, unless they have lines or a case.
            there = [c for c in known.elsewhere(group) if free.pop(c.row_id, None)]
            group = OpenGroup(group.lines, tuple(there))
        cases.append(_paid(group, reason, known, employer.number))
    waiting: dict[int, CarriedClaim] = {}
    for unanswered in claims.values():
        overdue = []
        for claim in unanswered:
            carried = carry(claim, ages.as_of, ages.limits) if claim.row_id in free else None
            if carried is not None:
                waiting[claim.row_id] = carried
            elif claim.row_id in free:
                overdue.append(claim)
        if overdue:
            cases.append(_unpaid(overdue, employer.number))
    return cases, waiting


def _paid(group: OpenGroup, reason: str, known: KnownClaims, employer: OrgNr) -> Case:
    evidence = [*group_evidence(group.lines, group.claims)]
    if reason == _ANOTHER_UNIT:
        evidence.append(_another_unit(known.elsewhere(group), group.sub_unit))
    settled = known.settled_for(group)
    if settled:
        claimed = sum(int(claim.claimed) for claim in settled)
        evidence.append(one_sided("settled_before", "ore", str(claimed)))
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
        suggestion=suggestion(reason, group),
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


def _unpaid(claims: Sequence[ClaimRow], employer: OrgNr) -> Case:
    first = claims[0]
    difference = Difference(
        kind="group",
        reason=_NOT_ANSWERED,
        employer=employer,
        person=Fnr(first.person) if first.person else None,
        name=first.name,
        employee_number=_employee_number(claims),
        sub_unit=OrgNr(first.sub_unit),
        benefit=first.benefit,
        claimed=total(claims),
        rows=tuple(claim.ref for claim in claims),
        evidence=group_evidence((), claims),
        suggestion=suggestion(_NOT_ANSWERED),
        permitted=permitted(_NOT_ANSWERED),
    )
    return Case(difference, (), tuple(claim.row_id for claim in claims))

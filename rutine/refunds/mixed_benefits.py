"""Pregnancy benefit and sickness benefit for the same days: which was meant (D34).

A pregnant employee who can't work may have a right to either. Only these are mixed up: other
benefits that lie on the same days, such as care of a sick child, are another matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.identifiers import OrgNr
from rutine.refunds.expected.basis import SICK_ABSENCES
from rutine.refunds.expected.findings import words
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.three_ledgers import hull

MIXED_UP: Final = "D34"
PREGNANCY: Final = "3"
"""Svangerskapspenger."""
_SICKNESS: Final = frozenset("47")
"""Sykepenger, and the refund of a pregnant employee's employer period."""


def may_be_mixed_up(one: str, other: str) -> bool:
    """Whether one benefit is easily taken for the other: one of them is pregnancy benefit."""
    return PREGNANCY in {one, other} and bool({one, other} & _SICKNESS)


def both_registered(lines: Iterable[LineRow], knowledge: Knowledge) -> bool:
    """Whether payroll has both pregnancy leave and sickness on the days paid.

    A half of each is possible: then claim and payment may both be right, and each lacks the
    other side of its own.
    """
    rows = tuple(lines)
    period, bases = hull(rows), knowledge.bases.get(rows[0].person)
    leave = None if bases is None else bases.get(PREGNANCY)
    if period is None or leave is None:
        return False
    unit = OrgNr(rows[0].sub_unit)
    job = leave.job_at(unit)
    sick = [] if job is None else [a for a in job.absences if a.kind in SICK_ABSENCES]
    taken = [uptake for uptake in leave.uptake if uptake.employer == unit]
    return all(
        any(each.first <= period.last and each.last >= period.first for each in registered)
        for registered in (sick, taken)
    )


def claimed_as_sickness(
    lines: Iterable[LineRow], claims: Iterable[ClaimRow], knowledge: Knowledge
) -> list[ClaimRow]:
    """Claims for sickness of the very absence that NAV pays pregnancy benefit for.

    Payroll counts an employer period first, and claims none of its days: NAV's code gives none.
    """
    rows = tuple(lines)
    period = hull(rows)
    if period is None or rows[0].benefit != PREGNANCY or both_registered(rows, knowledge):
        return []
    return [
        claim
        for claim in claims
        if claim.benefit in _SICKNESS
        and claim.sub_unit == rows[0].sub_unit
        and claim.absence_from is not None
        and claim.absence_from <= period.first
        and claim.last is not None
        and claim.last > period.last
    ]


def seen_in(claims: Iterable[ClaimRow], paid: str) -> tuple[Evidence, ...]:
    """The code that was claimed and the one that was paid."""
    claimed = ", ".join(sorted({claim.benefit for claim in claims}))
    return (words("benefit", claimed, paid),)

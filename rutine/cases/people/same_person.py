"""What else the store knows of the person a case is about: other cases, and earlier settlements.

The person is found by the case, never by a name or number: nobody's number stands in an
address. What lies in a unit that the viewer does not see is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.kinds import SHAPES
from rutine.cases.lists.sight import seen_case, seen_cases
from rutine.cases.tables import Case, Run, Settlement
from rutine.cases.views import CaseStatus
from rutine.core.money import Ore
from rutine.core.reasons import PROTECTED

MOST_CASES: Final = 20
MOST_SETTLEMENTS: Final = 60


@dataclass(frozen=True, slots=True, repr=False)
class OtherCase:
    """Another case of the person. Of a restricted one only that it is there.

    `of_money` says whether its sums mean anything.
    """

    number: int
    status: CaseStatus
    reason: str
    sub_unit: str | None
    claimed: Ore
    paid: Ore
    found_at: datetime
    restricted: bool
    of_money: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class EarlierSettlement:
    """A group of the person's rows that was settled; `month` is the run's, its first day.

    `reason` says why it might: D01 where both sides agree to the øre.
    """

    month: date | None
    sub_unit: str
    reason: str
    claimed: Ore
    paid: Ore
    settled_at: datetime


def other_cases(session: Session, case_id: str, viewer: Actor) -> tuple[OtherCase, ...]:
    """The person's other cases, the newest first; none when the case is not about a person.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    if case.subject_id is None:
        return ()
    others = session.scalars(
        select(Case)
        .where(*seen_cases(viewer), Case.subject_id == case.subject_id, Case.id != case.id)
        .order_by(Case.number.desc())
        .limit(MOST_CASES)
    )
    return tuple(_other(each) for each in others)


def earlier_settlements(
    session: Session, case_id: str, viewer: Actor
) -> tuple[EarlierSettlement, ...]:
    """What was settled for the person in the units the viewer sees, the newest first.

    By the program, or after somebody's decision. What was taken back is left out.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    if case.subject_id is None:
        return ()
    units = [] if viewer.units is None else [Settlement.sub_unit.in_(sorted(viewer.units))]
    rows = session.execute(
        select(Settlement, Run.first)
        .join(Run, Run.id == Settlement.run_id)
        .where(Settlement.subject_id == case.subject_id, Settlement.undone_at.is_(None), *units)
        .order_by(Settlement.settled_at.desc(), Settlement.id)
        .limit(MOST_SETTLEMENTS)
    )
    return tuple(
        EarlierSettlement(
            month=month,
            sub_unit=each.sub_unit,
            reason=each.reason,
            claimed=Ore(each.claimed),
            paid=Ore(each.paid),
            settled_at=each.settled_at,
        )
        for each, month in rows
    )


def _other(case: Case) -> OtherCase:
    hidden = case.restricted
    return OtherCase(
        number=case.number,
        status=CaseStatus(case.status),
        reason=PROTECTED if hidden else case.reason,
        sub_unit=None if hidden else case.sub_unit,
        claimed=Ore(0 if hidden else case.claimed),
        paid=Ore(0 if hidden else case.paid),
        found_at=case.found_at,
        restricted=hidden,
        of_money=case.kind not in SHAPES,
    )

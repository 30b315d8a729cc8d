"""What people have assessed in the app: who is to have an offer of which vacancy."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from rutine.cases.kinds import REDEPLOYMENT
from rutine.cases.people.register import numbers_of
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.identifiers import Fnr
from rutine.installation import Installation
from rutine.redeployment.assessing import Assessed
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.scope import ShapeScope
from rutine.steps.shapes.subjects import owner

_SAYS: Final = {Action.GIVE_OFFER: True, Action.NO_OFFER: False}

_STANDS: Final = (DecisionState.EFFECTIVE, DecisionState.EXPIRED)
"""Somebody who was assessed as qualified is so also when the day for the offer has gone by."""


def decided_assessments(
    place: Installation, scope: ShapeScope, lists: Lists
) -> tuple[Assessed, ...]:
    """The assessments that stand, oldest case first, and of one case the latest last.

    Not of another person who has got the employee number since.
    """
    query = (
        select(Case, DecisionEntry)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            Case.routine == scope.routine,
            Case.employer == scope.employer.value,
            Case.kind == REDEPLOYMENT,
            DecisionEntry.action.in_(_SAYS),
            DecisionEntry.state.in_(_STANDS),
        )
        .order_by(Case.number, DecisionEntry.at)
    )
    rows = lists.rows("employee")
    now: dict[str, set[str]] = {}
    for number, person in zip(rows["employee_number"], rows["person"], strict=True):
        if person:
            now.setdefault(number, set()).add(person)
    found = []
    with place.database.reading() as session:
        decided = session.execute(query).all()
        subjects = {case.subject_id for case, _ in decided if case.subject_id}
        ids: dict[str, Fnr] = dict(numbers_of(session, place.keys, subjects))
        for case, decision in decided:
            about = facts_of(place.keys, case).about
            if about is None or case.reference is None:
                continue
            number = owner(about.key)
            was = ids.get(case.subject_id or "")
            if was is not None and number in now and was.reveal() not in now[number]:
                continue
            said_on = decision.at.astimezone(clock.OSLO).date()
            qualified = _SAYS[Action(decision.action)]
            found.append(Assessed(number, case.reference, qualified, day=said_on))
    return tuple(found)

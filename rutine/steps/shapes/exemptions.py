"""Exemptions that people have decided on cases: the next run obeys them."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from rutine.cases.people.register import numbers_of
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.installation import Installation
from rutine.steps.shapes.people import People
from rutine.steps.shapes.scope import ShapeScope
from rutine.steps.shapes.subjects import owner


def decided_exemptions(place: Installation, scope: ShapeScope, people: People) -> pd.DataFrame:
    """The exemptions in effect, as rows of the list of exemptions.

    One holds from the day it was decided to the day that was chosen, for the very subject and
    requirement of its case; not for another person who has got the employee number since.
    """
    query = (
        select(Case, DecisionEntry)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            Case.routine == scope.routine,
            Case.employer == scope.employer.value,
            DecisionEntry.action == Action.EXEMPT,
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
        .order_by(Case.number)
    )
    rows = []
    with place.database.reading() as session:
        decided = session.execute(query).all()
        subjects = {case.subject_id for case, _ in decided if case.subject_id}
        ids = numbers_of(session, place.keys, subjects)
        for case, decision in decided:
            about = facts_of(place.keys, case).about
            if about is None or case.reference is None:
                continue
            now = people.known(owner(about.key)).person
            was = ids.get(case.subject_id or "")
            if None not in {now, was} and now != was:
                continue
            first = (decision.second_at or decision.at).astimezone(clock.OSLO).date()
            rows.append(
                {
                    "subject": about.key,
                    "requirement": case.reference,
                    "reason": decision.exempt_reason or "",
                    "first": pd.Timestamp(first),
                    "last": pd.Timestamp(decision.until) if decision.until else pd.NaT,
                }
            )
    columns = ["subject", "requirement", "reason", "first", "last"]
    return pd.DataFrame(rows, columns=columns)

"""Exemptions that people have decided on cases: the next run obeys them."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from rutine.cases.sealed_facts import facts_of
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.installation import Installation
from rutine.steps.shapes.scope import ShapeScope


def decided_exemptions(place: Installation, scope: ShapeScope) -> pd.DataFrame:
    """The exemptions in effect, as rows of the list of exemptions.

    One holds from the day it was decided to the day that was chosen, for the very subject and
    requirement of its case.
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
        for case, decision in session.execute(query):
            about = facts_of(place.keys, case).about
            if about is None or case.reference is None:
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

"""The age of what NAV has not settled, for a run's summary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from rutine.cases.runs import AgedClaims
from rutine.core.differences import RowRef, Side
from rutine.core.money import Ore
from rutine.refunds.aged_claims import aged
from rutine.refunds.ageing import AgeLimits
from rutine.steps.reconcile import Reconciled
from rutine.steps.scope import Scope


def claim_ages(scope: Scope, reconciled: Reconciled) -> tuple[AgedClaims, ...]:
    """Claims that wait for NAV or for a person, by the weeks since they were sent."""
    waiting = reconciled.controlled.at_hand.rules.routine.waiting
    limits = AgeLimits(waiting.soft_weeks, waiting.hard_weeks)
    return tuple(
        AgedClaims(age=each.age.value, claims=each.claims, amount=int(each.amount))
        for each in aged(_open(reconciled), scope.as_of, limits)
    )


def _open(reconciled: Reconciled) -> Iterator[tuple[date | None, Ore]]:
    result, claims = reconciled.result, reconciled.claims
    waiting = {each.row for each in result.carried}
    waiting |= {ref for each in result.differences for ref in each.rows if ref.side is Side.CLAIM}
    columns = ("sha256", "row", "sent", "last", "amount", "settled")
    for sha256, row, sent, last, amount, settled in zip(
        *(claims[name] for name in columns), strict=True
    ):
        if RowRef(side=Side.CLAIM, sha256=sha256, row=int(row)) in waiting:
            yield _day(sent) or _day(last), Ore(int(amount) - int(settled))


def _day(moment: pd.Timestamp) -> date | None:
    return None if pd.isna(moment) else moment.date()

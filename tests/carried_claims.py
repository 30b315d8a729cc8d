"""Claims that no case holds, in the review app's small store: what lines are matched to by hand."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.settling.carried import Carried, record_carried
from rutine.core.differences import RowRef, Side


def carry(store: Any, cases: ModuleType, *claims: tuple[str, int, int], unit: Any = None) -> None:
    """Claims as payroll's key, whose it is and øre; the employee number is that of the cases."""
    found = [
        Carried(
            RowRef(side=Side.CLAIM, sha256="e" * 64, row=row),
            cases.PEOPLE[who],
            RowFacts(
                label="claims 2026-10",
                first=date(2026, 9, 7),
                last=date(2026, 9, 18),
                amount=cases.Ore(ore),
                benefit="4",
                sub_unit=(unit or cases.SCHOOL).value,
                claim_id=key,
                employee_number=str(10480 + who),
                position_id="1",
            ),
        )
        for row, (key, who, ore) in enumerate(claims, start=1)
    ]
    with store.database.writing() as session:
        record_carried(session, store.keys, cases.EMPLOYER, found)

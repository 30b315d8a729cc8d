"""Claims and absences for the tests of money at risk; nobody here exists."""

from __future__ import annotations

from datetime import date
from typing import Any

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.records import Claim
from rutine.refunds.at_risk.window import Window
from rutine.refunds.expected.basis import Basis
from tests.expected_people import tables

PERSON, OTHER_PERSON = Fnr("01819000049"), Fnr("01819000200")
LEGAL, UNIT, OTHER_UNIT = OrgNr("900000006"), OrgNr("900000014"), OrgNr("900000022")
TODAY = date(2026, 11, 25)


def window(as_of: date = TODAY) -> Window:
    return Window.at(tables(), as_of)


def claim(**changed: Any) -> Claim:
    """A sickness claim for the weekdays of 1-20 October 2026 that was never sent."""
    ordinary: dict[str, Any] = {
        "row": 2,
        "claim_id": "K-1",
        "employer": LEGAL,
        "sub_unit": UNIT,
        "employee_number": "10480",
        "person": PERSON,
        "name": "Prøvesen, Åse",
        "position_id": "1",
        "benefit": "4",
        "absence_from": None,
        "first": date(2026, 10, 1),
        "last": date(2026, 10, 20),
        "grade": 100,
        "monthly_income": Ore(3_100_000),
        "monthly_refund": Ore(3_100_000),
        "days": None,
        "day_rate": None,
        "amount": Ore(1_431_000),
        "sent": None,
        "settled": Ore(0),
    }
    return Claim(**(ordinary | changed))


def basis(*absences: tuple[str, date, date], reported: date | None = None) -> Basis:
    """One job at the sub-unit with absences, and one income report when it was sent."""
    incomes = (
        []
        if reported is None
        else [
            {
                "absence_from": reported,
                "monthly_income": 31_000,
                "monthly_refund": 31_000,
                "sent": reported,
            }
        ]
    )
    return Basis.model_validate(
        {
            "jobs": [
                {
                    "employer": UNIT,
                    "absences": [
                        {"kind": kind, "from": first, "to": last} for kind, first, last in absences
                    ],
                    "incomes": incomes,
                }
            ]
        }
    )

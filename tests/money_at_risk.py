"""Money at risk of a small municipality: late claims, a right that ends, what is unknown."""

from __future__ import annotations

from datetime import date, timedelta

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.refunds.at_risk import AtRisk, NotKnown, RiskKind, RiskView, Window


def at_risk(employer: OrgNr, school: OrgNr, home: OrgNr) -> RiskView:
    """The view of an employer with two sub-units."""
    return RiskView(
        employer,
        "2026-10",
        Window(date(2026, 11, 25), date(2027, 2, 28), 3, timedelta(weeks=8)),
        (
            AtRisk(
                RiskKind.NOT_SENT,
                date(2026, 10, 31),
                Ore(1431000),
                "4",
                home,
                "10480",
                date(2026, 7, 6),
                date(2026, 7, 17),
                12,
            ),
            AtRisk(
                RiskKind.LAST_BENEFIT_DAY,
                date(2026, 12, 4),
                Ore(3100000),
                "4",
                school,
                "10481",
                is_computed=True,
            ),
            AtRisk(
                RiskKind.NOT_CLAIMED,
                date(2026, 12, 31),
                None,
                "4",
                home,
                None,
                date(2026, 9, 1),
                date(2026, 9, 30),
                118,
            ),
            AtRisk(
                RiskKind.NOT_SENT,
                date(2027, 1, 31),
                Ore(2289600),
                "2",
                school,
                "10484",
                date(2026, 10, 1),
                date(2026, 10, 31),
                14,
            ),
        ),
        (
            NotKnown("no_exemptions", frozenset({RiskKind.EXEMPTION})),
            NotKnown("rows_unreadable", count=2, file="refusjonskrav.csv"),
        ),
    )

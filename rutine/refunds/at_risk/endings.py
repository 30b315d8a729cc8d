"""Rights that run out: last benefit days, and exemptions from the employer period."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.records import Claim, Exemption
from rutine.refunds.at_risk.window import AtRisk, RiskKind, Window
from rutine.refunds.expected.amounts import whole_ore
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.day_counting import years_after

EXEMPTION_BENEFITS: Final = {"chronic": "6", "pregnancy": "7"}
"""Which code NAV refunds the employer period under, by the kind of decision."""

_PERCENT = 100


@dataclass(frozen=True, slots=True, repr=False)
class LastDay:
    """A person's last benefit day: stated by NAV (column L), or computed from payroll's lists.

    Attributes:
        away_until: the last day of absence that payroll knows.
    """

    person: str
    sub_unit: OrgNr
    day: date
    away_until: date
    is_computed: bool = False


def last_days_near(
    last_days: Iterable[LastDay],
    claims: Mapping[str, Sequence[Claim]],
    window: Window,
    since: date,
    protected: Container[str] = (),
) -> list[AtRisk]:
    """Last benefit days in the window, and those that have passed while the person is away.

    Args:
        last_days: one for each person (ftrl §§ 8-12, 8-51: 248 days, 60 after the 67th birthday).
        claims: payroll's claims by person, for what is refunded a month.
        window: the days looked ahead.
        since: somebody away on or after this day is still away; payroll's lists lag a month.
        protected: national ids of protected people.
    """
    found: list[AtRisk] = []
    for each in last_days:
        away = each.away_until >= since
        ahead = window.as_of <= each.day <= window.until
        passed = each.day < window.as_of and each.away_until > each.day
        if not away or not (ahead or passed):
            continue
        claim = _newest(claims.get(each.person, ()), each.sub_unit)
        found.append(
            AtRisk(
                RiskKind.LAST_BENEFIT_DAY,
                each.day,
                None if claim is None else _monthly(claim),
                SICKNESS,
                each.sub_unit,
                _employee_number(claims.get(each.person, ())),
                is_computed=each.is_computed,
            ).about(each.person, protected)
        )
    return found


def exemptions_expiring(
    exemptions: Iterable[Exemption],
    claims: Mapping[str, Sequence[Claim]],
    window: Window,
    protected: Container[str] = (),
) -> list[AtRisk]:
    """Exemptions that run out in the window (ftrl § 8-20), unless a later one follows.

    The amount is what payroll claimed under the code in the year before: what the next year
    may cost without a new decision.
    """
    listed = list(exemptions)
    found: list[AtRisk] = []
    for each in listed:
        renewed = any(
            other.person == each.person and other.kind == each.kind and other.last > each.last
            for other in listed
        )
        if renewed or not window.as_of <= each.last <= window.until:
            continue
        own = claims.get(each.person.reveal(), ())
        benefit = EXEMPTION_BENEFITS[each.kind]
        year = years_after(window.as_of, -1)
        under = [c.amount for c in own if c.benefit == benefit and c.last and c.last > year]
        found.append(
            AtRisk(
                RiskKind.EXEMPTION,
                each.last,
                sum(under, start=Ore(0)) if under else None,
                benefit,
                employee_number=_employee_number(own),
                first=each.first,
                last=each.last,
                row=each.row,
            ).about(each.person.reveal(), protected)
        )
    return found


def _newest(claims: Sequence[Claim], sub_unit: OrgNr) -> Claim | None:
    own = [c for c in claims if c.benefit == SICKNESS and c.sub_unit == sub_unit and c.last]
    return max(own, key=lambda c: (c.last or date.min, c.row), default=None)


def _monthly(claim: Claim) -> Ore:
    """What is refunded a month at the grade of the claim, in whole øre."""
    return whole_ore(Fraction(int(claim.monthly_refund) * claim.grade, _PERCENT))


def _employee_number(claims: Sequence[Claim]) -> str | None:
    """The employee number of payroll's latest claim about the person."""
    newest = max(claims, key=lambda c: (c.last or date.min, c.row), default=None)
    return newest.employee_number if newest else None

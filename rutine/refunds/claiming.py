"""How payroll worked a claim out, recognised to the øre: the ways that only the amount shows.

A payroll that counts as NAV does claims the day rate times the weekdays. Others round each
position by itself (D02), claim the weekdays' share of the monthly pay (D03), or know no 6G
(D04). Nothing is recognised unless pay, grade and number of days are those NAV paid for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.refunds.expected.account import ExpectedDay, ExpectedRefund
from rutine.refunds.expected.amounts import ORE_PER_KRONE, whole_kroner, whole_ore
from rutine.refunds.expected.day_counting import month_end
from rutine.refunds.rows import ClaimRow, total

EXACT, ROUNDING, MONTHLY_PAY, KNOWN_CAP = "D01", "D02", "D03", "D04"
WEIGHT: Final = (EXACT, ROUNDING, MONTHLY_PAY, KNOWN_CAP)
"""The ways of claiming that may settle, the weightiest last."""

_HALF_KRONE: Final = 50
_MONTHS: Final = 12
_FULL: Final = 100


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claims of one or several positions for the same days.

    Attributes:
        claims: at least one.
        paid: the days among theirs that NAV pays for.
        account: what the days were taken from.
    """

    claims: Sequence[ClaimRow]
    paid: Sequence[ExpectedDay]
    account: ExpectedRefund

    def way(self) -> str | None:
        """How the claims were worked out; None when that is not certain."""
        if self.differs == 0:
            return EXACT
        capped = any(day.capped for day in self.paid)
        if not self.paid or not self._rests_on_the_same() or (capped and self._cap_is_in_doubt()):
            return None
        if self._is_rounding():
            return ROUNDING
        if capped and self._at_own_rates():
            return KNOWN_CAP
        if any(claim.day_rate is not None for claim in self.claims):
            return None
        return self._share_of_months(capped=capped)

    @property
    def differs(self) -> int:
        """Claimed minus expected, in øre."""
        return int(total(self.claims)) - sum(day.rate for day in self.paid)

    def _rests_on_the_same(self) -> bool:
        """Whether the claims rest on the days, the grade and the pay that NAV was told of."""
        claims, job = self.claims, self.account.question.basis.job_at(self._employer)
        grades = {day.grade for day in self.account.days if day.rate}
        income = sum(int(claim.monthly_income) for claim in claims)
        refund = sum(int(claim.monthly_refund) for claim in claims)
        return (
            job is not None
            and all(claim.days in {None, len(self.paid)} for claim in claims)
            and len({claim.position_id for claim in claims}) == len(claims)
            and {claim.grade for claim in claims} <= grades
            and any(
                (report.monthly_income, report.monthly_refund) == (income, refund)
                for report in job.incomes
            )
        )

    @property
    def _employer(self) -> OrgNr:
        return self.account.question.employer

    def _cap_is_in_doubt(self) -> bool:
        """Whether the claim may be over 6G for another reason than that payroll forgot it.

        Several jobs, or positions reported each by itself, share one 6G (D06), and a later
        year's 6G may let the claim be as it is (D05): a person must look at both.
        """
        question = self.account.question
        yearly = _MONTHS * sum(int(claim.monthly_income) for claim in self.claims)
        first = min(self.account.qualifying_dates)
        shared = len(question.basis.jobs) > 1 or any(
            report.positions > 1 for job in question.basis.jobs for report in job.incomes
        )
        return shared or any(row.first > first and row.six_g >= yearly for row in question.tables.g)

    def _is_rounding(self) -> bool:
        """Half a krone for each rounding: NAV's one a day, and payroll's of each position.

        With one position that is the tolerance of refund rules §4. With several, each must be
        shown to be the position's own day rate, rounded by itself.
        """
        differs, days = abs(self.differs), len(self.paid)
        if differs <= _HALF_KRONE * days + _HALF_KRONE:
            return True
        most = _HALF_KRONE * days * len(self.claims) + _HALF_KRONE
        return differs <= most and self._at_own_rates()

    def _at_own_rates(self) -> bool:
        """Whether each claim is a day rate, from its own pay without a cap, times the days."""
        question = self.account.question
        days_a_year = question.tables.count("days_a_year", self.paid[0].day)
        for claim in self.claims:
            yearly = int(claim.monthly_income) * _MONTHS
            exact = Fraction(yearly * claim.grade, days_a_year * _FULL)
            if claim.day_rate not in {whole_kroner(exact), whole_ore(exact)} or (
                claim.amount != claim.day_rate * len(self.paid)
            ):
                return False
        return True

    def _share_of_months(self, *, capped: bool) -> str | None:
        """D03 for the weekdays' part of each month's refund; D04 where that passes 6G."""
        if len({claim.grade for claim in self.claims}) > 1:
            return None
        monthly = Fraction(sum(int(claim.monthly_refund) for claim in self.claims))
        if self._is_part_of(monthly):
            return KNOWN_CAP if capped else MONTHLY_PAY
        caps = {day.cap for day in self.paid if day.capped}
        most = caps.pop() if len(caps) == 1 else None
        if most is not None and self._is_part_of(Fraction(int(most), _MONTHS)):
            return MONTHLY_PAY
        return None

    def _is_part_of(self, monthly: Fraction) -> bool:
        """Whether the claims are the paid weekdays' part of a monthly amount, but for roundings."""
        share, months = Fraction(0), {day.day.replace(day=1) for day in self.paid}
        for month in months:
            whole = Period(month, month_end(month))
            share += Fraction(sum(day.day in whole for day in self.paid), whole.weekdays)
        exact = monthly * share * self.claims[0].grade / _FULL
        rounding = len(self.claims) * len(months) * ORE_PER_KRONE
        return abs(exact - int(total(self.claims))) <= rounding

"""`explain`: a difference in days x rate, and its cause when there is evidence for one.

A cause is never guessed. Each is tested by computing again with one fact changed; when no test
fits, or several fit equally well, the answer is that the program cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.core.reasons import UNEXPLAINED
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.claim_causes import CLAIM_TESTS
from rutine.refunds.expected.findings import Cause, Strength, money
from rutine.refunds.expected.paid_causes import PAID_TESTS
from rutine.refunds.expected.payment import Paid

_TWO = 2
_GRADE = "D09"


@dataclass(frozen=True, slots=True)
class DaysTimesRate:
    """A difference in whole days: `days x rate + rest`, with a rest that rounding can make."""

    days: int
    rate: Ore
    rest: Ore


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why NAV paid (or payroll claimed) something else than expected.

    Attributes:
        difference: paid minus expected in øre; claimed minus expected when `about_claim`.
        in_days: the same in days x rate, or None when no day rate goes up in it.
        cause: a reason code; `D00` when the program cannot tell.
        candidates: every cause whose test fitted, strongest first.
        about_claim: whether NAV paid what was expected, and it is the claim that differs.
    """

    difference: Ore
    in_days: DaysTimesRate | None
    cause: str
    candidates: tuple[Cause, ...] = ()
    about_claim: bool = False

    @property
    def known(self) -> bool:
        """Whether one cause has the evidence for it."""
        return self.cause != UNEXPLAINED

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What shows the cause; empty when the program cannot tell."""
        return next((c.evidence for c in self.candidates if c.code == self.cause), ())


def explain(
    account: ExpectedRefund,
    paid: Paid,
    claimed: Ore | None = None,
    tolerance: Ore | None = None,
) -> Explanation:
    """Explain a payment.

    Args:
        account: what NAV should have paid, from `expected`.
        paid: what it paid.
        claimed: what payroll claimed for the same days. When NAV paid as expected, it is the
            claim's difference that is explained.
        tolerance: a municipality's own, narrower than the derived one.
    """
    allowed = account.tolerance(tolerance)
    difference = paid.amount - account.amount
    if abs(difference) > allowed:
        found = [cause for test in PAID_TESTS for cause in test(account, paid)]
        return _explained(account, difference, found)
    if claimed is None or claimed == paid.amount:
        return Explanation(difference, None, "D02" if difference else "D01")
    beside = claimed - account.amount
    if abs(beside) <= allowed:
        rounding = Cause("D02", Strength.REGISTERED, (money("amount", claimed, paid.amount),))
        return Explanation(beside, None, "D02", (rounding,), about_claim=True)
    found = [cause for test in CLAIM_TESTS for cause in test(account, claimed)]
    return _explained(account, beside, found, about_claim=True)


def _explained(
    account: ExpectedRefund,
    difference: Ore,
    found: Sequence[Cause],
    *,
    about_claim: bool = False,
) -> Explanation:
    in_days = days_times_rate(difference, account.rates, account.tolerance())
    whole_days = in_days is not None and in_days.rest == 0
    # Whole days at the full rate explain the amount as well as a grade that only happens to fit.
    kept = [c for c in found if c.strength is Strength.REGISTERED or not whole_days]
    # Some grade nearly always fits: one that nobody has registered is only a candidate.
    kept = [c for c in kept if c.code != _GRADE or c.strength is Strength.REGISTERED]
    best = max((cause.strength for cause in kept), default=None)
    ranked = sorted(found, key=lambda cause: (-cause.strength, cause.code))
    leading = {cause.code for cause in kept if cause.strength is best}
    cause = leading.pop() if len(leading) == 1 else UNEXPLAINED
    return Explanation(difference, in_days, cause, tuple(ranked), about_claim)


def days_times_rate(difference: Ore, rates: Sequence[Ore], rounding: Ore) -> DaysTimesRate | None:
    """Write a difference as days x rate, with at most a rounding left over.

    Args:
        difference: in øre, with its sign.
        rates: day rates to try, the most frequent first.
        rounding: the largest rest that rounding can make.
    """
    for rate in rates:
        days, rest = divmod(int(difference), int(rate))
        if _TWO * rest > rate:  # the nearest whole number of days, from above
            days, rest = days + 1, rest - rate
        if days and abs(rest) <= rounding:
            return DaysTimesRate(days, rate, Ore(rest))
    return None

"""Whether what was paid and what was claimed agree but for a difference that is fully known.

Only three differences may be settled without a person (refund rules §4): rounding (D02), a
claim for a share of the monthly pay (D03), and a claim that knows no 6G (D04). Each is taken
only when NAV paid, line by line and to the øre, what the rules give for the very days, and
each claim is, to the øre, what that one way of claiming gives (see `claiming`).
"""

from __future__ import annotations

from rutine.refunds.claiming import WEIGHT, Claimed
from rutine.refunds.three_ledgers import ThreeLedgers, apart, by_days


def agreement(ledgers: ThreeLedgers) -> str | None:
    """The reason code of the one known difference; None when a person must look.

    Where claims of several days differ in several ways, the weightiest way is named; each of
    them could be settled by itself.
    """
    account = ledgers.account
    if account is None or not _days_are_certain(ledgers) or not _paid_as_expected(ledgers):
        return None
    ways = set()
    for period, claims in by_days(ledgers.claims).items():
        paid = [day for day in ledgers.within(period) if day.rate]
        ways.add(Claimed(claims, paid, account).way())
    known = [way for way in ways if way is not None]
    return max(known, key=WEIGHT.index) if len(known) == len(ways) else None


def _days_are_certain(ledgers: ThreeLedgers) -> bool:
    """Every row has its days and pays something; none is paid twice; both sides are for the same.

    Weekends at the ends count for nothing: NAV pays none, and payroll claims none.
    """
    rows = (*ledgers.lines, *ledgers.claims)
    if not all(row.period is not None and row.amount > 0 for row in rows):
        return False
    if not all(claim.amount == claim.claimed for claim in ledgers.claims):
        return False  # partly settled before: what is left is for days nobody can name
    lines = [line.period for line in ledgers.lines if line.period]
    claims = list(by_days(ledgers.claims))
    expected = [day.day for day in ledgers.days if day.rate]
    return all(
        apart(periods) and all(any(day in period for period in periods) for day in expected)
        for periods in (lines, claims)
    )


def _paid_as_expected(ledgers: ThreeLedgers) -> bool:
    """Whether NAV paid, in each line, what the rules give for the line's days."""
    return all(
        line.period is not None and line.amount == ledgers.amount_within(line.period) > 0
        for line in ledgers.lines
    )

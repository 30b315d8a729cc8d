"""Why NAV paid for days that no open claim is for: claimed before, not yet, or no more due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.employer_start import counted_from_report
from rutine.refunds.expected.findings import days, money
from rutine.refunds.expected.variations import ask, asked_job, neighbouring_g, with_g
from rutine.refunds.finding import CANNOT_TELL, Finding
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.mixed_benefits import MIXED_UP, claimed_as_sickness, seen_in
from rutine.refunds.open_groups import OpenGroup
from rutine.refunds.paid_days import PaidDays, paid_twice
from rutine.refunds.paid_reasons import paid_otherwise
from rutine.refunds.rows import ClaimRow, total
from rutine.refunds.surroundings import Surroundings
from rutine.refunds.three_ledgers import ThreeLedgers, hull


def paid_again(
    group: OpenGroup,
    settled: Sequence[ClaimRow],
    ledgers: ThreeLedgers,
    around: Surroundings,
) -> Finding:
    """The days are settled, and something is paid for them once more.

    Args:
        group: the payments.
        settled: the claims of the days.
        ledgers: what the rules give.
        around: what lies around the payments.
    """
    claimed, paid = Ore(sum(int(claim.claimed) for claim in settled)), total(group.lines)
    shown = (money("settled_before", claimed, paid),)
    account = ledgers.account
    if (
        paid == claimed
        or paid_twice(ledgers.lines)
        or (account is not None and _each_as_expected(ledgers))
    ):
        return Finding("D29", shown)
    more = None if account is None else _more_by_new_g(ledgers)
    if more is not None:
        return Finding(more.reason, (*shown, *more.evidence))
    found = paid_otherwise(ledgers, around)
    return found if found is not None and found.reason in {"D12", "D13"} else Finding("D43", shown)


def _each_as_expected(ledgers: ThreeLedgers) -> bool:
    return all(
        line.period and line.amount == ledgers.amount_within(line.period) for line in ledgers.lines
    )


def unclaimed(
    group: OpenGroup,
    ledgers: ThreeLedgers,
    around: Surroundings,
    knowledge: Knowledge,
    claims: Sequence[ClaimRow],
) -> Finding:
    """Nothing was claimed for the days at all. `claims` are all the person's."""
    period = hull(group.lines)
    if ledgers.account is not None and period is not None:
        found = paid_otherwise(ledgers, around)
        if found is not None and found.reason in {"D12", "D13", "D29"}:
            return found
        if any(day.rate for day in ledgers.days):
            return _of_known_absence(period, ledgers, around, claims)
    as_sickness = claimed_as_sickness(group.lines, claims, knowledge)
    if as_sickness:
        return Finding(MIXED_UP, seen_in(as_sickness, group.benefit))
    counted = counted_from_report(group.lines, (), knowledge)
    if counted is not None:
        return counted
    ended = knowledge.employed and knowledge.employed.ended(group.person, group.sub_unit)
    if ended and period is not None and period.first > ended:
        return Finding("D24", (days("last_paid_day", ended, period.last),))
    return Finding("D43" if group.person in knowledge.registered else "D25")


def _of_known_absence(
    period: Period, ledgers: ThreeLedgers, around: Surroundings, claims: Sequence[ClaimRow]
) -> Finding:
    """NAV paid for a registered absence that no claim is listed for.

    What payroll has settled by itself is listed no more. For a month that is over, the whole
    refund may therefore be one that was never claimed (D43) or one that is paid once more (D29);
    another sum corrects what was paid before. Payroll claims an absence in the order of its
    days: where claims of later days are listed, these were claimed before; where only claims of
    earlier days are, these are not claimed yet. Nor are they where payroll has not even
    registered the days that NAV has come to, and lists no claim of the absence at all.
    """
    assert ledgers.account is not None  # noqa: S101 - the caller has looked
    shown = (days("absence", ledgers.days[0].day, period.first),)
    if period.last >= around.as_of.replace(day=1):
        return Finding("D43", shown)
    earlier, later = _claimed_around(period, ledgers, claims)
    if not (earlier or later):
        behind = _registered_late(ledgers, around)
        if behind is not None:
            return behind
    if ledgers.paid.amount != ledgers.account.amount:
        return _more_by_new_g(ledgers) or Finding("D27", shown)
    if later and not earlier:
        return Finding("D29", (*shown, days("claims_listed", later[0], period.first)))
    if earlier and not later:
        return Finding("D43", (*shown, days("claims_listed", earlier[-1], period.first)))
    return CANNOT_TELL


def _registered_late(ledgers: ThreeLedgers, around: Surroundings) -> Finding | None:
    """D43: NAV pays for days of the absence that payroll has not registered yet, at its rate."""
    account, paid = ledgers.account, PaidDays.of(ledgers)
    assert account is not None  # noqa: S101 - the caller has looked
    if paid is None or paid.missing or not paid.at_expected_rates:
        return None
    job, began = asked_job(account.question), min(account.qualifying_dates, default=None)
    until = max((a.last for a in job.absences if a.last >= paid.days[0]), default=None)
    come_to = max(
        (line.last for line in around.lines if line.last and line.amount > 0), default=None
    )
    if until is None or began is None or come_to is None or come_to <= until:
        return None
    return Finding("D43", (days("absence", until, come_to),))


def _claimed_around(
    period: Period, ledgers: ThreeLedgers, claims: Sequence[ClaimRow]
) -> tuple[list[date], list[date]]:
    """The last days of claims before the days, and the first of those after, of one absence."""
    assert ledgers.account is not None  # noqa: S101 - the caller has looked
    began = min(ledgers.account.qualifying_dates, default=period.first)
    one = ledgers.lines[0]
    own = [
        claim.period
        for claim in claims
        if (claim.sub_unit, claim.benefit) == (one.sub_unit, one.benefit)
        and claim.period is not None
        and claim.absence_from is not None
        and claim.absence_from <= period.first
        and claim.period.first >= began
    ]
    earlier = sorted(each.last for each in own if each.last < period.first)
    later = sorted(each.first for each in own if each.first > period.last)
    return earlier, later


def _more_by_new_g(ledgers: ThreeLedgers) -> Finding | None:
    """D05: exactly what a new G adds to what was paid by the old one."""
    account = ledgers.account
    assert account is not None  # noqa: S101 - the caller has looked
    for row, other in neighbouring_g(account.question, account.qualifying_dates):
        before = ask(with_g(account.question, row, other))
        if before is not None and ledgers.paid.amount == account.amount - before.amount > 0:
            return Finding("D05", (money("six_g", other.six_g, row.six_g),))
    return None

"""Payments that NAV has taken back: by a deduction of its own (code A), or by a minus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rutine.refunds.benefits import RECOVERY
from rutine.refunds.expected.findings import money
from rutine.refunds.finding import Finding
from rutine.refunds.paid_days import paid_twice
from rutine.refunds.rows import LineRow, total


def once_too_much(lines: Sequence[LineRow]) -> tuple[LineRow, ...]:
    """What is paid too much of lines that are paid again: one of each two, else all of them."""
    if not paid_twice(lines):
        return tuple(lines)
    first = {(line.first, line.last, line.amount): line for line in lines}
    return tuple(first.values())


def deducted(found: Finding, lines: Sequence[LineRow], others: Iterable[LineRow]) -> Finding:
    """D28 for what was paid again (D29) and is taken back by deductions of just those amounts.

    Args:
        found: the cause of the lines.
        lines: of one person, sub-unit and benefit.
        others: the person's lines at the sub-unit under NAV's code for deductions.
    """
    if found.reason != "D29":
        return found
    again = once_too_much(lines)
    wanted = Counter(-line.amount for line in again)
    back = [
        each
        for each in others
        if each.benefit == RECOVERY
        and any(
            each.amount == -line.amount and (line.period is None or each.may_be_for(line.period))
            for line in again
        )
    ]
    if not back or Counter(each.amount for each in back) != wanted:
        return found
    return Finding("D28", (*found.evidence, money("taken_back", total(again), total(back))))


def reversed_again(lines: Sequence[LineRow]) -> tuple[LineRow, ...] | None:
    """What was paid for some days and later taken back whole; None when it is not so.

    A correction takes back first and pays anew; here NAV's money came before its minus.
    """
    paid = [line for line in lines if line.amount > 0]
    minus = [line for line in lines if line.amount < 0]
    came = [line.received for line in paid if line.received]
    went = [line.received for line in minus if line.received]
    if not paid or len(came) < len(paid) or len(went) < len(minus):
        return None
    whole = Counter((line.first, line.last, line.amount) for line in paid) == Counter(
        (line.first, line.last, -line.amount) for line in minus
    )
    return tuple(paid) if whole and max(came) < min(went) else None

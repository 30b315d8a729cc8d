"""How old the money is that NAV has not settled: claims by the weeks since they were sent.

The weeks are NAV's own handling times (refund rules §1.5), from the routine file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rutine.core.money import Ore
from rutine.refunds.ageing import AgeLimits


class Age(StrEnum):
    """How long a claim has waited, youngest first."""

    IN_TIME = "in_time"
    """Within the weeks that NAV usually needs."""
    LATE = "late"
    """Longer than usual, within NAV's stated time."""
    OVERDUE = "overdue"
    """Longer than NAV's stated time."""
    OLD = "old"
    """Half a year and more."""
    UNKNOWN = "unknown"
    """Neither the day it was sent nor the days claimed are known."""


OLD_WEEKS: Final = 26


@dataclass(frozen=True, slots=True)
class Aged:
    """The open claims of one age: how many, and what is open of them in øre."""

    age: Age
    claims: int
    amount: Ore


def aged(
    claims: Iterable[tuple[date | None, Ore]], as_of: date, limits: AgeLimits
) -> tuple[Aged, ...]:
    """Open claims by age, every age in its place, also those without a claim.

    Args:
        claims: the day each was sent (else its last day), and what is open of it.
        as_of: the day ages are counted to.
        limits: the weeks of the first two ages; the third ends at half a year.
    """
    counts, sums = dict.fromkeys(Age, 0), dict.fromkeys(Age, Ore(0))
    for since, amount in claims:
        age = _age(since, as_of, limits)
        counts[age] += 1
        sums[age] += amount
    return tuple(Aged(age, counts[age], sums[age]) for age in Age)


def _age(since: date | None, as_of: date, limits: AgeLimits) -> Age:
    if since is None:
        return Age.UNKNOWN
    waited = as_of - since
    if waited < timedelta(weeks=limits.soft_weeks):
        return Age.IN_TIME
    if waited < timedelta(weeks=limits.hard_weeks):
        return Age.LATE
    return Age.OVERDUE if waited < timedelta(weeks=OLD_WEEKS) else Age.OLD

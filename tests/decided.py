"""Decided cases for tests of what is learned: numbers and days, and nobody's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rutine.core.differences import Action, Side
from rutine.routines.proposals.decided_case import DecidedCase, DecidedRow, Standing

TODAY = date(2026, 11, 30)
MONDAY = date(2026, 8, 3)
FULL = 7_155_00


def row(side: Side, ore: int, *, first: date = MONDAY, days: int = 5, **more: Any) -> DecidedRow:
    """A row of a week, or of some days of it."""
    given = {"unit": "311000000", "benefit": "4"} | more
    return DecidedRow(side, first=first, last=first + timedelta(days=days - 1), amount=ore, **given)


def split(paid: int = FULL, **claim: Any) -> tuple[DecidedRow, ...]:
    """A week that was paid in two parts."""
    return (
        row(Side.CLAIM, FULL, **claim),
        row(Side.LINE, paid - 2_000_00, days=3),
        row(Side.LINE, 2_000_00, first=MONDAY + timedelta(days=3), days=2),
    )


def pair(paid: int = FULL, benefit: str = "4", **claim: Any) -> tuple[DecidedRow, ...]:
    """A week claimed once and paid once."""
    return row(Side.CLAIM, FULL, **claim), row(Side.LINE, paid, benefit=benefit)


def decided(number: int, rows: tuple[DecidedRow, ...] = (), **more: Any) -> DecidedCase:
    """A case that one of two people settled as claimed, in turn."""
    given: dict[str, Any] = {
        "kind": "group",
        "reason": "D00",
        "action": Action.SETTLE_AS_CLAIMED,
        "standing": Standing.STANDS,
        "people": frozenset({"kari" if number % 2 else "liv"}),
        "day": date(2026, 9, 1) + timedelta(days=number % 60),
    }
    return DecidedCase(number=number, rows=rows, **(given | more))


def several(count: int, rows: tuple[DecidedRow, ...] = (), **more: Any) -> list[DecidedCase]:
    """So many of them."""
    return [decided(number, rows, **more) for number in range(1, count + 1)]

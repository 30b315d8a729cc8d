"""What was paid again and taken back: by a deduction (code A), or by a minus of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rutine.refunds.finding import Finding
from rutine.refunds.taken_back import deducted, reversed_again
from tests.unit.refunds.ledgers import DAYS, RATE, facts, line

FULL = RATE * DAYS
AGAIN, OTHER = Finding("D29"), Finding("D43")
BACK = line(-FULL, None, None, benefit="A", row=5)


@pytest.mark.parametrize(
    ("deductions", "reason"),
    [
        ([], "D29"),
        ([BACK], "D28"),
        ([line(-FULL, benefit="A")], "D28"),
        ([line(-FULL, "2026-07-01", "2026-07-31", benefit="A")], "D29"),
        ([line(1 - FULL, None, None, benefit="A")], "D29"),
        ([BACK, BACK], "D29"),  # which of the two it is, nobody can tell
    ],
)
def test_paid_again_and_deducted_since_is_a_recovery(deductions, reason) -> None:
    assert deducted(AGAIN, [line(FULL)], deductions).reason == reason
    assert deducted(AGAIN, [line(FULL), line(FULL, row=2)], deductions).reason == reason


def test_each_of_several_payments_must_be_deducted() -> None:
    half, rest = line(RATE * 11, last="2026-09-15"), line(RATE * 11, "2026-09-16")
    back = [line(-RATE * 11, None, None, benefit="A", row=n) for n in (7, 8)]
    assert deducted(AGAIN, [half, rest], back).reason == "D28"
    assert deducted(AGAIN, [half, rest], back[:1]).reason == "D29"


def test_only_what_is_paid_again_is_sought() -> None:
    assert deducted(OTHER, [line(FULL)], [BACK]) == OTHER
    found = deducted(AGAIN, [line(FULL)], [BACK])
    assert facts(found)["taken_back"] == (str(FULL * 100), str(-FULL * 100))


def came(kroner: int, day: int | None, row: int = 1):
    return replace(line(kroner, row=row), received=None if day is None else date(2026, 10, day))


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ([came(FULL, 1), came(-FULL, 20, 2)], True),
        ([came(FULL, 20), came(-FULL, 1, 2)], False),  # taken back first, and paid anew
        ([came(FULL, 1), came(-FULL, 1, 2)], False),
        ([came(FULL, 1), came(-FULL, None, 2)], False),
        ([came(FULL, 1), came(1 - FULL, 20, 2)], False),
        ([came(-FULL, 20)], False),
    ],
)
def test_money_that_came_before_its_minus_was_paid_again(lines, whole) -> None:
    assert (reversed_again(lines) is not None) is whole

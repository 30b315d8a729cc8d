"""Why NAV paid for days that no open claim is for."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.refunds.employed import Employed, Position
from rutine.refunds.employer_start import counted_from_report
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.open_groups import OpenGroup
from rutine.refunds.unclaimed_reasons import paid_again, unclaimed
from tests.unit.refunds.ledgers import (
    DAYS,
    NOTE,
    PERSON,
    RATE,
    UNIT,
    around,
    basis,
    claim,
    facts,
    ledgers,
    line,
    tables,
)

FULL = RATE * DAYS
OCTOBER = {"first": "2026-10-01", "last": "2026-10-31"}
AUGUST = {"first": "2026-08-17", "last": "2026-08-31"}
DECEMBER = date(2026, 12, 1)
HIGH = 80_000


def known(told=None, employed=None) -> Knowledge:
    return Knowledge(
        tables(), {PERSON: {"4": told or basis()}}, frozenset({PERSON}), employed=employed
    )


def found(lines, claims=(), told=None, employed=None):
    group = OpenGroup(tuple(lines), ())
    theirs = around(lines, DECEMBER)
    return unclaimed(group, ledgers(lines, (), told), theirs, known(told, employed), claims)


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        ([OCTOBER], "D29"),
        ([AUGUST], "D43"),
        ([AUGUST, OCTOBER], "D00"),
        ([], "D00"),
        ([OCTOBER | {"away": "2026-10-01"}], "D00"),
    ],
)
def test_payroll_claims_an_absence_in_the_order_of_its_days(listed, reason) -> None:
    claims = [claim(**each, row=n) for n, each in enumerate(listed)]
    assert found([line(FULL)], claims).reason == reason


def test_what_a_new_g_adds_is_no_other_correction() -> None:
    told = basis(NOTE | {"from": date(2026, 5, 4)}, pay=HIGH)
    assert found([line(147 * DAYS)], told=told).reason == "D05"
    assert found([line(148 * DAYS)], told=told).reason == "D27"


def test_days_after_the_employment_ended() -> None:
    place = Position(
        person=PERSON,
        previous="",
        sub_unit=UNIT,
        employee_number="1000",
        first=date(2020, 1, 1),
        last=date(2026, 10, 31),
        death=None,
    )
    after = [line(RATE, "2026-11-09", "2026-11-09")]
    assert found(after, employed=Employed([place])).reason == "D24"
    within = [line(RATE, "2026-08-10", "2026-08-10")]
    assert found(within, employed=Employed([place])).reason != "D24"


def test_paid_twice_and_taken_back_since_is_a_recovery() -> None:
    lines, settled = [line(FULL)], [claim()]
    group, three = OpenGroup(tuple(lines), ()), ledgers(lines)
    back = line(-FULL, None, None, benefit="A", row=5)

    def reason(*deductions) -> str:
        return paid_again(group, settled, three, around(lines), deductions).reason

    assert reason() == "D29"
    assert reason(back) == "D28"
    assert reason(line(-FULL, "2026-07-01", "2026-07-31", benefit="A")) == "D29"
    assert reason(line(1 - FULL, None, None, benefit="A")) == "D29"
    assert reason(back, back) == "D29"  # which of the two it is, nobody can tell


def test_days_that_only_the_income_report_tells_of() -> None:
    """The note begins on 16 August; the report says that the absence began on the 13th."""
    told = basis()
    (job,) = told.jobs
    (report,) = job.incomes
    earlier = report.model_copy(update={"absence_from": date(2026, 8, 13)})
    changed = told.model_copy(update={"jobs": (job.model_copy(update={"incomes": (earlier,)}),)})
    lines = [line(RATE * 2, "2026-08-29", "2026-09-01")]
    told_of = counted_from_report(lines, (), known(changed))
    assert told_of is not None
    assert told_of.reason == "D12"
    assert facts(told_of)["absence_from"] == (None, "2026-08-13")
    assert counted_from_report(lines, (), known()) is None
    longer = [line(RATE * 3, "2026-08-28", "2026-09-01")]
    assert counted_from_report(longer, (), known(changed)) is None

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


def test_days_that_are_settled_are_paid_again() -> None:
    lines, settled = [line(FULL)], [claim()]
    group = OpenGroup(tuple(lines), ())
    assert paid_again(group, settled, ledgers(lines), around(lines)).reason == "D29"


def test_what_a_new_g_adds_to_settled_days_is_told_by_its_amount_alone() -> None:
    told = basis(NOTE | {"from": date(2026, 5, 4)}, pay=HIGH)
    settled = [claim(pay=HIGH)]

    def reason(kroner: int) -> str:
        lines = [line(kroner)]
        group = OpenGroup(tuple(lines), ())
        return paid_again(group, settled, ledgers(lines, (), told), around(lines)).reason

    assert reason(147 * DAYS) == "D05"
    assert reason(148 * DAYS) == "D43"


def test_the_order_of_claims_is_shown() -> None:
    again = found([line(FULL)], [claim(**OCTOBER)])
    assert facts(again)["claims_listed"] == ("2026-10-01", "2026-09-01")
    not_yet = found([line(FULL)], [claim(**AUGUST)])
    assert facts(not_yet)["claims_listed"] == ("2026-08-31", "2026-09-01")


def test_what_payroll_has_not_even_registered_is_not_claimed_yet() -> None:
    short = basis(NOTE | {"to": date(2026, 9, 25)})
    late = found([line(FULL)], told=short)
    assert (late.reason, facts(late)["absence"]) == ("D43", ("2026-09-25", "2026-09-30"))
    assert found([line(FULL + 1)], told=short).reason == "D27"  # another rate
    assert found([line(FULL)], [claim(**OCTOBER)], told=short).reason != "D43"


def test_unclaimed_parental_benefit_is_more_than_claimed() -> None:
    assert (
        found([line(FULL, benefit="2")], told=basis(NOTE | {"to": date(2026, 8, 20)})).reason
        == "D43"
    )


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

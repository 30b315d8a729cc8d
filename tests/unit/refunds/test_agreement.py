"""A difference settles without a person only when days, pay and amounts are all known."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from rutine.core.identifiers import OrgNr
from rutine.matching import Method, Pass, match
from rutine.refunds.ageing import AgeLimits
from rutine.refunds.reconciliation import reconcile
from rutine.routines.registers import Lists, look_up
from rutine.routines.tables import load_tables

TABLES = load_tables(Path(__file__).parents[3] / "mappings" / "tables").tables
PASSES = (Pass("exact", Method.EXACT, benefits=frozenset("4")),)
PAID = 21 * 143_100  # 31 000 kr a month gives 1431 kr a day; August 2026 has 21 weekdays
MONTH = 3_100_000
HIGH = 8_000_000  # 80 000 kr a month is over 6G: 3151 kr a day
CAPPED, UNCAPPED = 21 * 315_100, 21 * 369_200


@pytest.fixture
def run(persons, orgnrs):
    def reconciled(lines, claims, *, income=MONTH, away=("2026-07-01", "2026-09-30")):
        absences = pd.DataFrame(
            {
                "row": [1],
                "employer": [orgnrs[0].reveal()],
                "sub_unit": [orgnrs[1].reveal()],
                "person": [persons[0]],
                "kind": ["Sykmelding"],
                "first": pd.to_datetime([away[0]]),
                "last": pd.to_datetime([away[1]]),
                "grade": [100],
            }
        )
        reports = pd.DataFrame(
            {
                "row": [1],
                "employer": [orgnrs[0].reveal()],
                "sub_unit": [orgnrs[1].reveal()],
                "person": [persons[0]],
                "absence_from": pd.to_datetime([away[0]]),
                "monthly_income": [income],
                "monthly_refund": [income],
                "refund_ends": pd.to_datetime([None]),
                "sent": pd.to_datetime(["2026-07-20"]),
            }
        )
        return reconcile(
            lines,
            claims,
            match=partial(match, passes=PASSES),
            employer=OrgNr(orgnrs[0].reveal()),
            sub_units=orgnrs,
            as_of=date(2026, 10, 1),
            limits=AgeLimits(),
            settles="4",
            registers=partial(look_up, Lists(absences=absences, income_reports=reports), TABLES),
        )

    return reconciled


def _reasons(found) -> list[str]:
    return [each.reason for each in found.settlements]


def test_a_share_of_the_monthly_pay_settles(run, lines, claims) -> None:
    found = run(lines({}), claims({"amount": MONTH, "day_rate": None}))
    (settlement,) = found.settlements
    assert (settlement.reason, settlement.pass_name) == ("D03", "expected")
    assert (settlement.claimed, settlement.paid) == (MONTH, PAID)
    assert found.balance.differences == MONTH - PAID
    assert not found.differences


def test_a_share_of_another_pay_does_not(run, lines, claims) -> None:
    found = run(lines({}), claims({"amount": MONTH + 100_000, "day_rate": None}))
    assert not found.settlements


def test_a_day_rate_with_ore_is_a_rounding(run, lines, claims) -> None:
    found = run(lines({}), claims({"amount": 21 * 143_077, "day_rate": 143_077}))
    assert _reasons(found) == ["D02"]


def test_a_krone_a_day_from_one_position_is_no_rounding(run, lines, claims) -> None:
    found = run(lines({}), claims({"amount": 21 * 143_000, "day_rate": 143_000}))
    assert not found.settlements


def test_positions_rounded_by_themselves_settle(run, lines, claims) -> None:
    # Twice 15 500 kr a month is twice 715.38 kr a day: 715 + 715 = 1430, against NAV's 1431.
    half = {"monthly_income": 1_550_000, "monthly_refund": 1_550_000, "day_rate": 71_500}
    found = run(
        lines({}),
        claims(
            half | {"amount": 21 * 71_500},
            half | {"amount": 21 * 71_500, "position_id": "2"},
        ),
    )
    assert _reasons(found) == ["D02"]
    assert found.settlements[0].difference == -21 * 100


def test_a_forgotten_cap_settles_when_pay_is_known(run, lines, claims) -> None:
    high = {"monthly_income": HIGH, "monthly_refund": HIGH}
    found = run(
        lines({"amount": CAPPED}),
        claims(high | {"amount": UNCAPPED, "day_rate": 369_200}),
        income=HIGH,
    )
    assert _reasons(found) == ["D04"]


def test_a_claim_from_another_pay_than_reported_is_a_case(run, lines, claims) -> None:
    risen = {"monthly_income": 3_200_000, "monthly_refund": 3_200_000}
    found = run(lines({}), claims(risen | {"amount": 21 * 147_700, "day_rate": 147_700}))
    assert not found.settlements
    assert [case.reason for case in found.differences] == ["D08"]


def test_a_line_without_dates_nearby_holds_everything_back(run, lines, claims) -> None:
    found = run(
        lines({}, {"first": None, "last": None, "amount": 100}),
        claims({"amount": MONTH, "day_rate": None}),
    )
    assert not found.settlements


def test_a_reversal_holds_it_back(run, lines, claims) -> None:
    found = run(
        lines({}, {"amount": -PAID}, {"amount": PAID}),
        claims({"amount": MONTH, "day_rate": None}),
    )
    assert not found.settlements


def test_fewer_days_paid_than_registered_is_no_known_difference(run, lines, claims) -> None:
    found = run(
        lines({"last": date(2026, 8, 28), "amount": 20 * 143_100}),
        claims({"amount": MONTH, "day_rate": None}),
    )
    assert not found.settlements

"""Money that the bank took back is no credit of a report."""

from __future__ import annotations

import pandas as pd

from rutine.refunds.reversals import without_reversed


def statement(*rows: tuple[str, int, str, str, str]) -> pd.DataFrame:
    """Day, øre, reference, counterparty, reversal."""
    return pd.DataFrame(
        {
            "account": "15062222007",
            "booked": pd.to_datetime([row[0] for row in rows]),
            "amount": [row[1] for row in rows],
            "reference": [row[2] for row in rows],
            "counterparty": [row[3] for row in rows],
            "reversal": [row[4] for row in rows],
        }
    )


def amounts(*rows: tuple[str, int, str, str, str]) -> list[int]:
    return without_reversed(statement(*rows))["amount"].tolist()


def test_a_credit_and_what_takes_it_back_are_nothing() -> None:
    assert amounts(
        ("2026-08-03", 100, "R1", "NAV", ""),
        ("2026-08-03", 100, "R2", "NAV", ""),
        ("2026-08-05", -100, "R1", "NAV", "reversal"),
    ) == [0, 100, 0]


def test_of_equal_credits_one_is_left() -> None:
    found = amounts(
        ("2026-08-03", 100, "", "NAV", ""),
        ("2026-08-04", 100, "", "NAV", ""),
        ("2026-08-05", -100, "", "NAV", "reversal"),
    )
    assert sorted(found) == [0, 0, 100]


def test_two_reversals_take_back_two_credits() -> None:
    assert amounts(
        ("2026-08-03", 100, "R", "NAV", ""),
        ("2026-08-03", 100, "R", "NAV", ""),
        ("2026-08-05", -100, "R", "NAV", "reversal"),
        ("2026-08-05", -100, "R", "NAV", "reversal"),
    ) == [0, 0, 0, 0]


def test_our_own_payment_that_comes_back_is_no_payment_of_navs() -> None:
    assert amounts(("2026-08-05", 100, "R", "NAV", "reversal")) == [0]


def test_only_what_came_before_and_agrees_is_taken_back() -> None:
    assert amounts(
        ("2026-08-05", -100, "R1", "NAV", "reversal"),
        ("2026-08-06", 100, "R1", "NAV", ""),
        ("2026-08-03", 100, "R2", "NAV", ""),
        ("2026-08-03", 101, "R1", "NAV", ""),
    ) == [0, 100, 100, 101]


def test_an_entry_that_says_nothing_of_whose_it_is_takes_back_nothing() -> None:
    assert amounts(("2026-08-03", 100, "", "", ""), ("2026-08-05", -100, "", "", "reversal")) == [
        100,
        0,
    ]


def test_a_statement_that_tells_of_no_reversals_is_left_alone() -> None:
    frame = statement(("2026-08-03", 100, "R1", "NAV", ""))
    assert without_reversed(frame.drop(columns="reversal"))["amount"].tolist() == [100]
    assert without_reversed(frame) is frame

"""Equal positions that are reported each by itself: a line each, rounded each, one 6G together."""

from __future__ import annotations

from typing import Any

import pytest

from rutine.core.money import Ore
from rutine.refunds.agreement import agreement
from rutine.refunds.claimed_reasons import claimed_otherwise
from rutine.refunds.expected.basis import Basis
from rutine.refunds.paid_reasons import paid_otherwise
from tests.unit.refunds.ledgers import DAYS, around, basis, claim, ledgers, line

PAY = 20_020
EACH = 924
"""20 020 kr a month are 924 kr a day, and 40 040 kr are 1848.00; of 6G's 3151.13 each has 1576."""


def two(pay: int = PAY) -> Basis:
    (job,) = basis(pay=2 * pay).jobs
    report = job.incomes[0].model_copy(update={"positions": 2})
    return Basis(jobs=(job.model_copy(update={"incomes": (report,)}),))


def paid(rate: int) -> list[Any]:
    return [line(rate * DAYS), line(rate * DAYS, row=2)]


def claims(rate: float, pay: int = PAY, **other: Any) -> list[Any]:
    each = {"rate": rate, "pay": pay} | other
    return [claim(rate * DAYS, position=str(n), row=n, **each) for n in (1, 2)]


def test_each_position_is_rounded_by_itself() -> None:
    """40 038 kr together are 1847.91 a day, rounded 1848; each half is 923.95, rounded 924."""
    account = ledgers(paid(EACH), (), two(20_019)).account
    assert account is not None
    assert account.rates == (Ore(2 * EACH * 100),)
    odd = ledgers(paid(EACH), (), two(20_010)).account  # 923.54 each; together 1847.08
    assert odd is not None
    assert odd.rates == (Ore(2 * EACH * 100),)


def test_equal_lines_of_two_positions_are_not_paid_twice() -> None:
    assert paid_otherwise(ledgers(paid(EACH), (), two()), around(paid(EACH))) is None
    four = [*paid(EACH), *paid(EACH)]
    again = paid_otherwise(ledgers(four, (), two()), around(four))
    assert again is not None
    assert again.reason == "D29"


def test_another_grade_of_both() -> None:
    half = paid(462)
    found = paid_otherwise(ledgers(half, (), two()), around(half))
    assert found is not None
    assert found.reason == "D09"


def test_a_line_without_its_copy_stays_alone() -> None:
    three = ledgers([line(EACH * DAYS)], (), two())
    assert [each.amount for each in three.lines] == [Ore(EACH * DAYS * 100)]


@pytest.mark.parametrize(("kroner", "settles"), [(PAY, "D03"), (PAY + 100, None)])
def test_a_share_of_monthly_pay_settles_for_both(kroner: int, settles: str | None) -> None:
    monthly = [claim(kroner, rate=None, days=None, pay=PAY, position=str(n), row=n) for n in (1, 2)]
    assert agreement(ledgers(paid(EACH), monthly, two())) == settles


def test_each_claimed_over_the_6g_they_share_never_settles() -> None:
    high, over = 40_936, 1889
    three = ledgers(paid(1576), claims(over, high), two(high))
    assert agreement(three) is None
    found = claimed_otherwise(three)
    assert found is not None
    assert found.reason == "D06"
    assert claimed_otherwise(ledgers(paid(1576), claims(over + 9, high), two(high))) is None

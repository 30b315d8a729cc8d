"""Why payroll claimed something else, where NAV paid what the rules give."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.refunds.claimed_reasons import claimed_otherwise
from rutine.refunds.knowledge import NOTHING_KNOWN
from rutine.refunds.three_ledgers import three_ledgers
from tests.unit.refunds.ledgers import (
    DAYS,
    FIRST,
    NOTE,
    RATE,
    basis,
    claim,
    facts,
    ledgers,
    line,
)

FULL = RATE * DAYS
HIGH = 80_000
CAPPED, UNCAPPED = 3151, 3692
HOLIDAY = {"kind": "holiday", "from": date(2026, 9, 14), "to": date(2026, 9, 18)}


def found(claims, known=None, lines=None):
    return claimed_otherwise(ledgers(lines or [line(FULL)], claims, known))


def reason(claims, known=None, lines=None) -> str | None:
    told = found(claims, known, lines)
    return None if told is None else told.reason


def test_without_registers_nothing_is_said() -> None:
    assert claimed_otherwise(three_ledgers([line(1)], [claim()], NOTHING_KNOWN)) is None


def test_a_claim_without_days_shows_nothing() -> None:
    assert reason([claim(last=None, row=2), claim(1, rate=None)]) is None


def test_a_claim_that_is_as_expected_has_no_cause() -> None:
    assert reason([claim()]) is None


def test_amounts_of_the_ways_that_may_settle() -> None:
    rounded = found([claim(1430.77 * DAYS, rate=1430.77)])
    assert rounded.reason == "D02"
    assert facts(rounded) == {"amount": ("3147694", "3148200"), "paid_days": ("22", "22")}
    assert reason([claim(31_000, rate=None, days=None)]) == "D03"
    capped = [claim(UNCAPPED * DAYS, rate=UNCAPPED, pay=HIGH)]
    assert reason(capped, basis(pay=HIGH), [line(CAPPED * DAYS)]) == "D04"


@pytest.mark.parametrize(("ore", "told"), [(1150, "D02"), (-1150, "D02"), (1151, None)])
def test_rounding_ends_at_half_a_krone_a_day_and_one_half(ore: int, told: str | None) -> None:
    assert reason([claim(FULL + ore / 100, rate=None)]) == told


def test_of_several_ways_the_weightiest_is_named() -> None:
    # 11 of September's 22 weekdays: half a monthly pay; the other half with øre in the rate.
    share = claim(15_500, last="2026-09-15", days=None, rate=None)
    rounded = claim(1430.77 * 11, "2026-09-16", days=11, rate=1430.77, row=2)
    assert reason([share, rounded]) == "D03"
    assert reason([rounded, share]) == "D03"


def test_a_part_nobody_can_explain_leaves_the_whole_unexplained() -> None:
    share = claim(15_500, last="2026-09-15", days=None, rate=None)
    strange = claim(9_999, "2026-09-16", days=11, rate=909, row=2)
    assert reason([share, strange]) is None
    assert reason([strange, share]) is None


def test_fewer_days_claimed_than_the_rules_pay_for() -> None:
    told = found([claim(RATE * 20, days=20)])
    assert told.reason == "D43"
    assert facts(told) == {"paid_days": ("20", "22")}


def test_days_claimed_that_are_registered_as_holiday() -> None:
    told = found([claim()], basis(NOTE, HOLIDAY), [line(RATE * 17)])
    assert told.reason == "D11"
    assert facts(told) == {"paid_days": ("22", "17")}


def test_days_claimed_in_the_employer_period_and_after_the_refund_ended() -> None:
    whole = claim(RATE * 33, "2026-08-16", days=33)
    assert reason([whole], None, [line(FULL, "2026-08-16")]) == "D12"
    assert reason([claim()], basis(ends="2026-09-15"), [line(RATE * 11)]) == "D21"


def test_more_days_than_the_claim_has_weekdays_say_nothing() -> None:
    assert reason([claim(RATE * 23, days=23)], basis(NOTE, HOLIDAY), [line(RATE * 17)]) is None


def test_other_days_at_another_rate_say_nothing() -> None:
    assert reason([claim(1000 * 20, days=20, rate=1000)]) is None


def test_claimed_from_a_later_pay() -> None:
    told = found([claim(1477 * DAYS, rate=1477, pay=32_000)])
    assert told.reason == "D08"
    assert facts(told) == {"monthly_income": ("3200000", "3100000")}


def test_a_later_pay_that_does_not_give_the_claim_is_no_cause() -> None:
    assert reason([claim(1500 * DAYS, rate=1500, pay=32_000)]) is None


def test_another_job_that_changes_no_rate_is_no_cause() -> None:
    """A krone a day more than NAV pays is neither a rounding nor a 6G that the jobs share."""
    two_jobs = basis(elsewhere=10_000)
    assert reason([claim(FULL + DAYS, rate=RATE + 1)], two_jobs, [line(FULL)]) is None


def test_claimed_as_if_the_job_were_the_only_one() -> None:
    # Twice 50 000 kr a month share 6G: 1576 kr a day each; alone it is 2308.
    told = found(
        [claim(2308 * DAYS, rate=2308, pay=50_000)],
        basis(pay=50_000, elsewhere=50_000),
        [line(1576 * DAYS)],
    )
    assert told.reason == "D06"
    assert facts(told) == {"jobs": ("1", "2")}


def test_claimed_with_the_g_of_another_year() -> None:
    told = found(
        [claim(CAPPED * DAYS, rate=CAPPED, pay=HIGH)],
        basis(NOTE | {"from": date(2026, 4, 13)}, pay=HIGH),
        [line(3004 * DAYS)],
    )
    assert told.reason == "D05"
    assert facts(told) == {"six_g": ("81929400", "78096000")}


def test_claimed_for_another_grade() -> None:
    told = found([claim()], basis(NOTE | {"grade": 50}), [line(715 * DAYS)])
    assert told.reason == "D09"
    assert facts(told) == {"grade": ("100", "50")}


def test_a_grade_that_does_not_give_the_claim_is_no_cause() -> None:
    odd = claim(1300 * DAYS, rate=1300)
    assert reason([odd], basis(NOTE | {"grade": 50}), [line(715 * DAYS)]) is None


def test_days_that_the_rules_pay_for_and_nobody_claimed() -> None:
    told = found([claim(RATE * 11, last="2026-09-15", days=11)])
    assert told.reason == "D43"
    assert facts(told) == {"paid_days": ("11", "22")}


def test_days_not_claimed_do_not_hide_a_weightier_cause() -> None:
    half = [claim(RATE * 11, last="2026-09-15", days=11)]
    told = found(half, basis(NOTE | {"grade": 50}), [line(715 * DAYS, FIRST)])
    assert told.reason == "D09"


def test_two_causes_that_do_not_settle_leave_it_unexplained() -> None:
    holiday = HOLIDAY | {"from": date(2026, 9, 7), "to": date(2026, 9, 11)}
    fewer = claim(RATE * 10, "2026-09-16", days=10, row=2)
    taken = claim(RATE * 11, last="2026-09-15", days=11)
    assert reason([taken, fewer], basis(NOTE, holiday), [line(RATE * 17)]) is None


def test_a_share_of_a_new_monthly_pay_is_the_new_pay() -> None:
    told = found([claim(35_000, rate=None, days=None, pay=35_000)])
    assert told.reason == "D08"
    assert reason([claim(35_010, rate=None, days=None, pay=35_000)]) is None


def test_a_claim_that_two_causes_give_tells_neither() -> None:
    """68 000 kr is over 6G of 2025 and not of 2026: the next 6G and none give one claim."""
    known = basis(NOTE | {"from": date(2026, 4, 13)}, pay=68_000)
    own, cap = 3138, 3004
    claims = [claim(own * DAYS, rate=own, pay=68_000, away="2026-04-13")]
    assert reason(claims, known, [line(cap * DAYS)]) in {None, "D00"}

"""Laws of holiday pay and recoveries, and their answers against the practice truth."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.looking_back import MONTHS, against_truth, settle
from rutine.core.money import Ore
from rutine.practice.ledgers import ledgers
from rutine.practice.plan import PracticePlan
from rutine.refunds.looking_back.days import paid_days
from rutine.refunds.looking_back.holiday_pay import Verdict, Why, check_holiday_pay
from rutine.refunds.looking_back.recovery import How, taken_back
from tests.received_lines import at_hand, line, may

MONDAY = date(2025, 1, 6)
LIMIT = 48
FEW = settings(max_examples=30, deadline=None)


def _weeks(rates: list[int]) -> list:
    """A week of sickness benefit at each of the rates (kroner), one after the other."""
    found = []
    for week, rate in enumerate(rates):
        first = MONDAY + timedelta(weeks=week)
        last = first + timedelta(days=4)
        found.append(line(f"{first}/{last}", 5 * rate, "2025-12-01"))
    return found


rates = st.lists(st.integers(1, 3200), min_size=1, max_size=12)


@FEW
@given(rates)
def test_only_the_first_48_days_count_and_the_sum_is_rounded_once(each_week):
    lines = _weeks(each_week)
    days = [rate for rate in each_week for _ in range(5)][:LIMIT]
    kroner = (2 * sum(days) * 102 + 1000) // 2000  # half up, of the sum
    asked = may(kroner)
    check = check_holiday_pay([asked], at_hand(asked, *lines))
    # The higher percentage of other days can't come to the same: all days count at both.
    assert (check.verdict, check.days) == (Verdict.AGREES, len(days))
    assert check.basis == Ore(100 * sum(days))


@FEW
@given(rates, st.integers(1, 5000))
def test_more_than_the_bound_always_differs(each_week, more):
    lines = _weeks(each_week)
    days = [rate for rate in each_week for _ in range(5)][:LIMIT]
    highest = (2 * sum(days) * 125 + 1000) // 2000
    asked = may(highest + more)
    check = check_holiday_pay([asked], at_hand(asked, *lines))
    assert (check.verdict, check.why) == (Verdict.DIFFERS, None)


@FEW
@given(rates, st.integers(0, 59))
def test_the_first_days_of_the_limit_are_always_left_to_others(each_week, place):
    """Whatever days others have used, it is not called a difference."""
    lines = _weeks(each_week)
    sums = list(accumulate(rate for rate in each_week for _ in range(5)))[:LIMIT]
    kroner = (2 * sums[place % len(sums)] * 102 + 1000) // 2000
    asked = may(kroner)
    check = check_holiday_pay([asked], at_hand(asked, *lines))
    assert check.verdict is not Verdict.DIFFERS
    assert check.why in {None, Why.SHARED, Why.AGE}


@FEW
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40), st.integers(1, 10**7))))
def test_what_is_spread_over_days_adds_up(spans):
    lines = [
        line(
            f"{MONDAY + timedelta(days=start)}/{MONDAY + timedelta(days=start + length)}",
            0,
            "2025-12-01",
            amount=Ore(amount),
        )
        for start, length, amount in spans
    ]
    assert sum(day.to_employer for day in paid_days(lines)) == sum(each[2] for each in spans)


@FEW
@given(rates, st.data())
def test_a_payment_taken_back_as_it_was_paid_is_found_or_told_among_several(each_week, data):
    lines = _weeks(each_week)
    chosen = data.draw(st.sampled_from(lines))
    dated = data.draw(st.booleans())
    days = f"{chosen.first}/{chosen.last}" if dated else ""
    benefit = data.draw(st.sampled_from(["4", "A"]))
    minus = line(days, 0, "2026-02-02", amount=Ore(-chosen.amount), benefit=benefit)
    found = taken_back(minus, data.draw(st.permutations(lines)))
    assert chosen in found.lines
    assert found.how is (How.SAME if dated else found.how)
    assert found.how in {How.SAME, How.AMOUNT, How.SEVERAL}
    if found.how is not How.SEVERAL:
        assert found.lines == (chosen,)


@pytest.mark.parametrize(("seed", "profile"), [(11, "normal"), (12, "hard")])
def test_no_answer_is_wrong_in_the_practice_municipality(seed, profile):
    plan = PracticePlan(seed=seed, employees=250, sub_units=8, months=MONTHS, profile=profile)
    made = ledgers(plan)
    said = against_truth(made, settle(made))
    assert said.wrong == []
    assert said.holiday_pay["agrees"] >= 30
    assert said.holiday_pay["differs"] >= 1
    assert said.holiday_pay["cannot_tell shared"] >= 1
    assert said.recoveries.total() + said.corrections.total() >= 5

"""How old the money is: every claim in one age, and the sums add up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutine.core.money import Ore
from rutine.refunds.aged_claims import Age, aged
from rutine.refunds.ageing import AgeLimits

TODAY = date(2026, 11, 25)
LIMITS = AgeLimits(6, 15)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, Age.IN_TIME),
        (41, Age.IN_TIME),
        (42, Age.LATE),
        (104, Age.LATE),
        (105, Age.OVERDUE),
        (181, Age.OVERDUE),
        (182, Age.OLD),
    ],
)
def test_the_ages_begin_on_navs_own_weeks(days: int, age: Age) -> None:
    found = aged([(TODAY - timedelta(days=days), Ore(100))], TODAY, LIMITS)
    assert [each.age for each in found if each.claims] == [age]


def test_a_claim_without_a_day_is_unknown_not_young() -> None:
    found = {each.age: each for each in aged([(None, Ore(700))], TODAY, LIMITS)}
    assert (found[Age.UNKNOWN].claims, found[Age.UNKNOWN].amount) == (1, Ore(700))


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 1, 1))),
            st.integers(-(10**9), 10**9).map(Ore),
        )
    )
)
def test_every_claim_is_in_one_age_and_the_sums_add_up(
    claims: list[tuple[date | None, Ore]],
) -> None:
    found = aged(claims, TODAY, LIMITS)
    assert [each.age for each in found] == list(Age)
    assert sum(each.claims for each in found) == len(claims)
    assert sum(each.amount for each in found) == sum(amount for _, amount in claims)

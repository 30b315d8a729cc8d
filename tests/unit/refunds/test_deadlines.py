"""The day by which somebody must act: the rules' own examples, and what holds for all days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutine.core.periods import Period
from rutine.core.reasons import REASONS, DeadlineRule
from rutine.refunds.deadlines import NUMBERS, KnownDays, act_by
from rutine.refunds.expected.day_counting import months_before
from tests.expected_people import tables

TABLES = tables()
TODAY = date(2026, 11, 25)
DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))


def deadline(reason: str, today: date = TODAY, **known: object) -> date | None:
    found = act_by(reason, KnownDays(**known), today, TABLES)  # type: ignore[arg-type]
    return None if found is None else found.day


def absence(first: date, last: date | None = None) -> Period:
    return Period(first, last or first)


@pytest.mark.parametrize(
    ("reason", "known", "day"),
    [
        # NAV's case 16: absence in January 2021 must be claimed in April at the latest.
        ("D16", {"absence": absence(date(2021, 1, 5), date(2021, 1, 8))}, date(2021, 4, 30)),
        ("D15", {"absence": absence(date(2026, 9, 30))}, date(2026, 12, 31)),
        ("D31", {"absence": absence(date(2026, 11, 1))}, date(2027, 2, 28)),
        ("D08", {"signed": date(2026, 6, 15)}, date(2026, 9, 15)),
        ("D08", {"signed": date(2026, 11, 30)}, date(2027, 2, 28)),
        ("D28", {"letter": date(2026, 11, 2)}, date(2026, 12, 14)),
        ("D07", {"letter": date(2026, 11, 2)}, date(2026, 12, 14)),
        ("D14", {"sent": date(2026, 11, 2)}, date(2026, 12, 14)),
        ("D14", {"sent": date(2026, 9, 1)}, date(2026, 12, 15)),  # six weeks have passed
        ("D14", {"sent": date(2026, 9, 1), "benefit": "6"}, date(2027, 1, 1)),
        ("D22", {}, date(2026, 12, 5)),
        ("D38", {"money": date(2026, 11, 2)}, date(2026, 11, 15)),
        ("D38", {"money": date(2026, 11, 16)}, date(2026, 12, 15)),
        ("D05", {"absence": absence(date(2026, 5, 4))}, date(2026, 9, 30)),
        ("D05", {"absence": absence(date(2027, 4, 30))}, date(2026, 9, 30)),
        ("D19", {"last_benefit_day": date(2026, 12, 28)}, date(2026, 11, 2)),
    ],
)
def test_the_rule_gives_the_day(reason: str, known: dict[str, object], day: date) -> None:
    assert deadline(reason, **known) == day


def test_an_absence_over_months_has_the_next_deadline_that_can_be_kept() -> None:
    long = absence(date(2026, 6, 10), date(2026, 9, 4))
    assert deadline("D16", date(2026, 9, 30), absence=long) == date(2026, 9, 30)
    assert deadline("D16", date(2026, 10, 1), absence=long) == date(2026, 10, 31)
    assert deadline("D16", date(2027, 2, 1), absence=long) == date(2026, 12, 31)


def test_a_deadline_says_whether_it_has_passed_and_where_it_stands() -> None:
    known = KnownDays(letter=date(2026, 10, 14))
    on_the_day = act_by("D28", known, date(2026, 11, 25), TABLES)
    after = act_by("D28", known, date(2026, 11, 26), TABLES)
    assert on_the_day is not None
    assert after is not None
    assert (on_the_day.late, after.late) == (False, True)
    assert "§ 21-12" in on_the_day.source
    assert on_the_day.rule is DeadlineRule.COMPLAINT_WEEKS


@pytest.mark.parametrize("reason", REASONS)
def test_without_the_day_it_counts_from_there_is_no_deadline(reason: str) -> None:
    if REASONS[reason].deadline is not DeadlineRule.UNIT_MOVE:  # counts from today
        assert deadline(reason) is None


def test_what_the_tables_do_not_hold_yet_is_not_guessed() -> None:
    """NAV's handling times are known from October 2026."""
    assert deadline("D14", date(2026, 9, 30), sent=date(2026, 9, 1)) is None
    assert deadline("D16", absence=absence(date(2016, 12, 1))) is None


def test_every_rule_says_which_numbers_it_counts_with() -> None:
    assert NUMBERS.keys() == set(DeadlineRule)
    held = {row.name for row in TABLES.numbers}
    assert {name for names in NUMBERS.values() for name in names} <= held


@given(DAYS, st.integers(0, 200))
def test_a_claim_sent_on_the_last_day_is_in_time_and_a_day_later_is_not(
    first: date, length: int
) -> None:
    """NAV's own cut-off: absence before the first of the month three months back is lost."""
    known = absence(first, first + timedelta(days=length))
    day = deadline("D16", first, absence=known)
    assert day is not None
    assert months_before(day, 3) <= first
    assert months_before(day + timedelta(days=1), 3) > first


@given(DAYS, DAYS, st.integers(0, 400))
def test_the_deadline_given_is_the_next_unless_all_have_passed(
    today: date, first: date, length: int
) -> None:
    known = absence(first, first + timedelta(days=length))
    day = deadline("D16", today, absence=known)
    last = deadline("D16", date(2100, 1, 1), absence=known)
    assert day is not None
    assert last is not None
    assert day <= last
    assert day >= today or day == last

"""Who has a preferential right, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rutine.redeployment.rights import Answer, Right, expiry_stage, right_of
from rutine.redeployment.terms import Terms, terms_on

LAW = Terms()
NOTICE_ENDS = date(2026, 9, 30)
LONG = [(date(2020, 1, 1), NOTICE_ENDS)]


def right(**more: object) -> Right:
    return right_of("1001", NOTICE_ENDS, LONG, LAW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("notice_ends", "last"),
    [
        (date(2026, 9, 30), date(2027, 9, 30)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_it_lasts_until_a_year_after_the_notice_period(notice_ends: date, last: date) -> None:
    found = right_of("1001", notice_ends, [(None, notice_ends)], LAW)
    assert found.last == last
    assert found.holds_on(last)
    assert not found.holds_on(last + timedelta(days=1))


def test_it_begins_with_the_notice_and_ends_on_the_day_hr_says() -> None:
    found = right(notice_given=date(2026, 6, 30), ended=date(2026, 11, 1))
    days = (date(2026, 6, 29), date(2026, 6, 30), date(2026, 10, 31), date(2026, 11, 1))
    assert [found.holds_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("stretches", "answer", "months"),
    [
        ([(date(2025, 10, 1), NOTICE_ENDS)], Answer.YES, 12),
        ([(date(2025, 10, 2), NOTICE_ENDS)], Answer.NO, 11),
        # Six months and six months, 364 days: twelve months all the same.
        (
            [(date(2025, 1, 1), date(2025, 6, 30)), (date(2026, 4, 1), NOTICE_ENDS)],
            Answer.YES,
            12,
        ),
        # Two positions at once are one time of employment.
        ([(date(2026, 4, 1), NOTICE_ENDS), (date(2026, 4, 1), NOTICE_ENDS)], Answer.NO, 6),
        # Only the last two years count.
        ([(date(2010, 1, 1), date(2024, 9, 30)), (date(2026, 9, 1), NOTICE_ENDS)], Answer.NO, 1),
        ([(None, NOTICE_ENDS)], Answer.UNKNOWN, None),
        ([(None, date(2025, 3, 1)), (date(2025, 10, 1), NOTICE_ENDS)], Answer.YES, 12),
        ([(None, date(2025, 3, 1)), (date(2026, 4, 1), NOTICE_ENDS)], Answer.UNKNOWN, None),
        ([], Answer.UNKNOWN, None),
    ],
)
def test_twelve_months_of_the_last_twenty_four(
    stretches: list[tuple[date | None, date]], answer: Answer, months: int | None
) -> None:
    found = right_of("1001", NOTICE_ENDS, stretches, LAW)
    assert (found.employed, found.employed_months) == (answer, months)


def test_too_short_an_employment_ends_nothing() -> None:
    found = right_of("1001", NOTICE_ENDS, [(date(2026, 9, 1), NOTICE_ENDS)], LAW)
    assert found.employed is Answer.NO
    assert found.holds_on(NOTICE_ENDS)


def test_it_is_reminded_of_at_each_number_of_days() -> None:
    last = right().last
    days = [91, 90, 31, 30, 14, 0, -1]
    stages = [expiry_stage(right(), last - timedelta(days=n), (90, 30, 14)) for n in days]
    assert stages == [None, 90, 90, 30, 14, 14, None]


def test_the_text_that_held_on_the_day_decides() -> None:
    older, newer = Terms(date(2006, 1, 1)), Terms(date(2027, 1, 1), lasts_months=24)
    days = (date(2000, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [terms_on([newer, older], day) for day in days] == [older, older, newer]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), NOTICE_ENDS), st.integers(0, 700)), max_size=4),
    st.tuples(st.dates(date(2024, 1, 1), NOTICE_ENDS), st.integers(0, 700)),
)
def test_another_stretch_of_employment_never_takes_a_right_away(
    some: list[tuple[date, int]], more: tuple[date, int]
) -> None:
    stretches = [(first, first + timedelta(days=length)) for first, length in [more, *some]]
    fewer = right_of("1", NOTICE_ENDS, stretches[1:], LAW)
    found = right_of("1", NOTICE_ENDS, stretches, LAW)
    if fewer.employed is Answer.YES:
        assert found.employed is Answer.YES

"""How an offer stands, to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rutine.redeployment.offers import Answered, Offered, standing_of
from rutine.redeployment.terms import Terms

SENT, RECEIVED = date(2026, 10, 30), date(2026, 11, 1)
LAST = date(2026, 11, 15)  # a Sunday


def offer(**more: object) -> Offered:
    return Offered("1001", "R-1", SENT, **{"received": RECEIVED, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "answered"),
    [
        (LAST - timedelta(days=5), Answered.WAITING),
        (LAST - timedelta(days=4), Answered.DUE_SOON),
        (LAST, Answered.DUE_SOON),
        (LAST + timedelta(days=1), Answered.OVERDUE),
    ],
)
def test_fourteen_days_after_it_was_received(today: date, answered: Answered) -> None:
    found = standing_of(offer(), Terms(), today, 4)
    assert (found.last, found.answered) == (LAST, answered)
    assert not found.counted_from_sent


def test_a_day_of_rest_is_told_and_not_moved() -> None:
    assert standing_of(offer(), Terms(), LAST, 4).on_day_of_rest
    monday = offer(received=RECEIVED + timedelta(days=1))
    found = standing_of(monday, Terms(), LAST, 4)
    assert (found.last, found.on_day_of_rest) == (LAST + timedelta(days=1), False)


def test_without_the_day_it_was_received_the_days_count_from_the_day_it_was_sent() -> None:
    found = standing_of(offer(received=None), Terms(), LAST, 4)
    assert (found.last, found.counted_from_sent) == (date(2026, 11, 13), True)


@pytest.mark.parametrize(
    ("accepted", "answered", "found"),
    [
        (True, LAST, Answered.ACCEPTED),
        (True, LAST + timedelta(days=1), Answered.ACCEPTED_LATE),
        (True, None, Answered.ACCEPTED),  # nobody is late by a missing day
        (False, SENT, Answered.DECLINED),
    ],
)
def test_an_answer(accepted: bool, answered: date | None, found: Answered) -> None:
    said = offer(accepted=accepted, answered=answered)
    standing = standing_of(said, Terms(), LAST + timedelta(days=30), 4)
    assert standing.answered is found
    assert found.is_open == (found is not Answered.ACCEPTED)

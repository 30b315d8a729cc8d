"""How long a claim is waited for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rutine.refunds.ageing import AgeLimits, carry
from rutine.refunds.items import claim_items
from rutine.refunds.rows import claim_rows

SENT = date(2026, 6, 1)


@pytest.fixture
def claim(claims, orgnrs):
    def row(**fields):
        items = claim_items(claims(fields), orgnrs[0])
        return next(claim_rows(items.rows.assign(is_settled=False)))

    return row


@pytest.mark.parametrize(
    ("weeks", "days", "is_late"),
    [(0, 0, False), (5, 6, False), (6, 0, True), (14, 6, True)],
)
def test_a_claim_is_carried_until_the_hard_limit(claim, weeks, days, is_late) -> None:
    carried = carry(claim(sent=SENT), SENT + timedelta(weeks=weeks, days=days), AgeLimits())
    assert carried is not None
    assert carried.is_late is is_late
    assert carried.case_on == SENT + timedelta(weeks=15)


def test_on_the_hard_limit_it_is_a_case(claim) -> None:
    assert carry(claim(sent=SENT), SENT + timedelta(weeks=15), AgeLimits()) is None


def test_a_claim_without_a_day_sent_is_aged_from_the_last_day_claimed(claim) -> None:
    carried = carry(claim(sent=None), date(2026, 9, 1), AgeLimits())
    assert carried is not None
    assert carried.waiting_since == date(2026, 8, 31)


def test_a_claim_that_cannot_be_aged_goes_to_a_person(claim) -> None:
    assert carry(claim(sent=None, last=None), date(2026, 9, 1), AgeLimits()) is None


def test_a_claim_sent_tomorrow_is_waited_for(claim) -> None:
    assert carry(claim(sent=SENT), SENT - timedelta(days=1), AgeLimits()) is not None


def test_limits_stand_in_order() -> None:
    with pytest.raises(ValueError, match="soft limit"):
        AgeLimits(soft_weeks=16)

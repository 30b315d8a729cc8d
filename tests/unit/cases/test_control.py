"""Two-person control: what is a proposal, and from which amount."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rutine.cases.deciding.control import STRICT, Limits, Stakes, needs_second_person
from rutine.core.differences import Action
from rutine.core.money import Ore

LESS = Stakes("D00", Ore(1_431_000), Ore(1_287_900), has_claims=True, has_lines=True)
"""NAV paid 1 431 kroner too little."""
MORE = replace(LESS, paid=Ore(1_500_000))
UNPAID = Stakes("D14", Ore(1_431_000), Ore(0), has_claims=True, has_lines=False)
UNCLAIMED = Stakes("D25", Ore(0), Ore(1_287_900), has_claims=False, has_lines=True)
RECOVERED = replace(UNCLAIMED, reason="D28", paid=Ore(-572_400))

ALONE = (Action.SEND_TO_NAV, Action.WAIT_UNTIL, Action.CANNOT_DETERMINE, Action.ACKNOWLEDGE)


@pytest.mark.parametrize(
    ("stakes", "action", "two"),
    [
        (LESS, Action.WRITE_OFF, True),
        (LESS, Action.ACCEPT_PAID, True),
        (LESS, Action.SETTLE_AS_CLAIMED, True),
        (LESS, Action.ACCEPT_PART, True),
        (MORE, Action.ACCEPT_PAID, False),
        (MORE, Action.SETTLE_AS_CLAIMED, True),
        (UNPAID, Action.WRITE_OFF, True),
        (UNCLAIMED, Action.ACCEPT_PAID, False),
        (RECOVERED, Action.ACCEPT_PAID, False),
        *((stakes, action, False) for stakes in (LESS, MORE, UNPAID) for action in ALONE),
    ],
)
def test_without_limits_every_loss_and_match_needs_two(
    stakes: Stakes, action: Action, *, two: bool
) -> None:
    assert needs_second_person(stakes, action, STRICT) is two


@pytest.mark.parametrize(
    ("limit", "two"), [(143_099, True), (143_100, True), (143_101, False), (10**9, False)]
)
def test_a_loss_needs_two_from_the_limit(limit: int, *, two: bool) -> None:
    limits = Limits(loss=Ore(limit), write_off=Ore(limit), manual_match=Ore(10**9))
    for action in (Action.ACCEPT_PAID, Action.WRITE_OFF, Action.SETTLE_AS_CLAIMED):
        assert needs_second_person(LESS, action, limits) is two


@pytest.mark.parametrize(("limit", "two"), [(1_431_000, True), (1_431_001, False)])
def test_a_manual_match_needs_two_from_the_limit(limit: int, *, two: bool) -> None:
    limits = Limits(loss=Ore(10**9), manual_match=Ore(limit))
    assert needs_second_person(LESS, Action.ACCEPT_PART, limits) is two


@pytest.mark.parametrize(
    ("amount", "two"), [(None, False), (1_431_000, False), (1_430_999, True), (2_000_000, False)]
)
def test_lowering_a_claim_is_a_loss_and_raising_it_is_not(amount: int | None, *, two: bool) -> None:
    said = None if amount is None else Ore(amount)
    assert needs_second_person(LESS, Action.CHANGE_CLAIM, STRICT, amount=said) is two


def test_an_account_and_a_reason_unknown_to_this_version_need_two_whatever_the_amount() -> None:
    generous = Limits(*[Ore(10**12)] * 3)
    for reason in ("D36", "D99"):
        for action in Action:
            assert needs_second_person(replace(LESS, reason=reason), action, generous)

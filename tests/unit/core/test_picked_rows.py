"""Which rows may close each other, and where a difference may go."""

from __future__ import annotations

import pytest

from rutine.core.differences import Action, Side
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.picked_rows import PickedRow, fault, fitting, is_across, refuse_faulty, sums_of

OFFERED = (Action.ACCEPT_PAID, Action.WRITE_OFF)


def rows(lines: list[int], claims: list[int], people: str = "a") -> list[PickedRow]:
    every = [(Side.LINE, ore) for ore in lines] + [(Side.CLAIM, ore) for ore in claims]
    return [
        PickedRow(side, Ore(ore), people[place % len(people)])
        for place, (side, ore) in enumerate(every)
    ]


@pytest.mark.parametrize(
    ("lines", "claims", "found"),
    [
        ([100], [100], (Action.MATCH_BY_HAND,)),
        ([100, -40], [60], (Action.MATCH_BY_HAND,)),
        ([100], [60, 40], (Action.MATCH_BY_HAND,)),
        ([100, -100], [], (Action.MATCH_BY_HAND,)),
        ([60], [100], (Action.ACCEPT_PART, Action.ACCEPT_PAID, Action.WRITE_OFF)),
        ([60], [140, -40], (Action.ACCEPT_PAID, Action.WRITE_OFF)),
        ([-60], [100], (Action.ACCEPT_PAID, Action.WRITE_OFF)),
        ([100], [60], (Action.ACCEPT_PAID,)),
        ([100], [], ()),
        ([], [100], ()),
        ([], [], ()),
    ],
)
def test_what_fits_is_one_decision_where_sums_agree_else_where_they_may_go(
    lines: list[int], claims: list[int], found: tuple[Action, ...]
) -> None:
    assert fitting(rows(lines, claims), OFFERED) == found
    for action in found:
        sums = refuse_faulty(rows(lines, claims), action, OFFERED)
        assert (sums.paid, sums.claimed) == (sum(lines), sum(claims))


def test_a_place_that_the_catalogue_does_not_offer_is_no_choice() -> None:
    assert fitting(rows([60], [100]), ()) == ()
    assert fitting(rows([60], [100]), (Action.WRITE_OFF,)) == (Action.WRITE_OFF,)
    for action in (Action.ACCEPT_PART, Action.ACCEPT_PAID):
        with pytest.raises(InputError) as refused:
            refuse_faulty(rows([60], [100]), action, (Action.WRITE_OFF,))
        assert refused.value.code == "match_choice"


@pytest.mark.parametrize(
    ("lines", "claims", "action", "code"),
    [
        ([], [100], Action.MATCH_BY_HAND, "match_no_line"),
        ([100], [], Action.MATCH_BY_HAND, "match_no_claim"),
        ([100, -99], [], Action.MATCH_BY_HAND, "match_no_claim"),
        ([100, -100], [], Action.ACCEPT_PAID, "match_no_claim"),
        ([100], [99], Action.MATCH_BY_HAND, "match_sums_differ"),
        ([100], [100], Action.ACCEPT_PAID, "match_sums_agree"),
        ([100], [60], Action.ACCEPT_PART, "match_no_part"),
        ([100], [60], Action.WRITE_OFF, "match_no_loss"),
        ([100], [60], Action.ACKNOWLEDGE, "match_choice"),
    ],
)
def test_each_fault_has_its_code(
    lines: list[int], claims: list[int], action: Action, code: str
) -> None:
    assert fault(rows(lines, claims), action) == code


def test_rows_are_one_persons_only_when_it_is_certain_of_each() -> None:
    assert not is_across(rows([1], [1], "a"))
    assert is_across(rows([1], [1], "ab"))
    assert is_across([*rows([1], [1]), PickedRow(Side.CLAIM, Ore(1), None)])
    assert sums_of([]).agree

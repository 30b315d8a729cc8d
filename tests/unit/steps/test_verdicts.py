"""What each decision says of a settlement, and which of them made a reviewer disagree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.views import DecisionState
from rutine.core.differences import Action
from rutine.core.money import Ore
from rutine.steps.simulation.history import PastDecision, PastSettlement
from rutine.steps.simulation.verdicts import Opinion, People, Settling

LINE: RowKey = ("line", "a" * 64, "1")
LATER_LINE: RowKey = ("line", "b" * 64, "1")
CLAIM: RowKey = ("claim", "310000000", "K1")
OTHER_CLAIM: RowKey = ("claim", "310000000", "K2")
AT = datetime(2026, 10, 5, tzinfo=UTC)
DECIDED = AT + timedelta(days=1)
PAIR = frozenset({LINE, CLAIM})
AGREED, OTHERWISE, NONE = Opinion.AGREED, Opinion.OTHERWISE, Opinion.NONE

OF_SHAPES = {
    *(Action.HANDLED, Action.EXEMPT, Action.NOT_RELEVANT, Action.BELONGS_TOGETHER),
    *(Action.GIVE_OFFER, Action.NO_OFFER),
    Action.CORRECT_LIST,
    Action.APPROVE_ANSWER,
    Action.SIGN,
}
"""Decisions on routines of known shapes, which are never asked about a refund."""
OF_REFUNDS = [action for action in Action if action not in OF_SHAPES]

SETTLING = Settling(PAIR, "D01", 100, 100, AT)


def decision(action: Action, **more: object) -> PastDecision:
    made = PastDecision(
        decision_id="1",
        number=7,
        kind="group",
        reason="D02",
        reference=None,
        evidence_hash="",
        action=action,
        state=DecisionState.EFFECTIVE,
        at=DECIDED,
        until=None,
        amount=None,
        hold_reason=None,
        proposed=False,
        rows=PAIR,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def settlement(**more: object) -> PastSettlement:
    made = PastSettlement(
        "1", "1", "exact", "D01", Ore(100), Ore(100), PAIR, undone=True, undone_by_person=True
    )
    return replace(made, **more)  # type: ignore[arg-type]


SAME_ROWS = {
    Action.SETTLE_AS_CLAIMED: AGREED,
    Action.ACCEPT_PAID: AGREED,
    Action.ACCEPT_PART: OTHERWISE,
    Action.CHANGE_CLAIM: OTHERWISE,
    Action.SEND_TO_NAV: OTHERWISE,
    Action.WAIT_UNTIL: NONE,
    Action.WRITE_OFF: OTHERWISE,
    Action.WRONG_PERSON_OR_UNIT: OTHERWISE,
    Action.CANNOT_DETERMINE: OTHERWISE,
    Action.FETCH_AGAIN: NONE,
    Action.ACKNOWLEDGE: OTHERWISE,
    Action.MATCH_BY_HAND: AGREED,
}
WITH_SOMETHING_NEW = SAME_ROWS | {
    Action.SETTLE_AS_CLAIMED: OTHERWISE,
    Action.ACCEPT_PAID: OTHERWISE,
    Action.MATCH_BY_HAND: OTHERWISE,
    Action.CHANGE_CLAIM: NONE,
    Action.SEND_TO_NAV: NONE,
}
THE_REST_OF_THE_CLAIM = WITH_SOMETHING_NEW | {
    Action.ACCEPT_PART: NONE,
    Action.WRONG_PERSON_OR_UNIT: NONE,
}


@pytest.mark.parametrize("action", OF_REFUNDS)
def test_every_decision_says_something_of_the_same_rows(action: Action) -> None:
    found = People([decision(action)], []).verdict(SETTLING)
    assert found.opinion is SAME_ROWS[action]
    if found.opinion is not NONE:
        assert [(each.case_number, each.action) for each in found.said] == [(7, action)]


@pytest.mark.parametrize("action", OF_REFUNDS)
def test_what_came_after_the_decision_may_change_it(action: Action) -> None:
    later = replace(SETTLING, rows=PAIR | {LATER_LINE}, at=DECIDED + timedelta(days=20))
    assert People([decision(action)], []).verdict(later).opinion is WITH_SOMETHING_NEW[action]


@pytest.mark.parametrize("action", OF_REFUNDS)
def test_the_rest_of_a_claim_is_another_settlement(action: Action) -> None:
    rows = frozenset({LATER_LINE, CLAIM})
    later = replace(SETTLING, rows=rows, at=DECIDED + timedelta(days=20))
    assert People([decision(action)], []).verdict(later).opinion is THE_REST_OF_THE_CLAIM[action]


def test_closing_both_sides_agrees_only_with_the_same_partner() -> None:
    people = People([decision(Action.SETTLE_AS_CLAIMED)], [])
    other = replace(SETTLING, rows=frozenset({LINE, OTHER_CLAIM}))
    assert people.verdict(other).opinion is OTHERWISE


def test_where_the_sums_differ_the_reason_must_be_the_same() -> None:
    people = People([decision(Action.ACCEPT_PAID)], [])
    less = replace(SETTLING, paid=90)
    assert people.verdict(less).opinion is OTHERWISE
    assert people.verdict(replace(less, reason="D02")).opinion is AGREED
    assert people.verdict(replace(less, reason=None)).opinion is AGREED  # a suggestion asks


@pytest.mark.parametrize("state", [DecisionState.RETURNED, DecisionState.RETRACTED])
def test_what_was_never_in_effect_says_nothing(state: DecisionState) -> None:
    people = People([decision(Action.CANNOT_DETERMINE, state=state)], [])
    assert people.verdict(SETTLING).opinion is NONE


def test_the_last_word_on_a_case_counts() -> None:
    first = decision(Action.CANNOT_DETERMINE, state=DecisionState.OVERTAKEN)
    last = decision(Action.SETTLE_AS_CLAIMED, at=DECIDED + timedelta(days=1))
    assert People([last, first], []).verdict(SETTLING).opinion is AGREED
    assert People([first], []).verdict(SETTLING).opinion is OTHERWISE


def test_one_who_disagrees_is_enough() -> None:
    agreed = decision(Action.SETTLE_AS_CLAIMED)
    other = decision(Action.ACKNOWLEDGE, number=8, rows=frozenset({CLAIM}))
    found = People([agreed, other], []).verdict(SETTLING)
    assert found.opinion is OTHERWISE
    assert [each.case_number for each in found.said] == [8]


def test_a_settlement_that_a_person_undid_is_disagreement() -> None:
    found = People([], [settlement()]).verdict(SETTLING)
    assert found.opinion is OTHERWISE
    assert [(each.case_number, each.action) for each in found.said] == [(None, None)]
    taken_back_by_a_run = settlement(undone_by_person=False)
    assert People([], [taken_back_by_a_run]).verdict(SETTLING).opinion is NONE


def test_what_was_decided_after_the_undoing_counts_before_it() -> None:
    people = People([decision(Action.SETTLE_AS_CLAIMED)], [settlement()])
    assert people.verdict(SETTLING).opinion is AGREED
    waits = People([decision(Action.WAIT_UNTIL)], [settlement()])
    found = waits.verdict(SETTLING)
    assert found.opinion is OTHERWISE
    assert [each.case_number for each in found.said] == [7]


def test_the_programs_own_settlement_of_the_same_rows_is_agreement() -> None:
    stands = settlement(undone=False, undone_by_person=False)
    asked_nav = decision(Action.SEND_TO_NAV)
    assert People([asked_nav], [stands]).verdict(SETTLING).opinion is AGREED
    by_people = replace(stands, pass_name="decision")
    assert People([decision(Action.WRITE_OFF)], [by_people]).verdict(SETTLING).opinion is OTHERWISE

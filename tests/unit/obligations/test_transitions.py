"""A case opens, changes and closes, and is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rutine.obligations.states import Cause, ObligationKey, Standing, State
from rutine.obligations.transitions import Happening, case_key, transitions

KEY = ObligationKey("s", "r")
DAY = date(2026, 12, 24)
SOON = Standing(State.DUE_SOON, Cause.EXPIRING, DAY, DAY, DAY, 30)
NEARER = Standing(State.DUE_SOON, Cause.EXPIRING, DAY, DAY, DAY, 14)
OVERDUE = Standing(State.OVERDUE, Cause.EXPIRED, DAY, DAY, DAY, None)


def standing(state: State) -> Standing:
    return Standing(state, Cause.VALID, None, None, None, None)


@pytest.mark.parametrize(
    ("before", "now", "happening"),
    [
        (None, SOON, Happening.OPENED),
        (None, OVERDUE, Happening.OPENED),
        (SOON, NEARER, Happening.CHANGED),
        (SOON, OVERDUE, Happening.CHANGED),
        (SOON, standing(State.DONE), Happening.CLOSED_BY_EVIDENCE),
        (OVERDUE, standing(State.EXEMPT), Happening.CLOSED_EXEMPT),
        (OVERDUE, standing(State.ENDED), Happening.CLOSED_ENDED),
        (OVERDUE, None, Happening.CLOSED_ENDED),
        (OVERDUE, standing(State.NOT_DUE), Happening.CLOSED_NOT_DUE),
        (SOON, SOON, None),
        (SOON, replace(SOON), None),
        (None, standing(State.DONE), None),
    ],
)
def test_what_happened(before, now, happening) -> None:
    is_open = now is not None and now.state.is_open
    found = transitions(
        {} if before is None else {KEY: before}, {KEY: now} if is_open else {}, {KEY: now}.get
    )
    assert [event.happening for event in found] == ([happening] if happening else [])
    assert all((event.before, event.after) == (before, now) for event in found)


def test_the_name_of_a_case_is_stable_and_tells_nobody() -> None:
    name = case_key(ObligationKey("12345", "medication"), State.OVERDUE)
    assert len(name) == 32
    assert "12345" not in name
    others = {
        case_key(ObligationKey("12345", "medication"), State.DUE_SOON),
        case_key(ObligationKey("1234", "5medication"), State.OVERDUE),
        case_key(ObligationKey("12345", "medicatio"), State.OVERDUE),
    }
    assert name not in others
    assert len(others) == 3

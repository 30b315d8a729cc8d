"""What each decision leads to: the table, and the page that explains it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rutine.cases.deciding.effects import EFFECTS, SETTLES, WAITS, Fate, fate
from rutine.cases.views import CaseStatus
from rutine.core.differences import Action, Side

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "decisions.md"


def test_every_decision_has_its_effect() -> None:
    assert set(EFFECTS) == set(Action)


def test_the_page_says_what_the_table_says() -> None:
    row = r"^\|[^|]*\| `(\w+)` \| (\w+) \| (\w+) \| (\w+) \|$"
    rows = re.findall(row, PAGE.read_text(), re.MULTILINE)
    assert {Action(code): rest for code, *rest in rows} == {
        action: [effect.status.value, effect.lines.value, effect.claims.value]
        for action, effect in EFFECTS.items()
    }


def test_the_page_explains_every_fate() -> None:
    explained = set(re.findall(r"^- \*\*(\w+)\*\*:", PAGE.read_text(), re.MULTILINE))
    assert explained == {each.value for each in Fate}


def test_a_decision_settles_or_waits_or_finishes() -> None:
    assert SETTLES.isdisjoint(WAITS)
    assert set(Action) - SETTLES - WAITS == {
        Action.ACKNOWLEDGE,
        Action.EXEMPT,
        Action.NOT_RELEVANT,
        Action.BELONGS_TOGETHER,
        Action.NO_OFFER,
        Action.CORRECT_LIST,
        Action.APPROVE_ANSWER,
        Action.SIGN,
    }
    for effect in EFFECTS.values():
        assert effect.status in {CaseStatus.DONE, CaseStatus.WAITING}
        # Only a closed case lets its lines go for good.
        final = effect.lines in {Fate.SETTLED, Fate.FINISHED}
        assert final == (effect.status is CaseStatus.DONE)


@pytest.mark.parametrize("side", Side)
def test_rows_that_nobody_has_decided_on_are_in_play(side: Side) -> None:
    assert fate(side, None, is_done=False) is Fate.IN_PLAY


@pytest.mark.parametrize("action", [None, *sorted(WAITS)])
def test_what_could_not_be_determined_stays_by_hand_whatever_is_decided_later(
    action: Action | None,
) -> None:
    assert fate(Side.CLAIM, action, is_done=False, by_hand=True) is Fate.BY_HAND
    assert fate(Side.LINE, action, is_done=False, by_hand=True) in {Fate.BY_HAND, Fate.APART}


def test_lines_that_belong_to_no_claim_stay_apart_and_claims_go_free() -> None:
    for action in (None, *WAITS - {Action.CANNOT_DETERMINE}):
        assert fate(Side.LINE, action, is_done=False, apart=True) is Fate.APART
        assert fate(Side.CLAIM, action, is_done=False, apart=True) is Fate.IN_PLAY


def test_a_person_may_always_settle() -> None:
    for action in SETTLES:
        assert fate(Side.LINE, action, is_done=True, by_hand=True, apart=True) is Fate.SETTLED

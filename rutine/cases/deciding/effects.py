"""What each decision leads to: how the case stands after it, and what a run does with its rows.

The whole table is here, and in words in `docs/explanation/decisions.md`; a test holds the two
against each other. Nothing here reads or writes the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rutine.cases.views import CaseStatus
from rutine.core.differences import Action, Side

BY_DECISION: Final = "decision"
"""The pass name of a settlement that people decided; its reason is the case's."""


class Fate(StrEnum):
    """What the runs after a decision do with the case's rows of one side."""

    SETTLED = "settled"
    """The decision is a settlement of its own: the rows never take part again."""
    PART_SETTLED = "part_settled"
    """What was paid is settled; the claim goes on with what is left, and with its age."""
    FINISHED = "finished"
    """The rows never take part again, and nothing is posted."""
    IN_PLAY = "in_play"
    """The rows are matched again; if they agree with what is new, they settle by themselves."""
    BY_HAND = "by_hand"
    """The rows are matched again, but whatever fits is only suggested, on the same case."""
    APART = "apart"
    """As by hand, and never together with a claim: only with what NAV corrects them by."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows from one decision.

    Attributes:
        status: how the case stands once the decision is in effect: done, or waiting.
        lines, claims: what becomes of the rows.
        tried_again: the same finding in a later run means that it did not help: the case is
            open again.
    """

    status: CaseStatus
    lines: Fate
    claims: Fate
    tried_again: bool = False

    @property
    def settles(self) -> bool:
        """Whether the next run makes a settlement of the case."""
        return self.lines is Fate.SETTLED

    def of(self, side: Side) -> Fate:
        """What becomes of the rows of a side."""
        return self.lines if side is Side.LINE else self.claims


_SETTLES: Final = Effect(CaseStatus.DONE, Fate.SETTLED, Fate.SETTLED)
_FINISHES: Final = Effect(CaseStatus.DONE, Fate.FINISHED, Fate.FINISHED)
_WAITS: Final = Effect(CaseStatus.WAITING, Fate.IN_PLAY, Fate.IN_PLAY)

EFFECTS: Final[Mapping[Action, Effect]] = MappingProxyType(
    {
        Action.SETTLE_AS_CLAIMED: _SETTLES,
        Action.ACCEPT_PAID: _SETTLES,
        Action.ACCEPT_PART: Effect(CaseStatus.DONE, Fate.SETTLED, Fate.PART_SETTLED),
        Action.WRITE_OFF: _SETTLES,
        Action.ACKNOWLEDGE: _FINISHES,
        Action.CHANGE_CLAIM: _WAITS,
        Action.SEND_TO_NAV: _WAITS,
        Action.WAIT_UNTIL: _WAITS,
        Action.WRONG_PERSON_OR_UNIT: Effect(CaseStatus.WAITING, Fate.APART, Fate.IN_PLAY),
        Action.CANNOT_DETERMINE: Effect(CaseStatus.WAITING, Fate.BY_HAND, Fate.BY_HAND),
        Action.FETCH_AGAIN: Effect(
            CaseStatus.WAITING, Fate.IN_PLAY, Fate.IN_PLAY, tried_again=True
        ),
        Action.HANDLED: _WAITS,
        Action.EXEMPT: Effect(CaseStatus.DONE, Fate.FINISHED, Fate.FINISHED, tried_again=True),
        Action.NOT_RELEVANT: _FINISHES,
        Action.BELONGS_TOGETHER: _FINISHES,
        Action.GIVE_OFFER: _WAITS,
        Action.NO_OFFER: _FINISHES,
        Action.CORRECT_LIST: _FINISHES,
        Action.APPROVE_ANSWER: _FINISHES,
        Action.SIGN: _FINISHES,
        Action.MATCH_BY_HAND: _SETTLES,
    }
)
"""Every decision and what follows from it."""

SETTLES: Final = frozenset(action for action, effect in EFFECTS.items() if effect.settles)
"""Decisions that become a settlement in the next run."""

WAITS: Final = frozenset(
    action for action, effect in EFFECTS.items() if effect.status is CaseStatus.WAITING
)
"""Decisions after which the case is on hold, keeps its rows, and may be decided again."""


def fate(
    side: Side, action: Action | None, *, is_done: bool, by_hand: bool = False, apart: bool = False
) -> Fate:
    """What a run does with a row of a case.

    Args:
        side: the row's side.
        action: the decision in effect; None while nobody has decided, or approved.
        is_done: the case is closed by that decision.
        by_hand: somebody once said of the case that it can't be determined; only a person
            settles it then, whatever was decided about it later.
        apart: somebody once said that its lines belong to no claim.
    """
    decided = EFFECTS[action].of(side) if action is not None else Fate.IN_PLAY
    if is_done:
        return decided
    if apart and side is Side.LINE:
        return Fate.APART
    return Fate.BY_HAND if by_hand else decided

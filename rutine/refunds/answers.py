"""What a reviewer may answer to each reason, and what the program would propose.

The robot never approves: a suggestion only stands first in the list (design §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rutine.core.differences import Action
from rutine.core.reasons import UNEXPLAINED
from rutine.refunds.causes import OpenGroup
from rutine.refunds.rows import total

_ANY_ANSWER: Final = (
    Action.ACCEPT_PAID,
    Action.CHANGE_CLAIM,
    Action.SEND_TO_NAV,
    Action.WRITE_OFF,
    Action.SETTLE_AS_CLAIMED,
    Action.WRONG_PERSON_OR_UNIT,
    Action.CANNOT_DETERMINE,
)
_SUGGESTIONS: Final[Mapping[str, Action | None]] = {
    UNEXPLAINED: None,
    "D14": Action.SEND_TO_NAV,
    "D22": Action.WRONG_PERSON_OR_UNIT,
    "D23": Action.SEND_TO_NAV,
    "D25": Action.SEND_TO_NAV,
    "D27": Action.CHANGE_CLAIM,
    "D28": Action.ACCEPT_PAID,
    "D35": Action.ACCEPT_PAID,
    "D42": None,
    "D43": Action.CHANGE_CLAIM,
}
_PERMITTED: Final[Mapping[str, tuple[Action, ...]]] = {
    UNEXPLAINED: _ANY_ANSWER,
    "D14": (
        Action.SEND_TO_NAV,
        Action.CHANGE_CLAIM,
        Action.WRITE_OFF,
        Action.ACKNOWLEDGE,
        Action.CANNOT_DETERMINE,
    ),
    "D22": (
        Action.WRONG_PERSON_OR_UNIT,
        Action.CHANGE_CLAIM,
        Action.SETTLE_AS_CLAIMED,
        Action.SEND_TO_NAV,
        Action.CANNOT_DETERMINE,
    ),
    "D23": (
        Action.SEND_TO_NAV,
        Action.ACCEPT_PAID,
        Action.SETTLE_AS_CLAIMED,
        Action.CANNOT_DETERMINE,
    ),
    "D25": (
        Action.SEND_TO_NAV,
        Action.CHANGE_CLAIM,
        Action.ACCEPT_PAID,
        Action.CANNOT_DETERMINE,
    ),
    "D27": (
        Action.CHANGE_CLAIM,
        Action.ACCEPT_PAID,
        Action.SETTLE_AS_CLAIMED,
        Action.SEND_TO_NAV,
        Action.CANNOT_DETERMINE,
    ),
    "D28": (Action.ACCEPT_PAID, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE),
    "D35": (Action.ACCEPT_PAID, Action.SEND_TO_NAV, Action.CANNOT_DETERMINE),
    "D42": (
        Action.ACCEPT_PAID,
        Action.SEND_TO_NAV,
        Action.CANNOT_DETERMINE,
    ),
    "D43": (
        Action.CHANGE_CLAIM,
        Action.ACCEPT_PAID,
        Action.SETTLE_AS_CLAIMED,
        Action.SEND_TO_NAV,
        Action.CANNOT_DETERMINE,
    ),
}


def permitted(reason: str) -> tuple[Action, ...]:
    """What a reviewer may decide for the reason, the most likely first."""
    return _PERMITTED[reason]


def suggestion(reason: str, group: OpenGroup | None = None) -> Action | None:
    """What the program would propose, None when it has no ground for any."""
    if group is not None and group.claims and Action.SETTLE_AS_CLAIMED in permitted(reason):
        agrees = total(group.lines) == total(group.claims)
        if group.suggested or (agrees and reason == UNEXPLAINED):
            return Action.SETTLE_AS_CLAIMED
    return _SUGGESTIONS[reason]

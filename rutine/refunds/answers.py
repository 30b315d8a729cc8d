"""What a reviewer may answer to each reason, and what the program would propose.

The robot never approves: a suggestion only stands first in the list (design §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rutine.core.differences import Action
from rutine.core.reasons import UNEXPLAINED
from rutine.refunds.open_groups import OpenGroup
from rutine.refunds.rows import total

_SETTLE: Final = Action.SETTLE_AS_CLAIMED
_ACCEPT: Final = Action.ACCEPT_PAID
_CHANGE: Final = Action.CHANGE_CLAIM
_NAV: Final = Action.SEND_TO_NAV
_WAIT: Final = Action.WAIT_UNTIL
_LOSS: Final = Action.WRITE_OFF
_APART: Final = Action.WRONG_PERSON_OR_UNIT
_FETCH: Final = Action.FETCH_AGAIN
_SEEN: Final = Action.ACKNOWLEDGE
_OPEN: Final = Action.CANNOT_DETERMINE

_ANY_ANSWER: Final = (_ACCEPT, _CHANGE, _NAV, _LOSS, _SETTLE, _APART, _OPEN)
_PAID_LESS: Final = (_ACCEPT, _CHANGE, _NAV, _LOSS, _SETTLE, _OPEN)
_OURS_FIRST: Final = (_CHANGE, _ACCEPT, _NAV, _LOSS, _SETTLE, _OPEN)
_NOTHING_PAID: Final = (_NAV, _CHANGE, _LOSS, _SEEN, _OPEN)
_PAID_TOO_MUCH: Final = (_NAV, _WAIT, _CHANGE, _ACCEPT, _OPEN)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What may be decided, the most likely first, and what the program would propose."""

    permitted: tuple[Action, ...]
    suggested: Action | None = None


_ANSWERS: Final[Mapping[str, _Answers]] = {
    UNEXPLAINED: _Answers(_ANY_ANSWER),
    "D01": _Answers((_SETTLE, _ACCEPT, _NAV, _OPEN), _SETTLE),
    "D02": _Answers(_PAID_LESS, _ACCEPT),
    "D03": _Answers(_PAID_LESS, _ACCEPT),
    "D04": _Answers(_PAID_LESS, _ACCEPT),
    "D05": _Answers((_WAIT, _NAV, _ACCEPT, _CHANGE, _OPEN), _WAIT),  # NAV calculates again
    "D06": _Answers(_PAID_LESS, _ACCEPT),
    "D07": _Answers((_NAV, _ACCEPT, _CHANGE, _LOSS, _OPEN), _NAV),
    "D08": _Answers(_PAID_LESS, _ACCEPT),
    "D09": _Answers(_OURS_FIRST),  # the manager knows how much was worked
    "D10": _Answers(_PAID_LESS, _ACCEPT),
    "D11": _Answers(_OURS_FIRST, _CHANGE),
    "D12": _Answers(_OURS_FIRST),  # either side may have counted wrongly
    "D13": _Answers(_OURS_FIRST, _CHANGE),
    "D14": _Answers(_NOTHING_PAID, _NAV),
    "D15": _Answers((_WAIT, *_NOTHING_PAID), _WAIT),  # reminded, the employee must apply
    "D16": _Answers(_NOTHING_PAID, _NAV),
    "D17": _Answers((_CHANGE, _NAV, _LOSS, _SEEN, _OPEN), _CHANGE),
    "D18": _Answers((_LOSS, _NAV, _ACCEPT, _CHANGE, _OPEN), _LOSS),
    "D19": _Answers(_OURS_FIRST, _CHANGE),
    "D20": _Answers(_OURS_FIRST, _CHANGE),
    "D21": _Answers(_OURS_FIRST, _CHANGE),
    "D22": _Answers((_APART, _CHANGE, _SETTLE, _NAV, _OPEN), _APART),
    "D23": _Answers((_NAV, _ACCEPT, _SETTLE, _OPEN), _NAV),
    "D24": _Answers(_PAID_TOO_MUCH, _NAV),
    "D25": _Answers((_NAV, _CHANGE, _ACCEPT, _OPEN), _NAV),
    "D26": _Answers((_SETTLE, _APART, _NAV, _OPEN)),  # people alone say that two are one
    "D27": _Answers((_CHANGE, _ACCEPT, _SETTLE, _NAV, _OPEN), _CHANGE),
    "D28": _Answers((_ACCEPT, _NAV, _OPEN), _ACCEPT),
    "D29": _Answers(_PAID_TOO_MUCH, _NAV),
    "D30": _Answers((_NAV, _SEEN, _OPEN), _NAV),
    "D31": _Answers(_OURS_FIRST),  # a decision may be there that HR has not filed
    "D32": _Answers(_OURS_FIRST, _CHANGE),
    "D33": _Answers(_OURS_FIRST, _CHANGE),
    "D34": _Answers((_CHANGE, _APART, _ACCEPT, _NAV, _OPEN), _CHANGE),
    "D35": _Answers((_ACCEPT, _NAV, _OPEN), _ACCEPT),
    "D36": _Answers((_SEEN, _NAV, _OPEN)),  # never proposed: it may be fraud
    "D37": _Answers((_FETCH, _NAV, _OPEN), _FETCH),
    "D38": _Answers((_FETCH, _NAV, _SEEN, _OPEN), _FETCH),
    "D39": _Answers((_SEEN, _FETCH, _NAV, _OPEN), _SEEN),
    "D40": _Answers((_FETCH, _NAV, _SEEN, _OPEN), _FETCH),
    "D41": _Answers(_ANY_ANSWER),
    "D42": _Answers((_ACCEPT, _NAV, _OPEN)),
    # Raise the claim if it was too low, else expect a deduction: payroll knows which.
    "D43": _Answers((_CHANGE, _WAIT, _ACCEPT, _SETTLE, _NAV, _OPEN)),
    "D44": _Answers((_SETTLE, _ACCEPT, _CHANGE, _NAV, _LOSS, _APART, _OPEN)),  # they know why
    "D45": _Answers((_CHANGE, _NAV, _ACCEPT, _SETTLE, _LOSS, _OPEN)),  # payroll knows why
}


def permitted(reason: str) -> tuple[Action, ...]:
    """What a reviewer may decide for the reason, the most likely first."""
    return _ANSWERS[reason].permitted


def suggestion(reason: str, group: OpenGroup | None = None) -> Action | None:
    """What the program would propose, None when it has no ground for any.

    That claims are settled is never proposed where less is paid on the case than is claimed:
    the rest may hang on a payment without days, which is a case of its own.
    """
    likely = _ANSWERS[reason].suggested
    if group is None or not group.claims:
        return likely
    agrees = total(group.lines) == total(group.claims)
    if group.suggested or (agrees and reason == UNEXPLAINED):
        return _SETTLE if _SETTLE in permitted(reason) else likely
    return None if likely is _SETTLE and not agrees else likely

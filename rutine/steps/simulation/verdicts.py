"""Whether a person had decided otherwise than what a changed rule settles.

What each decision says of a settlement that holds rows of its case is written in one table,
`_judge`, and in words in `docs/how-to/try-and-simulate.md`; a test holds it for every decision.
A settlement is agreed to when the person closed the very same rows against each other, and, where
the sums differ, for the same reason. Someone who waited has said nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

from rutine.cases.deciding.effects import BY_DECISION
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.views import DecisionState
from rutine.core.differences import Action, Side
from rutine.steps.simulation.history import PastDecision, PastSettlement

T = TypeVar("T", PastDecision, PastSettlement)


class Opinion(StrEnum):
    """What people had said of the rows of a settlement."""

    AGREED = "agreed"
    OTHERWISE = "otherwise"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Settling:
    """What a rule settles, or suggests: then `reason` is None, and asks nothing.

    Attributes:
        rows: what closes each other.
        at: when the run was made.
    """

    rows: frozenset[RowKey]
    reason: str | None
    claimed: int
    paid: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a person had said of the rows: in a case, or by undoing a settlement.

    `action` is None for the undoing of a settlement that no case is known of.
    """

    opinion: Opinion
    case_number: int | None
    action: Action | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people had said, taken together, and each who said something."""

    opinion: Opinion
    said: tuple[Said, ...] = ()


_COUNTS: Final = frozenset(
    {
        DecisionState.EFFECTIVE,
        DecisionState.PROPOSED,
        DecisionState.OVERTAKEN,
        DecisionState.EXPIRED,
    }
)
"""What was returned by the second person or taken back was never the reviewers' word."""

_CLOSES: Final = frozenset({Action.SETTLE_AS_CLAIMED, Action.ACCEPT_PAID, Action.MATCH_BY_HAND})
_SAYS_NOTHING: Final = frozenset({Action.WAIT_UNTIL, Action.FETCH_AGAIN})
_AS_IT_STOOD: Final = frozenset({Action.CHANGE_CLAIM, Action.SEND_TO_NAV})
"""The rows were not right as they stood; with something new they may be."""


class People:
    """What people had decided, by row."""

    def __init__(
        self, decisions: Iterable[PastDecision], settlements: Iterable[PastSettlement]
    ) -> None:
        last: dict[int, PastDecision] = {}
        for each in sorted(decisions, key=lambda decision: decision.at):
            if each.state in _COUNTS:
                last[each.number] = each
        self._decided: Mapping[RowKey, list[PastDecision]] = _by_row(last.values())
        every = list(settlements)
        self._undone = _by_row(each for each in every if each.undone_by_person)
        self._stands = {each.rows: each for each in every if not each.undone}

    def verdict(self, settling: Settling) -> Verdict:
        """What they had said of a settlement.

        The program's own settlement of the same rows, standing at the end, is agreement: only
        the moment differs. A decision counts before an undoing, since it came after it.
        """
        decided = _of_rows(self._decided, settling.rows)
        said = [_say(each, settling) for each in sorted(decided, key=lambda d: d.number)]
        heard = {each.opinion for each in said}
        stands = self._stands.get(settling.rows)
        if stands is not None and stands.pass_name != BY_DECISION and _same(stands, settling):
            return Verdict(Opinion.AGREED, tuple(said))
        for opinion in (Opinion.OTHERWISE, Opinion.AGREED):
            if opinion in heard:
                return Verdict(opinion, tuple(each for each in said if each.opinion is opinion))
        if _of_rows(self._undone, settling.rows):
            numbers = [each.case_number for each in said] or [None]
            return Verdict(
                Opinion.OTHERWISE,
                tuple(Said(Opinion.OTHERWISE, number, None) for number in numbers),
            )
        return Verdict(Opinion.NONE)


def _say(decision: PastDecision, settling: Settling) -> Said:
    return Said(_judge(decision, settling), decision.number, decision.action)


def _judge(decision: PastDecision, settling: Settling) -> Opinion:
    """What one decision says of a settlement that holds rows of its case."""
    action, rows = decision.action, settling.rows
    lines = {row for row in decision.rows if row[0] == Side.LINE}
    nothing_new = settling.at <= decision.at or rows <= decision.rows
    if action in _SAYS_NOTHING:
        return Opinion.NONE
    if action in _CLOSES:
        agrees = rows == decision.rows and _same(decision, settling)
        return Opinion.AGREED if agrees else Opinion.OTHERWISE
    if action in _AS_IT_STOOD:
        return Opinion.OTHERWISE if nothing_new else Opinion.NONE
    if action is Action.ACCEPT_PART:
        # What NAV paid was settled; the rest of the claim may well be settled by what came later.
        return Opinion.OTHERWISE if lines & rows or settling.at <= decision.at else Opinion.NONE
    if action is Action.WRONG_PERSON_OR_UNIT:
        has_claim = any(row[0] == Side.CLAIM for row in rows)
        return Opinion.OTHERWISE if lines & rows and has_claim else Opinion.NONE
    # Written off, in order as it is, can't be determined: nothing was to be settled.
    return Opinion.OTHERWISE


def _same(known: PastDecision | PastSettlement, settling: Settling) -> bool:
    """Whether the reason is the same, where there is a difference to give a reason for."""
    return settling.reason in {None, known.reason} or settling.claimed == settling.paid


def _by_row(each: Iterable[T]) -> Mapping[RowKey, list[T]]:
    found: dict[RowKey, list[T]] = defaultdict(list)
    for one in each:
        for row in one.rows:
            found[row].append(one)
    return found


def _of_rows(known: Mapping[RowKey, list[T]], rows: Iterable[RowKey]) -> list[T]:
    found = {id(each): each for row in rows for each in known.get(row, ())}
    return list(found.values())

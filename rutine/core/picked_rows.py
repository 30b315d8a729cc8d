"""What a person may close against each other by picking rows: sums that agree, and whose they are.

Pure rules, without the store: `rutine.cases.deciding.matching_by_hand` asks here on every path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rutine.core.differences import Action, Side
from rutine.core.errors import InputError
from rutine.core.money import Ore

LONE: Final = 2
"""Lines without a claim close each other only when there are as many, and they come to nothing."""

PLACES: Final = (Action.ACCEPT_PART, Action.ACCEPT_PAID, Action.WRITE_OFF)
"""Where a difference may go, each a decision by name: it stays open on the claims, it goes to the
account for differences, or it is lost."""


@dataclass(frozen=True, slots=True, repr=False)
class PickedRow:
    """One row that was picked.

    Attributes:
        amount: øre; of a claim what is open of it, of a line what NAV paid or took back.
        person: who it is about, by the store's own id; None where that is not certain.
    """

    side: Side
    amount: Ore
    person: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Sums:
    """What the picked rows come to, in øre."""

    claimed: Ore
    paid: Ore

    @property
    def difference(self) -> Ore:
        """Paid less claimed."""
        return self.paid - self.claimed

    @property
    def agree(self) -> bool:
        """Whether both sides come to the same."""
        return self.paid == self.claimed


def sums_of(rows: Sequence[PickedRow]) -> Sums:
    """Add up each side."""
    return Sums(
        claimed=Ore(sum(row.amount for row in rows if row.side is Side.CLAIM)),
        paid=Ore(sum(row.amount for row in rows if row.side is Side.LINE)),
    )


def is_across(rows: Sequence[PickedRow]) -> bool:
    """Whether the rows are not all known to be about one person."""
    return len({row.person for row in rows}) > 1 or any(row.person is None for row in rows)


def fitting(rows: Sequence[PickedRow], offered: Sequence[Action]) -> tuple[Action, ...]:
    """The decisions that can close the rows: one where the sums agree, else where they may go.

    Args:
        rows: what was picked.
        offered: what the case's catalogue offers of its own.
    """
    return tuple(
        action
        for action in (Action.MATCH_BY_HAND, *PLACES)
        if (action is Action.MATCH_BY_HAND or _source(action) in offered)
        and fault(rows, action) is None
    )


def fault(rows: Sequence[PickedRow], action: Action) -> str | None:
    """The code of what stops the decision from closing the rows; None when nothing does."""
    lines = [row for row in rows if row.side is Side.LINE]
    claims = [row for row in rows if row.side is Side.CLAIM]
    sums = sums_of(rows)
    if not lines:
        return "match_no_line"
    if not claims and (action is not Action.MATCH_BY_HAND or len(lines) < LONE or sums.paid):
        return "match_no_claim"
    if action is Action.MATCH_BY_HAND:
        return None if sums.agree else "match_sums_differ"
    if action not in PLACES:
        return "match_choice"
    return "match_sums_agree" if sums.agree else _misplaced(action, sums, claims)


def _misplaced(action: Action, sums: Sums, claims: Sequence[PickedRow]) -> str | None:
    """Why a difference is not of the kind that goes there."""
    is_part = 0 < sums.paid < sums.claimed and all(claim.amount > 0 for claim in claims)
    if action is Action.ACCEPT_PART and not is_part:
        return "match_no_part"
    if action is Action.WRITE_OFF and sums.difference > 0:
        return "match_no_loss"
    return None


def refuse_faulty(rows: Sequence[PickedRow], action: Action, offered: Sequence[Action]) -> Sums:
    """The sums of rows that the decision may close.

    Raises:
        InputError: `match_no_line`; `match_no_claim`: lines alone must cancel each other;
            `match_sums_differ`; `match_sums_agree`: there is no difference to place;
            `match_no_part`, `match_no_loss`: the difference is not of that kind;
            `match_choice`: the case's catalogue does not offer that place.
    """
    code = fault(rows, action)
    if code is None and action is not Action.MATCH_BY_HAND and _source(action) not in offered:
        code = "match_choice"
    if code is not None:
        raise InputError(code, "These rows can't be closed against each other like this.")
    return sums_of(rows)


def _source(action: Action) -> Action:
    """The decision of the catalogue that allows it: a part payment goes with accepting."""
    return Action.ACCEPT_PAID if action is Action.ACCEPT_PART else action

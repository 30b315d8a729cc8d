"""Rows that more than one case has, until the next run has looked at them again.

A settlement that was taken back gives its rows to the case again, also a claim that has gone
on since: what was left of it is in another case, or decided there. Both cases would close the
same claim, with sums of which one at least is no longer true.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from rutine.cases.batches import batches
from rutine.cases.deciding.effects import SETTLES
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    CaseRowEntry,
    ClaimPart,
    DecisionEntry,
    SettledRow,
    Settlement,
)
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
from rutine.core.differences import Side
from rutine.core.errors import InputError

_TO_SETTLE: Final = exists().where(
    DecisionEntry.case_id == Case.id,
    Case.status == CaseStatus.DONE,
    DecisionEntry.state == DecisionState.EFFECTIVE,
    DecisionEntry.action.in_(SETTLES),
    ~exists().where(AppliedDecision.decision_id == DecisionEntry.id),
)
"""Decided to be settled, and no run has carried it out yet."""

_Rows = type[CaseRowEntry] | type[SettledRow]


def refuse_contested(session: Session, case_id: str) -> None:
    """Refuse where a row of the case is another's too, or settled.

    Raises:
        InputError: `rows_contested`.
    """
    own, other = aliased(CaseRowEntry), aliased(CaseRowEntry)
    open_there = or_(Case.status.in_(UNDECIDED), _TO_SETTLE)
    shared = exists().where(
        own.case_id == case_id, other.case_id != case_id, Case.id == other.case_id, open_there
    )
    settled = exists().where(own.case_id == case_id)
    # One question for lines and one for claims: each has an index of its own.
    questions = (
        shared.where(same_line(own, other)),
        shared.where(same_claim(own, other)),
        settled.where(same_line(own, SettledRow)),
        settled.where(same_claim(own, SettledRow)),
    )
    if session.scalar(select(or_(*questions))):
        raise InputError(
            "rows_contested",
            "A row of the case is in another case too.",
            "The next run finds out where it belongs. Decide the case then.",
        )


def refuse_gone_on(session: Session, settlement_ids: Sequence[str]) -> None:
    """Refuse to take back a part payment when what was left of the claim is settled since.

    What came later was reckoned from it: the claim would be closed for less than it is. Also
    when that is among those to be taken back: whether it will be is not said by asking.

    Raises:
        InputError: `claim_gone_on`.
    """
    if any(session.scalar(_has_gone_on(batch)) for batch in batches(settlement_ids)):
        raise InputError(
            "claim_gone_on",
            "What was left of a claim has been settled or decided since.",
            "Take that back first.",
        )


def _has_gone_on(settlement_ids: Sequence[str]) -> Select[bool]:
    """Whether any of the settlements is such a part payment."""
    later, after = aliased(ClaimPart), aliased(Settlement)
    own = exists().where(ClaimPart.settlement_id.in_(settlement_ids))
    questions = (
        own.where(
            SettledRow.employer == ClaimPart.employer, SettledRow.claim_id == ClaimPart.claim_id
        ),
        own.where(
            later.employer == ClaimPart.employer,
            later.claim_id == ClaimPart.claim_id,
            later.settled_after > ClaimPart.settled_after,
            after.id == later.settlement_id,
            after.undone_at.is_(None),
        ),
        own.where(
            CaseRowEntry.employer == ClaimPart.employer,
            CaseRowEntry.claim_id == ClaimPart.claim_id,
            Case.id == CaseRowEntry.case_id,
            _TO_SETTLE,
        ),
    )
    return select(or_(*questions))


def same_line(own: type[CaseRowEntry], other: _Rows) -> ColumnElement[bool]:
    """Whether two entries are the same line."""
    return and_(
        own.side == Side.LINE,
        other.side == own.side,
        other.sha256 == own.sha256,
        other.row == own.row,
    )


def same_claim(own: type[CaseRowEntry], other: _Rows) -> ColumnElement[bool]:
    """Whether two entries are the same claim, whichever file they were read from."""
    return and_(
        own.claim_id.is_not(None),
        other.employer == own.employer,
        other.claim_id == own.claim_id,
    )

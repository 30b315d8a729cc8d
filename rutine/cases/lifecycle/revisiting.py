"""Whether a case that is found again must change, and what becomes of what people decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.deciding.effects import EFFECTS, Fate
from rutine.cases.lifecycle.continuity import Draft
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action, Side


class Why(StrEnum):
    """Why a case that was decided, or had closed, is open again."""

    EVIDENCE = "evidence"
    """The evidence is not what it was when somebody decided."""
    BACK = "back"
    """It had closed by itself, and its cause is there again."""
    STILL_SO = "still_so"
    """It was tried once more, and it is still so."""
    WITHDRAWN = "withdrawn"
    """Payroll has withdrawn its claims, and only a person may close it."""
    UNDONE = "undone"
    """The settlement that the decision led to was undone."""
    PICKED = "picked"
    """Rows that somebody had picked to match by hand are not as they were."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """What happens to a case that is found again: the trail's word for it, and why."""

    action: str
    why: Why | None = None

    @property
    def keeps_decision(self) -> bool:
        """Whether what people decided goes on."""
        return self.action == _PARTED


_PARTED: Final = "parted"


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision in effect."""

    action: Action
    at: datetime


def standing_decisions(session: Session, case_ids: Sequence[str]) -> Mapping[str, Standing]:
    """The decision in effect of each case that has one."""
    return {
        decision.case_id: Standing(Action(decision.action), decision.at)
        for batch in batches(case_ids)
        for decision in session.scalars(
            select(DecisionEntry).where(
                DecisionEntry.case_id.in_(batch), DecisionEntry.state == DecisionState.EFFECTIVE
            )
        )
    }


def revisit(
    draft: Draft, standing: Standing | None, rows_before: Collection[RowKey], started: datetime
) -> Revisit | None:
    """What is to be done with the case of a draft; None when it stays as it is.

    Args:
        draft: what the run found; it has a case.
        standing: the decision in effect, if any.
        rows_before: the rows of the case so far.
        started: when the run began.
    """
    case = draft.case
    if case is None:
        return None
    same = case.evidence_hash == draft.evidence_hash and not _is_anothers(draft)
    if case.status == CaseStatus.OPEN:
        known = all(getattr(case, name) == value for name, value in draft.columns.items())
        return None if known else Revisit("updated")
    if case.status == CaseStatus.AUTO_CLOSED:
        return Revisit("reopened", Why.BACK)
    if same:
        again = standing is not None and standing.at < started and _decides_once(case, standing)
        return Revisit("reopened", Why.STILL_SO) if again else None
    if standing is not None and _is_parting(standing, draft.rows, rows_before):
        return Revisit(_PARTED)
    return Revisit("reopened", Why.EVIDENCE)


def _is_anothers(draft: Draft) -> bool:
    """Whether what a case of a known shape is about, an employee number, is another's now.

    What was decided of the one before is no decision about the one who has it now.
    """
    before = draft.case.subject_id if draft.case is not None else None
    now = draft.columns["subject_id"]
    return draft.difference.about is not None and None not in {before, now} and before != now


def _decides_once(case: Case, standing: Standing) -> bool:
    """Whether the decision was about one try only.

    Not having seen what NAV has is never settled by a person's word for the next time.
    """
    return EFFECTS[standing.action].tried_again or (
        case.kind == "fetch" and case.status == CaseStatus.DONE
    )


def _is_parting(standing: Standing, rows: Collection[RowKey], before: Collection[RowKey]) -> bool:
    """Whether the rows are fewer only because the decision has parted lines from claims."""
    lines = {row for row in before if row[0] == Side.LINE}
    kept = set(rows)
    return EFFECTS[standing.action].lines is Fate.APART and lines <= kept < set(before)

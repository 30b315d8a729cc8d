"""Entering the set of answers, and telling which of them a person has approved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from rutine.cases.tables import Case, DecisionEntry, QuestionEntry
from rutine.cases.views import DecisionState
from rutine.core.differences import Action
from rutine.core.identifiers import OrgNr
from rutine.questions.entry import Entry


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the set as a run found it.

    Attributes:
        entry: what it says.
        terms: the words that it is found by.
        approval: the keyed print of what a person approves.
        rivals: the keys of entries that answer the same question otherwise, at the same time.
    """

    entry: Entry
    terms: str
    approval: str
    rivals: tuple[str, ...] = ()


def enter(
    session: Session, employer: OrgNr, routine: str, run_id: str, listed: Sequence[Listed]
) -> None:
    """Let the store hold this set and nothing else of the routine."""
    session.execute(
        delete(QuestionEntry).where(
            QuestionEntry.employer == employer.value, QuestionEntry.routine == routine
        )
    )
    rows = [
        {
            "employer": employer.value,
            "routine": routine,
            "key": each.entry.key,
            "question_id": each.entry.question_id,
            "language": each.entry.language,
            "question": each.entry.question,
            "wordings": _list(each.entry.wordings),
            "answer": each.entry.answer,
            "source": each.entry.source,
            "owner": each.entry.owner,
            "valid_from": each.entry.valid_from,
            "valid_to": each.entry.valid_to,
            "units": _list(each.entry.units),
            "rivals": _list(each.rivals),
            "terms": each.terms,
            "approval": each.approval,
            "run_id": run_id,
        }
        for each in listed
    ]
    if rows:
        session.execute(insert(QuestionEntry), rows)


def approvals(session: Session, employer: OrgNr, routine: str) -> dict[str, datetime]:
    """What people have approved, and when: the print of each text, and the moment.

    A decision counts while it is in effect: one that waits for a second person does not yet, one
    that was taken back, or overtaken because the text was changed, does not any more.
    """
    query = (
        select(DecisionEntry.evidence_hash, DecisionEntry.second_at, DecisionEntry.at)
        .join(Case, Case.id == DecisionEntry.case_id)
        .where(
            Case.employer == employer.value,
            Case.routine == routine,
            DecisionEntry.action == Action.APPROVE_ANSWER,
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
    )
    return {approved: second or at for approved, second, at in session.execute(query)}


def shown(
    rows: Sequence[QuestionEntry],
    approved: Mapping[str, datetime],
    every: Mapping[str, QuestionEntry],
    day: date,
) -> list[Entry]:
    """Those of the rows that employees may see on a day.

    Approved, valid, and not contradicted by another that is so, too: of two answers that differ,
    neither is shown.
    """

    def holds(row: QuestionEntry) -> bool:
        return row.approval in approved and entry_of(row).holds_on(day)

    return [
        entry_of(row)
        for row in rows
        if holds(row)
        and not any(key in every and holds(every[key]) for key in json.loads(row.rivals))
    ]


def entry_of(row: QuestionEntry) -> Entry:
    """What a row of the store says."""
    return Entry(
        key=row.key,
        question_id=row.question_id,
        language=row.language,
        question=row.question,
        wordings=tuple(json.loads(row.wordings)),
        answer=row.answer,
        source=row.source,
        owner=row.owner,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        units=tuple(json.loads(row.units)),
    )


def _list(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)

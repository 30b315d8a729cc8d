"""Which case a finding belongs to: the same as last time, also when some rows came or went.

A case is known by its fingerprint. When rows came or went, an undecided case that already holds
some of the rows goes on with them, with its number, its history and what people said of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.lifecycle.closing import held_rows
from rutine.cases.lifecycle.identity import RowKey
from rutine.cases.tables import Case
from rutine.core.differences import Difference, Side


@dataclass(slots=True, eq=False)
class Draft:
    """A difference on its way into the store.

    Attributes:
        difference: what a run found.
        rows: its rows, in its own order.
        fingerprint, evidence_hash: as `identity` makes them.
        case: the case it belongs to; None for a new one.
        case_id: of that case, or of the one to be made.
        by_hand: a row of it is of a case that only a person settles.
        apart: a line of it belongs to no claim, as a person has said.
        columns: what the case is to say.
    """

    difference: Difference
    rows: list[RowKey]
    fingerprint: str
    evidence_hash: str
    case: Case | None = None
    case_id: str = field(default_factory=lambda: str(uuid4()))
    by_hand: bool = False
    apart: bool = False
    columns: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Undecided cases whose rows went to other cases: the case of each most of them went to."""

    cases: Sequence[Case]
    joined: Mapping[str, str]


def find_cases(session: Session, routine: str, drafts: Sequence[Draft]) -> Overtaken:
    """Give each draft its case, and say which cases are overtaken.

    Lines count before claims: a line is for ever, a claim may belong to another payment. Ties
    go to the older case.
    """
    known = _by_fingerprint(session, routine, drafts)
    for draft in drafts:
        _belongs(draft, known.get(draft.fingerprint))
    rows = {row: draft for draft in drafts for row in draft.rows}
    employers = {draft.difference.employer.value for draft in drafts}
    holding = held_rows(session, rows, employers)
    shared = _shared(rows, holding)
    taken = {draft.case_id for draft in drafts if draft.case is not None}
    by_id = {case.id: case for case in holding.values()}
    for case_id, draft in _best_first(shared, by_id, routine):
        if draft.case is None and case_id not in taken:
            _belongs(draft, by_id[case_id])
            taken.add(case_id)
    for row, case in holding.items():
        rows[row].by_hand |= case.by_hand
        rows[row].apart |= case.apart and row[0] == Side.LINE
    others = sorted(
        (case for case in by_id.values() if case.id not in taken), key=lambda case: case.number
    )
    return Overtaken(others, {case.id: _most_of(shared[case.id]).case_id for case in others})


def _belongs(draft: Draft, case: Case | None) -> None:
    if case is not None:
        draft.case, draft.case_id = case, case.id
        draft.by_hand, draft.apart = case.by_hand, case.apart


def _by_fingerprint(session: Session, routine: str, drafts: Sequence[Draft]) -> dict[str, Case]:
    prints = [draft.fingerprint for draft in drafts]
    return {
        case.fingerprint: case
        for batch in batches(prints)
        for case in session.scalars(
            select(Case).where(Case.routine == routine, Case.fingerprint.in_(batch))
        )
    }


_Shares = dict[str, Counter[tuple[Draft, str]]]
"""Case -> how many rows of each side it shares with each draft."""


def _shared(rows: Mapping[RowKey, Draft], holding: Mapping[RowKey, Case]) -> _Shares:
    shared: _Shares = {}
    for row, case in holding.items():
        shared.setdefault(case.id, Counter())[rows[row], row[0]] += 1
    return shared


def _best_first(
    shared: _Shares, by_id: Mapping[str, Case], routine: str
) -> Iterable[tuple[str, Draft]]:
    """Cases and drafts that share rows, those that share most first."""
    pairs = [
        (-counted[draft, Side.LINE], -_both(counted, draft), by_id[case_id].number, draft)
        for case_id, counted in shared.items()
        for draft in dict.fromkeys(draft for draft, _ in counted)
        if by_id[case_id].routine == routine and by_id[case_id].kind == draft.difference.kind
    ]
    numbers = {case.number: case_id for case_id, case in by_id.items()}
    for _, _, number, draft in sorted(pairs, key=lambda p: (*p[:3], p[3].fingerprint)):
        yield numbers[number], draft


def _both(counted: Counter[tuple[Draft, str]], draft: Draft) -> int:
    return counted[draft, Side.LINE] + counted[draft, Side.CLAIM]


def _most_of(counted: Counter[tuple[Draft, str]]) -> Draft:
    drafts = dict.fromkeys(draft for draft, _ in counted)
    return min(
        drafts,
        key=lambda d: (-counted[d, Side.LINE], -_both(counted, d), d.fingerprint),
    )

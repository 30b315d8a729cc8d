"""Where rows are: on which case, and how each row of each run ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches, insert_all
from rutine.cases.deciding.effects import Fate, fate
from rutine.cases.tables import Case, CaseRowEntry, DecisionEntry, InputFile, RowOutcomeEntry, Run
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action, Outcome, Side
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr


@dataclass(frozen=True, slots=True)
class RowInCase:
    """One row, the case it hangs on, and what was decided about it.

    `action` is the decision in effect: None while nobody has decided or approved. `by_hand`
    says that only a person settles the case, `apart` that its lines belong to no claim.
    """

    side: Side
    sha256: str
    row: int
    claim_id: str | None
    case_id: str
    kind: str
    reason: str
    status: CaseStatus
    action: Action | None
    by_hand: bool
    apart: bool

    @property
    def fate(self) -> Fate:
        """What a run does with the row."""
        done = self.status is CaseStatus.DONE
        return fate(self.side, self.action, is_done=done, by_hand=self.by_hand, apart=self.apart)


class RowOutcome(NamedTuple):
    """How one row ended. A settled row names its settlement or the case that decided it."""

    side: Side
    sha256: str
    row: int
    outcome: Outcome
    claim_id: str | None = None
    settlement_id: str | None = None
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many rows of one file ended in one way."""

    side: Side
    sha256: str
    outcome: Outcome
    rows: int


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """A file whose rows do not all have an outcome, or have more than there are rows."""

    side: Side
    sha256: str
    rows_in: int
    outcomes: int


def rows_in_cases(session: Session, employer: OrgNr) -> tuple[RowInCase, ...]:
    """Every row of every case that did not close by itself, oldest case first.

    What a run does with each is its `fate`.
    """
    decided = (
        select(DecisionEntry.case_id, DecisionEntry.action)
        .where(DecisionEntry.state == DecisionState.EFFECTIVE)
        .subquery()
    )
    query = (
        select(
            CaseRowEntry.side,
            CaseRowEntry.sha256,
            CaseRowEntry.row,
            CaseRowEntry.claim_id,
            Case.id,
            Case.kind,
            Case.reason,
            Case.status,
            Case.by_hand,
            Case.apart,
            decided.c.action,
        )
        .join(Case, Case.id == CaseRowEntry.case_id)
        .outerjoin(decided, decided.c.case_id == Case.id)
        .where(
            # Both have it, and only of the rows does an index lead to the employer's own.
            CaseRowEntry.employer == employer.value,
            Case.employer == employer.value,
            Case.status != CaseStatus.AUTO_CLOSED,
        )
        .order_by(Case.number, CaseRowEntry.side, CaseRowEntry.sha256, CaseRowEntry.row)
    )
    return tuple(
        RowInCase(
            Side(side),
            sha256,
            row,
            claim_id,
            case_id,
            kind,
            reason,
            CaseStatus(status),
            Action(action) if action else None,
            by_hand,
            apart,
        )
        for (
            side,
            sha256,
            row,
            claim_id,
            case_id,
            kind,
            reason,
            status,
            by_hand,
            apart,
            action,
        ) in session.execute(query)
    )


def record_outcomes(session: Session, run_id: str, outcomes: Iterable[RowOutcome]) -> int:
    """Enter how each row of a run ended; returns how many. A row can be entered once a run.

    Raises:
        InputError: `run_missing`; `outcome_without_reference` for a settled row without its
            settlement or case, or a case row without its case; `store_conflict`, from the
            transaction, for a row with two outcomes.
    """
    number = session.scalar(select(Run.number).where(Run.id == run_id))
    if number is None:
        raise InputError("run_missing", "The store has no such run.")
    listed = [RowOutcome(*outcome) for outcome in outcomes]
    files = _file_numbers(session, {(row.side, row.sha256) for row in listed})
    entries = []
    for row in listed:
        if (row.outcome == Outcome.CASE and row.case_id is None) or (
            row.outcome == Outcome.SETTLED and row.settlement_id is None and row.case_id is None
        ):
            raise InputError(
                "outcome_without_reference", "A row's outcome lacks its case or settlement."
            )
        entries.append(
            {
                "run_number": number,
                "file_number": files[row.side, row.sha256],
                "row": int(row.row),
                "claim_id": row.claim_id,
                "outcome": row.outcome,
                "settlement_id": row.settlement_id,
                "case_id": row.case_id,
            }
        )
    insert_all(session, RowOutcomeEntry, entries)
    return len(entries)


def outcomes(session: Session, run_id: str) -> tuple[OutcomeCount, ...]:
    """How the rows of a run ended, counted by file and outcome."""
    query = (
        select(InputFile.side, InputFile.sha256, RowOutcomeEntry.outcome, func.count())
        .join(InputFile, InputFile.number == RowOutcomeEntry.file_number)
        .join(Run, Run.number == RowOutcomeEntry.run_number)
        .where(Run.id == run_id)
        .group_by(InputFile.side, InputFile.sha256, RowOutcomeEntry.outcome)
        .order_by(InputFile.side, InputFile.sha256, RowOutcomeEntry.outcome)
    )
    return tuple(
        OutcomeCount(Side(side), sha256, Outcome(outcome), rows)
        for side, sha256, outcome, rows in session.execute(query)
    )


def unaccounted(
    session: Session, run_id: str, rows_in: Mapping[tuple[Side, str], int]
) -> tuple[Unaccounted, ...]:
    """Files of a run whose rows and outcomes differ in number; empty when all is proved.

    `rows_in` is `(side, sha256)` -> rows in the file. The key of the table allows a row no
    second outcome, so equal numbers mean that each row has exactly one.
    """
    found: dict[tuple[Side, str], int] = {}
    for count in outcomes(session, run_id):
        key = (count.side, count.sha256)
        found[key] = found.get(key, 0) + count.rows
    return tuple(
        Unaccounted(side, sha256, rows_in.get((side, sha256), 0), found.get((side, sha256), 0))
        for side, sha256 in sorted({*rows_in, *found})
        if rows_in.get((side, sha256), 0) != found.get((side, sha256), 0)
    )


def _file_numbers(session: Session, files: set[tuple[Side, str]]) -> dict[tuple[str, str], int]:
    """The short number of each file, made where it has none."""
    known: dict[tuple[str, str], int] = {}
    sides = sorted({side for side, _ in files})  # the index begins with them
    numbered = select(InputFile.number, InputFile.side, InputFile.sha256)
    for batch in batches(sorted({sha256 for _, sha256 in files})):
        these = numbered.where(InputFile.side.in_(sides), InputFile.sha256.in_(batch))
        known |= {(side, sha256): number for number, side, sha256 in session.execute(these)}
    free = session.scalar(select(func.max(InputFile.number))) or 0
    for number, (side, sha256) in enumerate(sorted(files - known.keys()), start=free + 1):
        session.add(InputFile(number=number, side=side, sha256=sha256))
        known[side, sha256] = number
    session.flush()
    return {(side, sha256): known[side, sha256] for side, sha256 in files}

"""How every row of one run ended, read from the store as groups of rows that ended together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.lifecycle.identity import RowKey, row_key
from rutine.cases.tables import Case, InputFile, RowOutcomeEntry, Settlement
from rutine.core.differences import Outcome
from rutine.core.identifiers import OrgNr


@dataclass(frozen=True, slots=True)
class Ended:
    """Rows that ended together in a run: a settlement, a case, or one row alone.

    Attributes:
        outcome: where.
        rows: which.
        ref: the settlement's or the case's id; None for a row alone.
        by: the pass that settled them; empty for all else.
        reason: of the settlement or the case, as it stands now.
        claimed, paid: øre.
        case_number: what people call the case.
    """

    outcome: Outcome
    rows: frozenset[RowKey]
    ref: str | None = None
    by: str = ""
    reason: str = ""
    claimed: int = 0
    paid: int = 0
    case_number: int | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of a run: where each of its rows ended."""

    of_row: Mapping[RowKey, Ended] = field(repr=False)

    @property
    def groups(self) -> list[Ended]:
        """Each group once, in the order of its first row."""
        return list(dict.fromkeys(self.of_row.values()))


def outcomes_of(session: Session, employer: OrgNr, run_number: int) -> Outcomes:
    """Read how the rows of a run ended. What people decided is no outcome of a run."""
    together: dict[tuple[Outcome, str], set[RowKey]] = defaultdict(set)
    query = (
        select(
            *(InputFile.side, InputFile.sha256, RowOutcomeEntry.row, RowOutcomeEntry.claim_id),
            *(RowOutcomeEntry.outcome, RowOutcomeEntry.settlement_id, RowOutcomeEntry.case_id),
        )
        .join(InputFile, InputFile.number == RowOutcomeEntry.file_number)
        .where(RowOutcomeEntry.run_number == run_number)
    )
    for side, sha256, row, claim_id, outcome, settlement_id, case_id in session.execute(query):
        # A claim that can't be read has no key; its place in the file is all that is known.
        unread = side == "claim" and claim_id is None
        key = (
            (side, sha256, str(row))
            if unread
            else row_key(side, sha256, row, employer.value, claim_id)
        )
        ref = settlement_id or case_id or "|".join(key)
        together[Outcome(outcome), ref].add(key)
    settlements = _settlements(session, [r for o, r in together if o is Outcome.SETTLED])
    cases = _cases(session, [r for o, r in together if o is Outcome.CASE])
    found: dict[RowKey, Ended] = {}
    for (outcome, ref), rows in together.items():
        ended = Ended(outcome, frozenset(rows))
        if outcome is Outcome.SETTLED:
            each = settlements[ref]
            ended = Ended(
                outcome,
                frozenset(rows),
                ref,
                by=each.pass_name,
                reason=each.reason,
                claimed=each.claimed,
                paid=each.paid,
            )
        elif outcome is Outcome.CASE:
            case = cases[ref]
            ended = Ended(
                outcome,
                frozenset(rows),
                ref,
                reason=case.reason,
                claimed=case.claimed,
                paid=case.paid,
                case_number=case.number,
            )
        found |= dict.fromkeys(sorted(rows), ended)
    return Outcomes(found)


def _settlements(session: Session, ids: list[str]) -> dict[str, Settlement]:
    return {
        each.id: each
        for batch in batches(ids)
        for each in session.scalars(select(Settlement).where(Settlement.id.in_(batch)))
    }


def _cases(session: Session, ids: list[str]) -> dict[str, Case]:
    return {
        each.id: each
        for batch in batches(ids)
        for each in session.scalars(select(Case).where(Case.id.in_(batch)))
    }

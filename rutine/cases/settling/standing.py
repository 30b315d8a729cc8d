"""Settlements as they stand, of the persons a run asks about; and rows that were taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.batches import batches
from rutine.cases.deciding.effects import BY_DECISION
from rutine.cases.people.register import known_subjects, numbers_of
from rutine.cases.reports.report_lines import files_that_gave_way
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of, row_facts_of
from rutine.cases.settling.applying import to_be_settled
from rutine.cases.tables import (
    AppliedDecision,
    Case,
    CaseRowEntry,
    DecisionEntry,
    SettledRow,
    Settlement,
    UndoneRow,
)
from rutine.core.differences import RowRef, Side
from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """A settlement that nobody has undone.

    Attributes:
        settlement_id: its id; the decision's, of one that no run has carried out yet.
        lines: `(sha256, row)` of its lines.
        claims: payroll's key of each claim -> the row it was settled from.
        claimed, paid: øre.
        case: the number of the case that a person decided; None for what the program settled.
        case_id: its id.
    """

    settlement_id: str
    person: Fnr
    sub_unit: str
    benefit: str
    lines: tuple[tuple[str, int], ...]
    claims: Mapping[str, RowRef]
    claimed: Ore
    paid: Ore
    case: int | None = None
    case_id: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class TakenBack:
    """A settlement that was undone, with those of its rows that nothing has settled since.

    Attributes:
        subject_id: whom it was settled for.
        lines, claims: as those of `Standing`.
        claimed, paid: øre, as it closed them.
        by_person: a person undid it, not a run.
        awaited: claims of which payroll has not been seen to take in that they are open again.
        gave_way: it had a line of a file that was cut short. It never was NAV's word, so it
            says nothing of what its other rows are now.
    """

    settlement_id: str
    subject_id: str
    lines: tuple[tuple[str, int], ...]
    claims: Mapping[str, RowRef]
    claimed: Ore
    paid: Ore
    by_person: bool
    awaited: frozenset[str]
    gave_way: bool


def standing_of(
    session: Session, keys: KeyRing, employer: OrgNr, persons: Collection[Fnr]
) -> tuple[Standing, ...]:
    """Every settlement of the persons that stands, the oldest first."""
    people = {id_: person for person, id_ in known_subjects(session, keys, persons).items()}
    found: list[Settlement] = []
    for batch in batches(sorted(people)):
        found += session.scalars(
            select(Settlement).where(
                Settlement.employer == employer.value,
                Settlement.subject_id.in_(batch),
                Settlement.undone_at.is_(None),
            )
        )
    found.sort(key=lambda each: (each.settled_at, each.id))
    rows = _rows(session, [each.id for each in found])
    cases = _cases(session, [each.id for each in found if each.pass_name == BY_DECISION])
    return tuple(
        Standing(
            settlement_id=each.id,
            person=people[each.subject_id],
            sub_unit=each.sub_unit,
            benefit=_benefit(keys, each),
            lines=_lines(rows.get(each.id, ())),
            claims=_claims(rows.get(each.id, ())),
            claimed=Ore(each.claimed),
            paid=Ore(each.paid),
            case=cases[each.id][0] if each.pass_name == BY_DECISION else None,
            case_id=cases[each.id][1] if each.pass_name == BY_DECISION else None,
        )
        for each in found
    )


def about_to_stand(session: Session, keys: KeyRing, employer: OrgNr) -> tuple[Standing, ...]:
    """What people have decided and the next run settles, as that run will settle it."""
    found = [each for each in to_be_settled(session, employer) if each.is_about_somebody]
    people = numbers_of(session, keys, [str(each.case.subject_id) for each in found])
    return tuple(
        Standing(
            settlement_id=each.decision_id,
            person=people[str(each.case.subject_id)],
            sub_unit=str(each.case.sub_unit),
            benefit=facts_of(keys, each.case).benefit or "",
            lines=_lines(each.closed),
            claims=_claims(each.closed),
            claimed=each.claimed,
            paid=Ore(each.case.paid),
            case=each.case.number,
            case_id=each.case.id,
        )
        for each in found
    )


def settled_under(
    session: Session, keys: KeyRing, employer: OrgNr, claim_ids: Iterable[str]
) -> dict[str, Fnr]:
    """Claim -> whose it was when it was settled; payroll may give it another number since."""
    found: dict[str, str] = {}
    for batch in batches(sorted(set(claim_ids))):
        query = select(SettledRow.claim_id, Settlement.subject_id).join(
            Settlement, Settlement.id == SettledRow.settlement_id
        )
        for claim_id, subject_id in session.execute(
            query.where(SettledRow.employer == employer.value, SettledRow.claim_id.in_(batch))
        ):
            found[str(claim_id)] = subject_id
    people = numbers_of(session, keys, found.values())
    return {
        claim_id: people[subject_id]
        for claim_id, subject_id in found.items()
        if subject_id in people  # not of one whose data was deleted in time
    }


def taken_back(session: Session, employer: OrgNr) -> tuple[TakenBack, ...]:
    """Settlements that were undone and of which some row is free, the oldest undoing first.

    A row that was undone several times belongs to the last.
    """
    line_settled = exists().where(
        SettledRow.side == Side.LINE,
        SettledRow.sha256 == UndoneRow.sha256,
        SettledRow.row == UndoneRow.row,
    )
    claim_settled = exists().where(
        SettledRow.employer == UndoneRow.employer, SettledRow.claim_id == UndoneRow.claim_id
    )
    free = or_(
        and_(UndoneRow.side == Side.LINE, ~line_settled),
        and_(UndoneRow.side == Side.CLAIM, ~claim_settled),
    )
    query = (
        select(UndoneRow, Settlement)
        .join(Settlement, Settlement.id == UndoneRow.settlement_id)
        .where(UndoneRow.employer == employer.value, free)
        .order_by(Settlement.undone_at, Settlement.id, UndoneRow.sha256, UndoneRow.row)
    )
    cut = files_that_gave_way(session, employer)
    last: dict[tuple[str, str, int] | tuple[str, str], tuple[UndoneRow, Settlement]] = {}
    gave_way: set[str] = set()
    for row, settlement in session.execute(query):
        if row.sha256 in cut:
            gave_way.add(settlement.id)  # such a line is nothing that could be settled again
        else:
            last[_identity(row)] = row, settlement
    rows: dict[str, list[UndoneRow]] = {}
    settlements: dict[str, Settlement] = {}
    for row, settlement in last.values():
        rows.setdefault(settlement.id, []).append(row)
        settlements[settlement.id] = settlement
    return tuple(
        TakenBack(
            settlement_id=id_,
            subject_id=settlements[id_].subject_id,
            lines=_lines(own),
            claims=_claims(own),
            claimed=Ore(settlements[id_].claimed),
            paid=Ore(settlements[id_].paid),
            by_person=settlements[id_].undone_by_id != ROBOT.id,
            awaited=frozenset(
                row.claim_id for row in own if row.claim_id is not None and not row.caught_up
            ),
            gave_way=id_ in gave_way,
        )
        for id_, own in rows.items()
    )


def note_caught_up(session: Session, employer: OrgNr, claim_ids: Iterable[str]) -> None:
    """Note that payroll lists claims as open again, after their settlement was taken back."""
    for batch in batches(sorted(set(claim_ids))):
        session.execute(
            update(UndoneRow)
            .where(
                UndoneRow.employer == employer.value,
                UndoneRow.claim_id.in_(batch),
                ~UndoneRow.caught_up,
            )
            .values(caught_up=True)
        )


def periods_decided(
    session: Session, keys: KeyRing, case_ids: Collection[str]
) -> dict[str, tuple[Period | None, ...]]:
    """The days of the rows of each case, once each; None for a row that lacks a date."""
    found: dict[str, dict[Period | None, None]] = {case_id: {} for case_id in case_ids}
    for batch in batches(sorted(case_ids)):
        for entry in session.scalars(select(CaseRowEntry).where(CaseRowEntry.case_id.in_(batch))):
            found[entry.case_id][_period(keys, entry)] = None
    return {case_id: tuple(periods) for case_id, periods in found.items()}


def _period(keys: KeyRing, entry: CaseRowEntry) -> Period | None:
    facts = row_facts_of(keys, entry)
    return Period.if_sound(facts.first, facts.last) if facts is not None else None


def _identity(row: UndoneRow) -> tuple[str, str, int] | tuple[str, str]:
    if row.side == Side.CLAIM and row.claim_id is not None:
        return (row.side, row.claim_id)
    return (row.side, row.sha256, row.row)


def _rows(session: Session, settlement_ids: Sequence[str]) -> dict[str, list[SettledRow]]:
    found: dict[str, list[SettledRow]] = {}
    for batch in batches(settlement_ids):
        for row in session.scalars(select(SettledRow).where(SettledRow.settlement_id.in_(batch))):
            found.setdefault(row.settlement_id, []).append(row)
    return found


def _cases(session: Session, settlement_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Number and id of the case that each decided settlement came from."""
    found = {}
    for batch in batches(settlement_ids):
        for settlement_id, number, case_id in session.execute(
            select(AppliedDecision.settlement_id, Case.number, Case.id)
            .join(DecisionEntry, DecisionEntry.id == AppliedDecision.decision_id)
            .join(Case, Case.id == DecisionEntry.case_id)
            .where(AppliedDecision.settlement_id.in_(batch))
        ):
            found[str(settlement_id)] = (number, case_id)
    return found


def _benefit(keys: KeyRing, settlement: Settlement) -> str:
    plain = keys.decrypt(settlement.sealed, f"settlement:{settlement.id}")
    return str(json.loads(plain)["benefit"])


def _lines(rows: Iterable[SettledRow | UndoneRow | CaseRowEntry]) -> tuple[tuple[str, int], ...]:
    return tuple((row.sha256, row.row) for row in rows if row.side == Side.LINE)


def _claims(rows: Iterable[SettledRow | UndoneRow | CaseRowEntry]) -> dict[str, RowRef]:
    return {
        row.claim_id: RowRef(side=Side.CLAIM, sha256=row.sha256, row=row.row)
        for row in rows
        if row.claim_id is not None
    }

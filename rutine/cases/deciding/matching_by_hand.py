"""Matching by hand: a person picks open lines and claims that close each other.

Nothing is settled by picking. It is a proposal of one case, another person must agree to it
whatever the amount, and the next run carries it out like every other decision.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy import case as when
from sqlalchemy.orm import InstrumentedAttribute, Session

from rutine.cases.access import APPROVES, DECIDES, Actor, require
from rutine.cases.accounts.provider_accounts import same_person
from rutine.cases.deciding.control import STRICT, Limits
from rutine.cases.deciding.decisions import decidable, propose, view_of
from rutine.cases.deciding.picking import (
    Found,
    carried_row,
    find_rows,
    in_sight,
    is_protected,
    open_row,
    proposed_in,
)
from rutine.cases.deciding.regrouping import as_picked, picked_rows, seal_of
from rutine.cases.lifecycle.identity import RowKey, employee_lookup
from rutine.cases.lists.colleagues import deciders, fit_for
from rutine.cases.lists.sight import seen_case
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import (
    CarriedClaim,
    Case,
    CaseRowEntry,
    DecisionEntry,
    PickedRowEntry,
    Subject,
)
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionView
from rutine.core.differences import Action, Side
from rutine.core.errors import InputError, StaleVersion
from rutine.core.picked_rows import Sums, fitting, is_across, refuse_faulty, sums_of

MOST_SHOWN = 200
"""Open rows of a person on the page."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenItem:
    """An open row that may be picked, or why it can't be: `held` or `proposed`.

    `others` says that it was found by an employee number, and is not this person's.
    """

    row: Found
    blocked: str
    others: bool


@dataclass(frozen=True, slots=True, repr=False)
class OpenItems:
    """The rows that are shown; `more` says that there are others."""

    items: tuple[OpenItem, ...]
    more: bool


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """What a match would close.

    Attributes:
        rows: what was picked, lines first.
        sums: what they come to.
        across: they are not all known to be one person's.
        fitting: the decisions that can close them.
        seal: goes back with the proposal; another one means that something has changed.
    """

    rows: tuple[Found, ...]
    sums: Sums
    across: bool
    fitting: tuple[Action, ...]
    seal: str


@dataclass(frozen=True, slots=True, repr=False)
class Proposed:
    """The rows of a decision, side by side, for the one who must agree.

    Attributes:
        rows: as they are now; of what has changed nothing is shown.
        changed: a row is not as it was when it was picked.
    """

    rows: tuple[Found, ...]
    sums: Sums
    across: bool
    changed: bool


def open_items(
    session: Session,
    keys: KeyRing,
    case_id: str,
    viewer: Actor,
    *,
    employee_number: str = "",
    picked: Collection[RowKey] = (),
) -> OpenItems:
    """The open rows of the case and its person, lines first; with a number, also of that employee.

    Where there are more than can be shown, those that are picked come first, and then those of
    the employee who is asked for.

    Nobody else who is protected is among them, whoever asks: the look at this case does not tell
    of a look at theirs.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    require(viewer, DECIDES)
    case = seen_case(session, case_id, viewer)
    number = employee_lookup(keys, employee_number) if employee_number.strip() else None
    rows = [*_held(session, keys, case, number), *_carried(session, keys, case, number)]
    shown = [
        row
        for row in rows
        if in_sight(session, row, viewer)
        and (not _is_others(row, case) or not is_protected(session, row))
    ]
    more = len(shown) > MOST_SHOWN
    if more:
        shown.sort(
            key=lambda row: (
                row.key not in picked,
                number is not None and not _is_others(row, case),
                row.key,
            )
        )
    shown = shown[:MOST_SHOWN]
    shown.sort(key=lambda row: (row.ref.side is not Side.LINE, str(row.facts.first or ""), row.key))
    items = (OpenItem(row, _blocked(session, row, viewer), _is_others(row, case)) for row in shown)
    return OpenItems(tuple(items), more)


def preview(
    session: Session, keys: KeyRing, case_id: str, picks: Iterable[RowKey], *, actor: Actor
) -> Preview:
    """What the picked rows come to, and how they may be closed; nothing is stored.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`, or as `picking.find_rows`.
    """
    require(actor, DECIDES)
    case = seen_case(session, case_id, actor)
    rows = find_rows(session, keys, case.employer, picks, actor)
    picked = [row.picked for row in rows]
    return Preview(
        rows=rows,
        sums=sums_of(picked),
        across=is_across(picked),
        fitting=fitting(picked, _offered(case)) if picked else (),
        seal=seal_of(keys, case, rows),
    )


def propose_match(
    session: Session,
    keys: KeyRing,
    case_id: str,
    picks: Iterable[RowKey],
    *,
    version: int,
    seal: str,
    actor: Actor,
    action: Action = Action.MATCH_BY_HAND,
    comment: str,
    limits: Limits = STRICT,
) -> DecisionView:
    """Propose that the picked rows close each other; another person must always agree.

    Args:
        session: a writing one.
        keys: the store's keys.
        case_id: the case that it is decided in; holds one of the rows at least.
        picks: the rows.
        version: of the case as it was read.
        seal: of the preview that was looked at.
        actor: who proposes.
        action: `match_by_hand` where the sums agree to the øre, or by name where the difference
            goes, as far as the case's catalogue offers it.
        comment: why; always needed.
        limits: where the routine's own terms are asked for.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: as `decisions.decidable`, `picking.find_rows` and
            `picked_rows.refuse_faulty`; `match_not_of_case`, `match_kind`, `match_nobody` (of
            nobody a settlement can be made), `match_protected` (begin in the protected
            person's own case), or what is wrong with the comment.
        StaleVersion: `case_changed`: somebody changed the case, or a picked row, since.
    """
    case = decidable(session, case_id, actor, version, limits)
    if case.kind != "group":
        raise InputError("match_kind", "The case has no rows to be matched.")
    rows = find_rows(session, keys, case.employer, picks, actor)
    picked = [row.picked for row in rows]
    refuse_faulty(picked, action, _offered(case))
    if all(row.case is not case for row in rows):
        raise InputError("match_not_of_case", "Pick a row of the case itself.")
    _refuse_people(session, case, rows)
    if seal != seal_of(keys, case, rows):
        raise StaleVersion("case_changed", "The rows have changed since.", "Look at them again.")
    decision = propose(
        session, keys, case, actor=actor, action=action, comment=comment, picked=seal
    )
    session.flush()
    session.add_all(_entry(decision, case, row) for row in rows)
    session.flush()
    return view_of(keys, decision)


def proposed_match(session: Session, keys: KeyRing, case_id: str, viewer: Actor) -> Proposed | None:
    """The rows that the case's proposal picked, as far as the viewer sees them all; else None.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    if case.status != CaseStatus.APPROVAL:
        return None
    decision = session.scalars(
        select(DecisionEntry).where(
            DecisionEntry.case_id == case.id, DecisionEntry.state == "proposed"
        )
    ).one_or_none()
    entries = picked_rows(session, decision.id) if decision is not None else ()
    if decision is None or not entries:
        return None
    rows = as_picked(session, keys, case, decision, entries)
    if rows is None or not all(in_sight(session, row, viewer) for row in rows):
        return Proposed((), sums_of(()), across=False, changed=rows is None)
    picked = [row.picked for row in rows]
    return Proposed(rows, sums_of(picked), is_across(picked), changed=False)


def who_may_agree(session: Session, case_id: str, viewer: Actor) -> tuple[str, ...]:
    """The names of those who may approve what this person proposes in the case.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    others = [
        who
        for who in deciders(session)
        if who.may(APPROVES) and not same_person(session, who.id, viewer.id)
    ]
    return tuple(each.name for each in fit_for(case, others))


def _offered(case: Case) -> tuple[Action, ...]:
    return tuple(Action(value) for value in json.loads(case.permitted))


def _refuse_people(session: Session, case: Case, rows: Sequence[Found]) -> None:
    people = {row.person for row in rows} - {None}
    if not (case.subject_id or people) or not (case.sub_unit or any(row.sub_unit for row in rows)):
        raise InputError("match_nobody", "It is not known whom, or which unit, the rows are of.")
    own = case.subject_id
    protected = session.scalars(
        select(Subject.id).where(Subject.id.in_([*people]), Subject.restricted.is_(True))
    ).all()
    if protected and own not in protected:
        raise InputError("match_protected", "Begin in the protected person's own case.")


def _entry(decision: DecisionEntry, case: Case, row: Found) -> PickedRowEntry:
    return PickedRowEntry(
        decision_id=decision.id,
        side=row.ref.side.value,
        sha256=row.ref.sha256,
        row=row.ref.row,
        employer=case.employer,
        claim_id=row.claim_id,
        amount=int(row.amount),
        place=row.place,
        case_id=row.case.id if row.case is not None else None,
        subject_id=row.person,
    )


def _held(session: Session, keys: KeyRing, case: Case, number: str | None) -> Iterable[Found]:
    theirs = [Case.id == case.id]
    if case.subject_id is not None:
        theirs.append(Case.subject_id == case.subject_id)
    if number is not None:
        theirs.append(Case.employee_lookup == number)
    query = (
        select(CaseRowEntry, Case)
        .join(Case, Case.id == CaseRowEntry.case_id)
        .where(
            CaseRowEntry.held,
            Case.employer == case.employer,
            Case.kind == "group",
            Case.status.in_(UNDECIDED),
            or_(*theirs),
        )
        .order_by(
            *_asked_first(Case.employee_lookup, number),
            *(Case.number, CaseRowEntry.side, CaseRowEntry.sha256, CaseRowEntry.row),
        )
        .limit(MOST_SHOWN + 1)
    )
    for entry, holder in session.execute(query):
        if (row := open_row(session, keys, entry, holder)) is not None:
            yield row


def _carried(session: Session, keys: KeyRing, case: Case, number: str | None) -> Iterable[Found]:
    theirs = [CarriedClaim.subject_id == case.subject_id] if case.subject_id is not None else []
    if number is not None:
        theirs.append(CarriedClaim.employee_lookup == number)
    if not theirs:
        return
    query = (
        select(CarriedClaim)
        .where(CarriedClaim.employer == case.employer, or_(*theirs))
        .order_by(*_asked_first(CarriedClaim.employee_lookup, number), CarriedClaim.claim_id)
        .limit(MOST_SHOWN + 1)
    )
    for entry in session.scalars(query):
        yield carried_row(keys, entry)


def _asked_first(
    lookup: InstrumentedAttribute[str | None], number: str | None
) -> list[ColumnElement[int]]:
    """The employee who is asked for comes before the case's own person."""
    return [] if number is None else [when((lookup == number, 0), else_=1)]


def _blocked(session: Session, row: Found, viewer: Actor) -> str:
    holder = row.case
    if proposed_in(session, row) is not None:
        return "proposed"
    if holder is None:
        return ""
    if holder.status == CaseStatus.APPROVAL:
        return "proposed"
    return "held" if holder.assignee not in {None, viewer.id} else ""


def _is_others(row: Found, case: Case) -> bool:
    return row.case is not case and row.person != case.subject_id

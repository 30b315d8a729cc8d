"""Deleting what tells of a person, and leaving what does not.

What stays of a case: number, dates, reason, sums, decisions with who made them, and which rows of
which files it was about. Of a settlement: sums, dates, rules, and its rows. The rows stay because
they are what keeps a report that comes again from being settled twice; payroll's own keys of
claims stay with them, and mean nothing without payroll. Nothing of it leads to a person: the
settlement is nobody's, the employee's fingerprint is gone, and so is all that was encrypted.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from rutine.cases.batches import batches
from rutine.cases.canonical import canonical
from rutine.cases.kinds import FINISHES_ROWS, PAIR
from rutine.cases.lifecycle.facts import CaseFacts
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.settling.pair_prints import pair_print
from rutine.cases.tables import (
    AppliedDecision,
    Assignment,
    CarriedClaim,
    Case,
    CaseChange,
    CaseRowEntry,
    CaseText,
    ClaimEntry,
    DecisionEntry,
    LegalHold,
    NameLookup,
    PickedRowEntry,
    Posting,
    Run,
    Settlement,
    UndoRequest,
)
from rutine.cases.tables import Subject as Person
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.differences import Action, Proof, Subject

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
"""Whose a settlement is when its time is over."""

_LATELY: Final = timedelta(days=60)


def wipe_cases(session: Session, keys: KeyRing, case_ids: Sequence[str]) -> None:
    """Delete everything personal from cases that are ended."""
    moment = clock.now()
    for batch in batches(case_ids):
        for case_id, facts in _left_of(session, keys, batch).items():
            sealed = keys.encrypt(facts.model_dump_json().encode(), f"case:{case_id}")
            session.execute(
                update(Case)
                .where(Case.id == case_id)
                .values(
                    sealed=sealed,
                    subject_id=None,
                    employee_lookup=None,
                    reference=None,
                    wiped_at=moment,
                    version=Case.version + 1,
                )
            )
        _set(session, CaseRowEntry, CaseRowEntry.case_id.in_(batch), sealed=None)
        _set(session, Assignment, Assignment.case_id.in_(batch), note=None)
        decided = select(DecisionEntry.id).where(DecisionEntry.case_id.in_(batch))
        _set(session, PickedRowEntry, PickedRowEntry.decision_id.in_(decided), subject_id=None)
        _set(session, PickedRowEntry, PickedRowEntry.case_id.in_(batch), subject_id=None)
        for decision_id in session.scalars(decided).all():
            empty = keys.encrypt(b"", f"comment:{decision_id}")
            condition = DecisionEntry.id == decision_id
            _set(session, DecisionEntry, condition, comment=empty, second_comment=None)
        for change_id in session.scalars(
            select(CaseChange.id).where(CaseChange.case_id.in_(batch))
        ).all():
            nothing = keys.encrypt(canonical([]).encode(), f"change:{change_id}")
            _set(session, CaseChange, CaseChange.id == change_id, sealed=nothing)
        for hold_id in session.scalars(
            select(LegalHold.id).where(LegalHold.case_id.in_(batch))
        ).all():
            _set(
                session,
                LegalHold,
                LegalHold.id == hold_id,
                why=keys.encrypt(b"", f"hold:{hold_id}"),
            )
        session.execute(delete(CaseText).where(CaseText.case_id.in_(batch)))
    session.expire_all()


def wipe_settlements(session: Session, keys: KeyRing, settlement_ids: Sequence[str]) -> None:
    """Delete everything personal from settlements, and from what was posted of them."""
    if not settlement_ids:
        return
    _make_nobody(session, keys)
    moment = clock.now()
    for batch in batches(settlement_ids):
        for settlement_id in batch:
            plain = canonical({"benefit": ""}).encode()
            _set(
                session,
                Settlement,
                Settlement.id == settlement_id,
                sealed=keys.encrypt(plain, f"settlement:{settlement_id}"),
                subject_id=NOBODY,
                undone_why=None,
                wiped_at=moment,
            )
        sources: Select[Any] = select(AppliedDecision.decision_id).where(
            AppliedDecision.settlement_id.in_(batch)
        )
        posted = or_(Posting.source_id.in_(batch), Posting.source_id.in_(sources))
        _set(session, Posting, posted, sealed=None)
        for request_id in session.scalars(
            select(UndoRequest.id).where(UndoRequest.settlement_id.in_(batch))
        ).all():
            empty = keys.encrypt(b"", f"undo request:{request_id}")
            condition = UndoRequest.id == request_id
            _set(session, UndoRequest, condition, why=empty, second_comment=None)
    session.expire_all()


def forget_people(session: Session, keys: KeyRing) -> list[str]:
    """Erase everybody whom nothing refers to any more; returns their ids.

    The id stays, with nobody behind it: the audit trail names it where a number was shown.
    Those whom HR has marked as protected stay: the mark must outlive the list that lacks them. So
    do those whose claims payroll has listed lately: the next run would only add them again.
    """
    lately = select(Run.id).where(Run.started_at >= clock.now() - _LATELY)
    listed = select(ClaimEntry.subject_id).where(
        ClaimEntry.subject_id.is_not(None), ClaimEntry.run_id.in_(lately)
    )
    used = [
        Person.id.in_(select(column).where(column.is_not(None)))
        for column in (
            *(Case.subject_id, CarriedClaim.subject_id, PickedRowEntry.subject_id),
            Settlement.subject_id,
        )
    ]
    gone = list(
        session.scalars(
            select(Person.id).where(
                Person.erased_at.is_(None),
                Person.restricted.is_(False),
                ~or_(*used, Person.id.in_(listed)),
            )
        )
    )
    for subject_id in gone:
        erase_subject(session, keys, subject_id)
    session.expire_all()
    return gone


def erase_subject(session: Session, keys: KeyRing, subject_id: str) -> None:
    """Leave the id, and nobody behind it."""
    session.execute(delete(NameLookup).where(NameLookup.subject_id == subject_id))
    _set(session, ClaimEntry, ClaimEntry.subject_id == subject_id, subject_id=None)
    nobody = canonical({"fnr": None, "name": None}).encode()
    _set(
        session,
        Person,
        Person.id == subject_id,
        lookup=secrets.token_hex(32),
        sealed=keys.encrypt(nobody, f"subject:{subject_id}"),
        restricted=False,
        erased_at=clock.now(),
    )


def _left_of(session: Session, keys: KeyRing, case_ids: Sequence[str]) -> dict[str, CaseFacts]:
    """What each case keeps sealed: nothing, but of a pair what people have said of its rows.

    Keyed prints say it. Without them rows that a person has settled would take part again, and
    those that do not belong together would be put together again.
    """
    found = dict.fromkeys(case_ids, CaseFacts())
    pairs = (
        select(Case, DecisionEntry.action)
        .join(DecisionEntry, DecisionEntry.case_id == Case.id)
        .where(
            Case.id.in_(case_ids),
            Case.kind == PAIR,
            DecisionEntry.state == DecisionState.EFFECTIVE.value,
        )
    )
    for case, action in session.execute(pairs).all():
        about = facts_of(keys, case).about
        if about is not None and about.key:
            kept = [_print(each.words, each) for each in about.proofs]
            if Action(action) not in FINISHES_ROWS:
                kept = [_print(pair_print(keys, about.key), about.proofs[0])]
            found[case.id] = CaseFacts(about=Subject(key="", proofs=tuple(kept)))
        elif about is not None:
            found[case.id] = CaseFacts(about=about)
    return found


def _print(words: str, of: Proof) -> Proof:
    return Proof(record=of.record, source="", sha256=of.sha256, row=of.row, words=words)


def _make_nobody(session: Session, keys: KeyRing) -> None:
    if session.get(Person, NOBODY) is None:
        sealed = keys.encrypt(canonical({"fnr": None, "name": None}).encode(), f"subject:{NOBODY}")
        session.add(
            Person(id=NOBODY, lookup=secrets.token_hex(32), sealed=sealed, erased_at=clock.now())
        )
        session.flush()


def _set(session: Session, table: type[Any], condition: ColumnElement[bool], **values: Any) -> None:
    session.execute(
        update(table).where(condition).values(**values),
        execution_options={"synchronize_session": False},
    )

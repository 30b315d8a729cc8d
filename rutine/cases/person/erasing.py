"""Erasing a person: all that no law asks to be kept, and the rest on the day that it ends.

The municipality must keep what documents its accounts (GDPR art. 17 no. 3 b), so settlements stay
until their term is over, with the cases that became settlements. Everything else of the person
goes at once. Two people do it: an approver asks, an administrator agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from rutine.cases.access import ADMINISTERS, APPROVES, COMMAND_LINE, Actor, require
from rutine.cases.accounts.provider_accounts import same_person
from rutine.cases.person.request import checked_reference, find_person
from rutine.cases.retention.due import kept_case, unwiped_case
from rutine.cases.retention.rules import Kind, Terms
from rutine.cases.retention.wiping import erase_subject, wipe_cases, wipe_settlements
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import (
    AppliedDecision,
    CarriedClaim,
    Case,
    DecisionEntry,
    Run,
    Settlement,
    Subject,
)
from rutine.cases.trail.audit import append
from rutine.core import clock
from rutine.core.clock import OSLO
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done.

    Attributes:
        subject_id: whom it was about; says nothing without the store.
        cases, settlements: how many were emptied.
        kept: how many settlements, with their cases, the law asks to be kept.
        until: the day the last of them may go; None when nothing is kept.
    """

    subject_id: str
    cases: int
    settlements: int
    kept: int
    until: date | None


def erase(
    session: Session,
    keys: KeyRing,
    fnr: Fnr,
    terms: Terms,
    *,
    actor: Actor,
    second: Actor,
    reference: str,
) -> Erased:
    """Erase a person as far as the law lets it. The session must be a writing one.

    Raises:
        AccessDenied: `not_a_person`, `role_missing`, or `second_needed` when it is one person.
        InputError: `reference_invalid`, `person_unknown`, or `person_open`: a case of the person
            is open or held, or a claim waits for NAV.
    """
    require(actor, APPROVES)
    require(second, ADMINISTERS)
    if same_person(session, actor.id, second.id):
        raise AccessDenied(
            "second_needed", "Another person must agree.", "Let an administrator sign in, too."
        )
    filed = checked_reference(reference)
    person = find_person(session, keys, fnr)
    _refuse_open(session, person)
    done = _erase(session, keys, person.id, terms)
    items = {"cases": done.cases, "settlements": done.settlements, "kept": done.kept}
    data = {"subject": done.subject_id, "items": items, "user": second.id, "what": filed}
    append(session, actor, "person_erased", data=data)
    return done


def erase_again(session: Session, keys: KeyRing, subject_id: str, terms: Terms) -> Erased | None:
    """Erase somebody whom an older backup brought back; None when there is nobody to erase.

    The two people decided it when the list was written. Cases that were open when the backup was
    made are left, and said by `kept`.
    """
    person = session.get(Subject, subject_id)
    if person is None or person.erased_at is not None:
        return None
    done = _erase(session, keys, subject_id, terms)
    data = {"subject": subject_id, "items": {"cases": done.cases, "settlements": done.settlements}}
    append(session, COMMAND_LINE, "person_erased", data=data)
    return done


def _refuse_open(session: Session, person: Subject) -> None:
    of_person = Case.subject_id == person.id
    numbers = session.scalars(
        select(Case.number).where(of_person, kept_case()).order_by(Case.number)
    ).all()
    waits = session.scalar(select(exists().where(CarriedClaim.subject_id == person.id)))
    if numbers or waits:
        told = ", ".join(str(number) for number in numbers) or "–"
        raise InputError(
            "person_open",
            f"Something about the person is not ended: open or held cases {told}, or a claim "
            "that NAV may still answer.",
            "Decide the cases and let the next run carry it out, or lift the hold; then again.",
            cases=told,
        )


def _erase(session: Session, keys: KeyRing, subject_id: str, terms: Terms) -> Erased:
    today = clock.now().astimezone(OSLO).date()
    settlements = session.execute(
        select(Settlement.id, Settlement.settled_at, Run.routine)
        .join(Run, Run.id == Settlement.run_id)
        .where(Settlement.subject_id == subject_id, Settlement.wiped_at.is_(None))
    ).all()
    until = {
        settlement_id: day
        for settlement_id, settled_at, routine in settlements
        if (day := terms.of(Kind.SETTLEMENTS, routine).until(settled_at)) > today
    }
    over = [settlement_id for settlement_id, _, _ in settlements if settlement_id not in until]
    law = exists().where(
        DecisionEntry.case_id == Case.id,
        AppliedDecision.decision_id == DecisionEntry.id,
        AppliedDecision.settlement_id.in_(sorted(until)),
    )
    of_person = (Case.subject_id == subject_id, unwiped_case(), ~kept_case())
    cases = list(session.scalars(select(Case.id).where(*of_person, ~law).order_by(Case.number)))
    wipe_settlements(session, keys, over)
    wipe_cases(session, keys, cases)
    session.flush()
    left = session.scalar(select(exists().where(Case.subject_id == subject_id)))
    carried = session.scalar(select(exists().where(CarriedClaim.subject_id == subject_id)))
    if not until and not left and not carried:
        erase_subject(session, keys, subject_id)
        session.expire_all()
    return Erased(subject_id, len(cases), len(over), len(until), max(until.values(), default=None))

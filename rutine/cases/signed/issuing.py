"""The document of a signed case: what it is made of, and that it was made.

A signature stands when the decision does. The document is made from what was signed, as soon as a
browser can be had, and then once: the trail has its hash, and it lies in the evidence archive as
long as the case does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor, UserRole, require
from rutine.cases.accounts.users import roles_of
from rutine.cases.lists.sight import seen_case
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.signed.signing import role_at_signing, telling_role
from rutine.cases.tables import Case, DecisionEntry, UserAccount
from rutine.cases.trail.audit import append
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.service_record import RecordDraft
from rutine.service_records.page import Signature, Signer


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """What a case's document is made of.

    Attributes:
        number: of the case.
        draft: what the sources say.
        chosen: the source that counts first, where a person chose one.
        signature: None while nobody has signed.
        issued: the sha256 of the document that was made; None while there is none.
    """

    number: int
    draft: RecordDraft
    chosen: str | None
    signature: Signature | None
    issued: str | None


def document_of(session: Session, keys: KeyRing, case_id: str, viewer: Actor) -> Document:
    """The document of a case that the viewer may see.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, or `document_missing`: the case makes none, or is deleted.
    """
    case = seen_case(session, case_id, viewer)
    facts = facts_of(keys, case)
    draft = facts.about.record if facts.about is not None else None
    if draft is None:
        raise InputError("document_missing", "The case has no document.")
    decision = _signed(session, case)
    return Document(
        number=case.number,
        draft=draft,
        chosen=decision.source_choice if decision is not None else None,
        signature=_signature(session, case, draft, decision),
        issued=facts.issued,
    )


def enter_document(
    session: Session, keys: KeyRing, case_id: str, sha256: str, *, actor: Actor
) -> None:
    """Note the document that was made of a signed case, and its hash in the trail.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`, `document_unsigned`, or `document_issued`: there is one.
    """
    require(actor, DECIDES)
    case = seen_case(session, case_id, actor)
    facts = facts_of(keys, case)
    draft = facts.about.record if facts.about is not None else None
    if draft is None or _signature(session, case, draft, _signed(session, case)) is None:
        raise InputError("document_unsigned", "Nobody has signed the document.")
    if facts.issued is not None:
        raise InputError("document_issued", "The document is made already.")
    known = facts.model_copy(update={"issued": sha256})
    case.sealed = keys.encrypt(known.model_dump_json().encode(), f"case:{case.id}")
    append(session, actor, "issued", case.id, {"document": sha256})


def _signed(session: Session, case: Case) -> DecisionEntry | None:
    """The signature in effect, where the case is done by it."""
    if case.status != CaseStatus.DONE:
        return None
    return session.scalars(
        select(DecisionEntry).where(
            DecisionEntry.case_id == case.id,
            DecisionEntry.action == Action.SIGN,
            DecisionEntry.state == DecisionState.EFFECTIVE,
        )
    ).one_or_none()


def _signature(
    session: Session, case: Case, draft: RecordDraft, decision: DecisionEntry | None
) -> Signature | None:
    """Who stands for the document; None while nobody does."""
    if decision is None:
        if case.status != CaseStatus.AUTO_CLOSED or draft.authority is None:
            return None
        return Signature(draft.authority, None, case.number)
    second = None
    if decision.second_name is not None and decision.second_at is not None:
        role = _role(session, decision, second=True)
        second = _signer(decision.second_name, role, decision.second_at)
    role = _role(session, decision, second=False)
    signer = _signer(decision.by_name, role, decision.at)
    return Signature(signer=signer, second=second, case=case.number)


def _signer(name: str, role: UserRole, moment: datetime) -> Signer:
    """The person, whose name and role are as they were when they signed."""
    return Signer(name, role.value, moment.astimezone(clock.OSLO).date())


def _role(session: Session, decision: DecisionEntry, *, second: bool) -> UserRole:
    """In which role somebody signed, whatever role they have had since.

    Of signatures from before the trail kept the role, it is the one that the account has now: the
    other is known nowhere.
    """
    at_signing = role_at_signing(session, decision, second=second)
    if at_signing is not None:
        return at_signing
    actor_id = decision.second_id if second else decision.by_id
    account = session.get(UserAccount, (actor_id or "").removeprefix("user:"))
    return telling_role(roles_of(account.roles) if account is not None else frozenset())

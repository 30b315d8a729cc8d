"""Everything the store holds about one person, for the person (GDPR art. 15).

Only an auditor takes it out, with the number of the request in the archive; a protected person's
only with the right to restricted cases. That it was taken out stands in the audit trail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rutine.cases.access import AUDITS, Actor, require
from rutine.cases.books.outbox import opened
from rutine.cases.deciding.decisions import view_of
from rutine.cases.kinds import PAIR, SHAPES
from rutine.cases.lifecycle.changes import changes_by_id
from rutine.cases.lifecycle.facts import RowFacts
from rutine.cases.people.register import name_of
from rutine.cases.person.request import checked_reference, find_person
from rutine.cases.person.written import written_of_case, written_of_settlement
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.settling.carried import carried_facts
from rutine.cases.tables import (
    AppliedDecision,
    AuditEntry,
    CarriedClaim,
    Case,
    CaseRowEntry,
    ClaimEntry,
    DecisionEntry,
    Posting,
    SettledRow,
    Settlement,
    Subject,
)
from rutine.cases.trail.audit import append
from rutine.core.differences import Evidence
from rutine.core.differences import Subject as About
from rutine.core.errors import AccessDenied
from rutine.core.identifiers import Fnr

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """All of it, as lists of values by name; texts for the names are whoever writes it down's."""

    name: str | None
    protected: bool
    cases: list[Item] = field(default_factory=list)
    settlements: list[Item] = field(default_factory=list)
    claims: list[Item] = field(default_factory=list)
    postings: list[Item] = field(default_factory=list)
    log: list[Item] = field(default_factory=list)


def tell(session: Session, keys: KeyRing, fnr: Fnr, *, actor: Actor, reference: str) -> Told:
    """Everything about a person. The session must be a writing one.

    Raises:
        AccessDenied: `not_a_person`, `role_missing`; `all_units_needed` for one who sees only
            some sub-units; without the right, `restricted_missing`
            for a protected person and `follow_up_missing` for one with cases about health:
            nothing is told in part.
        InputError: `reference_invalid` or `person_unknown`.
    """
    require(actor, AUDITS)
    require_all_units(actor)
    filed = checked_reference(reference)
    person = find_person(session, keys, fnr)
    if person.restricted and not actor.sees_restricted:
        raise AccessDenied(
            "restricted_missing",
            "The person is protected, and your account has no right to restricted cases.",
            "Let an auditor with that right do it.",
        )
    cases = list(
        session.scalars(select(Case).where(Case.subject_id == person.id).order_by(Case.number))
    )
    settlements = list(
        session.scalars(
            select(Settlement)
            .where(Settlement.subject_id == person.id)
            .order_by(Settlement.settled_at, Settlement.id)
        )
    )
    if any(case.sight not in actor.sights for case in cases):
        raise follow_up_missing()
    told = Told(
        name_of(session, keys, person.id),
        person.restricted,
        [_case(session, keys, case) for case in cases],
        [_settlement(session, keys, each) for each in settlements],
        [*_claims(session, person), *_carried(session, keys, person)],
        list(_postings(session, keys, [each.id for each in settlements], cases)),
        list(_log(session, person, [case.id for case in cases])),
    )
    append(session, actor, "person_told", data={"subject": person.id, "what": filed})
    return told


def require_all_units(actor: Actor) -> None:
    """Let nobody tell of a part what a person asks of the whole.

    Raises:
        AccessDenied: `all_units_needed`.
    """
    if not actor.sees(None):
        raise AccessDenied(
            "all_units_needed",
            "A request for access concerns every sub-unit.",
            "Let an auditor do it who sees all of them.",
        )


def follow_up_missing() -> AccessDenied:
    """Something about the person's health is there, which the account has no right to."""
    return AccessDenied(
        "follow_up_missing",
        "The person stands in lists or cases about health, which your account has no right to.",
        "Let an auditor with the right follow_up do it; nothing is told in part.",
    )


def _case(session: Session, keys: KeyRing, case: Case) -> Item:
    facts = facts_of(keys, case)
    rows = session.scalars(
        select(CaseRowEntry)
        .where(CaseRowEntry.case_id == case.id)
        .order_by(CaseRowEntry.side, CaseRowEntry.sha256, CaseRowEntry.row)
    )
    decisions = session.scalars(
        select(DecisionEntry).where(DecisionEntry.case_id == case.id).order_by(DecisionEntry.at)
    )
    return {
        "number": case.number,
        "reason": case.reason,
        "status": case.status,
        "found_at": case.found_at,
        "sub_unit": case.sub_unit,
        "employee_number": facts.employee_number,
        "benefit": facts.benefit,
        **({} if case.kind in SHAPES else {"claimed": case.claimed, "paid": case.paid}),
        "evidence": [_compared(case.kind, each) for each in facts.evidence],
        **_about(case.kind, facts.about),
        "days": [each.model_dump(mode="json", exclude_none=True) for each in facts.days],
        "rejected": [each.model_dump(mode="json", exclude_none=True) for each in facts.rejected],
        "rows": [{"side": row.side, **_facts(keys, row)} for row in rows if row.sealed is not None],
        "changes": [
            each.model_dump(mode="json", exclude_none=True)
            for found in changes_by_id(session, keys, case.id).values()
            for each in found
        ],
        "written": written_of_case(session, keys, case.id),
        "decisions": [
            {
                "at": view.at,
                "action": view.action.value,
                "state": view.state.value,
                "by_name": view.by_name,
                "comment": view.comment or None,
                "second_name": view.second_name,
                "second_comment": view.second_comment,
                "until": view.until,
                "hold_reason": view.hold_reason,
                "exempt_reason": _exemption(facts.about, view.exempt_reason),
                "source_choice": view.source_choice,
            }
            for view in (view_of(keys, each) for each in decisions)
        ],
    }


def _about(kind: str, about: About | None) -> Item:
    """What a case of a known shape says of the rule, and the rows it rests on.

    The words of a row of two lists are fingerprints, and tell nobody anything.
    """
    if about is None:
        return {}
    proofs = [
        {
            "record": each.record,
            "row": each.row,
            "first": each.days[0],
            "last": each.days[1],
            "words": each.words if kind != PAIR else None,
        }
        for each in about.proofs
    ]
    drafted: Item = {}
    if about.record is not None:
        drafted = {"service_record": about.record.model_dump(mode="json", exclude_none=True)}
    return {
        "rule": about.title.get("nb"),
        "why": about.why.get("nb"),
        "proofs": proofs,
        **drafted,
    }


def _compared(kind: str, each: Evidence) -> Item:
    """One piece of evidence; of a known shape, what was expected beside what is so."""
    left, right = ("expected", "found") if kind in SHAPES else ("left", "right")
    return {"field": each.field, left: _side(each, each.left), right: _side(each, each.right)}


def _exemption(about: About | None, code: str | None) -> str | None:
    """Why somebody was exempted, as the routine's file called it then."""
    choices = about.exemptions if about is not None else ()
    titles = {each.reason: each.title.get("nb") for each in choices}
    return titles.get(code or "") or code


def _side(evidence: Evidence, value: str | None) -> str | int | None:
    """One side of a comparison; sums as numbers, in øre."""
    return int(value) if value and evidence.kind == "ore" else value


def _facts(keys: KeyRing, row: CaseRowEntry) -> Item:
    plain = keys.decrypt(row.sealed or b"", f"row:{row.case_id}")
    found: Item = RowFacts.model_validate_json(plain).model_dump(mode="json", exclude_none=True)
    return found


def _settlement(session: Session, keys: KeyRing, each: Settlement) -> Item:
    sealed = json.loads(keys.decrypt(each.sealed, f"settlement:{each.id}"))
    claims = session.scalars(
        select(SettledRow.claim_id)
        .where(SettledRow.settlement_id == each.id, SettledRow.claim_id.is_not(None))
        .order_by(SettledRow.claim_id)
    )
    return {
        "settled_at": each.settled_at,
        "reason": each.reason,
        "benefit": sealed["benefit"],
        "sub_unit": each.sub_unit,
        "claimed": each.claimed,
        "paid": each.paid,
        "claim_id": ", ".join(str(claim) for claim in claims),
        "undone_at": each.undone_at,
        "written": written_of_settlement(session, keys, each),
    }


def _claims(session: Session, person: Subject) -> Iterator[Item]:
    for each in session.scalars(
        select(ClaimEntry)
        .where(ClaimEntry.subject_id == person.id)
        .order_by(ClaimEntry.employer, ClaimEntry.claim_id)
    ):
        yield {
            "claim_id": each.claim_id,
            "sub_unit": each.sub_unit,
            "claimed": each.claimed,
            "settled": each.settled,
            "status": each.state,
        }


def _carried(session: Session, keys: KeyRing, person: Subject) -> Iterator[Item]:
    for each in session.scalars(
        select(CarriedClaim)
        .where(CarriedClaim.subject_id == person.id)
        .order_by(CarriedClaim.employer, CarriedClaim.claim_id)
    ):
        yield carried_facts(keys, each).model_dump(mode="json", exclude_none=True)


def _postings(
    session: Session, keys: KeyRing, settlements: list[str], cases: list[Case]
) -> Iterator[Item]:
    decided = select(AppliedDecision.decision_id).join(
        DecisionEntry, DecisionEntry.id == AppliedDecision.decision_id
    )
    of_cases = decided.where(DecisionEntry.case_id.in_([case.id for case in cases]))
    for each in session.scalars(
        select(Posting)
        .where(or_(Posting.source_id.in_(settlements), Posting.source_id.in_(of_cases)))
        .order_by(Posting.voucher, Posting.line, Posting.key)
    ):
        yield {
            "booked": each.booked,
            "voucher": each.voucher,
            "account": each.account,
            "amount": each.amount,
            "claim_id": each.claim_id,
            **opened(keys, each),
        }


def _log(session: Session, person: Subject, cases: list[str]) -> Iterator[Item]:
    """When something happened to the cases, or somebody saw the number; without employees' names.

    Whoever the person is has a right to when and why, not to which employee (CJEU C-579/21).
    """
    about = or_(AuditEntry.case_id.in_(cases), AuditEntry.data.contains(person.id))
    for entry in session.scalars(select(AuditEntry).where(about).order_by(AuditEntry.seq)):
        yield {"at": entry.at, "action": entry.action, "who": entry.actor.split(":")[0]}

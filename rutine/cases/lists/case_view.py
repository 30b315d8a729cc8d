"""One case with everything that a reviewer needs, and what this reviewer may do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.access import APPROVES, DECIDES, Actor
from rutine.cases.accounts.provider_accounts import same_person
from rutine.cases.deciding.control import STRICT, Limits, needs_second_person
from rutine.cases.deciding.decision_checks import comment_required
from rutine.cases.deciding.decisions import (
    may_decide,
    permitted_actions,
    stakes_with,
    view_of,
)
from rutine.cases.deciding.picking import locked_by
from rutine.cases.deciding.remarks import opened_remark
from rutine.cases.deciding.retracting import may_retract
from rutine.cases.lifecycle.changes import changes_by_id
from rutine.cases.lifecycle.facts import Change
from rutine.cases.lists.assignment import note_of
from rutine.cases.lists.colleagues import deciders, fit_for, holder_of, names_of
from rutine.cases.lists.sight import seen_case
from rutine.cases.people.register import name_of, opened_reason
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of, row_facts_of
from rutine.cases.tables import Assignment, AuditEntry, Case, CaseRowEntry, DecisionEntry, Run
from rutine.cases.trail.audit import append
from rutine.cases.views import (
    UNDECIDED,
    CaseRow,
    CaseStatus,
    CaseView,
    DecisionState,
    DecisionView,
    HistoryEntry,
    SubjectView,
)
from rutine.core.differences import Action, RowRef, Side, Subject
from rutine.core.errors import AccessDenied
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore

MOST_ROWS: Final = 200
"""Rows of a side in a view: a whole report may have a hundred thousand."""


def case_view(
    session: Session, keys: KeyRing, case_id: str, viewer: Actor, *, limits: Limits = STRICT
) -> CaseView:
    """Everything about one case, for the viewer; `limits` as for `decisions.decide`.

    Raises:
        AccessDenied: the viewer's roles see no cases, or `look_required`: the case is
            restricted, and only `look` shows it.
        InputError: `case_missing`: there is none, or it is out of the viewer's sight; the two
            are not told apart.
    """
    case = seen_case(session, case_id, viewer)
    if case.restricted:
        raise AccessDenied("look_required", "The case is restricted: looking at it is logged.")
    return _view(session, keys, case, viewer, limits)


def look(
    session: Session, keys: KeyRing, case_id: str, viewer: Actor, *, limits: Limits = STRICT
) -> CaseView:
    """A restricted case, once it stands in the trail that this person looks at it.

    The session must be a writing one, and the case is worth showing only once it has
    committed. What is not restricted is shown without a trace, as by `case_view`.

    Raises:
        AccessDenied: `not_a_person`, or the viewer's roles see no cases.
        InputError: `case_missing`, also without the right to restricted cases.
    """
    case = seen_case(session, case_id, viewer)
    if case.restricted:
        append(session, viewer, "looked", case.id)
    return _view(session, keys, case, viewer, limits)


def _view(session: Session, keys: KeyRing, case: Case, viewer: Actor, limits: Limits) -> CaseView:
    facts = facts_of(keys, case)
    views = {
        decision.id: view_of(keys, decision)
        for decision in session.scalars(
            select(DecisionEntry)
            .where(DecisionEntry.case_id == case.id)
            .order_by(DecisionEntry.at, DecisionEntry.id)
        )
    }
    proposal = _in_state(views, DecisionState.PROPOSED)
    own = proposal is not None and proposal.by_id == viewer.id
    counted = _row_counts(session, case)
    stakes = stakes_with(session, case, counted)
    permitted = permitted_actions(case, stakes)
    history = _history(session, keys, case, views)
    rules = session.scalar(select(Run.rules).where(Run.id == case.run_id))
    return CaseView(
        case_id=case.id,
        number=case.number,
        routine=case.routine,
        employer=OrgNr(case.employer),
        run_id=case.run_id,
        kind=case.kind,
        reason=case.reason,
        status=CaseStatus(case.status),
        version=case.version,
        found_at=case.found_at,
        changed_at=case.changed_at,
        subject=SubjectView(
            case.subject_id,
            None if case.restricted else name_of(session, keys, case.subject_id),
            facts.employee_number,
        )
        if case.subject_id
        else None,
        sub_unit=case.sub_unit,
        benefit=facts.benefit,
        claimed=Ore(case.claimed),
        paid=Ore(case.paid),
        reference=case.reference,
        evidence=facts.evidence,
        days=facts.days,
        rejected=tuple(each for each in facts.rejected if viewer.sees(each.sub_unit)),
        claims=_rows(session, keys, case, Side.CLAIM) if Side.CLAIM in counted else (),
        lines=_rows(session, keys, case, Side.LINE) if Side.LINE in counted else (),
        claim_count=counted.get(Side.CLAIM, 0),
        line_count=counted.get(Side.LINE, 0),
        resume_on=case.resume_on,
        due=case.due,
        restricted=case.restricted,
        by_hand=case.by_hand,
        news=_news(case, history),
        suggestion=Action(case.suggestion) if case.suggestion else None,
        permitted=permitted
        if may_decide(case, viewer, limits) and locked_by(session, case.id) is None
        else (),
        comment_required=_comment_required(permitted, case.reason, facts.about),
        second_person_for=frozenset(
            action for action in permitted if needs_second_person(stakes, action, limits)
        ),
        proposal=proposal,
        may_approve=proposal is not None
        and viewer.may(APPROVES)
        and not same_person(session, proposal.by_id, viewer.id),
        may_return=proposal is not None and (viewer.may(APPROVES) or own),
        decision=_in_state(views, DecisionState.EFFECTIVE),
        may_remark=viewer.may(DECIDES),
        holder=holder_of(case, names_of(session, [case.assignee])),
        may_assign=viewer.may(DECIDES) and case.status in UNDECIDED,
        colleagues=fit_for(case, deciders(session)),
        may_retract=may_retract(session, case, viewer),
        may_reveal=case.subject_id is not None and not case.restricted and viewer.may(DECIDES),
        about=facts.about if facts.about is not None and facts.about.key else None,
        issued=facts.issued,
        history=history,
        rules=json.loads(rules) if rules else {},
        wiped_at=case.wiped_at,
    )


def _comment_required(
    permitted: Sequence[Action], reason: str, about: Subject | None
) -> frozenset[Action]:
    """Decisions that need a word of why; a signature does where something speaks against it."""
    draft = about.record if about is not None else None
    flagged = {Action.SIGN} if draft is not None and draft.flags else set()
    return frozenset(a for a in permitted if a in flagged or comment_required(a, reason))


def _in_state(decisions: dict[str, DecisionView], state: DecisionState) -> DecisionView | None:
    """The newest decision in the state."""
    return next((d for d in reversed(decisions.values()) if d.state is state), None)


def _row_counts(session: Session, case: Case) -> dict[str, int]:
    query = (
        select(CaseRowEntry.side, func.count())
        .where(CaseRowEntry.case_id == case.id)
        .group_by(CaseRowEntry.side)
    )
    return {side: count for side, count in session.execute(query)}  # noqa: C416 - rows, not tuples


def _rows(session: Session, keys: KeyRing, case: Case, side: Side) -> tuple[CaseRow, ...]:
    entries = session.scalars(
        select(CaseRowEntry)
        .where(CaseRowEntry.case_id == case.id, CaseRowEntry.side == side)
        .order_by(CaseRowEntry.sha256, CaseRowEntry.row)
        .limit(MOST_ROWS)
    )
    return tuple(
        CaseRow(
            RowRef(side=side, sha256=entry.sha256, row=entry.row),
            entry.claim_id,
            row_facts_of(keys, entry),
        )
        for entry in entries
    )


def _history(
    session: Session, keys: KeyRing, case: Case, decisions: dict[str, DecisionView]
) -> tuple[HistoryEntry, ...]:
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.case_id == case.id).order_by(AuditEntry.seq)
    ).all()
    told_of = {key for entry in entries for key in json.loads(entry.data)}
    handed = select(Assignment).where(Assignment.case_id == case.id)
    hands = {each.id: each for each in session.scalars(handed)} if "assignment" in told_of else {}
    people = [entry.actor for entry in entries]
    people += [who for each in hands.values() for who in (each.from_id, each.to_id) if who]
    told = _Told(
        names_of(session, people),
        hands,
        decisions,
        changes_by_id(session, keys, case.id) if "change" in told_of else {},
        _numbers(session, entries),
        {each.seq: text for each in entries if (text := _text(session, keys, each)) is not None},
    )
    return tuple(_happened(keys, entry, told) for entry in entries)


@dataclass(frozen=True, slots=True, repr=False)
class _Told:
    """What the entries of a case's trail refer to, by id."""

    names: Mapping[str, str]
    hands: Mapping[str, Assignment]
    decisions: Mapping[str, DecisionView]
    changes: Mapping[str, tuple[Change, ...]]
    numbers: Mapping[str, int]
    texts: Mapping[int, str]


def _text(session: Session, keys: KeyRing, entry: AuditEntry) -> str | None:
    """What a person wrote beside deciding; empty when it was deleted."""
    if entry.action not in {"revealed", "remarked"}:
        return None
    opened = opened_reason if entry.action == "revealed" else opened_remark
    return opened(session, keys, str(entry.case_id), json.loads(entry.data))


def _numbers(session: Session, entries: Sequence[AuditEntry]) -> dict[str, int]:
    """The number of each case that the entries mention."""
    ids = {json.loads(entry.data).get("joined") for entry in entries} - {None}
    if not ids:
        return {}
    rows = session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)))
    return {row.id: row.number for row in rows}


def _happened(keys: KeyRing, entry: AuditEntry, told: _Told) -> HistoryEntry:
    data = json.loads(entry.data)
    decision = told.decisions.get(data.get("decision", ""))
    hand = told.hands.get(data.get("assignment", ""))
    comment = note_of(keys, hand) if hand is not None else None
    if entry.seq in told.texts:
        comment = told.texts[entry.seq] or None
    elif decision is not None and entry.action in {"returned", "approved"}:
        comment = decision.second_comment
    elif decision is not None and entry.action in {"decided", "proposed"}:
        comment = decision.comment or None
    return HistoryEntry(
        at=datetime.fromisoformat(entry.at),
        action=entry.action,
        by_name=told.names.get(entry.actor),
        choice=decision.action if decision else None,
        comment=comment,
        cause=data.get("cause") or data.get("why"),
        joined=told.numbers.get(data.get("joined", "")),
        changes=told.changes.get(data.get("change", ""), ()),
        until=decision.until if decision else None,
        amount=decision.amount if decision else None,
        hold_reason=decision.hold_reason if decision else None,
        to_name=told.names.get(hand.to_id or "") if hand else None,
        from_name=told.names.get(hand.from_id or "") if hand else None,
        ticked=tuple(data.get("ticked", ())),
    )


_DECIDING: Final = frozenset({"decided", "proposed", "returned", "retracted"})


def _news(case: Case, history: Sequence[HistoryEntry]) -> tuple[Change, ...]:
    """What has changed since somebody last said something of an open case."""
    if case.status != CaseStatus.OPEN:
        return ()
    since = [place for place, entry in enumerate(history) if entry.action in _DECIDING]
    latest = history[since[-1] + 1 :] if since else ()
    return tuple(change for entry in latest for change in entry.changes)

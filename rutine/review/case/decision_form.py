"""The form that decides a case, or what is said in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rutine.cases.deciding.decision_checks import DAY_REQUIRED
from rutine.cases.deciding.effects import WAITS
from rutine.cases.deciding.terms import decided_by_others
from rutine.cases.deciding.ticks import ends_the_case
from rutine.cases.views import CaseStatus, CaseView, DecisionView
from rutine.core.differences import Action
from rutine.core.reason_texts import action_text
from rutine.review import wording
from rutine.review.case.case_history import known_cause
from rutine.review.case.hands import Hands, hands
from rutine.review.case.holds import hold_choices, standing
from rutine.review.case.record_card import source_choices
from rutine.review.case.shape_case import exemptions
from rutine.review.lists.listing import Listing
from rutine.review.visit import Visit


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """What the reader had filled in when a form was not taken. Errors are catalogue keys."""

    action: str = ""
    comment: str = ""
    until: str = ""
    amount: str = ""
    choice_error: str = ""
    comment_error: str = ""
    until_error: str = ""
    amount_error: str = ""
    hold: str = ""
    hold_error: str = ""
    exempt: str = ""
    exempt_error: str = ""
    source: str = ""
    source_error: str = ""
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """One permitted decision, with what follows from it.

    `key` is the digit that chooses it, empty for the tenth and later. With `sends`, that key
    is the whole decision: nothing more has to be filled in. `asks` is the field that it leads
    to otherwise. With `ends`, every discrepancy must be ticked off first.
    """

    value: str
    label: str
    explanation: str
    suggested: bool
    chosen: bool
    waits: bool
    key: str
    sends: bool
    asks: str
    ends: bool


@dataclass(frozen=True, slots=True, repr=False)
class DecisionForm:
    """What the reader may do: decide (`choices`), approve or return a proposal, or only read.

    `standing` says what goes on holding for the case; `holds` is what it may wait for.
    `retract_href` is where the form that takes the decision back posts to, empty for one who
    may not.
    """

    title: str
    note: str
    standing: list[str]
    choices: list[Choice]
    may_change_claim: bool
    may_approve: bool
    may_return: bool
    own_proposal: bool
    draft: Draft
    holds: list[tuple[str, str]]
    exemptions: list[tuple[str, str]]
    sources: list[tuple[str, str]]
    retract_href: str
    hands: Hands

    @property
    def form_open(self) -> bool:
        """Whether there is anything for this reader to send."""
        return bool(self.choices) or self.may_approve or self.may_return


def decision_form(
    visit: Visit, case: CaseView, draft: Draft, locked: int | None = None
) -> DecisionForm:
    """The form for this reader. Nothing is chosen beforehand: a suggestion is only marked.

    Where waiting is suggested, the deadline stands ready as the day to wait until. `locked` is
    the case in which rows of this one wait for a second person.
    """
    if case.suggestion is Action.WAIT_UNTIL and case.due and case.due > visit.site.today():
        draft = replace(draft, until=draft.until or wording.day(case.due))
    own = case.proposal is not None and case.proposal.by_id == visit.actor.id
    return DecisionForm(
        title=visit.t(_title(case)),
        note=visit.t("match.locked", case=locked)
        if locked is not None
        else _note(visit, case, own=own),
        standing=_standing(visit, case),
        may_change_claim=Action.CHANGE_CLAIM in case.permitted,
        choices=[
            _choice(visit, case, action, draft, place)
            for place, action in enumerate(case.permitted, start=1)
        ],
        may_approve=case.may_approve,
        may_return=case.may_return,
        own_proposal=own,
        draft=draft,
        exemptions=exemptions(visit.t, case),
        sources=source_choices(visit.t, case),
        holds=hold_choices(visit, case),
        retract_href=Listing.here(visit).step(case.number, "angre") if case.may_retract else "",
        hands=hands(visit, case),
    )


def _title(case: CaseView) -> str:
    if case.status is CaseStatus.APPROVAL:
        return "decision.title_approval"
    if case.status is CaseStatus.AUTO_CLOSED:
        return "decision.title_closed"
    return "decision.title_done" if case.status is CaseStatus.DONE else "decision.title"


def _note(visit: Visit, case: CaseView, *, own: bool) -> str:
    t = visit.t
    if case.status is CaseStatus.AUTO_CLOSED:
        return _closed(visit, case)
    if case.proposal is not None:
        proposed = said(visit, "decision.proposed_by", case.proposal)
        return f"{proposed} {t('decision.own_proposal')}" if own else proposed
    if case.decision is not None and case.status is not CaseStatus.OPEN:
        return said(visit, "decision.done_by", case.decision)
    if case.holder is not None and case.may_assign and case.holder.id != visit.actor.id:
        return t("conflict.held", who=case.holder.name)
    if case.permitted:
        return ""
    others = decided_by_others(visit.site.limits.terms(case.routine), visit.actor)
    return t("decision.approvers_only") if others else t("decision.read_only")


def _closed(visit: Visit, case: CaseView) -> str:
    """Why the case closed by itself."""
    closed = next((e for e in reversed(case.history) if e.action == "auto_closed"), None)
    cause = known_cause(closed) if closed else "unknown"
    return visit.t(f"decision.closed.{cause}", joined=closed.joined if closed else "")


def _standing(visit: Visit, case: CaseView) -> list[str]:
    """What holds until somebody decides otherwise."""
    t = visit.t
    hold = case.decision.hold_reason if case.decision and case.resume_on else None
    return [
        *([standing(visit, case, hold)] if hold else []),
        *([t("decision.back_on", day=wording.day(case.resume_on))] if case.resume_on else []),
        *([t("decision.by_hand")] if case.by_hand and case.permitted else []),
    ]


def said(visit: Visit, key: str, decision: DecisionView) -> str:
    """A sentence about who decided what, and when."""
    return visit.t(
        key,
        action=action_text(decision.action, visit.t.language).label,
        who=decision.by_name,
        when=wording.moment(visit.t, decision.at),
    )


_DIGITS = 9
"""Choices that a key can be pressed for."""


def _choice(visit: Visit, case: CaseView, action: Action, draft: Draft, place: int) -> Choice:
    t = visit.t
    text = action_text(action, t.language)
    needs = [
        t(key)
        for key, actions in (
            ("decision.needs_comment", case.comment_required - {Action.WAIT_UNTIL}),
            ("decision.needs_second", case.second_person_for),
        )
        if action in actions
    ]
    asks = "until" if action in DAY_REQUIRED else ""
    if not asks and action in case.comment_required:
        asks = "comment"
    if action is Action.SIGN:
        # Nobody signs by pressing one key.
        asks = "source" if source_choices(t, case) else asks or "submit"
    return Choice(
        value=action.value,
        label=text.label,
        explanation=" ".join([text.explanation, *needs]),
        suggested=action is case.suggestion,
        chosen=action.value == draft.action,
        waits=action in WAITS | DAY_REQUIRED,
        key=str(place) if place <= _DIGITS else "",
        sends=not asks,
        asks=asks,
        ends=ends_the_case(action),
    )

"""Proposed changes of a routine's files: kept as they are found, and answered by a consultant.

What a change is, and whether it may be made, is found elsewhere; here is who may answer, once, and
what the trail keeps of it. The program finds and renews; it never accepts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.access import (
    ANSWERS_PROPOSALS,
    COMMAND_LINE,
    ROBOT,
    SEES_PROPOSALS,
    Actor,
    require,
)
from rutine.cases.accounts.provider_accounts import same_person
from rutine.cases.deciding.comments import checked
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import AuditEntry, Case, DecisionEntry, Proposal
from rutine.cases.trail.audit import append
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError

AGAIN: Final = 2
"""So many times the cases must lie behind it before an answered proposal is made again."""

_HIGHEST_NUMBER: Final = 2**31 - 1
"""Of what the store can look for; an address may hold any number."""

_CHANGES_HISTORY: Final = frozenset(
    {
        *("decided", "proposed", "approved", "returned", "retracted"),
        *("undone", "run_finished", "period_closed"),
    }
)
"""What happens after which playing the months again may come to something else."""


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    """Nobody has answered."""
    ACCEPTED = "accepted"
    """The file was changed."""
    REFUSED = "refused"
    """Somebody did not want it."""
    LAPSED = "lapsed"
    """What it rested on does not hold any more, or the file says it already."""


@dataclass(frozen=True, slots=True)
class Found:
    """A change that decisions speak for now.

    Attributes:
        kind: its kind's code.
        file: which file, within the mappings.
        edit, evidence: as JSON, the same text for the same thing.
        base: sha256 of the file as it is.
        alike: how many cases lie behind it.
    """

    kind: str
    file: str
    edit: str
    evidence: str
    base: str
    alike: int


@dataclass(frozen=True, slots=True)
class Kept:
    """How many proposals are new, have more or less behind them than before, or have lapsed."""

    new: int = 0
    renewed: int = 0
    lapsed: int = 0


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One proposal as it stands. `why` is what the one who answered wrote."""

    number: int
    routine: str
    kind: str
    file: str
    edit: str
    evidence: str
    alike: int
    base: str
    state: ProposalState
    found_at: datetime
    rehearsal: str | None
    rehearsed_at: datetime | None
    by_name: str | None
    at: datetime | None
    why: str

    @property
    def is_open(self) -> bool:
        """Whether somebody may answer it."""
        return self.state is ProposalState.OPEN


def keep(session: Session, routine: str, found: Iterable[Found]) -> Kept:
    """Enter what was found: new ones, those with other evidence, and those that are no more.

    An answered proposal comes back only when twice as many cases lie behind it, and a lapsed one
    when it holds again.
    """
    known: dict[str, Proposal] = {}
    for each in session.scalars(
        select(Proposal).where(Proposal.routine == routine).order_by(Proposal.number)
    ):
        known[each.edit] = each  # the newest of each change
    new = renewed = 0
    now = {change.edit: change for change in found}
    for edit, change in now.items():
        before = known.get(edit)
        if before is None or _is_due(before, change):
            _enter(session, routine, change)
            new += 1
        elif before.state == ProposalState.OPEN and _is_other(before, change):
            before.evidence, before.base = change.evidence, change.base
            before.alike = change.alike
            before.rehearsal = before.rehearsed_at = None
            _note(session, "proposal_renewed", before)
            renewed += 1
    gone = [
        each for edit, each in known.items() if each.state == ProposalState.OPEN and edit not in now
    ]
    for each in gone:
        each.state, each.at = ProposalState.LAPSED.value, clock.now()
        _note(session, "proposal_lapsed", each)
    return Kept(new, renewed, len(gone))


def open_changes(session: Session, routine: str) -> frozenset[tuple[str, str]]:
    """The changes that wait for an answer, each with the hash of the file it was made for."""
    query = select(Proposal.edit, Proposal.base).where(
        Proposal.routine == routine, Proposal.state == ProposalState.OPEN
    )
    return frozenset((edit, base) for edit, base in session.execute(query))


def _is_due(before: Proposal, found: Found) -> bool:
    if before.state == ProposalState.LAPSED:
        return True
    return before.state != ProposalState.OPEN and found.alike >= AGAIN * before.alike


def _is_other(before: Proposal, found: Found) -> bool:
    return (before.evidence, before.base) != (found.evidence, found.base)


def _enter(session: Session, routine: str, found: Found) -> None:
    proposal = Proposal(
        id=str(uuid4()),
        number=(session.scalar(select(func.max(Proposal.number))) or 0) + 1,
        routine=routine,
        kind=found.kind,
        file=found.file,
        edit=found.edit,
        base=found.base,
        evidence=found.evidence,
        alike=found.alike,
        state=ProposalState.OPEN.value,
        found_at=clock.now(),
    )
    session.add(proposal)
    session.flush()
    _note(session, "proposal_found", proposal)


def proposals(session: Session, keys: KeyRing, viewer: Actor) -> tuple[ProposalView, ...]:
    """Every proposal, those that wait first, the newest first.

    The command line may look without an account: whoever has a shell there reads the files.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
    """
    _require_sight(viewer)
    every = [_view(keys, each) for each in session.scalars(select(Proposal))]
    return tuple(sorted(every, key=lambda each: (not each.is_open, -each.number)))


def proposal(session: Session, keys: KeyRing, number: int, viewer: Actor) -> ProposalView:
    """One proposal.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `proposal_missing`.
    """
    _require_sight(viewer)
    return _view(keys, _by_number(session, number))


def _require_sight(viewer: Actor) -> None:
    if viewer != COMMAND_LINE:
        require(viewer, SEES_PROPOSALS)


def history_mark(session: Session) -> int:
    """The newest entry of the trail after which history may play otherwise; 0 without any."""
    query = select(func.max(AuditEntry.seq)).where(AuditEntry.action.in_(_CHANGES_HISTORY))
    return session.scalar(query) or 0


def note_rehearsal(session: Session, number: int, base: str, rehearsal: str) -> None:
    """Keep what playing the months again came to, if the proposal is still about the same file."""
    found = _by_number(session, number)
    if found.state == ProposalState.OPEN and found.base == base:
        found.rehearsal, found.rehearsed_at = rehearsal, clock.now()


def refuse(session: Session, keys: KeyRing, number: int, *, actor: Actor, why: str) -> ProposalView:
    """Refuse a proposal, with a reason; it comes back only with much more behind it.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `proposal_missing`, `proposal_answered`, `reason_required`,
            `comment_too_long` or `comment_national_id`.
    """
    found = _answerable(session, number, actor)
    trace = _close(keys, found, actor, why, ProposalState.REFUSED)
    _note(session, "proposal_refused", found, actor, trace)
    return _view(keys, found)


def accept(
    session: Session,
    keys: KeyRing,
    number: int,
    *,
    actor: Actor,
    why: str,
    after: str,
    rehearsal: str,
    mark: int,
) -> ProposalView:
    """Note that a consultant accepts; whoever calls changes the file in the same breath.

    Args:
        session: a writing one; nobody decides anything while it is open.
        keys: the store's keys.
        number: which.
        actor: a consultant who has decided none of the cases it rests on.
        why: the reason in words.
        after: sha256 of the file as it becomes.
        rehearsal: what playing the months again came to.
        mark: the trail's `history_mark` when that began.

    Raises:
        AccessDenied: `not_a_person`, `role_missing` or `own_decisions`.
        InputError: `proposal_missing`, `proposal_answered`, `proposal_outrun`: somebody has
            decided, or a run has ended, since the months were played; or a reason that
            `comments.checked` refuses.
    """
    found = _answerable(session, number, actor)
    if history_mark(session) != mark:
        raise InputError(
            "proposal_outrun",
            "Somebody decided a case, or a run ended, while the months were played again.",
            "Accept once more: they are played anew.",
        )
    found.rehearsal, found.rehearsed_at = rehearsal, clock.now()
    trace = {"before": found.base, "after": after, "rehearsal": _digest(rehearsal)}
    trace |= _close(keys, found, actor, why, ProposalState.ACCEPTED)
    _note(session, "proposal_accepted", found, actor, trace)
    return _view(keys, found)


def require_answer(
    session: Session, number: int, actor: Actor, cases: Sequence[int], why: str
) -> None:
    """Refuse who may not accept the proposal, or gives no reason, before any work is done for it.

    Raises:
        AccessDenied: `not_a_person`, `role_missing` or `own_decisions`: one decides, another
            makes a rule of it.
        InputError: `proposal_missing`, `proposal_answered`, or what `comments.checked` refuses.
    """
    _answerable(session, number, actor)
    checked(why, required=True, missing="reason_required")
    people = session.execute(
        select(DecisionEntry.by_id, DecisionEntry.second_id)
        .join(Case, Case.id == DecisionEntry.case_id)
        .where(Case.number.in_(cases), DecisionEntry.state == DecisionState.EFFECTIVE)
        .distinct()
    )
    who = {each for pair in people for each in pair if each is not None}
    if any(same_person(session, each, actor.id) for each in sorted(who)):
        raise AccessDenied(
            "own_decisions",
            "You decided some of the cases that the proposal rests on.",
            "Let another consultant accept it.",
        )


def _answerable(session: Session, number: int, actor: Actor) -> Proposal:
    require(actor, ANSWERS_PROPOSALS)
    found = _by_number(session, number)
    if found.state != ProposalState.OPEN:
        raise InputError(
            "proposal_answered",
            f"Proposal {number} does not wait for an answer any more.",
            "See what became of it: `rutine proposals show` with its number.",
            number=number,
        )
    return found


def _close(
    keys: KeyRing, found: Proposal, actor: Actor, why: str, state: ProposalState
) -> dict[str, str]:
    """Enter the answer; returns what the trail keeps of its words."""
    text = checked(why, required=True, missing="reason_required")
    found.state = state.value
    found.by_id, found.by_name, found.at = actor.id, actor.name, clock.now()
    found.why = keys.encrypt(text.encode(), _context(found))
    return {"words": keys.lookup(text, _context(found))}


def _note(
    session: Session,
    action: str,
    found: Proposal,
    actor: Actor = ROBOT,
    more: Mapping[str, str] | None = None,
) -> None:
    trace = {
        "proposal": found.number,
        "routine": found.routine,
        "change": _digest(found.edit),
        "evidence": _digest(found.evidence),
        **(more or {}),
    }
    append(session, actor, action, data=trace)


def _by_number(session: Session, number: int) -> Proposal:
    found = None
    if 0 < number <= _HIGHEST_NUMBER:
        found = session.scalar(select(Proposal).where(Proposal.number == number))
    if found is None:
        raise InputError(
            "proposal_missing",
            f"There is no proposal {number}.",
            "See which there are: `rutine proposals`.",
            number=number,
        )
    return found


def _context(found: Proposal) -> str:
    return f"proposal:{found.id}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _view(keys: KeyRing, each: Proposal) -> ProposalView:
    return ProposalView(
        number=each.number,
        routine=each.routine,
        kind=each.kind,
        file=each.file,
        edit=each.edit,
        evidence=each.evidence,
        alike=each.alike,
        base=each.base,
        state=ProposalState(each.state),
        found_at=each.found_at,
        rehearsal=each.rehearsal,
        rehearsed_at=each.rehearsed_at,
        by_name=each.by_name,
        at=each.at,
        why=keys.decrypt(each.why, _context(each)).decode() if each.why else "",
    )

"""Who has a case: taking it, giving it, passing it on, and taking it over knowingly."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor, require
from rutine.cases.deciding.comments import checked
from rutine.cases.lists.colleagues import deciders, fit_for
from rutine.cases.lists.sight import seen_version
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Assignment
from rutine.cases.trail.audit import append
from rutine.cases.views import UNDECIDED
from rutine.core import clock
from rutine.core.errors import InputError


def assign(
    session: Session,
    keys: KeyRing,
    case_id: str,
    *,
    version: int,
    actor: Actor,
    to: str | None,
    over: str | None = None,
    note: str = "",
) -> None:
    """Give the case to somebody, or to nobody.

    A case that somebody else has is only taken over by one who says whose it is: `over`. So
    nobody loses a case by another's slip, or to one who had not seen that it was taken.

    Args:
        session: a writing one.
        keys: the store's keys.
        case_id: the case.
        version: of the case as it was read.
        actor: who gives it.
        to: who gets it, as `Actor.id`; None means nobody.
        over: who is known to have it, when that is somebody else than the actor.
        note: a word to the one who gets it; kept encrypted.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`; `case_not_open`: it is decided; `case_held`: somebody else
            has it; `assignee_unfit`: one who does not decide cases, or may not see this one;
            `comment_too_long` or `comment_national_id`.
        StaleVersion: `case_changed`: somebody else changed the case first.
    """
    require(actor, DECIDES)
    case = seen_version(session, case_id, actor, version)
    if case.status not in UNDECIDED:
        raise InputError("case_not_open", "The case is not open for decision.")
    if case.assignee not in {None, actor.id, over}:
        raise held()
    if to is not None and to not in {each.id for each in fit_for(case, deciders(session))}:
        raise InputError("assignee_unfit", "This person may not have the case.")
    text = checked(note, required=False)
    before, case.assignee = case.assignee, to
    if before == to:
        return
    entry = Assignment(
        id=str(uuid4()), case_id=case.id, from_id=before, to_id=to, by_id=actor.id, at=clock.now()
    )
    if text:
        entry.note = keys.encrypt(text.encode(), f"assignment:{entry.id}")
    session.add(entry)
    session.flush()
    data = {
        "assignment": entry.id,
        "from": before,
        "to": to,
        "words": keys.lookup(text, f"assignment:{entry.id}"),
        "version": case.version,
    }
    append(session, actor, _what(actor, before, to), case.id, data)


def give_back(session: Session, keys: KeyRing, case_id: str, *, version: int, actor: Actor) -> None:
    """Undo the actor's own last assignment of the case: it is with whom it was before.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `case_missing`; `case_not_open`; `assignment_missing`: the last time the
            case changed hands, it was not by this actor; `assignee_unfit`.
        StaleVersion: `case_changed`.
    """
    last = session.scalars(
        select(Assignment)
        .where(Assignment.case_id == case_id)
        .order_by(Assignment.at.desc(), Assignment.id)
        .limit(1)
    ).first()
    if last is None or last.by_id != actor.id:
        raise InputError("assignment_missing", "There is no assignment of yours to take back.")
    assign(session, keys, case_id, version=version, actor=actor, to=last.from_id, over=last.to_id)


def held() -> InputError:
    """The refusal of a case that somebody else has."""
    return InputError("case_held", "Somebody else has the case.", "Take it over first.")


def _what(actor: Actor, before: str | None, to: str | None) -> str:
    """The trail's word for it."""
    if to is None:
        return "released"
    if before not in {None, actor.id}:
        return "taken_over"
    if to == actor.id:
        return "taken"
    return "forwarded" if before == actor.id else "assigned"


def note_of(keys: KeyRing, assignment: Assignment) -> str | None:
    """What was said when the case changed hands."""
    if assignment.note is None:
        return None
    return keys.decrypt(assignment.note, f"assignment:{assignment.id}").decode()

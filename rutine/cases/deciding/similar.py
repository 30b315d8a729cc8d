"""Cases that are like another, and deciding many of them after somebody has looked at the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor, require
from rutine.cases.database import Database
from rutine.cases.deciding.comments import checked
from rutine.cases.deciding.control import STRICT, Limits, needs_second_person
from rutine.cases.deciding.decision_checks import COMMENT_REQUIRED, DAY_REQUIRED
from rutine.cases.deciding.decisions import (
    decide,
    permitted_actions,
    stakes_of,
)
from rutine.cases.deciding.retracting import retract
from rutine.cases.deciding.terms import decided_by_others
from rutine.cases.lists.sight import seen_case, seen_cases, unrestricted
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus, DecisionState
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, ConnectorError, InputError, StaleVersion
from rutine.core.money import Ore
from rutine.core.shape_reasons import DOCUMENTED

MOST: Final = 200
"""Cases in a preview: more than that nobody looks at."""

STORE_BUSY: Final = "store_busy"
"""Why a chosen case was not tried: the store took no decisions any more."""

_ONE_BY_ONE: Final = DAY_REQUIRED | {
    *(Action.CHANGE_CLAIM, Action.GIVE_OFFER, Action.NO_OFFER, Action.SIGN)
}
"""Decisions that say something of each case: a day, an amount, how one person was assessed, or
that a document is right.
"""


@dataclass(frozen=True, slots=True, repr=False)
class SimilarCase:
    """One case of the preview, with the version that a decision goes back with.

    Attributes:
        second_person_for: decisions of this case that somebody else must agree to.
    """

    number: int
    version: int
    employee_number: str | None
    sub_unit: str | None
    benefit: str | None
    claimed: Ore
    paid: Ore
    permitted: tuple[Action, ...]
    second_person_for: frozenset[Action]


@dataclass(frozen=True, slots=True, repr=False)
class SimilarCases:
    """A case and those like it, oldest first: the first `MOST` of `total`.

    Attributes:
        others_decide: the viewer may look, and the routine's approvers decide.
    """

    rows: tuple[SimilarCase, ...]
    total: int
    others_decide: bool = False

    @property
    def permitted(self) -> tuple[Action, ...]:
        """What the viewer may decide of all of them at once, in the order of the first."""
        if not self.rows or self.others_decide:
            return ()
        common = set.intersection(*(set(row.permitted) for row in self.rows))
        return tuple(a for a in self.rows[0].permitted if a in common - _ONE_BY_ONE)

    @property
    def comment_required(self) -> frozenset[Action]:
        """Decisions that need a comment."""
        return COMMENT_REQUIRED.intersection(self.permitted)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case that somebody ticked, as it was when the list was shown."""

    number: int
    version: int


@dataclass(frozen=True, slots=True)
class DecidedTogether:
    """What became of the chosen cases, by number.

    Attributes:
        refused: number -> code of why it was not decided; `case_changed` where somebody was first,
            `store_busy` from where the store failed.
        changed: those decided or proposed, with the version that takes it back.
    """

    decided: tuple[int, ...]
    proposed: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]
    changed: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of decisions that were to be taken back, by number; `refused` with the code."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def count_similar(session: Session, case_id: str, viewer: Actor) -> int:
    """How many open cases are like this one: same routine, kind, reason and sign; itself not.

    At most `MOST` are counted: a page of a case is shown often, and must not count them all.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    if case.restricted or case.reason in DOCUMENTED:
        return 0
    like = select(Case.id).where(*_like(case, viewer), Case.id != case.id).limit(MOST)
    return session.scalar(select(func.count()).select_from(like.subquery())) or 0


def similar_cases(
    session: Session, keys: KeyRing, case_id: str, viewer: Actor, *, limits: Limits = STRICT
) -> SimilarCases:
    """The open cases like this one, itself among them while it is open.

    A restricted case is like no other: it is looked at alone. So is one whose decision is the
    documentation of how one person was assessed.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    if case.restricted or case.reason in DOCUMENTED:
        return SimilarCases((), 0)
    like = _like(case, viewer)
    total = session.scalar(select(func.count()).select_from(Case).where(*like)) or 0
    found = session.scalars(select(Case).where(*like).order_by(Case.number).limit(MOST)).all()
    others = decided_by_others(limits.terms(case.routine), viewer)
    rows = tuple(_row(session, keys, each, limits) for each in found)
    return SimilarCases(rows, total, others_decide=others)


def decide_together(
    database: Database,
    keys: KeyRing,
    chosen: Sequence[Chosen],
    *,
    actor: Actor,
    action: Action,
    comment: str = "",
    limits: Limits = STRICT,
) -> DecidedTogether:
    """Decide each chosen case by itself, in a transaction and with a trail entry of its own.

    What somebody changed in the meantime is not decided, and said.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `action_not_permitted` for a decision that says something of each case,
            `too_many`, or a comment that no case would take (`comment_required`,
            `comment_too_long`, `comment_national_id`); nothing is decided then.
    """
    require(actor, DECIDES)
    if action in _ONE_BY_ONE:
        raise InputError("action_not_permitted", "This is decided for one case at a time.")
    if len(chosen) > MOST:
        raise InputError("too_many", f"Choose {MOST} cases at most.")
    checked(comment, required=action in COMMENT_REQUIRED)
    decided: list[int] = []
    proposed: list[int] = []
    refused: list[tuple[int, str]] = []
    changed: list[Chosen] = []
    for place, each in enumerate(chosen):
        try:
            with database.writing() as session:
                _refuse_documented(session, each.number)
                made = decide(
                    session,
                    keys,
                    _id_of(session, each.number),
                    version=each.version,
                    actor=actor,
                    action=action,
                    comment=comment,
                    limits=limits,
                )
                session.flush()
                version = session.scalar(select(Case.version).where(Case.number == each.number))
        except ConnectorError:
            # What was decided stands, and must be told; waiting once more for each helps nobody.
            refused += [(later.number, STORE_BUSY) for later in chosen[place:]]
            break
        except (AccessDenied, StaleVersion, InputError) as error:
            refused.append((each.number, error.code))
        else:
            (proposed if made.state is DecisionState.PROPOSED else decided).append(each.number)
            changed.append(Chosen(each.number, version or 0))
    return DecidedTogether(tuple(decided), tuple(proposed), tuple(refused), tuple(changed))


def retract_together(database: Database, chosen: Sequence[Chosen], *, actor: Actor) -> TakenBack:
    """Take back what was decided of each, in a transaction and with a trail entry of its own.

    Raises:
        AccessDenied: `not_a_person` or `role_missing`.
        InputError: `too_many`.
    """
    require(actor, DECIDES)
    if len(chosen) > MOST:
        raise InputError("too_many", f"Choose {MOST} cases at most.")
    done: list[int] = []
    refused: list[tuple[int, str]] = []
    for place, each in enumerate(chosen):
        try:
            with database.writing() as session:
                case_id = _id_of(session, each.number)
                retract(session, case_id, version=each.version, actor=actor)
        except ConnectorError:
            refused += [(later.number, STORE_BUSY) for later in chosen[place:]]
            break
        except (StaleVersion, InputError) as error:
            refused.append((each.number, error.code))
        else:
            done.append(each.number)
    return TakenBack(tuple(done), tuple(refused))


def _like(case: Case, viewer: Actor) -> list[ColumnElement[bool]]:
    apart = case.paid - case.claimed
    difference = Case.paid - Case.claimed
    same_sign = difference > 0 if apart > 0 else difference < 0 if apart < 0 else difference == 0
    return [
        *seen_cases(viewer),
        unrestricted(),
        Case.status == CaseStatus.OPEN,
        Case.routine == case.routine,
        Case.kind == case.kind,
        Case.reason == case.reason,
        or_(Case.assignee.is_(None), Case.assignee == viewer.id),  # nobody else decides the others
        same_sign,
    ]


def _row(session: Session, keys: KeyRing, case: Case, limits: Limits) -> SimilarCase:
    facts, stakes = facts_of(keys, case), stakes_of(session, case)
    permitted = permitted_actions(case, stakes)
    return SimilarCase(
        number=case.number,
        version=case.version,
        employee_number=facts.employee_number,
        sub_unit=case.sub_unit,
        benefit=facts.benefit,
        claimed=Ore(case.claimed),
        paid=Ore(case.paid),
        permitted=permitted,
        second_person_for=frozenset(
            action for action in permitted if needs_second_person(stakes, action, limits)
        ),
    )


def _refuse_documented(session: Session, number: int) -> None:
    """One by one, where the word of why is the documentation of how one person was assessed."""
    if session.scalar(select(Case.reason).where(Case.number == number)) in DOCUMENTED:
        raise InputError("action_not_permitted", "This case is decided alone.")


def _id_of(session: Session, number: int) -> str:
    """The case; one that was restricted in the meantime is looked at alone."""
    found = session.scalar(select(Case.id).where(Case.number == number, unrestricted()))
    if found is None:
        raise InputError("case_missing", "There is no such case.")
    return found

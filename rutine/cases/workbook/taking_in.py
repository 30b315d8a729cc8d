"""Decisions from a workbook into the store, through the same door as the app's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor, require
from rutine.cases.database import Database
from rutine.cases.deciding.control import STRICT, Limits
from rutine.cases.deciding.decisions import decide
from rutine.cases.lists.sight import seen_case
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.trail.audit import append
from rutine.cases.views import DecisionState
from rutine.cases.workbook.export import DECIDABLE
from rutine.cases.workbook.layout import evidence_mark
from rutine.cases.workbook.problems import Blocked
from rutine.cases.workbook.reading import Filled, read_cases
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError, StaleVersion

_COLUMN_OF: Final = {
    "case_missing": ("case_id", "id_unknown"),
    "case_not_open": ("status", "case_not_open"),
    "case_held": ("status", "case_held"),
    "case_in_match": ("status", "case_in_match"),
    "rows_contested": ("status", "rows_contested"),
    "case_changed": ("version", "case_changed"),
    "action_not_permitted": ("decision", "action_not_permitted"),
    "exempt_reason_required": ("decision", "exempt_reason_required"),
    "comment_required": ("comment", "comment_required"),
    "comment_too_long": ("comment", "comment_too_long"),
    "comment_national_id": ("comment", "comment_national_id"),
    "until_required": ("until", "until_required"),
    "until_past": ("until", "until_past"),
    "until_too_far": ("until", "until_too_far"),
    "until_not_asked": ("until", "until_not_asked"),
    "role_missing": ("decision", "not_allowed"),
}
"""What the store refuses -> the column it concerns, and what is said."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a workbook.

    Attributes:
        decided: decisions that took effect.
        proposed: decisions that another person must approve.
        blocked: rows that were not taken in, by row.
        empty: rows that nobody had filled in.
        stored: whether anything was stored: not when a row was blocked and only a whole
            workbook was wanted. `decided` and `proposed` then say what would have been.
    """

    decided: int
    proposed: int
    blocked: tuple[Blocked, ...]
    empty: int
    stored: bool


class _NotWholeError(Exception):
    """Ends the transaction: a row was blocked, so nothing is stored."""


def take_in(
    database: Database,
    data: bytes,
    *,
    actor: Actor,
    only_valid: bool,
    limits: Limits = STRICT,
    source: str = "workbook",
) -> TakenIn:
    """Decide every filled-in row as this person, all rows or none unless `only_valid`.

    Each row goes through `decisions.decide`: authority, sight, what the case permits and the
    second person are checked there, as for the app, in one transaction with the others.

    Raises:
        AccessDenied: `not_a_person`, or `role_missing` for one who decides no cases.
        InputError: the file is not a workbook of cases; see `read_cases`.
    """
    require(actor, DECIDES)
    read = read_cases(data, database.keys, source)
    states: list[DecisionState] = []
    blocked = list(read.blocked)
    stored = True
    try:
        with database.writing() as session:
            for filled in read.filled:
                found = _decide(session, database.keys, filled, actor, limits)
                if isinstance(found, Blocked):
                    blocked.append(found)
                else:
                    states.append(found)
            _refuse_a_part(blocked, only_valid=only_valid)
            counts = {"decisions": len(states), "blocked": len(blocked)}
            append(session, actor, "imported", data=counts)
    except _NotWholeError:
        stored = False
    return TakenIn(
        decided=states.count(DecisionState.EFFECTIVE),
        proposed=states.count(DecisionState.PROPOSED),
        blocked=tuple(sorted(blocked, key=lambda each: each.row)),
        empty=read.empty,
        stored=stored,
    )


def _refuse_a_part(blocked: Sequence[Blocked], *, only_valid: bool) -> None:
    if blocked and not only_valid:
        raise _NotWholeError


def _decide(
    session: Session, keys: KeyRing, filled: Filled, actor: Actor, limits: Limits
) -> DecisionState | Blocked:
    """Decide one row. `decide` refuses before it changes anything, so the others stand."""
    try:
        case = seen_case(session, filled.case_id, actor)
        if evidence_mark(keys, case.evidence_hash) != filled.evidence:
            return Blocked(filled.row, "evidence", "evidence_changed")
        if case.status not in DECIDABLE:
            return Blocked(filled.row, "status", "case_not_open")
        if filled.action is Action.SIGN:
            return Blocked(filled.row, "decision", "action_not_permitted")
        return decide(
            session,
            keys,
            filled.case_id,
            version=filled.version,
            actor=actor,
            action=filled.action,
            comment=filled.comment,
            until=filled.until,
            limits=limits,
        ).state
    except (AccessDenied, InputError, StaleVersion) as refused:
        if refused.code not in _COLUMN_OF:
            raise
        return Blocked(filled.row, *_COLUMN_OF[refused.code])

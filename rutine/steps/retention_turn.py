"""Retention by the clock: what is due is told first; what may go, goes.

Three answers of mappings/retention.yaml: nobody has agreed to the terms, and it is told alone; an
approver agrees to each deletion, and what was agreed to is done; or they agree once and for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rutine.cases.retention.plans import propose, waiting_plan
from rutine.cases.retention.rules import Kind
from rutine.core import clock
from rutine.installation import Installation
from rutine.routines.retention_file import Retention, load_retention
from rutine.steps.backing_up import PATIENCE
from rutine.steps.retention import Plan, carry_out, plan


class Next(StrEnum):
    """What must happen before what is due can go."""

    NOTHING = "nothing"
    """Nothing is due any more."""
    TERMS = "terms"
    """The archive must agree to the terms: `confirmed` in the file."""
    PERSON = "person"
    """An approver must read what it is, and agree."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of the job found and did.

    Attributes:
        due: how many of each kind are due and still there.
        deleted: how many of each kind were deleted.
        people: how many people nothing referred to any more.
        next: what the rest waits for.
    """

    due: Mapping[Kind, int]
    deleted: Mapping[Kind, int]
    people: int
    next: Next


def retention_turn(place: Installation) -> Turn:
    """Delete what may go, and tell what is due beside it.

    Raises:
        InputError: `mapping_invalid`, or `keeping_busy` when a backup takes longer than an hour.
    """
    rules, today = load_retention(place.settings.mappings), clock.today()
    if not rules.confirmed:
        due = _counts(plan(place, rules.terms, today))
        return Turn(due, {}, 0, Next.TERMS if due else Next.NOTHING)
    deleted, people = dict[Kind, int](), 0
    if not rules.confirm_each or _is_confirmed(place):
        done, people = carry_out(
            place, rules.terms, today, confirmed=rules.confirm_each, wait=PATIENCE
        )
        deleted = _counts(done)
    left = tell_due(place, rules) if rules.confirm_each else {}
    return Turn(left, deleted, people, Next.PERSON if left else Next.NOTHING)


def _is_confirmed(place: Installation) -> bool:
    with place.database.reading() as session:
        waits = waiting_plan(session)
    return waits is not None and waits.confirmed_at is not None


def tell_due(place: Installation, rules: Retention) -> dict[Kind, int]:
    """Put what is due before a person; how many of each kind. One who has agreed is not asked."""
    today = clock.today()
    due = plan(place, rules.terms, today)
    with place.database.writing() as session:
        propose(session, due.due, today)
    return _counts(due)


def _counts(found: Plan) -> dict[Kind, int]:
    return {kind: found.count(kind) for kind in Kind if found.due[kind]}

"""What people have assessed of preferential rights, to be shown to whoever asks afterwards.

Sivilombudet asks for it: that the right was assessed, by whom, when and on what ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.access import EXPORTS, Actor, require
from rutine.cases.deciding.decisions import view_of
from rutine.cases.kinds import REDEPLOYMENT
from rutine.cases.lists.sight import seen_cases, seen_routines, unrestricted
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.trail.audit import append
from rutine.cases.views import DecisionState
from rutine.core.differences import Action

_ABOUT_RIGHT: Final = "right"


@dataclass(frozen=True, slots=True, repr=False)
class Documented:
    """One decision of a case about a preferential right.

    `vacancy` is its id, empty for the right alone; `state` tells one that holds from one that
    was proposed, sent back, or overtaken by a later one.
    """

    number: int
    reason: str
    vacancy: str
    title: str
    employee_number: str
    action: Action
    state: DecisionState
    by: str
    at: datetime
    second: str
    why: str


@dataclass(frozen=True, slots=True, repr=False)
class Documentation:
    """Every decision there is, oldest case first, and how many cases are only for few to see."""

    rows: tuple[Documented, ...]
    hidden: int


def documentation(
    session: Session, keys: KeyRing, viewer: Actor, vacancy: str | None = None
) -> Documentation:
    """The decisions of one vacancy, or of all. The session must be a writing one.

    Restricted cases are in no file, as in no workbook: they are counted, and told of by
    `person.telling` to an auditor with the right; and not counted for one who sees some units
    only. That it was taken out stands in the trail.

    Raises:
        AccessDenied: `not_a_person`, or `role_missing` for one who may not take cases out.
    """
    require(viewer, EXPORTS)
    where = [*seen_cases(viewer), Case.kind == REDEPLOYMENT]
    if vacancy is not None:
        where.append(Case.reference == vacancy)
    of_cases = select(Case, DecisionEntry).join(DecisionEntry, DecisionEntry.case_id == Case.id)
    found = session.execute(
        of_cases.where(*where, unrestricted()).order_by(Case.number, DecisionEntry.at)
    )
    rows = tuple(_rows(keys, [(case, decision) for case, decision in found]))
    apart = [Case.kind == REDEPLOYMENT, Case.restricted.is_(True), *seen_routines(viewer)]
    if vacancy is not None:
        apart.append(Case.reference == vacancy)
    count = select(func.count()).select_from(Case).where(*apart)
    # One who sees some units only is told nothing: a number could tell of a small unit's person.
    hidden = (session.scalar(count) or 0) if viewer.units is None else 0
    append(session, viewer, "exported", data={"cases": len({row.number for row in rows})})
    return Documentation(rows, hidden)


def _rows(keys: KeyRing, found: list[tuple[Case, DecisionEntry]]) -> Iterator[Documented]:
    for case, decision in found:
        facts, view = facts_of(keys, case), view_of(keys, decision)
        yield Documented(
            number=case.number,
            reason=case.reason,
            vacancy="" if case.reference in {None, _ABOUT_RIGHT} else str(case.reference),
            title=facts.about.title.get("nb", "") if facts.about else "",
            employee_number=facts.employee_number or "",
            action=view.action,
            state=view.state,
            by=view.by_name,
            at=view.at,
            second=view.second_name or "",
            why=view.comment,
        )

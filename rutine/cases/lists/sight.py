"""Which cases a viewer may see. Lists and single cases ask here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, case, func, or_, update
from sqlalchemy.orm import Session

from rutine.cases.access import SEES_CASES, Actor, Sight, require
from rutine.cases.batches import batches
from rutine.cases.canonical import canonical
from rutine.cases.kinds import LIST
from rutine.cases.runs import last_done
from rutine.cases.tables import Case
from rutine.core.errors import InputError, StaleVersion
from rutine.core.shape_reasons import ABSENCE_LISTS, OF_ABSENCE

_SEEN = "seen_case"


def seen_cases(viewer: Actor) -> list[ColumnElement[bool]]:
    """The conditions that a list of cases for the viewer needs.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    require(viewer, SEES_CASES)
    return [
        *_units(viewer),
        *([] if viewer.sees_restricted else [Case.restricted.is_(False)]),
        *seen_routines(viewer),
    ]


def unrestricted() -> ColumnElement[bool]:
    """The condition of lists that leave the house or name people: no restricted case at all."""
    return Case.restricted.is_(False)


def hidden_cases(viewer: Actor) -> list[ColumnElement[bool]] | None:
    """The conditions of cases that are only counted for the viewer; None when there are none.

    One who sees some units only is told nothing: a number could tell of a small unit's person.
    """
    require(viewer, SEES_CASES)
    if viewer.sees_restricted or viewer.units is not None:
        return None
    return [Case.restricted.is_(True), *seen_routines(viewer)]


def seen_routines(viewer: Actor) -> list[ColumnElement[bool]]:
    """The conditions of cases whose routine is for the viewer, whoever they are about."""
    sights = viewer.sights
    if len(sights) == len(Sight):
        return []
    return [Case.sight.in_(sorted(sight.value for sight in sights))]


def follow_routine(session: Session, routine: str, sight: Sight, case_ids: Iterable[str]) -> str:
    """Let every case of a routine be for those whom its file names now; the version stays.

    A case that tells of somebody's absence is for those with the right `follow_up`, whatever the
    file says: the shared lists are everybody's, and whose sick leave they name is not.

    Only the cases of this run, `case_ids`, are looked at when the routine's last runs went by the
    same rule; every case there is when the file or this program said something else then. To look
    at all of them each time took 0.9 s of a run's 5.7 s of CPU in a store of a million lines.

    Returns:
        The rule, which the run's summary must note as `sight_rule`: it holds for all from now on.
    """
    seen_by = case((_tells_of_absence(), Sight.FOLLOW_UP.value), else_=sight.value)
    follow = update(Case).where(Case.sight != seen_by).values(sight=seen_by)
    rule = _rule(sight)
    if {last.sight_rule for last in last_done(session, routine)} != {rule}:
        session.execute(follow.where(Case.routine == routine))
        return rule
    # By their ids alone: with the routine beside them, SQLite walks all of the routine's cases.
    for batch in batches(sorted(case_ids)):
        session.execute(follow.where(Case.id.in_(batch)))
    return rule


def _rule(sight: Sight) -> str:
    """What `follow_routine` goes by, in short: the file's word, and what tells of an absence."""
    what = [sight.value, sorted(OF_ABSENCE), sorted(ABSENCE_LISTS), LIST]
    return sha256(canonical(what).encode()).hexdigest()[:16]


def _tells_of_absence() -> ColumnElement[bool]:
    """By its reason, or because it is about a list of absences, of which it shows rows."""
    name = func.coalesce(Case.reference, "")
    of_list = or_(*(name.startswith(each, autoescape=True) for each in ABSENCE_LISTS))
    return or_(Case.reason.in_(sorted(OF_ABSENCE)), and_(Case.kind == LIST, of_list))


def _units(viewer: Actor) -> list[ColumnElement[bool]]:
    return [] if viewer.units is None else [Case.sub_unit.in_(sorted(viewer.units))]


def seen_case(session: Session, case_id: str, viewer: Actor) -> Case:
    """The case, when it exists and the viewer may see it.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also for a case of a unit out of the viewer's sight, and for
            a restricted one or one of a routine about health without the right.
    """
    require(viewer, SEES_CASES)
    case = session.get(Case, case_id)
    session.info[_SEEN] = case  # or it is forgotten, and read anew for each part of a page
    hidden = case is not None and case.restricted and not viewer.sees_restricted
    hidden |= case is not None and case.sight not in viewer.sights
    if case is None or hidden or not viewer.sees(case.sub_unit):
        raise InputError("case_missing", "There is no such case.")
    return case


def seen_version(session: Session, case_id: str, actor: Actor, version: int) -> Case:
    """The case, when it is as the actor read it.

    Raises:
        AccessDenied, InputError: as `seen_case`.
        StaleVersion: `case_changed`: somebody changed it since.
    """
    case = seen_case(session, case_id, actor)
    if case.version != version:
        raise StaleVersion(
            "case_changed", "Somebody changed the case since you opened it.", "Read it again."
        )
    return case

"""The reviewers' queue, read: pages of cases, counts, and the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy import case as choose
from sqlalchemy.orm import Session

from rutine.cases.access import Actor
from rutine.cases.batches import page_within
from rutine.cases.lifecycle.identity import employee_lookup
from rutine.cases.lists.case_view import case_view, look
from rutine.cases.lists.colleagues import holder_of, names_of
from rutine.cases.lists.counts import Counts, Sums
from rutine.cases.lists.properties import at_stake, holding
from rutine.cases.lists.sight import hidden_cases, seen_case, seen_cases, seen_routines
from rutine.cases.people.names import named
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.cases.views import (
    UNDECIDED,
    CaseStatus,
    CaseView,
    Filters,
    QueuePage,
    QueueRow,
    Sort,
)
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.money import Ore
from rutine.core.reasons import PROTECTED

__all__ = [
    "MOST_COUNTED",
    "CaseView",
    "Counts",
    "Filters",
    "QueuePage",
    "QueueRow",
    "Sort",
    "case_id_of",
    "case_view",
    "counts",
    "how_many",
    "look",
    "next_case",
    "open_cases",
    "restricted_row",
    "routines_with_cases",
    "row_of",
]

_HIGHEST_NUMBER: Final = 2**31 - 1

MOST_COUNTED: Final = 10_000
"""Decided cases are counted as far as this, and one more: after years nobody needs the number."""


def open_cases(
    session: Session,
    keys: KeyRing,
    viewer: Actor,
    filters: Filters,
    *,
    page: int = 1,
    size: int = 25,
    sums: Sums | None = None,
) -> QueuePage:
    """One page of the cases that the viewer may see, in the order that the filters ask for.

    A page past the end is the last page. `sums` are of these filters, where they are known.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    wanted = [*seen_cases(viewer), *_matching(keys, filters)]
    sums = sums or _sums(session, wanted)
    page, pages = page_within(page, sums.total, size)
    # First which, by the index; then those few rows, with all that is sealed in them.
    numbers = session.scalars(
        select(Case.number)
        .where(*wanted)
        .order_by(*_ORDERS[filters.sort])
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    found = {
        case.number: case for case in session.scalars(select(Case).where(Case.number.in_(numbers)))
    }
    cases = [found[number] for number in numbers]
    names = names_of(session, [case.assignee for case in cases])
    rows = tuple(_row(keys, case, names) for case in cases)
    return QueuePage(rows, sums.total, sums.at_stake, page, pages)


def _sums(session: Session, wanted: list[ColumnElement[bool]]) -> Sums:
    total, stake = session.execute(
        select(func.count(), func.coalesce(func.sum(at_stake), 0)).select_from(Case).where(*wanted)
    ).one()
    return Sums(total, Ore(int(stake)))


def counts(
    session: Session,
    viewer: Actor,
    status: CaseStatus | None = CaseStatus.OPEN,
    *,
    within: Filters | None = None,
) -> Counts:
    """How many cases of each status, and of each reason and unit within a list.

    Args:
        session: a reading one will do.
        viewer: whose sight counts.
        status: which list, when it is the cases of one status; None means all cases.
        within: which list, whatever makes it one; what narrows it further does not count.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    visible = seen_cases(viewer)
    listed = _listed(within or Filters(status=status))
    reasons, units = Counter[str](), Counter[str]()
    hidden = total = stake = 0
    # In the order of the index that it is read from: nothing is sorted, and it is read once.
    grouped = (Case.status, Case.restricted, Case.reason, Case.sub_unit)
    seen = visible if hidden_cases(viewer) is None else seen_routines(viewer)
    query = select(*grouped[1:], func.count(), func.sum(at_stake)).where(*seen, *listed)
    for restricted, reason, unit, count, sum_ in session.execute(query.group_by(*grouped)):
        if restricted and not viewer.sees_restricted:
            hidden += count
            continue
        total, stake = total + count, stake + int(sum_)
        reasons[PROTECTED if restricted else reason] += count
        if unit is not None and not restricted:
            units[unit] += count
    sums = Sums(total, Ore(stake))
    return Counts(_statuses(session, visible), dict(reasons), dict(units), hidden, sums)


def _statuses(session: Session, visible: list[ColumnElement[bool]]) -> dict[CaseStatus, int]:
    """How many cases of each status are visible."""
    undecided = select(Case.status, func.count()).where(*visible, Case.status.in_(UNDECIDED))
    found = {status: n for status, n in session.execute(undecided.group_by(Case.status))}  # noqa: C416 - rows, not tuples
    decided = [each for each in CaseStatus if each not in UNDECIDED]
    some = [select(literal(1)).where(*visible, Case.status == each) for each in decided]
    counted = [each.limit(MOST_COUNTED + 1).subquery() for each in some]
    sums = select(*(select(func.count()).select_from(each).scalar_subquery() for each in counted))
    found |= dict(zip(decided, session.execute(sums).one(), strict=True))
    return {each: found.get(each, 0) for each in CaseStatus}


def how_many(session: Session, viewer: Actor, within: Filters) -> int:
    """How many cases a list has for the viewer, whatever narrows it further.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    wanted = [*seen_cases(viewer), *_listed(within)]
    return session.scalar(select(func.count()).select_from(Case).where(*wanted)) or 0


def routines_with_cases(session: Session, viewer: Actor) -> tuple[str, ...]:
    """The routines that have any case the viewer may see, in order of name.

    From one name to the next by the index: with many cases, reading them all would take longer.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    visible = seen_cases(viewer)
    first: Select[tuple[str | None]] = select(func.min(Case.routine).label("name"))
    names = first.cte("names", recursive=True)
    after = select(func.min(Case.routine)).where(Case.routine > names.c.name).scalar_subquery()
    names = names.union_all(select(after).where(names.c.name.is_not(None)))
    has_some = exists().where(Case.routine == names.c.name, *visible)
    found = session.scalars(select(names.c.name).where(has_some).order_by(names.c.name))
    return tuple(found)


def restricted_row(session: Session, case_id: str, viewer: Actor) -> QueueRow | None:
    """The case as the queue shows it, when it is restricted; None for every other case.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id, viewer)
    if not case.restricted:
        return None
    return _restricted_row(case, names_of(session, [case.assignee]))


def row_of(session: Session, keys: KeyRing, number: int, viewer: Actor) -> QueueRow:
    """The case with this number as the queue shows it.

    Raises:
        AccessDenied: the viewer's roles see no cases.
        InputError: `case_missing`, also when it is out of the viewer's sight.
    """
    case = seen_case(session, case_id_of(session, number), viewer)
    return _row(keys, case, names_of(session, [case.assignee]))


def next_case(
    session: Session, keys: KeyRing, viewer: Actor, filters: Filters, *, after: int
) -> int | None:
    """The number of the case that follows number `after` in the filtered list, else its first.

    None when the list holds no other case.

    Raises:
        AccessDenied: the viewer's roles see no cases.
    """
    wanted = [*seen_cases(viewer), *_matching(keys, filters), Case.number != after]
    query = select(Case.number).where(*wanted).order_by(*_ORDERS[filters.sort]).limit(1)
    further = _further(session, filters.sort, after)
    following: int | None = session.scalar(query.where(further))
    return following if following is not None else session.scalar(query)


_NUMBERED: Final = "numbered_case"
_ORDERS: Final[Mapping[Sort, tuple[Any, ...]]] = {
    Sort.NUMBER: (Case.number,),
    Sort.NEWEST: (Case.number.desc(),),
    Sort.DUE: (Case.due.is_(None), Case.due, Case.number),
    Sort.STAKE: (at_stake.desc(), Case.number),
}
_shown_reason: Final = choose(
    (Case.restricted.is_(True), literal_column(f"'{PROTECTED}'", String)), else_=Case.reason
)
"""The reason as lists say it: of a restricted case, that it is one."""


def _further(session: Session, sort: Sort, after: int) -> ColumnElement[bool]:
    """The condition of cases that stand after the one with this number."""
    if sort is Sort.NUMBER:
        return Case.number > after
    if sort is Sort.NEWEST:
        return Case.number < after
    if sort is Sort.STAKE:
        stake = session.scalar(select(at_stake).where(Case.number == after)) or 0
        return or_(at_stake < stake, and_(at_stake == stake, Case.number > after))
    due = session.scalar(select(Case.due).where(Case.number == after))
    if due is None:
        return and_(Case.due.is_(None), Case.number > after)
    return or_(Case.due.is_(None), Case.due > due, and_(Case.due == due, Case.number > after))


def case_id_of(session: Session, number: int) -> str:
    """The id of the case with this number; whether somebody may see it, `seen_case` says.

    Raises:
        InputError: `case_missing`.
    """
    case = None
    if 0 < number <= _HIGHEST_NUMBER:
        case = session.scalar(select(Case).where(Case.number == number))
    if case is None:
        raise InputError("case_missing", "There is no such case.")
    session.info[_NUMBERED] = case  # or it is forgotten, and read anew by its id
    return case.id


def _listed(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of the list itself, before anything narrows it."""
    wanted: list[ColumnElement[bool]] = []
    if filters.status is not None:
        wanted.append(Case.status == filters.status)
    if filters.undecided:
        wanted.append(Case.status.in_(UNDECIDED))
    if filters.assignee is not None:
        wanted.append(Case.assignee == filters.assignee)
    if filters.changed_since is not None:
        wanted.append(Case.changed_at >= filters.changed_since)
    return wanted


def _matching(keys: KeyRing, filters: Filters) -> list[ColumnElement[bool]]:
    wanted = _listed(filters)
    if filters.reason is not None:
        wanted.append(_shown_reason == filters.reason)
    if filters.sub_unit is not None:
        wanted += [Case.sub_unit == filters.sub_unit, Case.restricted.is_(False)]
    if filters.routine is not None:
        wanted.append(Case.routine == filters.routine)
    wanted += holding(filters.must, filters.must_not, filters.today, _shown_reason)
    if filters.search is not None and (search := filters.search.strip()):
        wanted.append(_found_by(keys, search))
    return wanted


def _found_by(keys: KeyRing, search: str) -> ColumnElement[bool]:
    """By employee number, case number or name; a restricted case by its own number only."""
    about = [Case.employee_lookup == employee_lookup(keys, search)]
    people = named(keys, search)
    if people is not None:
        about.append(Case.subject_id.in_(people))
    found = [and_(Case.restricted.is_(False), or_(*about))]
    if search.isascii() and search.isdigit() and int(search) <= _HIGHEST_NUMBER:
        found.append(Case.number == int(search))
    return or_(*found)


def _row(keys: KeyRing, case: Case, names: Mapping[str, str]) -> QueueRow:
    if case.restricted:
        return _restricted_row(case, names)
    facts = facts_of(keys, case)
    return QueueRow(
        case_id=case.id,
        number=case.number,
        status=CaseStatus(case.status),
        kind=case.kind,
        reason=case.reason,
        has_person=case.subject_id is not None,
        employee_number=facts.employee_number,
        sub_unit=case.sub_unit,
        benefit=facts.benefit,
        claimed=Ore(case.claimed),
        paid=Ore(case.paid),
        suggestion=Action(case.suggestion) if case.suggestion else None,
        reference=case.reference,
        found_at=case.found_at,
        resume_on=case.resume_on,
        due=case.due,
        restricted=False,
        version=case.version,
        holder=holder_of(case, names),
    )


def _restricted_row(case: Case, names: Mapping[str, str]) -> QueueRow:
    """That the case is there, and how it stands; what it says is shown by `look` alone."""
    return QueueRow(
        case_id=case.id,
        number=case.number,
        status=CaseStatus(case.status),
        kind=case.kind,
        reason=PROTECTED,
        has_person=True,
        employee_number=None,
        sub_unit=None,
        benefit=None,
        claimed=Ore(0),
        paid=Ore(0),
        suggestion=None,
        reference=None,
        found_at=case.found_at,
        resume_on=case.resume_on,
        due=case.due,
        restricted=True,
        version=case.version,
        holder=holder_of(case, names),
    )

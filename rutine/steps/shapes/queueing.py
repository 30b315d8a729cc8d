"""Write what a run found: cases, those that close by themselves, controls; in one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rutine.cases.access import Sight
from rutine.cases.kinds import PAIR
from rutine.cases.lifecycle.closing import Cause, close
from rutine.cases.lifecycle.recording import RecordedCases, record_differences
from rutine.cases.lifecycle.waking import wake
from rutine.cases.lists.coming import replace_coming
from rutine.cases.lists.sight import follow_routine
from rutine.cases.people.protection import protect, restricted_cases
from rutine.cases.runs import Control, ReasonDeadline, RunState, RunSummary, finish_run, is_settled
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.cases.views import UNDECIDED
from rutine.core import clock, watch
from rutine.core.errors import RutineError
from rutine.core.reasons import PROTECTED
from rutine.installation import Installation
from rutine.steps.shapes.found import Closed, Found, Row
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.matched import remember, take_apart
from rutine.steps.shapes.scope import ShapeScope, load_shape

_OK: Final = "ok"


@watch.step
def queue_cases(place: Installation, scope: ShapeScope, lists: Lists, found: Found) -> None:
    """Put what was found before people, close what is over, and end the run.

    One transaction: a run that is killed here has decided nothing, and is run again. Nothing is
    done when the run has ended already, so whoever does not know may ask again.

    Raises:
        RutineError: `rows_lost`: rows in and rows accounted for differ; nothing is stored then.
    """
    lost = [each.name for each in found.used if not each.adds_up]
    if lost:
        raise RutineError(
            "rows_lost",
            f"Rows of {', '.join(lost)} are not accounted for.",
            "Nothing is stored: report this as a fault of the routine.",
        )
    sight = Sight(load_shape(place, scope.routine).routine.seen_by)
    with place.database.writing() as session:
        if is_settled(session, scope.run_id):
            return
        take_apart(session, found.broken)
        remember(session, place.keys, scope, found.matched)
        if found.also is not None:
            found.also(session)
        wake(session, scope.run_id, scope.routine, scope.employer, clock.today())
        cases = record_differences(
            session,
            place.keys,
            scope.run_id,
            scope.routine,
            found.differences,
            facts={},
            sight=sight,
        )
        issue_by_rule(session, scope, found, cases)
        rule = follow_routine(session, scope.routine, sight, cases.case_ids)
        replace_coming(session, scope.routine, scope.employer, found.coming, sight)
        close_over(session, place.keys, scope, found, set(cases.case_ids))
        protect(
            session,
            place.keys,
            protected=found.protected,
            listed=found.listed if lifts_marks(place, scope, lists) else (),
            marked_numbers=found.numbers,
            employer=scope.employer,
        )
        waiting = _waiting(session, scope)
        hidden = restricted_cases(session, cases.case_ids)
        settled, asked = _rows_seen_first(found, cases)
        summary = RunSummary(
            state=RunState.CASES if waiting else RunState.CLEAN,
            files=len(lists.read),
            lines=settled + asked,
            settled_lines=settled,
            reopened=len(found.broken),
            rejected=sum(each.refused for each in found.used),
            cases=waiting,
            new_cases=cases.new,
            checked=found.checked,
            seen_by=sight.value,
            sight_rule=rule,
            reasons=_reasons(found, cases, hidden),
            deadlines=tuple(_deadlines(found)),
            controls=tuple(_controls(found)),
            shorter=scope.shorter,
            inputs={each.file.name: each.file.sha256 for each in lists},
        )
        finish_run(session, scope.run_id, summary)


def issue_by_rule(session: Session, scope: ShapeScope, found: Found, cases: RecordedCases) -> None:
    """Close the new requests whose record needs no person, as the routine's file says.

    A request that waits for a person already goes on waiting for one.
    """
    ids = [
        case_id
        for each, case_id in zip(found.differences, cases.case_ids, strict=True)
        if each.about is not None
        and each.about.record is not None
        and each.about.record.authority is not None
        and case_id in cases.fresh
    ]
    issued = [session.get_one(Case, case_id) for case_id in ids]
    if issued:
        close(session, scope.run_id, issued, Cause.ISSUED)


def lifts_marks(place: Installation, scope: ShapeScope, lists: Lists) -> bool:
    """Whether that somebody is not marked as protected here means that they are not.

    Not where payroll's list of employments has the mark: it decides, whatever another list says
    or leaves out. Nor where a list of employees has no such column at all, nor where it is a shared
    one: that may be some days old, and `hr_registers` has lifted what it lifts.
    """
    if any(each.file.shared for each in lists.of("employee")):
        return False
    employer = place.settings.employer(scope.employer)
    if employer is not None and employer.employments is not None:
        return False
    return all("restricted" in each.reading.frame.columns for each in lists.of("employee"))


def close_over(
    session: Session,
    keys: KeyRing,
    scope: ShapeScope,
    found: Found,
    still: Collection[str],
) -> None:
    """Close the undecided cases that the run finds no more, each with the rows that closed it."""
    cases = session.scalars(
        select(Case)
        .where(
            Case.routine == scope.routine,
            Case.employer == scope.employer.value,
            Case.kind.in_(found.kinds),
            Case.status.in_(UNDECIDED),
        )
        .order_by(Case.number)
    ).all()
    ends: dict[str, list[tuple[Case, Closed]]] = defaultdict(list)
    for case in cases:
        if case.id in still:
            continue
        end = found.closed[case.kind](case.reference, facts_of(keys, case).about)
        if end is not None:
            ends[end.cause].append((case, end))
    for over in ends.values():
        close(
            session,
            scope.run_id,
            [case for case, _ in over],
            over[0][1].cause,
            proofs={case.id: [_told(row) for row in end.rows] for case, end in over if end.rows},
        )


def _told(row: Row) -> dict[str, object]:
    """A row for the trail: the run's own inputs tell which file it is."""
    name, number = row
    return {"input": name, "row": number}


def _waiting(session: Session, scope: ShapeScope) -> int:
    query = select(func.count()).where(
        Case.routine == scope.routine,
        Case.employer == scope.employer.value,
        Case.status.in_(UNDECIDED),
    )
    return session.scalar(query) or 0


def _rows_seen_first(found: Found, cases: RecordedCases) -> tuple[int, int]:
    """Rows of two lists that this run settled, and those it first put before a person.

    A run again counts only what came since; obligations and cover settle no rows.
    """
    asked = sum(
        len(each.about.proofs)
        for each, case_id in zip(found.differences, cases.case_ids, strict=True)
        if each.kind == PAIR and case_id in cases.fresh and each.about is not None
    )
    return sum(len(group.rows) for group in found.matched), asked


def _reasons(found: Found, cases: RecordedCases, hidden: Collection[str]) -> dict[str, int]:
    told = (
        PROTECTED if case_id in hidden else each.reason
        for each, case_id in zip(found.differences, cases.case_ids, strict=True)
    )
    return dict(sorted(Counter(told).items()))


def _deadlines(found: Found) -> Iterator[ReasonDeadline]:
    days = defaultdict(list)
    for each in found.differences:
        if each.due is not None:
            days[each.reason].append(each.due)
    today = clock.today()
    for reason, due in sorted(days.items()):
        ahead = [day for day in due if day >= today]
        yield ReasonDeadline(
            reason=reason, next=min(ahead, default=None), late=len(due) - len(ahead)
        )


def _controls(found: Found) -> Iterator[Control]:
    """For each file: rows in, and rows used, put before a person or refused."""
    for each in found.used:
        accounted = each.used + each.cases + each.unmatched + each.refused
        yield Control(
            name="list_rows",
            status=_OK if each.adds_up else "failed",
            expected=str(each.rows),
            found=str(accounted),
            kind="count",
            label=each.name,
        )

"""People whose cases are restricted: a protected address, or a colleague of the reviewers (D41).

The flag is HR's, and follows the person to every case there is and will be. It is kept when
the register is silent: a file that lacks somebody must not open that person's cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.audit import Event, append_all
from rutine.cases.batches import batches
from rutine.cases.keys import KeyRing
from rutine.cases.people import Person, lookup_of, subjects_for
from rutine.cases.tables import Case, Subject
from rutine.core.identifiers import Fnr


def protect(
    session: Session,
    keys: KeyRing,
    *,
    protected: Collection[Fnr],
    listed: Iterable[Fnr],
    together: Iterable[Collection[Fnr]] = (),
) -> None:
    """Restrict the cases of the protected, and open those of whom HR says so no more.

    Args:
        session: a writing one; the run's own, after its cases are recorded.
        keys: the store's keys.
        protected: those HR has flagged. They are remembered, with or without a case: the
            next list may lack them.
        listed: everybody in HR's register; one who is not there keeps what was said before.
        together: numbers whose rows are in one case. It shows what it holds of a protected
            person whichever number it goes by, so that number is protected too.
    """
    subjects_for(session, keys, [Person(person) for person in protected])
    wanted = {lookup_of(keys, person) for person in protected}
    known = session.scalars(select(Subject).where(Subject.restricted.is_(True))).all()
    told: set[str] = set()
    if any(subject.lookup not in wanted for subject in known):
        told = {lookup_of(keys, person) for person in listed} - wanted
    stays = wanted | {subject.lookup for subject in known} - told
    for numbers in together:
        lookups = {lookup_of(keys, number) for number in numbers}
        if not lookups.isdisjoint(stays):
            wanted |= lookups
    begin = [
        subject
        for batch in batches(sorted(wanted))
        for subject in session.scalars(
            select(Subject).where(Subject.lookup.in_(batch), Subject.restricted.is_(False))
        )
    ]
    end = [subject for subject in known if subject.lookup in told - wanted]
    _mark(session, begin, restricted=True)
    _mark(session, end, restricted=False)
    _follow(session)


def restricted_cases(session: Session, case_ids: Iterable[str]) -> set[str]:
    """Those of the cases that are restricted."""
    return {
        case_id
        for batch in batches(list(case_ids))
        for case_id in session.scalars(
            select(Case.id).where(Case.id.in_(batch), Case.restricted.is_(True))
        )
    }


def restricted_subjects(session: Session) -> set[str]:
    """The ids of everybody whose cases are restricted."""
    return set(session.scalars(select(Subject.id).where(Subject.restricted.is_(True))))


def restricted_lookups(session: Session) -> set[str]:
    """What they are found by; see `people.lookup_of`."""
    return set(session.scalars(select(Subject.lookup).where(Subject.restricted.is_(True))))


def _mark(session: Session, subjects: Sequence[Subject], *, restricted: bool) -> None:
    for subject in subjects:
        subject.restricted = restricted
    session.flush()
    action = "restricted" if restricted else "unrestricted"
    append_all(session, ROBOT, [Event(action, data={"subject": each.id}) for each in subjects])


def _follow(session: Session) -> None:
    """Let every case be as its person is; the version stays, since nothing is decided by it."""
    people = select(Subject.id).where(Subject.restricted.is_(True))
    table = Case.__table__
    for condition, value in (
        (table.c.subject_id.in_(people) & table.c.restricted.is_(False), True),
        (table.c.subject_id.not_in(people) & table.c.restricted.is_(True), False),
    ):
        session.execute(update(Case).where(condition).values(restricted=value))

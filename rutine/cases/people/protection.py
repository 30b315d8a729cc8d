"""People whose cases are restricted: a protected address, or a colleague of the reviewers (D41).

The flag is HR's, and follows the person to every case there is and will be. It is kept when
the register is silent: a file that lacks somebody must not open that person's cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from rutine.cases.access import ROBOT
from rutine.cases.batches import batches
from rutine.cases.lifecycle.identity import employee_lookup
from rutine.cases.people.register import Person, lookup_of, subjects_for
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Case, CaseRowEntry, ClaimEntry, Subject
from rutine.cases.trail.audit import Event, append_all
from rutine.cases.views import CaseStatus
from rutine.core.identifiers import Fnr, OrgNr


def protect(
    session: Session,
    keys: KeyRing,
    *,
    protected: Collection[Fnr],
    listed: Iterable[Fnr],
    together: Iterable[Collection[Fnr]] = (),
    employees: Mapping[str, Collection[Fnr]] = MappingProxyType({}),
    marked_numbers: Collection[str] = (),
    employer: OrgNr | None = None,
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
        employees: payroll's employee numbers with everybody's national ids. A new id of a
            protected person is known by the employee number of an earlier case of theirs, unless
            HR's list says something of the new one.
        marked_numbers: the employee numbers that HR's list has of the protected.
        employer: whose employee numbers they are.
    """
    subjects_for(session, keys, [Person(person) for person in protected])
    wanted = {lookup_of(keys, person) for person in protected}
    known = session.scalars(select(Subject).where(Subject.restricted.is_(True))).all()
    marked = wanted | {subject.lookup for subject in known}
    told = {lookup_of(keys, person) for person in listed} - wanted if marked else set()
    stays = marked - told
    if employer is not None:
        numbers = {employee_lookup(keys, number) for number in marked_numbers}
        numbers |= _numbers_of_cases(session, stays, employer)
        stays |= _same_employees(session, keys, numbers, employees, employer) - told
    cases = [{lookup_of(keys, number) for number in numbers} for numbers in together]
    stays = stays.union(*(lookups for lookups in cases if not lookups.isdisjoint(stays)))
    begin = [
        subject
        for batch in batches(sorted(stays))
        for subject in session.scalars(
            select(Subject).where(Subject.lookup.in_(batch), Subject.restricted.is_(False))
        )
    ]
    end = [subject for subject in known if subject.lookup not in stays]
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


def restricted_claims(session: Session) -> set[tuple[str, str]]:
    """Employer and payroll's key of every claim of those whose cases are restricted."""
    query = select(ClaimEntry.employer, ClaimEntry.claim_id).join(
        Subject, Subject.id == ClaimEntry.subject_id
    )
    return {
        (employer, claim_id)
        for employer, claim_id in session.execute(query.where(Subject.restricted.is_(True)))
    }


def _numbers_of_cases(session: Session, lookups: Collection[str], employer: OrgNr) -> set[str]:
    """What the employee numbers in these people's cases are found by."""
    of_cases = select(Case.employee_lookup).join(Subject, Subject.id == Case.subject_id)
    return {
        number
        for batch in batches(sorted(lookups))
        for number in session.scalars(
            of_cases.where(Case.employer == employer.value, Subject.lookup.in_(batch))
        )
        if number is not None
    }


def _same_employees(
    session: Session,
    keys: KeyRing,
    numbers: Collection[str],
    employees: Mapping[str, Collection[Fnr]],
    employer: OrgNr,
) -> set[str]:
    """Whoever has one of these employee numbers, by payroll's claims or by a case."""
    if not numbers:
        return set()
    found = {
        lookup_of(keys, person)
        for number, people in employees.items()
        if employee_lookup(keys, number) in numbers
        for person in people
    }
    others = select(Subject.lookup).join(Case, Case.subject_id == Subject.id)
    for batch in batches(sorted(numbers)):
        found |= set(
            session.scalars(
                others.where(Case.employer == employer.value, Case.employee_lookup.in_(batch))
            )
        )
    return found


def _mark(session: Session, subjects: Sequence[Subject], *, restricted: bool) -> None:
    for subject in subjects:
        subject.restricted = restricted
    session.flush()
    action = "restricted" if restricted else "unrestricted"
    append_all(session, ROBOT, [Event(action, data={"subject": each.id}) for each in subjects])


def _follow(session: Session) -> None:
    """Let every case be as those are whom it shows; nothing is decided by it: the version stays.

    A likeness that people judged stays restricted when the number that NAV paid turns out to be
    somebody else's: the claims are still of a protected person.
    """
    table, rows, claims = Case.__table__, CaseRowEntry.__table__, ClaimEntry.__table__
    people = select(Subject.id).where(Subject.restricted.is_(True))
    same_claim = and_(claims.c.employer == rows.c.employer, claims.c.claim_id == rows.c.claim_id)
    by_claim = (
        select(rows.c.case_id).join(claims, same_claim).where(claims.c.subject_id.in_(people))
    )
    # Both ask so that an index leads to the few: for restricted cases it begins with the status.
    shows = or_(table.c.subject_id.in_(people), table.c.id.in_(by_claim))
    session.execute(update(Case).where(shows, ~table.c.restricted).values(restricted=True))
    session.execute(
        update(Case)
        # A case that is about nobody has no subject, and `null in (...)` is not false.
        .where(
            table.c.status.in_(list(CaseStatus)),
            table.c.restricted,
            func.coalesce(table.c.subject_id, "").not_in(people),
            table.c.id.not_in(by_claim),
        )
        .values(restricted=False)
    )

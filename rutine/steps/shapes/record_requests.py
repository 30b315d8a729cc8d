"""Requests for service records that the store knows of: those that wait, and the signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select

from rutine.cases.kinds import SERVICE_RECORD
from rutine.cases.people.register import numbers_of
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import UNDECIDED, CaseStatus, DecisionState
from rutine.core.differences import Action, Subject
from rutine.core.identifiers import Fnr
from rutine.core.service_record import RecordLanguage
from rutine.installation import Installation
from rutine.steps.shapes.people import People
from rutine.steps.shapes.scope import ShapeScope
from rutine.steps.shapes.subjects import APART


@dataclass(frozen=True, slots=True)
class Request:
    """Who asked, by employee number, on which day, and in which language."""

    number: str
    asked: date
    language: RecordLanguage

    @property
    def key(self) -> str:
        """What the case is about: somebody's request of a day."""
        return f"{self.number}{APART}{self.asked.isoformat()}"


def together(
    before: Iterable[Request], listed: Iterable[Request], people: People
) -> dict[str, Request]:
    """Key -> request: those that wait, and those that are listed now.

    One person's request of a day is one, by whichever of several employee numbers: that of the
    case that waits, or else the first. What is listed now says the language.
    """
    found = {each.key: each for each in before}
    for each in listed:
        known = [same.key for same in _by_any_number(each, people) if same.key in found]
        for key in known or [each.key]:
            found[key] = replace(found.get(key, each), language=each.language)
    return found


def _by_any_number(request: Request, people: People) -> list[Request]:
    return [replace(request, number=each) for each in people.numbers_of(request.number)]


def waiting(place: Installation, scope: ShapeScope, people: People) -> Iterator[Request]:
    """Requests of earlier lists that nobody has answered, of people that are known still."""
    for about, whose in _told(place, scope, Case.status.in_(UNDECIDED)):
        number = about.key.partition(APART)[0]
        if about.record is None or number not in people:
            continue
        if _same(people.known(number).person, whose):
            yield Request(number, about.record.asked, about.record.language)


def signed(place: Installation, scope: ShapeScope) -> dict[str, Fnr | None]:
    """The keys of requests that are signed, or issued as the file says, and whose they were."""
    signatures = select(DecisionEntry.case_id).where(
        DecisionEntry.action == Action.SIGN, DecisionEntry.state == DecisionState.EFFECTIVE
    )
    answered = Case.id.in_(signatures) | (Case.status == CaseStatus.AUTO_CLOSED)
    return {about.key: whose for about, whose in _told(place, scope, answered)}


def answered_and_deleted(place: Installation, scope: ShapeScope) -> frozenset[str]:
    """The fingerprints of requests that are answered and whose time is over.

    A list that still has one asks for nothing: all that is left of it is this.
    """
    query = select(Case.fingerprint).where(
        Case.routine == scope.routine,
        Case.employer == scope.employer.value,
        Case.kind == SERVICE_RECORD,
        Case.wiped_at.is_not(None),
        Case.status.in_((CaseStatus.DONE, CaseStatus.AUTO_CLOSED)),
    )
    with place.database.reading() as session:
        return frozenset(session.scalars(query))


def is_signed(request: Request, known: Mapping[str, Fnr | None], people: People) -> bool:
    """Whether just this request of just this person is signed, by whichever of their numbers."""
    person = people.known(request.number).person
    return any(
        each.key in known and _same(person, known[each.key])
        for each in _by_any_number(request, people)
    )


def _told(
    place: Installation, scope: ShapeScope, condition: ColumnElement[bool]
) -> list[tuple[Subject, Fnr | None]]:
    """What cases are about, and the national id of the person, where the store has it."""
    query = select(Case).where(
        Case.routine == scope.routine,
        Case.employer == scope.employer.value,
        Case.kind == SERVICE_RECORD,
        condition,
    )
    with place.database.reading() as session:
        cases = session.scalars(query.order_by(Case.number)).all()
        subjects = {case.subject_id for case in cases if case.subject_id}
        ids = numbers_of(session, place.keys, subjects)
        found = [
            (facts_of(place.keys, case).about, ids.get(case.subject_id or "")) for case in cases
        ]
    return [(about, whose) for about, whose in found if about is not None and about.key]


def _same(one: Fnr | None, other: Fnr | None) -> bool:
    """Whether an employee number is still the same person's, as far as anybody can say."""
    return one is None or other is None or one == other

"""People that cases are about: encrypted, found by keyed lookup, revealed only with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rutine.cases.access import DECIDES, Actor, require
from rutine.cases.batches import batches, insert_all
from rutine.cases.canonical import canonical
from rutine.cases.deciding.case_texts import keep_text, kept_text
from rutine.cases.deciding.comments import checked
from rutine.cases.lists.sight import seen_case
from rutine.cases.people.names import index_names
from rutine.cases.sealing.keys import KeyRing
from rutine.cases.tables import Subject
from rutine.cases.trail.audit import append
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr

_LOOKUP: Final = "fnr"


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody a run met. A name that is not known is None and does not erase what is stored."""

    fnr: Fnr
    name: str | None = None


def subject_for(
    session: Session,
    keys: KeyRing,
    fnr: Fnr,
    name: str | None = None,
) -> str:
    """The id that stands for a person everywhere else; made when the person is new."""
    return subjects_for(session, keys, [Person(fnr, name)])[fnr]


def subjects_for(session: Session, keys: KeyRing, people: Iterable[Person]) -> dict[Fnr, str]:
    """The ids of many people at once.

    Of several names, one is chosen whatever order they come in: the last in code point order,
    which prefers payroll's `Lind, Kari` to NAV's `LIND KARI`.
    """
    wanted: dict[str, Person] = {}
    for person in people:
        lookup = lookup_of(keys, person.fnr)
        name = max(filter(None, (person.name, *_names(wanted, lookup))), default=None)
        wanted[lookup] = Person(person.fnr, name)
    known = {
        subject.lookup: subject
        for batch in batches(list(wanted))
        for subject in session.scalars(select(Subject).where(Subject.lookup.in_(batch)))
    }
    new = []
    ids: dict[Fnr, str] = {}
    renamed: dict[str, str | None] = {}
    for lookup, person in wanted.items():
        if (subject := known.get(lookup)) is None:
            subject_id = str(uuid4())
            sealed = _sealed(keys, subject_id, person)
            new.append({"id": subject_id, "lookup": lookup, "sealed": sealed})
            renamed[subject_id] = person.name
        else:
            subject_id = subject.id
            if _refresh(keys, subject, person):
                renamed[subject_id] = person.name
        ids[person.fnr] = subject_id
    insert_all(session, Subject, new)
    index_names(session, keys, renamed)
    return ids


def known_subjects(session: Session, keys: KeyRing, persons: Iterable[Fnr]) -> dict[Fnr, str]:
    """The ids of those people that the store knows; nobody is added."""
    lookups = {lookup_of(keys, person): person for person in persons}
    return {
        lookups[lookup]: subject_id
        for batch in batches(sorted(lookups))
        for subject_id, lookup in session.execute(
            select(Subject.id, Subject.lookup).where(Subject.lookup.in_(batch))
        )
    }


def numbers_of(session: Session, keys: KeyRing, subject_ids: Iterable[str]) -> dict[str, Fnr]:
    """The national id of each person the store knows by these ids; for the program's own use.

    Those who are erased are not among them.
    """
    return {
        subject.id: _opened(keys, subject).fnr
        for batch in batches(sorted(set(subject_ids)))
        for subject in session.scalars(select(Subject).where(Subject.id.in_(batch)))
        if subject.erased_at is None
    }


def index_everybody(session: Session, keys: KeyRing) -> None:
    """Let everybody in a store from before names could be searched be found by name."""
    everybody = session.scalars(select(Subject).where(Subject.erased_at.is_(None)))
    names = {each.id: _opened(keys, each).name for each in everybody}
    index_names(session, keys, names)


def lookup_of(keys: KeyRing, fnr: Fnr) -> str:
    """What a person is found by in the store, without the number being there to read."""
    return keys.lookup(fnr.reveal(), _LOOKUP)


def name_of(session: Session, keys: KeyRing, subject_id: str) -> str | None:
    """The person's name, without the national id; None when it was never told, or is erased.

    Raises:
        InputError: `subject_missing`.
    """
    subject = session.get(Subject, subject_id)
    if subject is None:
        raise InputError("subject_missing", "There is no such person.")
    return None if subject.erased_at is not None else _opened(keys, subject).name


def reveal(
    session: Session,
    keys: KeyRing,
    subject_id: str,
    *,
    actor: Actor,
    reason: str,
    case_id: str,
) -> Fnr:
    """The national id, after writing who asked, why and for which case to the audit trail.

    The session must be a writing one, and the number is worth showing only once it has
    committed. The reason is kept encrypted.

    Raises:
        AccessDenied: `not_a_person`, `role_missing`, or `person_protected`: the number of a
            protected person is shown to nobody.
        InputError: `reason_required`, `comment_too_long` or `comment_national_id`;
            `case_missing`, also when it is out of the actor's sight; `subject_missing` when
            the case is about somebody else.
    """
    require(actor, DECIDES)
    why = checked(reason, required=True, missing="reason_required")
    case = seen_case(session, case_id, actor)
    subject = session.get(Subject, subject_id)
    if subject is None or case.subject_id != subject_id:
        raise InputError("subject_missing", "The case is not about this person.")
    if case.restricted:
        raise AccessDenied("person_protected", "The person is protected.", "See payroll.")
    kept = keep_text(session, keys, case_id, why)
    append(session, actor, "revealed", case_id, {"subject": subject_id, **kept})
    return _opened(keys, subject).fnr


def opened_reason(session: Session, keys: KeyRing, case_id: str, data: Mapping[str, str]) -> str:
    """Why somebody wanted to see the national id, as `reveal` kept it; nothing when deleted.

    Before revision 0014 it stood in the trail itself.
    """
    if "reason" in data:
        return keys.decrypt(bytes.fromhex(data["reason"]), f"reveal:{case_id}").decode()
    return kept_text(session, keys, data["text"], data["print"]) or ""


def _names(people: Mapping[str, Person], lookup: str) -> tuple[str | None, ...]:
    return (people[lookup].name,) if lookup in people else ()


def _refresh(keys: KeyRing, subject: Subject, person: Person) -> bool:
    """Keep a new name, and say that it is new; write nothing when it is known."""
    if person.name is None or person.name == _opened(keys, subject).name:
        return False
    subject.sealed = _sealed(keys, subject.id, person)
    return True


def _sealed(keys: KeyRing, subject_id: str, person: Person) -> bytes:
    plain = canonical({"fnr": person.fnr.reveal(), "name": person.name})
    return keys.encrypt(plain.encode(), f"subject:{subject_id}")


def _opened(keys: KeyRing, subject: Subject) -> Person:
    plain = json.loads(keys.decrypt(subject.sealed, f"subject:{subject.id}"))
    return Person(Fnr(plain["fnr"]), plain["name"])

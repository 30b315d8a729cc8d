"""One person has one id; the number is shown to those who say why."""

from __future__ import annotations

import pytest

from rutine.cases.access import ROBOT, Actor
from rutine.cases.people.register import Person, name_of, reveal, subject_for, subjects_for
from rutine.cases.tables import AuditEntry, Case, Subject
from rutine.cases.trail.audit import head
from rutine.core.errors import AccessDenied, InputError
from rutine.core.identifiers import Fnr
from tests.unit.cases.samples import (
    AUDITOR,
    CONSULTANT,
    FNRS,
    KARI,
    NAMES,
    OTHER_UNIT,
    Store,
    claim,
    difference,
    line,
    record,
)

FNR = Fnr(FNRS[0])


def ids(store: Store, *people: Person) -> dict[Fnr, str]:
    with store.database.writing() as session:
        return subjects_for(session, store.keys, people)


def test_the_same_person_has_the_same_id(store: Store) -> None:
    first = ids(store, Person(FNR), Person(Fnr(FNRS[1])))
    second = ids(store, Person(Fnr(FNRS[1])), Person(FNR, NAMES[0]))

    assert first == second
    assert len(set(first.values())) == 2


def test_a_later_name_counts_and_an_unknown_one_erases_nothing(store: Store) -> None:
    (subject_id,) = ids(store, Person(FNR, NAMES[0])).values()
    ids(store, Person(FNR, NAMES[1]), Person(FNR))
    ids(store, Person(FNR))

    with store.database.reading() as session:
        assert name_of(session, store.keys, subject_id) == NAMES[1]


@pytest.mark.parametrize("names", [("LIND KARI", "Lind, Kari"), ("Lind, Kari", "LIND KARI")])
def test_of_two_names_at_once_payrolls_way_of_writing_is_kept(
    store: Store, names: tuple[str, str]
) -> None:
    (subject_id,) = ids(store, *(Person(FNR, name) for name in names)).values()

    with store.database.reading() as session:
        assert name_of(session, store.keys, subject_id) == "Lind, Kari"


def test_one_who_is_not_stored_has_no_name(store: Store) -> None:
    with store.database.reading() as session, pytest.raises(InputError) as refused:
        name_of(session, store.keys, "nobody")

    assert refused.value.code == "subject_missing"


def test_what_is_known_already_is_not_written_again(store: Store) -> None:
    (subject_id,) = ids(store, Person(FNR, NAMES[0])).values()
    with store.database.reading() as session:
        before = session.get_one(Subject, subject_id).sealed

    ids(store, Person(FNR, NAMES[0]))

    with store.database.reading() as session:
        assert session.get_one(Subject, subject_id).sealed == before


def test_more_people_than_one_statement_takes(store: Store) -> None:
    numbers = [f"148290{n:05d}" for n in range(99_999) if Fnr.is_valid(f"148290{n:05d}")]
    people = [Person(Fnr(number)) for number in numbers]
    assert len(people) > 400

    assert len(ids(store, *people, *people)) == len(people)


@pytest.fixture
def case(store: Store) -> Case:
    recorded = record(store, difference(line(1), claim(1)))
    with store.database.reading() as session:
        return session.get_one(Case, recorded.case_ids[0])


def test_the_number_is_shown_to_one_who_says_why_and_the_trail_knows(
    store: Store, case: Case
) -> None:
    assert case.subject_id is not None
    with store.database.writing() as session:
        shown = reveal(
            session, store.keys, case.subject_id, actor=KARI, reason="ringer NAV", case_id=case.id
        )
        newest = session.get_one(AuditEntry, head(session).seq)

    assert shown == FNR
    assert (newest.action, newest.actor, newest.case_id) == ("revealed", KARI.id, case.id)
    assert FNRS[0] not in newest.data
    assert "ringer" not in newest.data


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001, f"for {FNRS[1]}"])
def test_without_a_reason_that_can_be_kept_nothing_is_shown(
    store: Store, case: Case, reason: str
) -> None:
    assert case.subject_id is not None
    with pytest.raises(InputError) as refused, store.database.writing() as session:
        reveal(session, store.keys, case.subject_id, actor=KARI, reason=reason, case_id=case.id)

    assert refused.value.code in {"reason_required", "comment_too_long", "comment_national_id"}
    assert FNRS[1] not in str(refused.value)


@pytest.mark.parametrize("actor", [ROBOT, AUDITOR, CONSULTANT])
def test_only_those_who_decide_may_see_the_number(store: Store, case: Case, actor) -> None:
    assert case.subject_id is not None
    with pytest.raises(AccessDenied), store.database.writing() as session:
        reveal(session, store.keys, case.subject_id, actor=actor, reason="x", case_id=case.id)


def test_a_person_is_revealed_through_a_case_about_them_only(store: Store, case: Case) -> None:
    with store.database.writing() as session:
        other = subject_for(session, store.keys, Fnr(FNRS[1]))

    with pytest.raises(InputError) as refused, store.database.writing() as session:
        reveal(session, store.keys, other, actor=KARI, reason="x", case_id=case.id)

    assert refused.value.code == "subject_missing"


def test_a_person_of_another_unit_is_not_revealed(store: Store, case: Case) -> None:
    assert case.subject_id is not None
    stranger = Actor(KARI.id, KARI.name, KARI.roles, frozenset({OTHER_UNIT.value}))

    with pytest.raises(InputError) as refused, store.database.writing() as session:
        reveal(session, store.keys, case.subject_id, actor=stranger, reason="x", case_id=case.id)

    assert refused.value.code == "case_missing"

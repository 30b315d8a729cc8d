"""What is in the books is taken back by two, and by nobody twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, ROBOT, Actor, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.deciding.control import STRICT, Limits
from rutine.cases.figures.digest import digest
from rutine.cases.settling.settlements import record_groups
from rutine.cases.settling.undo_requests import (
    UndoAsked,
    approve_undo,
    count_requests,
    return_undo,
    undo_requests,
)
from rutine.cases.settling.undoing import undo
from rutine.cases.tables import AuditEntry, Settlement, Subject, UndoRequest, UserAccount
from rutine.cases.trail.audit import verify
from rutine.cases.views import DecisionState
from rutine.core import clock
from rutine.core.errors import AccessDenied, InputError
from rutine.core.money import Ore
from tests.unit.cases.books import books, settle
from tests.unit.cases.samples import (
    AUDITOR,
    KARI,
    LIV,
    OTHER_UNIT,
    PER,
    Store,
    claim,
    group,
    line,
)

ONE = group(line(1), claim(1))
OLA = Actor("user:00000000-0000-0000-0000-00000000001f", "Ola O", frozenset({UserRole.APPROVER}))


def ask(store: Store, settlement_id: str, actor: Actor = KARI, limits: Limits = STRICT) -> str:
    with store.database.writing() as session:
        return undo(
            session, store.keys, settlement_id, actor=actor, why="Feil stilling", limits=limits
        )


def waiting(store: Store, viewer: Actor = LIV) -> tuple[UndoAsked, ...]:
    with store.database.reading() as session:
        assert verify(session) is None
        found = undo_requests(session, store.keys, viewer)
        assert count_requests(session, viewer) == len(found)
    return found


def approve(store: Store, request_id: str, actor: Actor = LIV) -> None:
    with store.database.writing() as session:
        approve_undo(session, store.keys, request_id, actor=actor)


def told(store: Store, viewer: Actor | None) -> int:
    with store.database.reading() as session:
        return digest(session, viewer, since=clock.now(), today=clock.today()).undo


def stands(store: Store, settlement_id: str) -> bool:
    with store.database.reading() as session:
        return session.get_one(Settlement, settlement_id).undone_at is None


def refused(store: Store, request_id: str, actor: Actor) -> str:
    with pytest.raises((InputError, AccessDenied)) as error:
        approve(store, request_id, actor)
    return error.value.code


def test_one_asks_and_another_takes_it_back(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    before = books(store)

    assert ask(store, settlement_id) == DecisionState.PROPOSED
    # The letters tell those who may answer, and nobody else.
    assert [told(store, each) for each in (LIV, None, KARI, replace(LIV, id=KARI.id))] == [
        *(1, 1, 0, 0)
    ]
    assert told(store, replace(LIV, units=frozenset({OTHER_UNIT.value}))) == 0

    assert (stands(store, settlement_id), books(store)) == (True, before)
    (asked,) = waiting(store)
    assert (asked.why, asked.by_name, asked.paid) == ("Feil stilling", "Kari K", ONE.paid)
    assert (asked.may_approve, asked.may_return, asked.own) == (True, True, False)
    (seen,) = waiting(store, KARI)
    assert (seen.may_approve, seen.may_return, seen.own) == (False, True, True)
    (read,) = waiting(store, AUDITOR)
    assert (read.may_approve, read.may_return) == (False, False)
    approve(store, asked.request_id)
    assert (stands(store, settlement_id), books(store), waiting(store)) == (False, {}, ())
    with store.database.reading() as session:
        undone = session.get_one(Settlement, settlement_id)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "undone")).one()
    assert (undone.undone_by_id, entry.actor) == (KARI.id, LIV.id)


def test_nobody_answers_their_own_and_nobody_answers_twice(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    ask(store, settlement_id, LIV)
    (asked,) = waiting(store)
    assert refused(store, asked.request_id, LIV) == "own_proposal"
    assert refused(store, asked.request_id, PER) == "role_missing"
    assert refused(store, asked.request_id, ROBOT) == "not_a_person"
    assert refused(store, "nothing", OLA) == "request_missing"
    assert stands(store, settlement_id)
    approve(store, asked.request_id, OLA)
    assert refused(store, asked.request_id, OLA) == "request_missing"


def test_it_is_returned_with_a_word_or_taken_back_and_can_be_asked_again(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    for who in (LIV, KARI):
        ask(store, settlement_id)
        with pytest.raises(InputError, match="asked"):
            ask(store, settlement_id, PER)
        (asked,) = waiting(store)
        with store.database.writing() as session:
            with pytest.raises(AccessDenied):
                return_undo(session, store.keys, asked.request_id, actor=PER, comment="nei")
            with pytest.raises(InputError):
                return_undo(session, store.keys, asked.request_id, actor=who, comment=" ")
            return_undo(session, store.keys, asked.request_id, actor=who, comment="Den er rett")
        assert (waiting(store), stands(store, settlement_id)) == ((), True)
    with store.database.reading() as session:
        states = session.scalars(select(UndoRequest.state)).all()
        words = [entry.data for entry in session.scalars(select(AuditEntry))]
    assert states == ["returned", "returned"]
    assert not any("Den er rett" in each or "Feil stilling" in each for each in words)


def test_what_a_run_takes_back_meanwhile_is_asked_for_no_more(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    ask(store, settlement_id)
    (asked,) = waiting(store)
    with store.database.writing() as session:
        made = undo(
            *(session, store.keys, settlement_id), actor=ROBOT, why="reopened", run_id=store.run_id
        )
    assert (made, waiting(store)) == (DecisionState.EFFECTIVE, ())
    assert refused(store, asked.request_id, LIV) == "request_missing"


@pytest.mark.parametrize(
    ("limit", "state"), [(1_431_000, "proposed"), (1_431_001, "effective"), (0, "proposed")]
)
def test_the_municipality_says_from_which_amount(store: Store, limit: int, state: str) -> None:
    (settlement_id,) = settle(store, ONE)
    assert ask(store, settlement_id, limits=Limits(undo=Ore(limit))) == state


def test_what_is_in_no_books_one_person_takes_back(store: Store) -> None:
    with store.database.writing() as session:
        made = record_groups(session, store.keys, store.run_id, [ONE])
    assert ask(store, made.settlement_of[line(1)]) == DecisionState.EFFECTIVE


def test_units_and_protected_people_are_out_of_sight(store: Store) -> None:
    (settlement_id,) = settle(store, ONE)
    ask(store, settlement_id)
    (asked,) = waiting(store)
    elsewhere = replace(LIV, units=frozenset({OTHER_UNIT.value}))
    assert waiting(store, elsewhere) == ()
    assert refused(store, asked.request_id, elsewhere) == "settlement_missing"
    with store.database.writing() as session:
        subject_id = session.get_one(Settlement, settlement_id).subject_id
        session.get_one(Subject, subject_id).restricted = True
    assert waiting(store) == ()
    assert refused(store, asked.request_id, LIV) == "settlement_missing"
    few = replace(LIV, roles=LIV.roles | {UserRole.RESTRICTED})
    assert [each.name for each in waiting(store, few)] == [None]
    approve(store, asked.request_id, few)
    assert not stands(store, settlement_id)


def test_nobody_agrees_with_their_own_request_through_another_account(store: Store) -> None:
    approver = frozenset({UserRole.APPROVER})
    with store.database.writing() as session:
        asker, twin = (
            add_user(session, name, "Mia M", "et langt passord", approver, actor=COMMAND_LINE)
            for name in ("mia", "mia2")
        )
        session.get_one(UserAccount, twin.user_id).way = "entra"
    (settled,) = settle(store, ONE)
    books(store)
    ask(store, settled, asker.actor)
    (waits,) = waiting(store, twin.actor)
    assert not waits.may_approve
    assert refused(store, waits.request_id, twin.actor) == "own_proposal"

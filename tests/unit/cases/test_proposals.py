"""Proposals in the store: found, renewed, lapsed and answered, by whom, and what is kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from rutine.cases.access import BESIDE, COMMAND_LINE, ROBOT, Actor, UserRole
from rutine.cases.proposals import (
    Found,
    Kept,
    ProposalState,
    accept,
    history_mark,
    keep,
    note_rehearsal,
    proposal,
    proposals,
    refuse,
)
from rutine.cases.tables import AuditEntry
from rutine.cases.trail.audit import verify
from rutine.core.errors import AccessDenied, InputError

ROUTINE = "nav_refunds"
NINA = Actor("user:n", "Nina N", frozenset({UserRole.CONSULTANT}))
KARI = Actor("user:k", "Kari K", frozenset({UserRole.REVIEWER}))
FOUND = Found("rule", "routines/nav_refunds.yaml", '{"do":"x"}', '{"alike":6}', "a" * 64, 6)


def keeping(store, *found: Found) -> Kept:
    with store.database.writing() as session:
        return keep(session, ROUTINE, found)


def listed(store) -> list[tuple[int, str, int]]:
    with store.database.reading() as session:
        assert verify(session) is None
        found = proposals(session, store.keys, NINA)
    return [(each.number, each.state.value, each.alike) for each in found]


def refusing(store, number: int = 1, actor: Actor = NINA, why: str = "nei") -> None:
    with store.database.writing() as session:
        refuse(session, store.keys, number, actor=actor, why=why)


def accepting(store, number: int = 1, actor: Actor = NINA, **more) -> None:
    given = {"why": "ja", "after": "b" * 64, "rehearsal": "{}"} | more
    with store.database.writing() as session:
        given.setdefault("mark", history_mark(session))
        accept(session, store.keys, number, actor=actor, **given)


def test_what_is_found_again_is_the_same_proposal(store) -> None:
    assert keeping(store, FOUND) == Kept(new=1)
    assert keeping(store, FOUND) == Kept()
    more = replace(FOUND, evidence='{"alike":7}', alike=7)
    assert keeping(store, more) == Kept(renewed=1)
    assert keeping(store, replace(more, base="c" * 64)) == Kept(renewed=1)
    assert keeping(store) == Kept(lapsed=1)
    assert keeping(store, more) == Kept(new=1)
    assert listed(store) == [(2, "open", 7), (1, "lapsed", 7)]


@pytest.mark.parametrize("answer", [refusing, accepting])
def test_an_answered_one_comes_back_with_twice_as_much(store, answer) -> None:
    keeping(store, FOUND)
    answer(store)
    assert keeping(store, replace(FOUND, alike=11, evidence="{}")) == Kept()
    assert keeping(store, replace(FOUND, alike=12, evidence="{}")) == Kept(new=1)


def test_a_rehearsal_is_of_the_file_it_was_played_with(store) -> None:
    keeping(store, FOUND)
    with store.database.writing() as session:
        note_rehearsal(session, 1, "c" * 64, '{"runs":1}')
    with store.database.reading() as session:
        assert proposal(session, store.keys, 1, NINA).rehearsal is None
    with store.database.writing() as session:
        note_rehearsal(session, 1, FOUND.base, '{"runs":2}')
    with store.database.reading() as session:
        assert proposal(session, store.keys, 1, NINA).rehearsal == '{"runs":2}'
    keeping(store, replace(FOUND, base="c" * 64))
    with store.database.reading() as session:
        assert proposal(session, store.keys, 1, NINA).rehearsal is None


@pytest.mark.parametrize("answer", [refusing, accepting])
@pytest.mark.parametrize(
    ("actor", "code"),
    [
        *((replace(KARI, roles=frozenset({role})), "role_missing") for role in UserRole
          if role is not UserRole.CONSULTANT),
        (ROBOT, "not_a_person"),
        (COMMAND_LINE, "not_a_person"),
        (replace(NINA, id="robot"), "not_a_person"),
    ],
)  # fmt: skip
def test_only_a_consultant_answers(store, answer, actor: Actor, code: str) -> None:
    keeping(store, FOUND)
    with pytest.raises(AccessDenied) as denied:
        answer(store, actor=actor)
    assert denied.value.code == code
    assert listed(store) == [(1, "open", 6)]


def test_who_sees_them(store) -> None:
    keeping(store, FOUND)
    with store.database.reading() as session:
        for role in UserRole:
            actor = replace(KARI, roles=frozenset({role}))
            if role in BESIDE:
                with pytest.raises(AccessDenied):
                    proposals(session, store.keys, actor)
            else:
                assert len(proposals(session, store.keys, actor)) == 1
        assert len(proposals(session, store.keys, COMMAND_LINE)) == 1
        with pytest.raises(AccessDenied):
            proposal(session, store.keys, 1, ROBOT)


@pytest.mark.parametrize("answer", [refusing, accepting])
def test_it_is_answered_once_with_a_reason(store, answer) -> None:
    keeping(store, FOUND)
    for why, code in (
        (" ", "reason_required"),
        ("x" * 2001, "comment_too_long"),
    ):
        with pytest.raises(InputError) as refused:
            answer(store, why=why)
        assert refused.value.code == code
    answer(store)
    for again in (refusing, accepting):
        with pytest.raises(InputError) as refused:
            again(store)
        assert refused.value.code == "proposal_answered"
    for missing in (9, 0, 10**20):
        with pytest.raises(InputError) as refused:
            answer(store, number=missing)
        assert refused.value.code == "proposal_missing"


def test_the_trail_has_every_step_and_nobodys_words(store) -> None:
    keeping(store, FOUND)
    keeping(store, replace(FOUND, base="c" * 64))
    accepting(store, why="Hemmelig grunn")
    keeping(store, replace(FOUND, edit='{"do":"y"}'))
    keeping(store)
    with store.database.reading() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("proposal_"))
        ).all()
        assert [(each.action.removeprefix("proposal_"), each.actor) for each in entries] == [
            ("found", "robot"),
            ("renewed", "robot"),
            ("accepted", NINA.id),
            ("found", "robot"),
            ("lapsed", "robot"),
        ]
        accepted = json.loads(entries[2].data)
        assert (accepted["proposal"], accepted["routine"]) == (1, ROUTINE)
        assert (accepted["before"], accepted["after"]) == ("c" * 64, "b" * 64)
        assert "Hemmelig" not in entries[2].data
        view = proposal(session, store.keys, 1, NINA)
    assert (view.state, view.by_name, view.why) == (
        ProposalState.ACCEPTED,
        "Nina N",
        "Hemmelig grunn",
    )


def test_a_decision_since_the_months_were_played_stops_it(store) -> None:
    keeping(store, FOUND)
    with pytest.raises(InputError) as refused:
        accepting(store, mark=-1)
    assert refused.value.code == "proposal_outrun"
    assert listed(store) == [(1, "open", 6)]

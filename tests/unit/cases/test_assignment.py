"""Who has a case, who may decide it meanwhile, and how it changes hands."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from rutine.cases.access import COMMAND_LINE, ROBOT, Actor, UserRole
from rutine.cases.deciding.decisions import approve, decide, return_proposal
from rutine.cases.lists.assignment import assign, give_back
from rutine.cases.lists.queue import case_view
from rutine.cases.people.protection import protect
from rutine.cases.tables import Assignment, AuditEntry, UserAccount
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseView
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError, StaleVersion
from rutine.core.identifiers import Fnr
from tests.unit.cases.samples import (
    AUDITOR,
    FNRS,
    KARI,
    LIV,
    PER,
    UNIT,
    Store,
    claim,
    difference,
    line,
    record,
    settle,
)

ROLES = {KARI: '["reviewer"]', PER: '["reviewer"]', LIV: '["approver"]', AUDITOR: '["auditor"]'}


@pytest.fixture
def case_id(store: Store) -> str:
    """A case, in a store whose accounts may do what their persons may."""
    with store.database.writing() as session:
        for person, roles in ROLES.items():
            account = UserAccount.id == person.id.removeprefix("user:")
            session.execute(update(UserAccount).where(account).values(roles=roles))
    return record(store, difference(line(1), claim(1))).case_ids[0]


def seen(store: Store, case_id: str, viewer: Actor = KARI) -> CaseView:
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id, viewer)


def give(store: Store, case_id: str, to: Actor | None, **changed: Any) -> None:
    given = {"actor": KARI, "version": seen(store, case_id).version} | changed
    with store.database.writing() as session:
        assign(session, store.keys, case_id, to=to.id if to else None, **given)


def test_a_case_is_taken_passed_on_and_let_go_and_the_history_says_so(
    store: Store, case_id: str
) -> None:
    give(store, case_id, KARI)
    give(store, case_id, PER, note="Du kjenner skolen")
    give(store, case_id, None, actor=PER)
    give(store, case_id, LIV)

    view = seen(store, case_id)
    assert view.holder is not None
    assert (view.holder.id, view.holder.name) == (LIV.id, "Liv L")
    assert [(h.action, h.by_name, h.from_name, h.to_name, h.comment) for h in view.history[1:]] == [
        ("taken", "Kari K", None, "Kari K", None),
        ("forwarded", "Kari K", "Kari K", "Per P", "Du kjenner skolen"),
        ("released", "Per P", "Per P", None, None),
        ("assigned", "Kari K", None, "Liv L", None),
    ]
    with store.database.reading() as session:
        assert verify(session) is None
        trail = " ".join(session.scalars(select(AuditEntry.data)))
        notes = [each.note for each in session.scalars(select(Assignment))]
    assert "skolen" not in trail
    assert not any(note and b"skolen" in note for note in notes)


def test_what_somebody_has_is_decided_by_nobody_else(store: Store, case_id: str) -> None:
    give(store, case_id, PER)
    assert seen(store, case_id).permitted == ()
    assert seen(store, case_id, PER).permitted != ()

    with pytest.raises(InputError) as refused, store.database.writing() as session:
        decide(session, store.keys, case_id, version=2, actor=KARI, action=Action.SEND_TO_NAV)

    assert refused.value.code == "case_held"
    assert seen(store, case_id).status == "open"


def test_it_is_taken_over_only_by_one_who_says_whose_it_is(store: Store, case_id: str) -> None:
    give(store, case_id, PER)

    for over in (None, LIV.id, KARI.id):
        with pytest.raises(InputError) as refused:
            give(store, case_id, KARI, over=over)
        assert refused.value.code == "case_held"

    give(store, case_id, KARI, over=PER.id)
    last = seen(store, case_id).history[-1]
    assert (last.action, last.from_name, last.to_name) == ("taken_over", "Per P", "Kari K")


def test_nobody_gives_what_was_changed_since_they_read_it(store: Store, case_id: str) -> None:
    give(store, case_id, None)
    give(store, case_id, PER, version=1)
    with pytest.raises(StaleVersion):
        give(store, case_id, KARI, version=1, over=PER.id)


@pytest.mark.parametrize(
    ("actor", "code"),
    [(ROBOT, "not_a_person"), (COMMAND_LINE, "not_a_person"), (AUDITOR, "role_missing")],
)
def test_only_those_who_decide_may_give(
    store: Store, case_id: str, actor: Actor, code: str
) -> None:
    with pytest.raises(AccessDenied) as refused:
        give(store, case_id, KARI, actor=actor)
    assert refused.value.code == code


def test_only_those_who_decide_and_see_the_case_may_have_it(store: Store, case_id: str) -> None:
    with store.database.writing() as session:
        account = UserAccount.id == PER.id.removeprefix("user:")
        session.execute(update(UserAccount).where(account).values(units='["999"]'))

    assert [each.name for each in seen(store, case_id).colleagues] == ["Kari K", "Liv L"]
    for unfit in (PER, AUDITOR, ROBOT):
        with pytest.raises(InputError) as refused:
            give(store, case_id, unfit)
        assert refused.value.code == "assignee_unfit"


def test_a_closed_account_gets_nothing(store: Store, case_id: str) -> None:
    with store.database.writing() as session:
        account = UserAccount.id == PER.id.removeprefix("user:")
        session.execute(update(UserAccount).where(account).values(enabled=False))
    with pytest.raises(InputError):
        give(store, case_id, PER)


def test_a_restricted_case_goes_only_to_those_with_the_right(store: Store, case_id: str) -> None:
    with store.database.writing() as session:
        protect(session, store.keys, protected=[Fnr(FNRS[0])], listed=[Fnr(FNRS[0])])
    trusted = Actor(KARI.id, KARI.name, KARI.roles | {UserRole.RESTRICTED})
    with pytest.raises(InputError) as hidden, store.database.writing() as session:
        assign(session, store.keys, case_id, version=1, actor=PER, to=PER.id)
    with pytest.raises(InputError) as unfit, store.database.writing() as session:
        assign(session, store.keys, case_id, version=1, actor=trusted, to=PER.id)
    assert (hidden.value.code, unfit.value.code) == ("case_missing", "assignee_unfit")


def test_one_of_another_unit_finds_no_case_to_take(store: Store, case_id: str) -> None:
    elsewhere = Actor(PER.id, PER.name, PER.roles, frozenset({"999"}))
    assert UNIT.value not in elsewhere.units
    with pytest.raises(InputError) as refused:
        give(store, case_id, PER, actor=elsewhere)
    assert refused.value.code == "case_missing"


def test_what_is_decided_changes_no_hands(store: Store, case_id: str) -> None:
    settle(store, case_id)
    with pytest.raises(InputError) as refused:
        give(store, case_id, KARI)
    assert refused.value.code == "case_not_open"


def test_giving_it_to_whoever_has_it_changes_nothing(store: Store, case_id: str) -> None:
    give(store, case_id, KARI)
    give(store, case_id, KARI)
    assert [h.action for h in seen(store, case_id).history] == ["created", "taken"]


def test_an_own_assignment_is_taken_back_and_no_other(store: Store, case_id: str) -> None:
    give(store, case_id, PER)
    give(store, case_id, KARI, over=PER.id)
    with store.database.writing() as session:
        give_back(session, store.keys, case_id, version=3, actor=KARI)
    holder = seen(store, case_id).holder
    assert holder is not None
    assert holder.id == PER.id

    with pytest.raises(InputError) as refused, store.database.writing() as session:
        give_back(session, store.keys, case_id, version=4, actor=LIV)
    assert refused.value.code == "assignment_missing"


def test_the_second_person_need_not_take_the_case_over(store: Store, case_id: str) -> None:
    give(store, case_id, KARI)
    with store.database.writing() as session:
        decide(
            session,
            store.keys,
            case_id,
            version=2,
            actor=KARI,
            action=Action.WRITE_OFF,
            comment="tapt",
        )
    with store.database.writing() as session:
        approve(session, store.keys, case_id, version=3, actor=LIV)
    assert seen(store, case_id).status == "done"


def test_a_proposal_that_is_sent_back_is_its_makers_to_mend(store: Store, case_id: str) -> None:
    with store.database.writing() as session:
        decide(
            session,
            store.keys,
            case_id,
            version=1,
            actor=KARI,
            action=Action.WRITE_OFF,
            comment="tapt",
        )
    with store.database.writing() as session:
        return_proposal(session, store.keys, case_id, version=2, actor=LIV, comment="hvorfor?")
    holder = seen(store, case_id).holder
    assert holder is not None
    assert holder.id == KARI.id

"""Who may decide what, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rutine.cases.access import COMMAND_LINE, ROBOT, Actor, UserRole
from rutine.cases.deciding.control import Limits
from rutine.cases.deciding.decisions import approve, decide, return_proposal
from rutine.cases.lists.queue import case_view
from rutine.cases.tables import Case
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseView, DecisionState, DecisionView
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError, RutineError, StaleVersion
from tests.unit.cases.samples import (
    AUDITOR,
    CONSULTANT,
    FNRS,
    GENEROUS,
    KARI,
    LIV,
    OTHER_UNIT,
    PER,
    UNIT,
    Store,
    claim,
    difference,
    line,
    record,
    report_difference,
)

Decide = Callable[..., DecisionView]


@pytest.fixture
def case_id(store: Store) -> str:
    return record(store, difference(line(1), claim(1))).case_ids[0]


@pytest.fixture
def choose(store: Store, case_id: str) -> Decide:
    """Decide the case; version 1, Kari and an ordinary comment unless said otherwise."""

    def make(
        action: Action = Action.ACCEPT_PAID,
        *,
        actor: Actor = KARI,
        version: int = 1,
        comment: str = "etter avtale",
        limits: Limits = GENEROUS,
        **more: Any,
    ) -> DecisionView:
        with store.database.writing() as session:
            return decide(
                session,
                store.keys,
                case_id,
                version=version,
                actor=actor,
                action=action,
                comment=comment,
                limits=limits,
                **more,
            )

    return make


def seen(store: Store, case_id: str, viewer: Actor = KARI) -> CaseView:
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id, viewer)


def agree(store: Store, case_id: str, version: int, actor: Actor = LIV) -> DecisionView:
    with store.database.writing() as session:
        return approve(session, store.keys, case_id, version=version, actor=actor)


def send_back(
    store: Store, case_id: str, version: int, actor: Actor = LIV, comment: str = "hvorfor?"
) -> DecisionView:
    with store.database.writing() as session:
        return return_proposal(
            session, store.keys, case_id, version=version, actor=actor, comment=comment
        )


def test_a_decision_takes_effect_with_the_persons_name_and_words(
    store: Store, case_id: str, choose: Decide
) -> None:
    decision = choose()

    assert (decision.state, decision.by_name, decision.comment) == (
        DecisionState.EFFECTIVE,
        "Kari K",
        "etter avtale",
    )
    view = seen(store, case_id)
    assert (view.status, view.version, view.permitted) == ("done", 2, ())
    assert view.decision is not None
    assert view.decision.action is Action.ACCEPT_PAID
    assert [(h.action, h.by_name, h.choice, h.comment) for h in view.history] == [
        ("created", None, None, None),
        ("decided", "Kari K", Action.ACCEPT_PAID, "etter avtale"),
    ]


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (ROBOT, "not_a_person"),
        (COMMAND_LINE, "not_a_person"),
        (Actor("robot", "R", frozenset(UserRole)), "not_a_person"),
        (AUDITOR, "role_missing"),
        (CONSULTANT, "role_missing"),
    ],
)
def test_neither_the_robot_nor_one_without_the_role_decides(
    store: Store, case_id: str, choose: Decide, actor: Actor, code: str
) -> None:
    for attempt in (
        lambda: choose(actor=actor),
        lambda: agree(store, case_id, 1, actor),
        lambda: send_back(store, case_id, 1, actor),
    ):
        with pytest.raises(AccessDenied) as refused:
            attempt()
        assert refused.value.code == code
    assert seen(store, case_id).status == "open"


def test_a_decision_made_on_an_older_version_is_refused(choose: Decide) -> None:
    choose(Action.SEND_TO_NAV)

    with pytest.raises(StaleVersion) as refused:
        choose(actor=PER)

    assert refused.value.code == "case_changed"


def test_a_decided_case_is_not_decided_again(choose: Decide) -> None:
    choose()

    with pytest.raises(InputError) as refused:
        choose(version=2, actor=PER)

    assert refused.value.code == "case_not_open"


def test_only_what_the_routine_permits_can_be_decided(choose: Decide) -> None:
    with pytest.raises(InputError) as refused:
        choose(Action.FETCH_AGAIN)

    assert refused.value.code == "action_not_permitted"


@pytest.mark.parametrize("action", [Action.WRITE_OFF, Action.CHANGE_CLAIM, Action.CANNOT_DETERMINE])
@pytest.mark.parametrize("comment", ["", " \n "])
def test_some_decisions_need_a_word_of_why(choose: Decide, action: Action, comment: str) -> None:
    with pytest.raises(InputError) as refused:
        choose(action, comment=comment)

    assert refused.value.code == "comment_required"


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("x" * 2001, "comment_too_long"),
        (f"gjelder {FNRS[1]}", "comment_national_id"),
        (f"gjelder {FNRS[1][:6]} {FNRS[1][6:]}.", "comment_national_id"),
    ],
)
def test_comments_stay_short_and_without_national_ids(
    choose: Decide, comment: str, code: str
) -> None:
    with pytest.raises(InputError) as refused:
        choose(comment=comment)

    assert refused.value.code == code
    assert FNRS[1] not in f"{refused.value!r}"


def test_eleven_other_digits_are_welcome_in_a_comment(choose: Decide) -> None:
    assert choose(comment="bilag 12345678901, 48 timer").comment.startswith("bilag")


def test_waiting_for_nav_keeps_the_case_decidable(
    store: Store, case_id: str, choose: Decide
) -> None:
    choose(Action.SEND_TO_NAV, comment="")
    view = seen(store, case_id)
    assert (view.status, view.decision is not None) == ("waiting", True)
    assert Action.ACCEPT_PAID in view.permitted

    choose(Action.ACCEPT_PAID, version=2, actor=PER)

    view = seen(store, case_id)
    assert view.status == "done"
    assert view.decision is not None
    assert view.decision.by_name == "Per P"


def test_a_loss_is_a_proposal_until_another_person_approves(
    store: Store, case_id: str, choose: Decide
) -> None:
    proposal = choose(Action.WRITE_OFF)
    assert proposal.state is DecisionState.PROPOSED
    view = seen(store, case_id, LIV)
    assert (view.status, view.permitted, view.decision) == ("approval", (), None)
    assert (view.may_approve, view.may_return) == (True, True)
    assert (seen(store, case_id).may_approve, seen(store, case_id).may_return) == (False, True)
    assert (seen(store, case_id, PER).may_approve, seen(store, case_id, PER).may_return) == (
        False,
        False,
    )

    approved = agree(store, case_id, view.version)

    assert (approved.state, approved.by_name, approved.second_name) == (
        DecisionState.EFFECTIVE,
        "Kari K",
        "Liv L",
    )
    view = seen(store, case_id)
    assert (view.status, view.proposal) == ("done", None)
    assert [(h.action, h.by_name, h.comment) for h in view.history[1:]] == [
        ("proposed", "Kari K", "etter avtale"),
        ("approved", "Liv L", None),
    ]


def test_a_reason_for_two_persons_makes_every_decision_a_proposal(store: Store) -> None:
    (case_id,) = record(store, report_difference("D36")).case_ids
    view = seen(store, case_id)
    assert view.second_person_for == {Action.ACKNOWLEDGE, Action.FETCH_AGAIN, Action.WAIT_UNTIL}

    with store.database.writing() as session:
        decide(session, store.keys, case_id, version=1, actor=LIV, action=Action.ACKNOWLEDGE)

    assert seen(store, case_id).status == "approval"
    with pytest.raises(AccessDenied) as refused:
        agree(store, case_id, 2)
    assert refused.value.code == "own_proposal"


def test_a_reviewer_does_not_approve(store: Store, case_id: str, choose: Decide) -> None:
    choose(Action.WRITE_OFF)

    with pytest.raises(AccessDenied) as refused:
        agree(store, case_id, 2, PER)
    assert refused.value.code == "role_missing"


def test_a_proposal_sent_back_opens_the_case_with_the_reason(
    store: Store, case_id: str, choose: Decide
) -> None:
    choose(Action.WRITE_OFF)
    with pytest.raises(InputError) as refused:
        send_back(store, case_id, 2, comment=" ")
    assert refused.value.code == "comment_required"
    with pytest.raises(AccessDenied):
        send_back(store, case_id, 2, PER)

    returned = send_back(store, case_id, 2)

    assert (returned.state, returned.second_comment) == (DecisionState.RETURNED, "hvorfor?")
    view = seen(store, case_id)
    assert (view.status, view.proposal, view.decision) == ("open", None, None)
    assert (view.history[-1].action, view.history[-1].comment) == ("returned", "hvorfor?")
    choose(version=3)


def test_one_may_take_back_ones_own_proposal(store: Store, case_id: str, choose: Decide) -> None:
    choose(Action.WRITE_OFF)

    send_back(store, case_id, 2, KARI, "feil sak")

    assert seen(store, case_id).status == "open"


def test_there_is_nothing_to_approve_on_an_open_case(store: Store, case_id: str) -> None:
    for attempt in (agree, send_back):
        with pytest.raises(InputError) as refused:
            attempt(store, case_id, 1)
        assert refused.value.code == "case_not_for_approval"


@pytest.mark.parametrize("units", [{OTHER_UNIT.value}, set()])
def test_a_case_of_another_unit_is_not_there(
    store: Store, case_id: str, choose: Decide, units: set[str]
) -> None:
    stranger = Actor(PER.id, "Per P", frozenset({UserRole.REVIEWER}), frozenset(units))

    with pytest.raises(InputError) as refused:
        choose(actor=stranger)
    assert refused.value.code == "case_missing"
    with pytest.raises(InputError):
        seen(store, case_id, stranger)
    neighbour = Actor(PER.id, "Per P", frozenset({UserRole.REVIEWER}), frozenset({UNIT.value}))
    assert choose(actor=neighbour).state is DecisionState.EFFECTIVE


def test_a_case_that_does_not_exist_is_not_there(store: Store) -> None:
    with pytest.raises(InputError) as refused:
        agree(store, "nothing", 1)

    assert refused.value.code == "case_missing"


def test_of_eight_who_decide_at_once_exactly_one_does(store: Store, case_id: str) -> None:
    actors = [Actor(f"user:{n:036d}", f"Nr {n}", frozenset({UserRole.REVIEWER})) for n in range(8)]

    def attempt(actor: Actor) -> str:
        try:
            with store.database.writing() as session:
                decide(
                    session,
                    store.keys,
                    case_id,
                    version=1,
                    actor=actor,
                    action=Action.ACCEPT_PAID,
                    limits=GENEROUS,
                )
        except RutineError as error:
            return error.code
        return "decided"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(attempt, actors))

    assert answers == ["case_changed"] * 7 + ["decided"]
    with store.database.reading() as session:
        assert verify(session) is None
        assert session.get_one(Case, case_id).version == 2

"""A case that waits for a day leaves the queue and comes back by itself, undecided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.lifecycle.waking import wake
from rutine.cases.lists.queue import case_view, counts, open_cases
from rutine.cases.runs import open_run
from rutine.cases.tables import Case, DecisionEntry
from rutine.cases.views import CaseStatus, CaseView, DecisionState, Filters
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.core.money import Ore
from tests.unit.cases.samples import (
    EMPLOYER,
    GENEROUS,
    KARI,
    LIV,
    MONTH,
    OTHER_EMPLOYER,
    ROUTINE,
    RULES,
    Store,
    claim,
    difference,
    line,
    record,
    report_difference,
)

SOON = timedelta(days=14)


def choose(store: Store, case_id: str, action: Action, **more: Any) -> None:
    with store.database.writing() as session:
        decide(
            session,
            store.keys,
            case_id,
            version=session.get_one(Case, case_id).version,
            actor=KARI,
            action=action,
            comment="venter på brev",
            limits=GENEROUS,
            **more,
        )


def come(store: Store, today: date) -> int:
    with store.database.writing() as session:
        return wake(session, store.run_id, ROUTINE, EMPLOYER, today)


def seen(store: Store, case_id: str) -> CaseView:
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id, KARI)


def states(store: Store) -> list[str]:
    with store.database.reading() as session:
        return list(session.scalars(select(DecisionEntry.state)))


@pytest.fixture
def case_id(store: Store) -> str:
    return record(store, difference(line(1), claim(1))).case_ids[0]


def test_the_case_is_away_until_its_day_and_back_on_it(store: Store, case_id: str) -> None:
    until = clock.today() + SOON
    choose(store, case_id, Action.WAIT_UNTIL, until=until)

    with store.database.reading() as session:
        assert open_cases(session, store.keys, KARI, Filters()).rows == ()
        (row,) = open_cases(session, store.keys, KARI, Filters(status=CaseStatus.WAITING)).rows
        assert row.resume_on == until
    assert come(store, until - timedelta(days=1)) == 0
    assert seen(store, case_id).status == "waiting"

    assert come(store, until) == 1

    view = seen(store, case_id)
    assert (view.status, view.resume_on, view.decision) == ("open", None, None)
    assert [entry.action for entry in view.history] == ["created", "decided", "resumed"]
    assert view.history[1].until == until
    assert states(store) == [DecisionState.EXPIRED]
    with store.database.reading() as session:
        assert counts(session, KARI).statuses[CaseStatus.OPEN] == 1


def test_coming_back_happens_once_and_runs_leave_it_alone(store: Store, case_id: str) -> None:
    until = clock.today() + SOON
    choose(store, case_id, Action.WAIT_UNTIL, until=until)
    assert record(store, difference(line(1), claim(1))).unchanged == 1
    assert come(store, until + timedelta(days=40)) == 1

    assert come(store, until + timedelta(days=41)) == 0
    assert record(store, difference(line(1), claim(1))).unchanged == 1
    assert seen(store, case_id).status == "open"


def test_another_employers_run_brings_nothing_back(store: Store, case_id: str) -> None:
    until = clock.today() + SOON
    choose(store, case_id, Action.WAIT_UNTIL, until=until)
    with store.database.writing() as session:
        assert wake(session, store.run_id, ROUTINE, OTHER_EMPLOYER, until) == 0
        assert wake(session, store.run_id, "other_routine", EMPLOYER, until) == 0


def test_every_decision_that_waits_may_have_a_day(store: Store, case_id: str) -> None:
    until = clock.today() + SOON
    choose(store, case_id, Action.SEND_TO_NAV, until=until)
    assert come(store, until) == 1
    choose(store, case_id, Action.CANNOT_DETERMINE, until=until)
    assert come(store, until) == 1

    assert seen(store, case_id).by_hand


def test_a_proposal_that_waits_for_a_day_does_so_once_it_is_approved(store: Store) -> None:
    (case_id,) = record(store, report_difference("D36")).case_ids
    until = clock.today() + SOON
    choose(store, case_id, Action.WAIT_UNTIL, until=until)
    assert come(store, until) == 0

    with store.database.writing() as session:
        approve(session, store.keys, case_id, version=2, actor=LIV)

    assert seen(store, case_id).resume_on == until
    assert come(store, until) == 1


@pytest.mark.parametrize(
    ("days", "code"),
    [(None, "until_required"), (0, "until_past"), (-3, "until_past"), (367, "until_too_far")],
)
def test_the_day_must_make_sense(store: Store, case_id: str, days: int | None, code: str) -> None:
    until = None if days is None else clock.today() + timedelta(days=days)
    with pytest.raises(InputError) as refused:
        choose(store, case_id, Action.WAIT_UNTIL, until=until)

    assert refused.value.code == code
    assert seen(store, case_id).status == "open"


def test_a_decision_that_ends_the_case_has_no_day(store: Store, case_id: str) -> None:
    with pytest.raises(InputError) as refused:
        choose(store, case_id, Action.ACCEPT_PAID, until=clock.today() + SOON)

    assert refused.value.code == "until_not_asked"


@pytest.mark.parametrize(
    ("action", "amount", "code"),
    [
        (Action.ACCEPT_PAID, 100, "amount_not_asked"),
        (Action.CHANGE_CLAIM, -1, "amount_invalid"),
        (Action.CHANGE_CLAIM, 10**13, "amount_invalid"),
    ],
)
def test_only_a_claim_has_a_new_amount(
    store: Store, case_id: str, action: Action, amount: int, code: str
) -> None:
    with pytest.raises(InputError) as refused:
        choose(store, case_id, action, amount=Ore(amount))

    assert refused.value.code == code


def test_the_new_amount_of_a_claim_stands_in_the_history(store: Store, case_id: str) -> None:
    choose(store, case_id, Action.CHANGE_CLAIM, amount=Ore(1_287_900))

    view = seen(store, case_id)
    assert (view.status, view.history[-1].amount) == ("waiting", Ore(1_287_900))
    assert view.decision is not None
    assert view.decision.amount == Ore(1_287_900)


def test_a_fetch_that_was_tried_again_in_vain_is_to_do_again(store: Store) -> None:
    fetch = report_difference("D38", kind="fetch", reference="2026-08 session_ended")
    (case_id,) = record(store, fetch).case_ids
    choose(store, case_id, Action.FETCH_AGAIN)
    assert record(store, fetch).unchanged == 1  # the run that was under way

    with store.database.writing() as session:
        later = open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)
    again = record(Store(store.database, later), fetch)

    assert again.reopened == 1
    view = seen(store, case_id)
    assert (view.status, view.history[-1].cause) == ("open", "still_so")
    assert record(Store(store.database, later), fetch).unchanged == 1


def test_not_seeing_is_never_settled_for_the_next_time(store: Store) -> None:
    fetch = report_difference("D38", kind="fetch", reference="2026-08 session_ended")
    (case_id,) = record(store, fetch).case_ids
    choose(store, case_id, Action.ACKNOWLEDGE)
    with store.database.writing() as session:
        later = open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)

    assert record(Store(store.database, later), fetch).reopened == 1
    assert seen(store, case_id).status == "open"

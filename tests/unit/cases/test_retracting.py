"""A decision is taken back while nothing has come of it, and only then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from rutine.cases.access import ROBOT, Actor
from rutine.cases.deciding.decisions import approve, decide
from rutine.cases.deciding.retracting import retract
from rutine.cases.lists.queue import case_view
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.settling.settlements import record_groups
from rutine.cases.tables import AppliedDecision, Case, CaseRowEntry, DecisionEntry, Posting
from rutine.cases.trail.audit import verify
from rutine.cases.views import CaseStatus, CaseView, HoldReason
from rutine.core import clock
from rutine.core.differences import Action
from rutine.core.errors import AccessDenied, InputError, StaleVersion
from tests.unit.cases.samples import (
    AUDITOR,
    EMPLOYER,
    GENEROUS,
    KARI,
    LIV,
    MONTH,
    OTHER_EMPLOYER,
    PER,
    ROUTINE,
    RULES,
    Store,
    claim,
    difference,
    group,
    line,
    record,
    report_difference,
)


@pytest.fixture
def case_id(store: Store) -> str:
    return record(store, difference(line(1), claim(1))).case_ids[0]


def seen(store: Store, case_id: str, viewer: Actor = KARI) -> CaseView:
    with store.database.reading() as session:
        return case_view(session, store.keys, case_id, viewer)


def choose(store: Store, case_id: str, action: Action, **more: Any) -> str:
    given = {"actor": KARI, "comment": "fordi", "limits": GENEROUS} | more
    with store.database.writing() as session:
        version = session.get_one(Case, case_id).version
        return decide(
            session, store.keys, case_id, version=version, action=action, **given
        ).decision_id


def take_back(store: Store, case_id: str, actor: Actor = KARI, version: int | None = None) -> None:
    with store.database.writing() as session:
        known = session.get_one(Case, case_id).version
        retract(session, case_id, version=version or known, actor=actor)


def held(store: Store, case_id: str) -> set[bool]:
    with store.database.reading() as session:
        query = select(CaseRowEntry.held).where(CaseRowEntry.case_id == case_id)
        return set(session.scalars(query))


@pytest.mark.parametrize("action", [Action.ACCEPT_PAID, Action.SEND_TO_NAV, Action.WAIT_UNTIL])
def test_the_case_is_to_do_again_with_its_rows_and_its_history(
    store: Store, case_id: str, action: Action
) -> None:
    more = {"until": clock.today() + timedelta(days=3)} if action is Action.WAIT_UNTIL else {}
    choose(store, case_id, action, **more)
    assert seen(store, case_id).may_retract

    take_back(store, case_id)

    view = seen(store, case_id)
    assert (view.status, view.decision, view.resume_on) == (CaseStatus.OPEN, None, None)
    assert view.permitted
    assert held(store, case_id) == {True}
    last = view.history[-1]
    assert (last.action, last.by_name, last.choice) == ("retracted", "Kari K", action)
    with store.database.reading() as session:
        assert verify(session) is None


@pytest.mark.parametrize("action", [Action.CANNOT_DETERMINE, Action.WRONG_PERSON_OR_UNIT])
def test_what_the_decision_said_of_the_case_for_ever_is_taken_back_too(
    store: Store, action: Action
) -> None:
    permitted = (Action.CANNOT_DETERMINE, Action.WRONG_PERSON_OR_UNIT)
    case_id = record(store, difference(line(1), claim(1), permitted=permitted)).case_ids[0]
    choose(store, case_id, action)
    take_back(store, case_id)
    with store.database.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.by_hand, case.apart) == (False, False)


def test_what_an_earlier_decision_said_for_ever_stays(store: Store, case_id: str) -> None:
    choose(store, case_id, Action.CANNOT_DETERMINE)
    choose(store, case_id, Action.CANNOT_DETERMINE)
    take_back(store, case_id)
    assert seen(store, case_id).by_hand


def test_an_approved_decision_is_taken_back_by_one(store: Store, case_id: str) -> None:
    choose(store, case_id, Action.WRITE_OFF)
    with store.database.writing() as session:
        approve(session, store.keys, case_id, version=2, actor=LIV)
    take_back(store, case_id, PER)
    assert seen(store, case_id).status == "open"


def test_a_proposal_is_taken_back_by_its_maker_only(store: Store, case_id: str) -> None:
    choose(store, case_id, Action.WRITE_OFF)
    assert not seen(store, case_id, LIV).may_retract
    with pytest.raises(InputError) as refused:
        take_back(store, case_id, LIV)
    assert refused.value.code == "decision_final"

    take_back(store, case_id)
    view = seen(store, case_id)
    assert (view.status, view.proposal) == ("open", None)


def test_not_once_a_run_has_carried_it_out(store: Store, case_id: str) -> None:
    decision_id = choose(store, case_id, Action.ACCEPT_PAID)
    with store.database.writing() as session:
        session.add(AppliedDecision(decision_id=decision_id, run_id=store.run_id))
    refuse(store, case_id)


def test_not_once_it_is_posted(store: Store, case_id: str) -> None:
    decision_id = choose(store, case_id, Action.ACCEPT_PAID)
    with store.database.writing() as session:
        session.execute(insert(Posting), posting(decision_id))
    refuse(store, case_id)


def test_what_was_said_of_a_whole_report_stands_once_a_run_has_begun(store: Store) -> None:
    case_id = record(store, report_difference()).case_ids[0]
    choose(store, case_id, Action.ACKNOWLEDGE)
    assert seen(store, case_id).may_retract
    with store.database.writing() as session:
        open_run(session, ROUTINE, OTHER_EMPLOYER, MONTH, RULES)
    assert seen(store, case_id).may_retract  # not this employer's
    with store.database.writing() as session:
        open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)
    refuse(store, case_id)


def test_a_run_that_ends_after_a_whole_reports_decision_may_have_heeded_it(store: Store) -> None:
    case_id = record(store, report_difference()).case_ids[0]
    choose(store, case_id, Action.ACKNOWLEDGE)
    with store.database.writing() as session:
        finish_run(session, store.run_id, RunSummary(state=RunState.CASES))
    refuse(store, case_id)


def test_not_when_another_case_has_its_rows(store: Store, case_id: str) -> None:
    choose(store, case_id, Action.ACCEPT_PAID)
    other = record(store, difference(line(2), claim(2))).case_ids[0]
    with store.database.writing() as session:
        session.execute(
            update(CaseRowEntry)
            .where(CaseRowEntry.case_id == other, CaseRowEntry.side == "line")
            .values(row=1)
        )
    refuse(store, case_id)


def test_not_when_its_rows_are_settled(store: Store, case_id: str) -> None:
    choose(store, case_id, Action.ACCEPT_PAID)
    with store.database.writing() as session:
        record_groups(session, store.keys, store.run_id, [group(line(9), claim(1))])
    refuse(store, case_id)


def refuse(store: Store, case_id: str) -> None:
    assert not seen(store, case_id).may_retract
    with pytest.raises(InputError) as refused:
        take_back(store, case_id)
    assert refused.value.code == "decision_final"
    assert seen(store, case_id).status == "done"


@pytest.mark.parametrize(("actor", "code"), [(ROBOT, "not_a_person"), (AUDITOR, "role_missing")])
def test_only_those_who_decide_may(store: Store, case_id: str, actor: Actor, code: str) -> None:
    choose(store, case_id, Action.ACCEPT_PAID)
    with pytest.raises(AccessDenied) as refused:
        take_back(store, case_id, actor)
    assert refused.value.code == code


def test_not_what_was_changed_since_it_was_read(store: Store, case_id: str) -> None:
    choose(store, case_id, Action.SEND_TO_NAV)
    with pytest.raises(StaleVersion):
        take_back(store, case_id, version=1)


def test_an_open_case_has_nothing_to_take_back(store: Store, case_id: str) -> None:
    assert not seen(store, case_id).may_retract
    with pytest.raises(InputError):
        take_back(store, case_id)


def test_a_hold_says_what_it_waits_for_and_then_needs_no_comment(
    store: Store, case_id: str
) -> None:
    until = clock.today() + timedelta(days=3)
    for missing in (None, HoldReason.OTHER):
        with pytest.raises(InputError) as refused:
            choose(store, case_id, Action.WAIT_UNTIL, until=until, comment="", hold_reason=missing)
        assert refused.value.code == "comment_required"

    choose(store, case_id, Action.WAIT_UNTIL, until=until, comment="", hold_reason=HoldReason.NAV)

    view = seen(store, case_id)
    assert view.decision is not None
    assert view.decision.hold_reason is HoldReason.NAV
    assert view.history[-1].hold_reason is HoldReason.NAV
    with store.database.reading() as session:
        assert session.scalar(select(DecisionEntry.hold_reason)) == "nav"


def posting(source_id: str) -> dict[str, Any]:
    """A line in the books."""
    return {
        "key": f"{source_id}:1",
        "source_id": source_id,
        "entry": 1,
        "kind": "decision",
        "target": "voucher",
        "line": 1,
        "employer": EMPLOYER.value,
        "period": "2026-08",
        "booked": clock.today(),
        "voucher": 1,
        "responsibility": "",
        "function": "",
        "amount": 1,
        "posted_at": clock.now(),
    }

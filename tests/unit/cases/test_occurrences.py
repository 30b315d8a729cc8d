"""What happened is told from the trail: with ids only, at least once, and known when told again."""

from __future__ import annotations

import json

import pytest

from rutine.cases.figures.plain_line import INCONCLUSIVE
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.trail.occurrences import Batch, Kind, begin_telling, untold, was_told
from rutine.core.differences import Action
from rutine.core.errors import InputError
from tests.unit.cases.samples import (
    EMPLOYER,
    FNRS,
    KARI,
    MONTH,
    NAMES,
    ROUTINE,
    RULES,
    Store,
    claim,
    difference,
    line,
    record,
    report_difference,
    settle,
)


@pytest.fixture
def listening(store: Store) -> Store:
    with store.database.writing() as session:
        begin_telling(session, "test")
    return store


def look(store: Store, at_most: int = 500) -> Batch:
    with store.database.reading() as session:
        return untold(session, "test", at_most=at_most)


def kinds(batch: Batch) -> list[Kind]:
    return [each.kind for each in batch.events]


def take(store: Store, batch: Batch) -> None:
    with store.database.writing() as session:
        was_told(session, "test", batch)


def test_what_happened_before_anybody_listened_is_told_to_nobody(store: Store) -> None:
    record(store, difference(line(1), claim(1)))
    with store.database.writing() as session:
        begin_telling(session, "test")
    assert look(store).is_empty
    with store.database.writing() as session:  # begun again, it goes on where it was
        begin_telling(session, "test")
    settle(store, record(store, difference(line(2), claim(2))).case_ids[0])
    assert Kind.CASE_DECIDED in kinds(look(store))


def test_the_last_decision_of_a_run_tells_that_all_of_it_is_decided(listening: Store) -> None:
    first, last = record(
        listening, difference(line(1), claim(1)), difference(line(2), claim(2))
    ).case_ids
    settle(listening, first)
    batch = look(listening)
    assert kinds(batch) == [Kind.CASE_DECIDED]
    take(listening, batch)
    settle(listening, last, Action.SEND_TO_NAV)  # waits for NAV: nobody has anything to decide
    told = look(listening)
    assert kinds(told) == [Kind.CASE_DECIDED, Kind.RUN_DECIDED]
    decided = told.events[1]
    assert decided.about == f"rutine.run.{listening.run_id}"
    assert decided.labels["rutine.employer"] == EMPLOYER.reveal()
    assert decided.labels["rutine.routine"] == ROUTINE


def test_a_proposal_is_not_a_decision_yet(listening: Store) -> None:
    (case_id,) = record(listening, difference(line(1), claim(1))).case_ids
    settle(listening, case_id, Action.WRITE_OFF, "Tapt")
    assert kinds(look(listening)) == [Kind.CASE_PROPOSED]


def test_nothing_is_lost_and_what_is_told_again_is_the_same(listening: Store) -> None:
    (case_id,) = record(listening, difference(line(1), claim(1))).case_ids
    settle(listening, case_id)
    once, again = look(listening), look(listening)  # the receiver never answered
    assert once == again
    assert len({each.id for each in once.events}) == len(once.events)
    piecemeal = []
    while not (batch := look(listening, at_most=1)).is_empty:
        piecemeal += batch.events
        take(listening, batch)
    assert [each.id for each in piecemeal] == [each.id for each in once.events]
    take(listening, Batch((), 0, 0))  # late news of an old batch moves nothing back
    assert look(listening).is_empty


def test_what_was_rolled_back_is_not_told(listening: Store) -> None:
    def decide_and_fail() -> None:
        with listening.database.writing() as session:
            open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)
            raise InputError("any", "any")

    with pytest.raises(InputError):
        decide_and_fail()
    assert look(listening).is_empty


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        (RunSummary(state=RunState.CLEAN), []),
        (RunSummary(state=RunState.FAILED, reason="portal_changed"), [Kind.RUN_FAILED]),
        (RunSummary(state=RunState.CASES, reason=INCONCLUSIVE), [Kind.FETCH_INCONCLUSIVE]),
    ],
)
def test_a_run_tells_how_it_went(listening: Store, summary: RunSummary, told: list[Kind]) -> None:
    with listening.database.writing() as session:
        run = open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)
        finish_run(session, run, summary)
    assert kinds(look(listening)) == [Kind.RUN_STARTED, Kind.RUN_FINISHED, *told]


def test_a_missing_report_is_told_once_and_other_cases_are_not(listening: Store) -> None:
    missing = report_difference("D38", kind="arrival", reference="2026-08")
    record(listening, missing, difference(line(1), claim(1)))
    batch = look(listening)
    assert kinds(batch) == [Kind.REPORT_MISSING]
    take(listening, batch)
    record(listening, missing)  # the next run finds the same
    assert Kind.REPORT_MISSING not in kinds(look(listening))


def test_no_event_holds_a_person_or_an_amount(listening: Store) -> None:
    (case_id,) = record(listening, difference(line(1), claim(1))).case_ids
    settle(listening, case_id, Action.ACCEPT_PAID, "Etterprøvd med lønn")
    said = json.dumps([each.labels | {"about": each.about} for each in look(listening).events])
    for secret in (FNRS[0], NAMES[0], "E-900117", "1431000", "Etterprøvd", KARI.id, KARI.name):
        assert secret not in said

"""Runs keep their rules and their result."""

from __future__ import annotations

import pytest

from rutine.cases.runs import (
    Control,
    RunFilter,
    RunState,
    RunSummary,
    find_run,
    finish_run,
    open_run,
    page_of_runs,
)
from rutine.core.errors import InputError
from tests.unit.cases.samples import EMPLOYER, MONTH, ROUTINE, RULES, Store

SUMMARY = RunSummary(
    state=RunState.CASES,
    lines=1248,
    settled_lines=1136,
    cases=112,
    files=3,
    reasons={"D14": 100, "D43": 12},
    controls=(Control(name="total", status="ok", expected="909300", found="909300", kind="ore"),),
)


def test_a_run_keeps_its_rules_and_has_no_result_until_it_ends(store: Store) -> None:
    with store.database.reading() as session:
        run = find_run(session, store.run_id)

    assert run is not None
    assert (run.rules, run.state, run.summary) == (RULES, RunState.RUNNING, None)
    assert (run.employer, run.period, run.routine) == (EMPLOYER, MONTH, ROUTINE)


def test_a_finished_run_gives_its_result_back(store: Store) -> None:
    with store.database.writing() as session:
        finish_run(session, store.run_id, SUMMARY)
    with store.database.reading() as session:
        run = find_run(session, store.run_id)

    assert run is not None
    assert (run.state, run.summary) == (RunState.CASES, SUMMARY)
    assert run.finished_at is not None


def test_a_run_ends_once(store: Store) -> None:
    with store.database.writing() as session:
        finish_run(session, store.run_id, SUMMARY)
        with pytest.raises(InputError) as refused:
            finish_run(session, store.run_id, SUMMARY)

    assert refused.value.code == "run_finished"


def test_a_run_that_is_not_there_cannot_end(store: Store) -> None:
    with store.database.writing() as session, pytest.raises(InputError) as refused:
        finish_run(session, "no such run", SUMMARY)

    assert refused.value.code == "run_missing"
    with store.database.reading() as session:
        assert find_run(session, "no such run") is None


def test_the_newest_run_comes_first_and_only_so_many(store: Store) -> None:
    with store.database.writing() as session:
        ids = [open_run(session, ROUTINE, EMPLOYER, None, {}) for _ in range(3)]
    with store.database.reading() as session:
        latest = page_of_runs(session, RunFilter(), size=2).runs

    assert [run.run_id for run in latest] == [ids[2], ids[1]]
    assert [run.number for run in latest] == [4, 3]
    assert latest[0].period is None

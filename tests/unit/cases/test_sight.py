"""Whom a routine's cases are for: the file decides, and a run sees that every case follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from rutine.cases.access import Sight
from rutine.cases.lists.sight import follow_routine
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.cases.tables import Case
from rutine.core import clock
from rutine.core.shape_reasons import OF_ABSENCE
from tests.unit.cases.conftest import Clock
from tests.unit.cases.samples import EMPLOYER, MONTH, ROUTINE, RULES, Store

FEW, ALL = Sight.FOLLOW_UP, Sight.ALL


def begin(store: Store) -> str:
    with store.database.writing() as session:
        return open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)


def end(
    store: Store, run_id: str, sight: Sight, *case_ids: str, state: RunState = RunState.CLEAN
) -> None:
    """End a run that found these cases, and whose file says who may see them."""
    with store.database.writing() as session:
        rule = follow_routine(session, ROUTINE, sight, case_ids)
        finish_run(session, run_id, RunSummary(state=state, sight_rule=rule))


def let_all_see(store: Store) -> None:
    with store.database.writing() as session:
        session.execute(update(Case).values(sight=ALL.value))


def seen(store: Store) -> list[str]:
    with store.database.reading() as session:
        return list(session.scalars(select(Case.sight).order_by(Case.number)))


@pytest.fixture
def followed(store: Store, case_ids: tuple[str, ...], time: Clock) -> Store:
    """Three cases for few, as a run that has ended left them."""
    end(store, store.run_id, FEW)
    time.wait(hours=1)
    assert seen(store) == [FEW.value] * 3
    return store


def test_a_run_by_the_same_rule_looks_at_its_own_cases_alone(
    followed: Store, case_ids: tuple[str, ...]
) -> None:
    let_all_see(followed)
    end(followed, begin(followed), FEW, case_ids[0])

    assert sorted(seen(followed)) == [ALL.value, ALL.value, FEW.value]


def test_another_word_in_the_file_is_for_every_case(followed: Store) -> None:
    end(followed, begin(followed), ALL)
    assert seen(followed) == [ALL.value] * 3


def test_so_is_another_rule_of_the_program(
    followed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_all_see(followed)
    monkeypatch.setattr("rutine.cases.lists.sight.OF_ABSENCE", OF_ABSENCE | {"D99"})
    end(followed, begin(followed), FEW)
    assert seen(followed) == [FEW.value] * 3


def test_a_run_of_before_the_rule_was_noted_vouches_for_nothing(
    followed: Store, time: Clock
) -> None:
    with followed.database.writing() as session:
        run_id = open_run(session, ROUTINE, EMPLOYER, MONTH, RULES)
        finish_run(session, run_id, RunSummary(state=RunState.CLEAN))
    time.wait(hours=1)
    let_all_see(followed)
    end(followed, begin(followed), FEW)
    assert seen(followed) == [FEW.value] * 3


def test_nor_does_one_that_failed(store: Store, case_ids: tuple[str, ...]) -> None:
    end(store, store.run_id, FEW, state=RunState.FAILED)
    let_all_see(store)
    end(store, begin(store), FEW)
    assert seen(store) == [FEW.value] * 3


def test_of_two_at_once_the_older_file_may_be_followed_last(followed: Store, time: Clock) -> None:
    older, newer = begin(followed), begin(followed)
    end(followed, newer, FEW)
    time.wait(minutes=1)
    end(followed, older, ALL)
    assert seen(followed) == [ALL.value] * 3
    time.wait(minutes=1)
    end(followed, begin(followed), FEW)
    assert seen(followed) == [FEW.value] * 3


def test_which_of_two_ended_last_is_not_told_by_clocks_that_differ(
    followed: Store, time: Clock
) -> None:
    older, newer = begin(followed), begin(followed)
    end(followed, newer, FEW)
    now = clock.now()
    with pytest.MonkeyPatch.context() as slow:
        slow.setattr(clock, "now", lambda: now - timedelta(minutes=1))
        end(followed, older, ALL)
    assert seen(followed) == [ALL.value] * 3
    time.wait(minutes=1)
    end(followed, begin(followed), FEW)
    assert seen(followed) == [FEW.value] * 3


def test_after_a_day_the_runs_by_another_word_no_longer_count(
    followed: Store, case_ids: tuple[str, ...], time: Clock
) -> None:
    end(followed, begin(followed), ALL)
    time.wait(hours=25)
    end(followed, begin(followed), FEW)
    let_all_see(followed)
    end(followed, begin(followed), FEW, case_ids[0])
    assert sorted(seen(followed)) == [ALL.value, ALL.value, FEW.value]


def test_a_past_day_done_over_again_is_seen_by_its_number(followed: Store) -> None:
    now = clock.now()
    with pytest.MonkeyPatch.context() as past:
        past.setattr(clock, "now", lambda: now - timedelta(days=30))
        end(followed, begin(followed), ALL)
    end(followed, begin(followed), FEW)
    assert seen(followed) == [FEW.value] * 3

"""Undoing, closed months and crashes on PostgreSQL: as on SQLite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from rutine.cases.tables import Posting
from tests.unit.cases import test_undoing as undoing
from tests.unit.cases import test_undoing_many as many
from tests.unit.cases.samples import Store
from tests.unit.steps.test_crash_points import crash

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize(
    "check",
    [
        undoing.test_undoing_one_frees_its_rows_and_touches_no_other,
        undoing.test_in_a_closed_month_the_counter_entry_goes_to_the_next_open_one,
        undoing.test_nothing_is_posted_in_a_closed_month_whoever_tries,
        undoing.test_undone_and_settled_again_is_as_if_nothing_had_been,
        undoing.test_a_freed_line_that_hangs_on_a_case_goes_the_cases_way,
        many.test_every_kind_by_a_person_is_as_one_after_another,
        many.test_what_two_must_agree_to_is_asked_for_and_the_rest_is_done,
        many.test_nothing_is_left_in_the_books_and_each_is_told_of_in_the_trail,
        many.test_killed_before_any_statement_nothing_is_done_and_again_does_all,
        many.test_again_is_refused_and_changes_nothing,
        many.test_ten_times_as_many_take_no_more_statements,
        many.test_the_counter_entry_is_of_the_newest_entry,
    ],
)
def test_undoing_is_the_same(store: Store, check: Callable[[Store], None]) -> None:
    check(store)


@pytest.mark.parametrize("most", [2, 900])
def test_many_at_once_is_as_one_after_another(
    store: Store, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    many.test_every_kind_at_once_is_as_one_after_another(store, monkeypatch, most)


def test_a_posting_is_neither_changed_nor_removed(store: Store) -> None:
    for change in (update(Posting).values(amount=Posting.amount * 2), delete(Posting)):
        undoing.test_a_posting_is_neither_changed_nor_removed(store, change)


def test_killed_at_some_writes_and_run_again_the_books_are_the_same(
    tmp_path: Path, server: str
) -> None:
    states = crash(tmp_path, 9, server)
    assert len(states["killed"]) > 8
    assert [state for state in states["killed"] if state != states["whole"]] == []

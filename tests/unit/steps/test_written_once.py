"""A run's write is one transaction with the note that it ended: to ask again does nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rutine import steps
from rutine.cases.runs import RunFilter, RunState, find_run, page_of_runs
from rutine.core import clock
from rutine.core.errors import ConnectorError
from rutine.practice.municipality import PracticePlan
from rutine.steps import store_turn
from rutine.steps.store_turn import note_failed, when_free
from tests.everything_stored import everything
from tests.practice_home import Home


def test_what_is_written_is_not_written_again(tmp_path: Path) -> None:
    """As when the server went away with the answer, or the task is tried again."""
    home = Home(tmp_path, PracticePlan(employees=80, sub_units=4))
    place = home.open()
    with place.database as database, clock.stopped_at(datetime(2026, 11, 3, 12, tzinfo=UTC)):
        scope = steps.begin(place, home.folder.employer.reveal(), home.months[0])
        fetched = steps.fetch(place, scope, source=home.source)
        controlled = steps.control(place, scope, steps.read(place, scope))
        reconciled = steps.reconcile(place, scope, controlled)
        steps.settle(place, scope, fetched, reconciled)
        once = everything(database)
        steps.settle(place, scope, fetched, reconciled)
        assert everything(database) == once
        steps.post(place, scope)
        posted = everything(database)
        assert steps.post(place, scope) == 0
        assert everything(database) == posted
        assert sum(once["settlements"].values()) > 5


def test_a_busy_store_is_asked_again_and_then_given_up() -> None:
    asked: list[int] = []

    def write(free_at: int) -> str:
        asked.append(1)
        if len(asked) < free_at:
            raise ConnectorError(store_turn.BUSY, "Another writes.")
        return "written"

    assert when_free(lambda: write(3)) == "written"
    asked.clear()
    with pytest.raises(ConnectorError, match="Another writes"):
        when_free(lambda: write(99))
    assert len(asked) == store_turn.TRIES


def test_another_failure_is_not_tried_again() -> None:
    asked: list[int] = []

    def write() -> None:
        asked.append(1)
        raise ConnectorError("store_unreachable", "Away.")

    with pytest.raises(ConnectorError):
        when_free(write)
    assert asked == [1]  # whether it was written is not known, and to open a run is no repeat


def test_why_it_failed_is_told_though_it_can_t_be_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path, PracticePlan(employees=40, sub_units=3))
    place = home.open()
    with place.database as database:
        scope = steps.begin(place, home.folder.employer.reveal(), home.months[0])

        def away() -> None:
            raise ConnectorError("store_unreachable", "Away.")

        with monkeypatch.context() as patch:
            patch.setattr(type(database), "writing", lambda _self: away())
            with (
                pytest.raises(ConnectorError, match="NAV is away"),
                steps.marking_failure(place, scope),
            ):
                raise ConnectorError("nav_down", "NAV is away.")
        with database.reading() as session:
            assert [each.state for each in page_of_runs(session, RunFilter()).runs] == [
                RunState.RUNNING
            ]
        note_failed(place, scope.run_id, "nav_down")
        with database.reading() as session:
            found = find_run(session, scope.run_id)
        assert found is not None
        assert found.state is RunState.FAILED

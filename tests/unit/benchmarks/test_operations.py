"""Employers settled one by one, by threads and by worker processes come to the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.operations_parts import ways
from benchmarks.operations_parts.made_up_employers import MadeUpEmployer, make
from rutine import steps
from rutine.cases.tables import Base
from rutine.cases.trail.audit import verify
from rutine.core.errors import ConnectorError
from rutine.installation import open_installation


@pytest.fixture(scope="module")
def employers(tmp_path_factory: pytest.TempPathFactory) -> list[MadeUpEmployer]:
    return make(tmp_path_factory.mktemp("employers"), 2, 80)


@pytest.fixture(scope="module")
def alone(
    tmp_path_factory: pytest.TempPathFactory, employers: list[MadeUpEmployer]
) -> tuple[dict[str, str], dict[str, int]]:
    return settled("one", tmp_path_factory.mktemp("one"), employers)


def settled(
    way: ways.Way, home: Path, employers: list[MadeUpEmployer]
) -> tuple[dict[str, str], dict[str, int]]:
    """What each run came to, and how many rows every table then has."""
    settings = ways.settings_of(home, None, employers)
    done = list(ways.work_through(way, settings, employers))
    with open_installation(settings).database as database, database.reading() as session:
        assert verify(session) is None
        rows = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    return {each.orgnr: each.result for each in done}, rows


def test_every_line_of_every_employer_ends_somewhere(employers, alone) -> None:
    results, rows = alone
    assert list(results) == [each.orgnr for each in employers]
    assert rows["settlements"] > 0
    assert rows["cases"] > 0
    assert rows["row_outcomes"] >= sum(each.lines for each in employers)
    assert len({each.orgnr for each in employers}) == 2
    ids = [report[0] for each in employers for report in each.reports]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("way", ["threads", "processes"])
def test_the_other_ways_come_to_the_same(way, tmp_path, employers, alone) -> None:
    assert settled(way, tmp_path, employers) == alone


def test_a_step_that_finds_the_store_busy_is_tried_again(
    tmp_path, employers, alone, monkeypatch
) -> None:
    real, tried = steps.settle, []

    def settle(place, scope, fetched, reconciled):
        tried.append(scope.run_id)
        if len(tried) == 1:
            raise ConnectorError("store_busy", "Another writes.")
        real(place, scope, fetched, reconciled)

    monkeypatch.setattr(steps, "settle", settle)
    assert settled("one", tmp_path, employers) == alone
    assert tried[0] == tried[1] != tried[2]


def test_a_run_that_failed_is_repeated_alone(tmp_path, employers, alone, monkeypatch) -> None:
    """Nothing of the failed one remains but that it failed; the other is not run again."""
    real, tried = steps.settle, []

    def settle(place, scope, fetched, reconciled):
        tried.append(scope.employer.reveal())
        if len(tried) <= ways.STEP_TRIES:
            raise ConnectorError("store_busy", "Another writes.")
        real(place, scope, fetched, reconciled)

    monkeypatch.setattr(steps, "settle", settle)
    results, rows = settled("one", tmp_path, employers)
    first, second = (each.orgnr for each in employers)
    assert tried == [first] * (ways.STEP_TRIES + 1) + [second]
    assert rows.pop("runs") == alone[1]["runs"] + 1
    assert {name: n for name, n in rows.items() if name != "audit"} == {
        name: n for name, n in alone[1].items() if name not in {"audit", "runs"}
    }
    assert results[second] == alone[0][second]
    assert '"settled_lines":0' not in results[first]

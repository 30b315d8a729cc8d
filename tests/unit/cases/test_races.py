"""Nothing is decided twice and nothing is lost, whoever is at it at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rutine.cases import engines
from rutine.cases.database import Database
from tests.unit.cases.racing import everybody_does_something_else, ten_decide_the_same_cases
from tests.unit.cases.samples import Store


@pytest.fixture(autouse=True)
def _the_machine_may_be_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for others to have written gets its turn, however slowly these get on."""
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 120_000)


@pytest.fixture
def other(store: Store, tmp_path: Path) -> Iterator[Database]:
    """The same store, opened by another process as it were."""
    url = f"sqlite:///{tmp_path / 'rutine.db'}"
    with Database.open(url, store.keys, mode="practice") as database:
        yield database


def test_of_ten_who_decide_the_same_cases_one_does_each(store: Store, other: Database) -> None:
    ten_decide_the_same_cases(store, other, 100)


def test_single_decisions_many_together_new_hands_and_a_run(store: Store, other: Database) -> None:
    everybody_does_something_else(store, other, 40)

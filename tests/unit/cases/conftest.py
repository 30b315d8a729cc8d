"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rutine.cases.sealing.keys import KeyRing
from rutine.core import clock
from tests.unit.cases.samples import (
    OTHER_UNIT,
    Store,
    claim,
    difference,
    line,
    record,
    report_difference,
    sqlite_store,
)


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return KeyRing.load_or_create(tmp_path / "keys")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with sqlite_store(tmp_path) as opened:
        yield opened


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

    def wait(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(clock, "now", lambda: stopped.moment)
    return stopped


@pytest.fixture
def case_ids(store: Store) -> tuple[str, ...]:
    """Two cases about a person, one of them in another unit, and one about a report."""
    return record(
        store,
        difference(line(1), claim(1)),
        difference(line(2), claim(2), sub_unit=OTHER_UNIT),
        report_difference(),
    ).case_ids

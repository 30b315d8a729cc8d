"""The clock can be stopped for a while, in one thread, and goes on afterwards."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest

from rutine.core import clock

THEN = datetime(2026, 9, 30, 23, 30, tzinfo=UTC)


def test_it_is_that_moment_in_the_block_and_norways_day() -> None:
    before = datetime.now(UTC)
    with clock.stopped_at(THEN):
        assert clock.now() == THEN
        assert clock.today() == date(2026, 10, 1)  # half past one at night in Oslo
        with clock.stopped_at(THEN.replace(year=2025)):
            assert clock.now().year == 2025
        assert clock.now() == THEN
    assert clock.now() >= before


def test_it_goes_on_when_the_block_fails() -> None:
    with pytest.raises(ValueError, match="no"), clock.stopped_at(THEN):
        raise ValueError("no")
    assert clock.now() != THEN


def test_others_stay_in_the_present() -> None:
    seen: list[datetime] = []
    with clock.stopped_at(THEN):
        other = threading.Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] > THEN

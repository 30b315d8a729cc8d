"""Deleting in time and erasing on PostgreSQL: as on SQLite."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.retention.rules import Kind
from rutine.cases.retention.wiping import NOBODY
from rutine.cases.tables import Settlement
from rutine.cases.trail.audit import verify
from rutine.core import clock
from rutine.routines.retention_file import load_terms
from rutine.steps.retention import carry_out, plan
from tests.small_books import Books

pytestmark = pytest.mark.postgres


def test_deleting_is_the_same(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    books = Books(tmp_path / "home", url)
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
        books.september()
        books.october()
    monkeypatch.setattr(clock, "now", lambda: datetime(2032, 1, 1, 3, 0, tzinfo=UTC))
    place = books.open()
    terms, _ = load_terms(place.settings.mappings)
    assert plan(place, terms, date(2031, 12, 31)).count(Kind.CASES) == 0
    done, people = carry_out(place, terms, date(2032, 1, 1))
    counts = [done.count(kind) for kind in (Kind.CASES, Kind.SETTLEMENTS, Kind.ORIGINALS)]
    assert (counts, people) == ([2, 5, 3], 3)
    with place.database.reading() as session:
        assert verify(session) is None
        assert set(session.scalars(select(Settlement.subject_id))) == {NOBODY}
    place.database.close()
    before = books.told()
    books.september_again()
    assert books.told()["settled_rows"] == before["settled_rows"]

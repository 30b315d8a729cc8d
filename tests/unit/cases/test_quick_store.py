"""The store that the tests begin with is the one that the migrations make."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import OperationalError

from rutine.cases.engines import connect
from rutine.cases.tables import Run
from tests import quick_store


def _all_of(file: Path) -> tuple[list[object], dict[str, list[object]]]:
    with closing(sqlite3.connect(file)) as store:
        query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
        found = store.execute(query).fetchall()
        tables = [name for kind, name, *_ in found if kind == "table"]
        rows = {name: store.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608
    return found, rows


def test_a_quick_store_is_what_the_migrations_make(tmp_path: Path) -> None:
    stores = []
    for name, make in (("slow", quick_store._by_alembic), ("quick", quick_store.upgrade)):
        engines = connect(f"sqlite:///{tmp_path / name}")
        with engines.writing.begin() as connection:
            make(connection)
        engines.dispose()
        stores.append(_all_of(tmp_path / name))
    assert stores[0] == stores[1]
    assert stores[0][1]["alembic_version"] != []


def test_the_stores_of_a_process_share_their_statements_and_nothing_else(tmp_path: Path) -> None:
    one, two = (connect(f"sqlite:///{tmp_path / name}") for name in ("one", "two"))
    with one.writing.begin() as connection:
        quick_store.upgrade(connection)
    runs = select(func.count()).select_from(Run)
    with one.reading.begin() as connection:
        assert connection.scalar(runs) == 0
    with pytest.raises(OperationalError, match="no such table"), two.reading.begin() as connection:
        connection.scalar(runs)
    with pytest.raises(OperationalError, match="readonly"), one.reading.begin() as connection:
        connection.execute(delete(Run))
    assert one.writing.dialect is two.reading.dialect
    for each in (one, two):
        each.dispose()

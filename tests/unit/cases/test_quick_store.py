"""The store that the tests begin with is the one that the migrations make."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from rutine.cases.engines import connect
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

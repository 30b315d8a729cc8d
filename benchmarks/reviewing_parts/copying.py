"""The same store in another engine: every table as it is, by PostgreSQL's own way in.

Making a large store takes most of a minute; copying it a third of that, and the figures of the
two engines are then of the very same cases.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import create_engine, select

from benchmarks.reviewing_parts.large_store import settings
from rutine.cases.tables import Base
from rutine.installation import open_installation

_MADE_BY_OPENING: Final = "home"
_BATCH: Final = 5_000


def copy_store(home: Path, url: str) -> None:
    """Fill the PostgreSQL database at `url` with the SQLite store of this home."""
    place = open_installation(settings(home, url))
    place.database.close()
    source = create_engine(f"sqlite:///{home / 'rutine.db'}")
    with source.connect() as read, psycopg.connect(url) as target, target.cursor() as cursor:
        for table in Base.metadata.sorted_tables:
            if table.name == _MADE_BY_OPENING:
                continue
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            rows = read.execution_options(yield_per=_BATCH).execute(select(table))
            with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN'.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
    with psycopg.connect(url, autocommit=True) as target:
        target.execute("VACUUM ANALYZE")  # or it is done while the app is measured
    source.dispose()

"""Long lists: by the page, in pieces for an `IN (…)` of either engine, or written at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import Session

from rutine.cases.tables.base import Base

_MOST: Final = 900
"""Values in one statement; older SQLite stops at 999."""

AT_ONCE: Final = {"render_nulls": True}
"""Options to insert many rows in one statement. Without them SQLAlchemy leaves out what is NULL,
and makes a statement for each stretch of rows that lack the same: a thousand for a month's rows,
while everybody else waits to write."""

Value = TypeVar("Value")


def page_within(page: int, total: int, size: int) -> tuple[int, int]:
    """The page that is shown, and how many there are, from 1; one past the end is the last."""
    pages = max(1, -(-total // size))
    return min(max(1, page), pages), pages


def batches(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The values in their order, at most 900 at a time; nothing for an empty list."""
    for start in range(0, len(values), _MOST):
        yield values[start : start + _MOST]


def insert_all(session: Session, kind: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows in one statement; all of them say the same columns, also what is NULL.

    Straight into the table, which takes half the time that it takes by way of the class. What
    waits in the session is written before, as it is then.

    Raises:
        ValueError: a row says more than another. The statement is made from the first row, and
            SQLAlchemy would leave out, without a word, what only a later one says.
    """
    if len({len(row) for row in rows}) > 1:
        msg = "rows that are written together must say the same columns"
        raise ValueError(msg)
    if rows:
        session.flush()
        session.execute(insert(Base.metadata.tables[kind.__tablename__]), rows)

"""Long lists: in pieces that an `IN (…)` can take on both engines, or written at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

_MOST: Final = 900
"""Values in one statement; older SQLite stops at 999."""

AT_ONCE: Final = {"render_nulls": True}
"""Options to insert many rows in one statement. Without them SQLAlchemy leaves out what is NULL,
and makes a statement for each stretch of rows that lack the same: a thousand for a month's rows,
while everybody else waits to write."""

Value = TypeVar("Value")


def batches(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The values in their order, at most 900 at a time; nothing for an empty list."""
    for start in range(0, len(values), _MOST):
        yield values[start : start + _MOST]

"""Long lists in pieces that an `IN (…)` can take on both engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

_MOST: Final = 900
"""Values in one statement; older SQLite stops at 999."""

Value = TypeVar("Value")


def batches(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """The values in their order, at most 900 at a time; nothing for an empty list."""
    for start in range(0, len(values), _MOST):
        yield values[start : start + _MOST]

"""A store for each test, and a clock that stands still."""

from __future__ import annotations

from tests.unit.cases.conftest import store

__all__ = ["store"]

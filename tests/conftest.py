"""The order of the files: those that take longest begin, so that no worker is left with one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent
_WHOLE_JOBS: Final = (
    "browser",
    "flows",
    "unit/steps",
    "services",
    "property",
    "golden",
    "unit/benchmarks",
)
"""Folders in which a file takes many seconds; a browser before Prefect's loops are there."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders that run whole jobs first; every file stays in one piece."""
    items.sort(key=lambda item: _place(item.path.relative_to(ROOT).as_posix()))


def _place(path: str) -> int:
    found = (n for n, folder in enumerate(_WHOLE_JOBS) if path.startswith(f"{folder}/"))
    return next(found, len(_WHOLE_JOBS))

"""What holds for every test: the files' order, where they write, their project and passwords."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from argon2 import PasswordHasher

from rutine.cases.accounts import users
from tests.quick_store import quick_stores

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
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the system's folder in memory, not a file of ours
_ROOM: Final = 4 * 1024**3
"""Bytes that must be free there: one whole run leaves 700 MB."""


def _write_in_memory() -> None:
    """Let the tests' stores lie in memory, where a commit does not wait for a disk.

    That waiting was most of the time of the tests that have a store. A folder that is chosen by
    TMPDIR stays, and so does the disk where there is little memory, as in most containers.
    """
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _ROOM:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # it is asked for again


_write_in_memory()

_PROJECT: Final = "RUTINE_PROJECT"
_PROJECT_BEFORE: Final = os.environ.get(_PROJECT)


@pytest.fixture(autouse=True, scope="module")
def _project_as_before() -> Iterator[None]:
    """Take back the project that preparing the engine sets for its process, and so for a worker."""
    yield
    if _PROJECT_BEFORE is None:
        os.environ.pop(_PROJECT, None)
    else:
        os.environ[_PROJECT] = _PROJECT_BEFORE


@pytest.fixture(autouse=True, scope="session")
def _quick_stores() -> Iterator[None]:
    with quick_stores():
        yield


@pytest.fixture(autouse=True, scope="session")
def real_hasher() -> Iterator[PasswordHasher]:
    """Make passwords cheap in this process; what hashes them otherwise.

    A hash is meant to cost a quarter of a second, and hundreds of people sign in here.
    """
    real = users._HASHER
    users._HASHER = PasswordHasher(time_cost=1, memory_cost=64)
    yield real
    users._HASHER = real


@pytest.fixture(autouse=True, scope="module")
def _nothing_was_masked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail where the guard of the logs had to take a national id out: it must never have work."""
    before = _masked()
    yield
    if request.path.parent.name != "watch":
        assert _masked() == before, "a log record held a national id"


def _masked() -> int:
    return getattr(logging.getLogRecordFactory(), "masked", 0)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders that run whole jobs first; every file stays in one piece."""
    items.sort(key=lambda item: _place(item.path.relative_to(ROOT).as_posix()))


def _place(path: str) -> int:
    found = (n for n, folder in enumerate(_WHOLE_JOBS) if path.startswith(f"{folder}/"))
    return next(found, len(_WHOLE_JOBS))

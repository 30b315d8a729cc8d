"""An office of hand-made payments, and a practice home whose runs post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rutine.installation import Installation
from tests.posting_home import PLAN
from tests.practice_home import Home
from tests.small_office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, PLAN)


@pytest.fixture
def place(home: Home) -> Iterator[Installation]:
    opened = home.open()
    yield opened
    opened.database.close()

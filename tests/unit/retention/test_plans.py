"""Who may agree that what is due is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rutine.cases.access import UserRole
from rutine.cases.retention.plans import confirm, propose
from rutine.cases.retention.rules import Kind
from rutine.core.errors import AccessDenied
from tests.shape_home import UNIT, ShapeHome, person


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    opened = ShapeHome(tmp_path / "home")
    yield opened
    opened.place.database.close()


def test_one_who_sees_some_units_agrees_to_no_deletion_in_all_of_them(home: ShapeHome) -> None:
    with home.place.database.writing() as session:
        waits = propose(session, {Kind.ORIGINALS: ("a" * 64,)}, date(2032, 1, 1))
    assert waits is not None

    with (
        home.place.database.writing() as session,
        pytest.raises(AccessDenied) as refused,
    ):
        confirm(session, waits.id, actor=person(UserRole.APPROVER, units=[UNIT]))
    assert refused.value.code == "all_units_needed"

    with home.place.database.writing() as session:
        done = confirm(session, waits.id, actor=person(UserRole.APPROVER))
    assert done.confirmed_at is not None

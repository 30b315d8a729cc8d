"""A run counts the deadlines that are no case yet, and the next run's count replaces it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.lists.coming import titles_of
from rutine.cases.tables import ComingDeadline
from tests.shape_home import UNIT, ShapeHome, helped_out_elsewhere


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    opened = ShapeHome(tmp_path / "home")
    yield opened
    opened.place.database.close()


def coming(home: ShapeHome) -> list[tuple[str, str, date, int]]:
    with home.place.database.reading() as session:
        rows = session.scalars(select(ComingDeadline).order_by(ComingDeadline.day)).all()
        assert all(titles_of(row)["nb"] for row in rows)
        return [(row.rule, row.sub_unit, row.day, row.how_many) for row in rows]


def test_what_is_valid_now_runs_out_later(home: ShapeHome) -> None:
    home.put("competence_renewal", "everything_is_valid")
    home.run("competence_renewal")
    # Fire safety lasts 24 months from 01.02.2026, the test 48 from 15.02.2025: the latter is
    # further away than a year.
    found = coming(home)
    assert found == []

    home.run("competence_renewal", date(2027, 1, 29))
    assert coming(home) == [("fire_safety", UNIT, date(2028, 2, 1), 1)]
    home.run("competence_renewal", date(2027, 2, 1))
    assert [(rule, day) for rule, _, day, _ in coming(home)] == [("fire_safety", date(2028, 2, 1))]


def test_what_is_a_case_already_is_not_coming(home: ShapeHome) -> None:
    home.put("competence_renewal", "everything_is_valid")
    home.run("competence_renewal", date(2028, 1, 15))
    assert "fire_safety" not in {rule for rule, *_ in coming(home)}


def test_a_protected_person_is_not_counted(home: ShapeHome) -> None:
    inbox = home.put("competence_renewal", "everything_is_valid")
    employees = inbox / "employee.csv"
    employees.write_text(employees.read_text("utf-8").replace(";Nei", ";Ja"), "utf-8")
    home.run("competence_renewal", date(2027, 1, 29))
    assert coming(home) == []


def test_it_is_counted_where_the_person_works_not_where_they_have_helped_out(
    home: ShapeHome,
) -> None:
    helped_out_elsewhere(home.put("competence_renewal", "everything_is_valid"))
    home.run("competence_renewal", date(2027, 1, 29))
    assert coming(home) == [("fire_safety", UNIT, date(2028, 2, 1), 1)]

"""The follow-up of sick leave: all of the known truth and nothing else, and its new parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.core.errors import InputError
from tests.shape_home import ShapeHome

ROUTINE = "sick_leave_follow_up"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


@pytest.mark.parametrize("heading", ["Diagnose", "Diagnosekode", "ICPC-2", "Hoved-ICD"])
def test_a_list_with_a_diagnosis_stops_the_run_and_nothing_of_it_is_kept(
    home: ShapeHome, heading: str
) -> None:
    inbox = home.put(ROUTINE, "the_plan_is_near")
    notes = inbox / "time_away.csv"
    head, *rows = notes.read_text("utf-8").splitlines()
    told = "F32 depressiv"
    notes.write_text("\n".join([f"{head};{heading}", *(f"{row};{told}" for row in rows)]), "utf-8")
    with pytest.raises(InputError) as refused:
        home.run(ROUTINE)
    assert refused.value.code == "header_forbidden"
    assert told not in str(refused.value)
    assert home.cases() == []
    assert hashlib.sha256(notes.read_bytes()).hexdigest() not in home.place.archive


def test_a_protected_manager_is_named_in_no_case(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "the_manager_is_ill_too")
    employees = inbox / "employee.csv"
    named = employees.read_text("utf-8")
    home.run(ROUTINE)
    assert ("manager", "1002") in evidence(home, "O07")
    employees.write_text(f"{named.rstrip().removesuffix('Nei')}Ja\n", "utf-8")
    home.run(ROUTINE, hour=15)
    assert [field for field, _ in evidence(home, "O07")] == ["unit"]


def evidence(home: ShapeHome, reason: str) -> list[tuple[str, str | None]]:
    with home.place.database.reading() as session:
        case = session.scalars(select(Case).where(Case.reason == reason)).one()
        return [(e.field, e.right) for e in facts_of(home.place.keys, case).evidence]

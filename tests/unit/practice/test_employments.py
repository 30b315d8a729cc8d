"""The practice municipality's list of employments is as payroll would have it."""

from __future__ import annotations

from datetime import date

import pytest

from rutine.practice.courses import Course, Note
from rutine.practice.draws import seeded
from rutine.practice.employment import Employee, Job, Position
from rutine.practice.employments import Contract, contracts
from rutine.practice.municipality import PracticeFolder
from rutine.practice.organisation import found
from rutine.practice.people import Person
from rutine.practice.rates import NORMAL
from rutine.practice.troubles import Trouble
from tests.unit.practice.test_files import csv_rows

DAY = date(2026, 3, 2).toordinal()
UNIT = found(seeded(1), 2, NORMAL.units).sub_units[0]


def course(first: int, days: int = 30, trouble: Trouble = Trouble.NONE, leaves: int = 0) -> Course:
    return Course("4", None, [Note(first, first + days - 1, 100, 100)], trouble, leaves)


def listed(*courses: Course, seed: int = 1, new_fnr: str = "") -> list[Contract]:
    person = Person("54890150031", "Kari", "KARI", new_fnr, DAY)
    employee = Employee("7", person, [Job(UNIT, [Position("7-1", 1), Position("7-2", 1)])])
    return contracts(seeded(seed), employee, courses, NORMAL.people, DAY)


@pytest.mark.parametrize("seed", range(20))
def test_positions_begin_before_the_first_absence_and_go_on(seed: int) -> None:
    rows = listed(course(DAY), course(DAY + 90), seed=seed)
    assert [row.position for row in rows] == ["7-1", "7-2"]
    assert all(row.first < DAY - 28 and not row.last for row in rows)


@pytest.mark.parametrize("seed", range(20))
def test_a_new_hire_has_less_than_four_weeks_service(seed: int) -> None:
    (only, _) = listed(course(DAY, trouble=Trouble.NEW_HIRE), seed=seed)
    assert DAY - 28 < only.first < DAY
    first, _, again, _ = listed(course(DAY), course(DAY + 60, trouble=Trouble.NEW_HIRE), seed=seed)
    assert first.last == DAY + 29 < again.first
    assert DAY + 32 < again.first < DAY + 60


@pytest.mark.parametrize("seed", range(20))
def test_an_end_is_typed_some_days_before_or_after_it(seed: int) -> None:
    left = course(DAY, trouble=Trouble.LEFT, leaves=DAY + 10)
    (row, _) = listed(left, seed=seed)
    assert row.last == DAY + 10
    assert abs(row.last_known - row.last) <= 20
    assert row.last_on(row.last_known) == row.last
    assert row.last_on(row.last_known - 1) == 0


def test_a_new_number_is_typed_late_or_never_and_the_old_one_kept_at_times() -> None:
    rows = [listed(course(DAY), seed=seed, new_fnr="14890150048")[0] for seed in range(60)]
    late = DAY + 1000
    assert {row.person_on(DAY).fnr for row in rows} == {"54890150031"}
    seen = {(row.person_on(late).fnr, row.person_on(late).previous) for row in rows}
    assert seen == {
        ("54890150031", ""),
        ("14890150048", ""),
        ("14890150048", "54890150031"),
    }


def test_every_employee_is_listed_and_some_are_marked(folder: PracticeFolder) -> None:
    rows = csv_rows(folder.employments_file("2026-10"))
    assert list(rows[0]) == [
        "Hovedenhet", "Underenhet", "Ansattnr", "Fødselsnummer", "Stillingsid", "Startdato",
        "Sluttdato", "Dødsdato", "Tidligere fødselsnummer", "Månedslønn", "Skjermet",
    ]  # fmt: skip
    assert len({row["Ansattnr"] for row in rows}) == folder.plan.employees
    assert {row["Skjermet"] for row in rows} == {"Ja", "Nei"}
    assert any(row["Sluttdato"] for row in rows)
    claimants = {row["Ansattnr"] for row in csv_rows(folder.claims_file("2026-10", "csv"))}
    assert claimants <= {row["Ansattnr"] for row in rows}


def test_the_list_grows_from_month_to_month(folder: PracticeFolder) -> None:
    august, october = (csv_rows(folder.employments_file(month)) for month in ("2026-08", "2026-10"))
    assert len(august) <= len(october)
    assert sum(bool(row["Sluttdato"]) for row in august) < sum(
        bool(row["Sluttdato"]) for row in october
    )

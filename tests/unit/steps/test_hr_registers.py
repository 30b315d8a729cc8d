"""Cases of the shared lists: closed by what was looked at, and showing nobody who is protected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rutine.cases.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.cases.views import UNDECIDED
from rutine.core.differences import Subject
from tests.shape_home import ShapeHome

KEEPER = "hr_registers"
BEFORE, NOW = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    opened = ShapeHome(tmp_path / "home")
    yield opened
    opened.place.database.close()


def about(home: ShapeHome, reason: str) -> tuple[Case, Subject, set[str]]:
    """The case of a reason, what it is about, and what it says."""
    (case,) = (each for each in home.cases() if each.reason == reason)
    facts = facts_of(home.place.keys, case)
    assert facts.about is not None
    return case, facts.about, {each.right for each in facts.evidence if each.right}


def protect_manager(inbox: Path) -> None:
    """Mark 2001 as protected, with a national id that the mark is kept by."""
    path = inbox / "employee.csv"
    lines = path.read_text("utf-8").splitlines()
    (at,) = (place for place, line in enumerate(lines) if line.startswith("2001;;"))
    lines[at] = lines[at].replace("2001;;", "2001;01816010108;").removesuffix("Nei") + "Ja"
    path.write_text("\n".join([*lines, ""]), "utf-8")


def test_absence_after_the_end_stays_while_nobody_looked_at_absences(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "away_after_the_end")
    home.run(KEEPER, BEFORE)
    rows = (inbox / "time_away.csv").read_text("utf-8")
    (inbox / "time_away.csv").unlink()

    home.run(KEEPER, NOW)
    assert about(home, "H06")[0].status in UNDECIDED

    (inbox / "time_away.csv").write_text(rows.replace("31.10.2026", "15.10.2026"), "utf-8")
    home.run(KEEPER, NOW, hour=14)
    assert about(home, "H06")[0].status not in UNDECIDED


def test_a_units_case_does_not_show_a_protected_manager(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "two_managers")
    home.run(KEEPER, BEFORE)
    _, shown, said = about(home, "H01")
    assert shown.proofs
    assert "2001" in said

    protect_manager(inbox)
    home.run(KEEPER, NOW)

    _, shown, said = about(home, "H01")
    assert shown.proofs == ()
    assert "2001" not in said


def test_a_manager_nobody_knows_may_be_a_protected_person(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "everything_agrees")
    protect_manager(inbox)
    units = inbox / "unit.csv"
    units.write_text(units.read_text("utf-8") + "SYK9;Avdeling 9;HO;;9999\n", "utf-8")

    home.run(KEEPER, NOW)

    _, shown, said = about(home, "H03")
    assert shown.proofs == ()
    assert "9999" not in said


def test_a_list_of_units_without_managers_makes_no_case_and_closes_none(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "nobody_manages_it")
    home.run(KEEPER, BEFORE)
    assert about(home, "H02")[0].status in UNDECIDED
    lines = (inbox / "unit.csv").read_text("utf-8").splitlines()
    without = [line.rpartition(";")[0] for line in lines]
    (inbox / "unit.csv").write_text("\n".join([*without, ""]), "utf-8")

    home.run(KEEPER, NOW)

    assert about(home, "H02")[0].status in UNDECIDED
    assert {case.reason for case in home.cases()} == {"H02"}
    assert len(home.cases()) == 1

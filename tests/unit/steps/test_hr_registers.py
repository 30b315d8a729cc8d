"""Cases of the shared lists: closed by what was looked at, and showing nobody who is protected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from rutine.cases.access import Sight, UserRole
from rutine.cases.lists.sight import seen_cases
from rutine.cases.lists.small_counts import FEW, without_small
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.tables import Case
from rutine.cases.views import UNDECIDED
from rutine.core.differences import Subject
from tests.shape_home import ShapeHome, person

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


def seen(home: ShapeHome, *roles: UserRole) -> set[str]:
    """The reasons of the cases that one with these roles finds in the queue."""
    with home.place.database.reading() as session:
        query = select(Case.reason).where(*seen_cases(person(*roles)))
        return set(session.scalars(query))


def test_only_those_who_follow_up_see_who_was_absent(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "away_after_the_end")
    away, units = inbox / "time_away.csv", inbox / "unit.csv"
    held = "".join(f"1001;01.03.{year};02.03.{year};100\n" for year in range(2021, 2026)) * 8
    wrong = "1002;i går;;100\n9876;01.10.2026;;100\n"
    away.write_text(f"{away.read_text('utf-8')}{held}{wrong}", "utf-8")
    units.write_text(units.read_text("utf-8") + "SYK9;Avdeling 9;HO;;9999\n", "utf-8")

    summary = home.run(KEEPER, NOW)

    health = {"H06", "L01", "L02"}
    assert {case.reason for case in home.cases()} == health | {"H03"}
    assert seen(home, UserRole.REVIEWER) == {"H03"}
    assert seen(home, UserRole.REVIEWER, UserRole.FOLLOW_UP) == health | {"H03"}
    told = without_small(summary, summary.model_dump(mode="json"))["reasons"]
    assert (told["H06"], told["H03"]) == (FEW, 1)


def test_a_case_from_before_the_rule_is_narrowed_by_the_next_run(home: ShapeHome) -> None:
    home.put(KEEPER, "away_after_the_end")
    home.run(KEEPER, BEFORE)
    with home.place.database.writing() as session:
        session.execute(update(Case).values(sight=Sight.ALL.value))
    assert seen(home, UserRole.REVIEWER) == {"H06"}

    home.run(KEEPER, NOW)

    assert seen(home, UserRole.REVIEWER) == set()

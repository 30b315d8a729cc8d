"""What a routine of a known shape needs outlives deletion in time, and a change of keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.deciding.decisions import decide
from rutine.cases.lists.case_view import case_view
from rutine.cases.retention.rules import Kind, Term, Terms
from rutine.cases.sealing.resealing import change_lookup
from rutine.cases.tables import Case, MatchedRow
from rutine.core.differences import Action
from rutine.steps.retention import carry_out, plan
from tests.shape_home import REVIEWER, TODAY, ShapeHome, at, person

BANK = "bank_vouchers"
AT_ONCE = Terms({kind: Term(0, "days", "the municipality's own") for kind in Kind}, {})
LATER = TODAY + timedelta(days=40)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def say(home: ShapeHome, action: Action, case: Case | None = None, **more: object) -> None:
    case = case or home.cases()[0]
    with at(TODAY, 13), home.place.database.writing() as session:
        decide(
            session, home.place.keys, case.id, version=case.version, actor=REVIEWER,
            action=action, **more,  # type: ignore[arg-type]
        )  # fmt: skip


def delete(home: ShapeHome, day: date = LATER) -> None:
    with at(day, 3):
        carry_out(home.place, AT_ONCE, day)


def groups(home: ShapeHome) -> set[str]:
    with home.place.database.reading() as session:
        return set(session.scalars(select(MatchedRow.group_id)))


@pytest.mark.parametrize("after", ["deletion", "lookup"])
def test_what_was_settled_is_not_settled_again(home: ShapeHome, after: str) -> None:
    home.put(BANK, "same_reference_and_day")
    home.run(BANK)
    before = groups(home)
    assert before
    if after == "deletion":
        delete(home)
    else:
        change_lookup(home.place.database, home.place.archive, COMMAND_LINE)
    assert home.run(BANK, LATER).new_cases == 0
    assert groups(home) == before


@pytest.mark.parametrize("after", ["deletion", "lookup"])
def test_what_a_person_has_settled_takes_no_part_again(home: ShapeHome, after: str) -> None:
    home.put(BANK, "a_fee_is_suggested")
    home.run(BANK)
    say(home, Action.BELONGS_TOGETHER)
    before = groups(home)
    if after == "deletion":
        delete(home)
        [case] = home.cases()
        assert case.wiped_at is not None
        with home.place.database.reading() as session:
            viewer = person(*UserRole)
            assert case_view(session, home.place.keys, case.id, viewer).about is None
    else:
        change_lookup(home.place.database, home.place.archive, COMMAND_LINE)
    assert home.run(BANK, LATER).cases == 0
    assert groups(home) == before
    assert [(c.reason, c.status) for c in home.cases()] == [("M01", "done")]


@pytest.mark.parametrize("after", ["deletion", "lookup"])
def test_what_a_person_has_put_apart_stays_apart(home: ShapeHome, after: str) -> None:
    home.put(BANK, "a_fee_is_suggested")
    home.run(BANK)
    say(home, Action.NOT_RELEVANT, comment="To ulike ting")
    home.run(BANK, hour=15)
    found = [(c.reason, c.status) for c in home.cases()]
    assert found == [("M01", "done"), ("M02", "open"), ("M02", "open")]
    if after == "deletion":
        delete(home)
        delete(home, LATER + timedelta(days=1))
        assert home.cases()[0].wiped_at is not None
    else:
        change_lookup(home.place.database, home.place.archive, COMMAND_LINE)
    home.run(BANK, LATER)
    assert [(c.reason, c.status) for c in home.cases()] == found


def test_the_files_of_an_open_case_are_kept(home: ShapeHome) -> None:
    inbox = home.put(BANK, "a_fee_is_suggested")
    home.run(BANK)
    files = {path for path in (home.folder / "evidence").rglob("*") if path.is_file()}
    delete(home)
    assert {path for path in files if path.exists()} == files
    for path in inbox.iterdir():
        path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert home.run(BANK, LATER).cases == 1  # its rows are read from the earlier files
    say(home, Action.BELONGS_TOGETHER)
    delete(home, LATER + timedelta(days=1))
    assert not any(path.exists() for path in files)


def test_an_exemption_outlives_the_term_while_it_holds(home: ShapeHome) -> None:
    home.put("competence_renewal", "nothing_is_registered")
    home.run("competence_renewal")
    case = next(each for each in home.cases() if each.reference == "medication_handling")
    until = TODAY + timedelta(days=60)
    say(home, Action.EXEMPT, case, until=until, exempt_reason="other_duties")
    for day, due in ((until, 0), (until + timedelta(days=1), 1)):
        with at(day, 3):
            assert plan(home.place, AT_ONCE, day).count(Kind.CASES) == due


def test_a_routine_keeps_its_files_by_its_own_term(home: ShapeHome) -> None:
    home.put(BANK, "same_reference_and_day")
    home.run(BANK)
    long = dict.fromkeys(Kind, Term(5, "years_after_year", "law"))
    for routine, due in (("shift_cover", 0), (BANK, 2)):
        short = Term(1, "days", "the municipality's")
        of_routine = {(routine, kind): short for kind in (Kind.ORIGINALS, Kind.SETTLEMENTS)}
        terms = Terms(long, of_routine)
        assert plan(home.place, terms, LATER).count(Kind.ORIGINALS) == due

"""How everybody stood, worked out again from a run's lists: as the cases say, and no longer so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rutine.cases.people.protection import protect
from rutine.cases.tables import Case
from rutine.core.errors import InputError
from rutine.core.identifiers import Fnr
from rutine.obligations.code_change import CodeChange, Fate
from rutine.obligations.states import ObligationKey, State
from rutine.practice.competence import competence
from rutine.steps.shapes.kept_standings import KeptStandings
from tests.command_line import rutine
from tests.shape_home import EMPLOYER, TODAY, UNIT, ShapeHome, helped_out_elsewhere

ROUTINE = "competence_renewal"
NUMBER = EMPLOYER.reveal()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    opened = ShapeHome(tmp_path / "home")
    yield opened
    opened.place.database.close()


def test_what_is_open_in_the_table_is_what_the_run_made_cases_of(home: ShapeHome) -> None:
    inbox = home.folder / "inbox" / ROUTINE
    inbox.mkdir(parents=True)
    for name, text in competence(7, 60, TODAY).lists.items():
        (inbox / f"{name}.csv").write_text(text, encoding="utf-8")
    desk = KeptStandings(home.place)
    assert dict(desk.routines()) == {ROUTINE: False}
    assert desk.overview(ROUTINE, NUMBER) is None
    home.run(ROUTINE)
    overview = desk.overview(ROUTINE, NUMBER)
    assert overview is not None
    assert (overview.day, overview.run, overview.changed) == (TODAY, 1, False)
    assert desk.overview(ROUTINE, NUMBER) is overview  # read once
    told = {
        (line.unit, table.requirements[at], standing.deadline)
        for table in (overview.table,)
        for line in table.lines
        for at, standing in enumerate(table.cells(line))
        if standing is not None and standing.state.is_open
    }
    open_now = overview.table.count(overview.table.lines)
    cases = [case for case in home.cases() if case.kind == "obligation"]
    assert cases
    assert sum(
        count.states[state]
        for count in open_now.values()
        for state in (State.DUE_SOON, State.OVERDUE)
    ) == len(cases)
    assert {(rule, due) for _, rule, due in told} == {(c.reference, c.due) for c in cases}


def test_a_day_later_the_table_is_still_of_the_run(home: ShapeHome) -> None:
    home.put(ROUTINE, "everything_is_valid")
    home.run(ROUTINE, TODAY - timedelta(days=3))
    overview = KeptStandings(home.place).overview(ROUTINE, NUMBER)
    assert overview is not None
    assert overview.day == TODAY - timedelta(days=3)


def test_a_position_that_is_over_leads_nobody_away_from_where_they_work(home: ShapeHome) -> None:
    helped_out_elsewhere(home.put(ROUTINE, "the_course_without_the_test"))
    home.run(ROUTINE)
    assert [case.sub_unit for case in home.cases() if case.kind == "obligation"] == [UNIT]
    overview = KeptStandings(home.place).overview(ROUTINE, NUMBER)
    assert overview is not None
    table = overview.table
    assert [table.units[line.unit] for line in table.lines] == ["SYK1"]


def test_a_position_that_begins_later_puts_nothing_off(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "the_course_without_the_test")
    with (inbox / "position.csv").open("a", encoding="utf-8") as file:
        file.write("1001;SYK1;7174;100;01.01.2027;;gives_medication\n")
    home.run(ROUTINE)
    cases = [case for case in home.cases() if case.kind == "obligation"]
    assert [(case.reason, case.due) for case in cases] == [("O05", date(2020, 3, 31))]


def test_whoever_is_protected_since_is_hidden_at_once(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "everything_is_valid")
    number, fnr = (inbox / "employee.csv").read_text("utf-8").splitlines()[1].split(";")[:2]
    home.run(ROUTINE)
    desk = KeptStandings(home.place)
    before = desk.overview(ROUTINE, NUMBER)
    assert before is not None
    assert before.hidden == frozenset()
    with home.place.database.writing() as session:
        protect(session, home.place.keys, protected=[Fnr(fnr)], listed=[])
    after = desk.overview(ROUTINE, NUMBER)
    assert after is not None
    assert after.hidden == {number}


def test_deleted_lists_are_told_and_nothing_of_them_is_kept(home: ShapeHome) -> None:
    home.put(ROUTINE, "everything_is_valid")
    inputs = home.run(ROUTINE).inputs or {}
    desk = KeptStandings(home.place)
    assert desk.overview(ROUTINE, NUMBER) is not None
    for sha256 in inputs.values():
        home.place.archive.discard(home.place.keys.lookup(sha256, "evidence"))
    with pytest.raises(InputError) as told:
        desk.overview(ROUTINE, NUMBER)
    assert told.value.code == "original_missing"


def test_a_changed_code_is_told_by_the_command_with_counts_and_numbers(home: ShapeHome) -> None:
    home.put(ROUTINE, "everything_is_valid")
    home.run(ROUTINE)
    desk = KeptStandings(home.place)
    change = CodeChange("BRANN-KURS", Fate.REPLACED, date(2027, 1, 1), "NY-KURS")
    told = desk.affected(ROUTINE, NUMBER, change)
    assert told is not None
    overview, found = told
    assert [each.effect.value for each in found] == ["loses"]
    who = found[0].subject
    assert overview.table.standings.standing(ObligationKey(who, "fire_safety")) is not None
    with home.place.database.reading() as session:
        before = session.query(Case).count()
    settings = {"RUTINE_EMPLOYERS": f'[{{"orgnr": "{NUMBER}", "name": "Prøve kommune"}}]'}

    def say(*words: str) -> tuple[int, str]:
        answer = rutine("code-change", *words, home=home.folder, **settings)
        return answer.returncode, answer.stdout + answer.stderr

    code, said = say(ROUTINE, "BRANN-KURS", "--by", "NY-KURS", "--from", "2027-01-01")
    assert code == 0, said
    assert "1 mister det de har" in said
    assert f"{who}  " in said
    assert "i orden → over fristen" in said
    name = overview.names[who]
    assert name
    assert name not in said
    for words, wrong in (
        ((ROUTINE, "UKJENT"), "spør etter UKJENT"),
        ((ROUTINE, "BRANN-KURS", "--by", "BRANN-KURS"), "erstattes enten"),
        ((ROUTINE, "BRANN-KURS", "--from", "2027-13-01"), "er ingen dag"),
        (("shift_cover", "X"), "ingen krav til hver ansatt"),
    ):
        code, said = say(*words)
        assert (code, wrong in said) == (2, True), said
    with home.place.database.reading() as session:
        assert session.query(Case).count() == before


def test_the_command_only_counts_the_protected(home: ShapeHome) -> None:
    inbox = home.put(ROUTINE, "everything_is_valid")
    employees = inbox / "employee.csv"
    employees.write_text(employees.read_text("utf-8").replace(";Nei", ";Ja"), "utf-8")
    number = employees.read_text("utf-8").splitlines()[1].split(";")[0]
    home.run(ROUTINE)
    settings = {"RUTINE_EMPLOYERS": f'[{{"orgnr": "{NUMBER}", "name": "Prøve kommune"}}]'}
    answer = rutine("code-change", ROUTINE, "BRANN-KURS", home=home.folder, **settings)
    assert answer.returncode == 0, answer.stderr
    assert "ingen ville stått annerledes" in answer.stdout
    assert "1 gjelder skjermede personer" in answer.stdout
    assert number not in answer.stdout

"""Lists that lack rows, or say in two ways whose a row is: nothing closed, nobody mistaken."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest

from rutine.cases.deciding.decisions import decide
from rutine.cases.people.register import name_of, numbers_of
from rutine.cases.runs import RunFilter, page_of_runs
from rutine.cases.tables import Case
from rutine.cases.views import CaseStatus
from rutine.cli.outcome import Exit
from rutine.cli.running.run import run_routine
from rutine.core.differences import Action
from rutine.core.errors import InputError
from rutine.steps.shapes import run_whole
from rutine.steps.shapes.collecting import folder_of, given_lists, inputs_of, paths_in
from rutine.steps.shapes.lists import ListFile, Lists, ReadList, whole
from rutine.steps.shapes.people import People
from rutine.steps.shapes.scope import load_shape
from tests.shape_home import EMPLOYER, REVIEWER, ROOT, TODAY, ShapeHome, at

if TYPE_CHECKING:
    from rutine.formats.reading import Reading

COMPETENCE, COVER = "competence_renewal", "shift_cover"
PEOPLE = 10
KARI, OLA, OTHER = "01816010027", "02826110158", "01816000064"
EMPTY = cast("Reading", None)


@pytest.fixture
def home(tmp_path: Path) -> ShapeHome:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def many(home: ShapeHome) -> Path:
    """A list of ten employees, all of whom lack all that is asked for."""
    inbox = home.put(COMPETENCE, "nothing_is_registered")
    for name in ("employee.csv", "position.csv"):
        head, row = (inbox / name).read_text().splitlines()[:2]
        row = row.replace(KARI, "")
        rows = [row.replace("1001", str(1001 + number)) for number in range(PEOPLE)]
        write(inbox / name, [head, *rows])
    return inbox


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\r\n".join(lines) + "\r\n")


def change(path: Path, old: str, new: str) -> None:
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def open_of(cases: list[Case], reason: str = "") -> int:
    return sum(case.status == CaseStatus.OPEN and case.reason.startswith(reason) for case in cases)


@pytest.mark.parametrize("name", ["employee", "position"])
def test_a_list_cut_in_two_stops_the_run_and_closes_nothing(home: ShapeHome, name: str) -> None:
    path = many(home) / f"{name}.csv"
    assert home.run(COMPETENCE).cases == PEOPLE * 2
    write(path, path.read_text().splitlines()[: 1 + PEOPLE // 2])
    with pytest.raises(InputError) as refused:
        home.run(COMPETENCE, hour=15)
    assert refused.value.code == "list_cut"
    assert name in refused.value.message
    assert open_of(home.cases()) == PEOPLE * 2


def test_a_person_may_say_that_the_shorter_list_is_right(home: ShapeHome) -> None:
    inbox = many(home)
    home.run(COMPETENCE)
    for name in ("employee.csv", "position.csv"):
        write(inbox / name, (inbox / name).read_text().splitlines()[:4])
    rules = load_shape(home.place, COMPETENCE)
    folder = folder_of(home.place.settings.inbox_folder, COMPETENCE, EMPLOYER)
    note = given_lists(home.place, rules, paths_in(folder, rules.routine), shorter=True)
    with at(TODAY, 15):
        inputs = inputs_of(home.place, note)
        run_whole(home.place, COMPETENCE, EMPLOYER.reveal(), inputs=inputs)
    assert open_of(home.cases()) == 3 * 2
    assert home.run(COMPETENCE, hour=16).cases == 3 * 2  # and is what the next is held against


def test_of_two_files_one_that_is_gone_is_missed_however_short(home: ShapeHome) -> None:
    inbox = many(home)
    courses = inbox / "achievement_courses.csv"
    head = courses.read_text().splitlines()[0]
    write(courses, [head, "1001;;;BRANN-KURS;10.11.2026;Bestått;"])
    home.run(COMPETENCE)
    courses.unlink()
    with pytest.raises(InputError, match="achievement"):
        home.run(COMPETENCE, hour=15)


def test_a_few_who_left_are_no_cut_list(home: ShapeHome) -> None:
    inbox = many(home)
    home.run(COMPETENCE)
    for name in ("employee.csv", "position.csv"):
        write(inbox / name, (inbox / name).read_text().splitlines()[:PEOPLE])
    assert home.run(COMPETENCE, hour=15).cases == (PEOPLE - 1) * 2


def test_a_list_of_which_most_rows_mean_nothing_is_damaged(home: ShapeHome) -> None:
    inbox = many(home)
    change(inbox / "position.csv", ";SYK1;", ";;")
    with pytest.raises(InputError) as refused:
        home.run(COMPETENCE)
    assert refused.value.code == "list_damaged"


def test_a_vacant_shift_is_not_covered_because_its_row_or_day_is_missing(home: ShapeHome) -> None:
    rota = home.put(COVER, "a_vacant_shift") / "shift.csv"
    head, *rows = rota.read_text().splitlines()
    days = ["30.11.2026", "01.12.2026", "02.12.2026", "03.12.2026", "04.12.2026"]
    covered = [
        row.replace("V", f"V{at}").replace(days[0], day)
        for at, day in enumerate(days)
        for row in rows
        if "Ledig" not in row
    ]
    vacant = f"V99;SYK1;{days[3]};15:00;22:30;A;;Ledig"
    write(rota, [head, *covered, vacant])
    home.run(COVER)
    (case,) = [case for case in home.cases() if case.reason == "C05"]
    write(rota, [head, *covered, vacant.replace(days[3], "31.02.2026")])
    home.run(COVER, hour=14)
    assert status(home, case) == CaseStatus.OPEN
    write(rota, [head, *covered[:6]])  # planned until the day before
    home.run(COVER, hour=15)
    assert status(home, case) == CaseStatus.OPEN
    write(rota, [head, *covered])
    home.run(COVER, hour=16)
    assert status(home, case) == CaseStatus.AUTO_CLOSED


def test_the_same_shift_twice_is_one_shift(home: ShapeHome) -> None:
    rota = home.put(COVER, "a_vacant_shift") / "shift.csv"
    head, *rows = rota.read_text().splitlines()
    assert home.run(COVER).reasons == {"C05": 1}
    longer = rows[2].replace("22:30", "23:00")
    write(rota, [head, *rows, *rows, longer])
    again = home.run(COVER, hour=15)
    assert again.reasons == {"C05": 1}
    assert next(c for c in again.controls if c.label == "shift 1").expected == "7"


def test_a_rota_cut_in_two_stops_the_run(home: ShapeHome) -> None:
    rota = home.put(COVER, "a_vacant_shift") / "shift.csv"
    head, *rows = rota.read_text().splitlines()
    more = [row.replace("V", f"W{number}") for number in range(4) for row in rows[2:]]
    write(rota, [head, *rows, *more])
    home.run(COVER)
    write(rota, [head, *rows])
    with pytest.raises(InputError, match="shift"):
        home.run(COVER, hour=15)


def status(home: ShapeHome, case: Case) -> str:
    return next(each.status for each in home.cases() if each.id == case.id)


def test_a_number_that_is_two_peoples_is_nobodys(home: ShapeHome) -> None:
    inbox = many(home)
    employees = inbox / "employee.csv"
    change(employees, "1002;;", f"1002;{KARI};")
    home.run(COMPETENCE)
    assert open_of(home.cases(), "O") == PEOPLE * 2
    head, *rows = employees.read_text().splitlines()
    other = next(row for row in rows if row.startswith("1002")).replace(KARI, OTHER)
    write(employees, [head, *rows, other])
    home.run(COMPETENCE, hour=15)
    assert open_of(home.cases(), "O") == PEOPLE * 2  # known no more, and closed by nothing
    assert open_of(home.cases(), "L02") == 2  # of the employees, and of 1002's position
    (said,) = [case for case in home.cases() if case.reference == "employee"]
    assert said.reason == "L02"


@pytest.mark.parametrize(
    ("row", "whose"),
    [
        ({"employee_number": "1001", "person": KARI}, ["1001"]),
        ({"employee_number": "1001", "person": OLA}, []),  # two people that are listed
        ({"employee_number": "1001", "person": OTHER}, []),  # one of them is not
        ({"employee_number": "9", "person": OTHER, "email": "kari@prove.no"}, []),
        ({"employee_number": "9", "person": "", "email": "Kari@prove.no"}, ["1001"]),
        ({"employee_number": "", "person": "", "email": "felles@prove.no"}, []),  # two have it
        ({"employee_number": "1004", "person": OTHER}, ["1004"]),  # listed without an id
        ({"employee_number": "", "person": "", "email": ""}, []),
        ({"employee_number": "", "person": OLA}, ["1002", "1003"]),  # two numbers of one
    ],
)
def test_whose_a_row_is(home: ShapeHome, row: dict[str, str], whose: list[str]) -> None:
    employees = pd.DataFrame(
        {
            "employee_number": ["1001", "1002", "1003", "1004"],
            "person": [KARI, OLA, OLA, ""],
            "email": ["kari@prove.no", "felles@prove.no", "ola@prove.no", "felles@prove.no"],
        }
    )
    frame = whole(employees, "employee")
    read = ReadList(ListFile("employee 1", "employee", "", ""), EMPTY, frame)
    own, _ = People(Lists([read]), home.place).whose(pd.DataFrame([{"email": "", **row}]))
    assert list(own["subject"]) == whose


def test_protected_at_one_position_is_protected(home: ShapeHome) -> None:
    inbox = home.put(COMPETENCE, "nothing_is_registered")
    employees = inbox / "employee.csv"
    head, row = employees.read_text().splitlines()[:2]
    second = row.replace("1001", "1007")
    write(employees, [head, row, row.replace(";Nei", ";Ja"), second])
    home.run(COMPETENCE)
    assert home.cases()
    assert all(case.restricted for case in home.cases() if case.reason.startswith("O"))


def test_one_position_that_ended_does_not_end_the_person(home: ShapeHome) -> None:
    inbox = home.put(COMPETENCE, "nothing_is_registered")
    employees = inbox / "employee.csv"
    head, row = employees.read_text().splitlines()[:2]
    ended = row.replace("01.03.2020;;", "01.03.2018;31.12.2019;")
    write(employees, [head, ended, row])
    assert home.run(COMPETENCE).new_cases == 2
    assert home.run(COMPETENCE, TODAY + timedelta(days=1)).cases == 2


def test_what_was_decided_of_one_is_not_decided_of_the_next_with_the_number(
    home: ShapeHome,
) -> None:
    employees = home.put(COMPETENCE, "nothing_is_registered") / "employee.csv"
    home.run(COMPETENCE)
    case = next(case for case in home.cases() if case.reference == "medication_handling")
    until = TODAY + timedelta(days=60)
    with at(TODAY, 13), home.place.database.writing() as session:
        decide(
            session,
            home.place.keys,
            case.id,
            version=case.version,
            actor=REVIEWER,
            action=Action.EXEMPT,
            until=until,
            exempt_reason="other_duties",
        )
    change(employees, "Kari Prøve", "Kari Gift")
    home.run(COMPETENCE, hour=14)
    assert status(home, case) == CaseStatus.DONE  # the same person, by another name
    assert people_of(home) == {("Kari Gift", KARI)}
    change(employees, KARI, OTHER)
    change(employees, "Kari Gift", "Eva Prøve")
    home.run(COMPETENCE, hour=15)
    assert status(home, case) == CaseStatus.OPEN
    assert people_of(home) == {("Eva Prøve", OTHER)}


def people_of(home: ShapeHome) -> set[tuple[str | None, str]]:
    """Whom the cases are about."""
    keys, subjects = home.place.keys, {case.subject_id or "" for case in home.cases()}
    with home.place.database.reading() as session:
        numbers = numbers_of(session, keys, subjects)
        return {(name_of(session, keys, each), numbers[each].reveal()) for each in subjects}


def test_the_command_takes_a_persons_word_for_it(
    home: ShapeHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = many(home)
    home.run(COMPETENCE)
    for name in ("employee.csv", "position.csv"):
        write(inbox / name, (inbox / name).read_text().splitlines()[:4])

    def flow(*, employer: str, period: str, lists: str | None = None) -> str:
        inputs = inputs_of(home.place, lists)
        return run_whole(home.place, COMPETENCE, employer, period, inputs=inputs)

    monkeypatch.setenv("RUTINE_HOME", str(home.folder))
    monkeypatch.setenv("RUTINE_MODE", "practice")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("rutine.cli.running.run.load_flow", lambda *_: flow)
    with at(TODAY, 15):
        asked = COMPETENCE, EMPLOYER.reveal(), None, None, None
        assert run_routine(*asked) == Exit.ERROR
        assert "--shorter-lists" in capsys.readouterr().err
        assert run_routine(*asked, shorter_lists=True) == Exit.OPEN_CASES
        with pytest.raises(InputError) as refused:
            run_routine("nav_refunds", *asked[1:], shorter_lists=True)
    assert refused.value.code == "option_of_lists"
    assert open_of(home.cases()) == 3 * 2


def shorten(inbox: Path, people: int) -> None:
    for name in ("employee.csv", "position.csv"):
        write(inbox / name, (inbox / name).read_text().splitlines()[: 1 + people])


def test_a_list_that_is_cut_a_little_each_time_is_noticed(home: ShapeHome) -> None:
    inbox = many(home)
    head, *rows = (inbox / "employee.csv").read_text().splitlines()
    for name in ("employee.csv", "position.csv"):
        head, *rows = (inbox / name).read_text().splitlines()
        more = [row.replace("10", f"{20 + turn}", 1) for turn in range(2) for row in rows]
        write(inbox / name, [head, *rows, *more])  # thirty
    home.run(COMPETENCE)
    for week, people in ((1, 27), (2, 24)):
        shorten(inbox, people)  # a tenth each time, a fifth in all
        home.run(COMPETENCE, TODAY + timedelta(weeks=week))
    shorten(inbox, 22)
    before = open_of(home.cases())
    with pytest.raises(InputError) as refused:
        home.run(COMPETENCE, TODAY + timedelta(weeks=3))
    assert refused.value.code == "list_shrunk"
    assert (refused.value.details["rows"], refused.value.details["rows_before"]) == (22, 30)
    assert open_of(home.cases()) == before
    with at(TODAY + timedelta(weeks=3), 15):  # somebody says that they are right
        folder = folder_of(home.place.settings.inbox_folder, COMPETENCE, EMPLOYER)
        rules = load_shape(home.place, COMPETENCE)
        note = given_lists(home.place, rules, paths_in(folder, rules.routine), shorter=True)
        inputs = inputs_of(home.place, note)
        run_whole(home.place, COMPETENCE, EMPLOYER.reveal(), inputs=inputs)
    shorten(inbox, 20)  # and the measure is what was read then
    home.run(COMPETENCE, TODAY + timedelta(weeks=4))
    # What was longer half a year ago says nothing of today.
    shorten(inbox, 17)
    home.run(COMPETENCE, TODAY + timedelta(days=200))


def test_an_earlier_month_is_refused_after_a_later_one_and_closes_nothing(home: ShapeHome) -> None:
    home.put(COMPETENCE, "nothing_is_registered")
    with at(TODAY):
        run_whole(home.place, COMPETENCE, EMPLOYER.reveal(), "2026-10")
        run_whole(home.place, COMPETENCE, EMPLOYER.reveal(), "2026-10")
    home.run(COMPETENCE)
    before = [(case.number, case.status) for case in home.cases()]
    with at(TODAY, 15), pytest.raises(InputError) as refused:
        run_whole(home.place, COMPETENCE, EMPLOYER.reveal(), "2026-10")
    assert refused.value.code == "period_gone_by"
    assert [(case.number, case.status) for case in home.cases()] == before
    with home.place.database.reading() as session:
        assert len(page_of_runs(session, RunFilter()).runs) == 3  # no failed run is left of it
    home.put("bank_vouchers", "a_fee_is_suggested")
    with at(TODAY, 16):  # two lists are seen from no day
        for month in ("2026-11", "2026-10"):
            run_whole(home.place, "bank_vouchers", EMPLOYER.reveal(), month)

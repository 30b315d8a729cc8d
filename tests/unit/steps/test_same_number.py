"""One employee number in several rows: one person's, or clearly two people's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from rutine.cases.people.protection import restricted_lookups
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.views import UNDECIDED
from rutine.core.errors import InputError
from rutine.steps.shapes.lists import whole
from rutine.steps.shapes.same_number import numbers_in_doubt, numbers_of_two
from tests.shape_home import ShapeHome

COMPETENCE, KEEPER = "competence_renewal", "hr_registers"
KARI, PER = "01816010027", "02826110158"
HEAD = "Ansattnr;Fødselsnummer;Navn;E-post;Ansatt fra;Ansatt til;Fødselsdato;Skjermet"

Row = tuple[str, str, str]
"""National id, birth date and name."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    yield home
    home.place.database.close()


def listed(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(
        [("1001", *row) for row in rows], columns=["employee_number", "person", "born", "name"]
    )
    return whole(frame.assign(born=pd.to_datetime(frame["born"])), "employee")


@pytest.mark.parametrize(
    "rows",
    [
        [(KARI, "", "Kari Prøve"), (PER, "", "Kari Prøve")],
        [("", "1980-01-01", "Kari Prøve"), ("", "1980-02-01", "Kari Prøve")],
        [(KARI, "1980-01-01", "Kari Prøve"), ("", "1980-02-01", "")],
        [("", "", "Kari Prøve"), ("", "", "Per Eksempel")],
        [(KARI, "", "Kari Prøve"), ("", "", "Per Eksempel")],
        [("", "1980-01-01", "Kari Prøve"), ("", "", "Per Eksempel")],
        # A number for whoever comes, though the names have a word in common.
        [("", "", f"Vikar Prøve{chr(97 + n // 9)}{chr(97 + n % 9)}") for n in range(51)],
        # A row without an id is one of them, whoever stands first.
        [(KARI, "1980-01-01", "Kari Prøve"), (PER, "1980-01-01", ""), ("", "1980-01-01", "")],
        # What lies between them is one of them, or neither.
        [(KARI, "", "Kari Prøve"), ("", "", "Kari Eksempel"), ("", "", "Per Eksempel")],
    ],
)
def test_two_ids_two_birth_dates_or_two_names_of_nothing_in_common_are_two_people(
    rows: list[Row],
) -> None:
    assert numbers_of_two(listed(*rows)) == {"1001"}
    assert numbers_of_two(listed(*reversed(rows))) == {"1001"}


@pytest.mark.parametrize(
    "rows",
    [
        [("", "", "Kari Prøve"), ("", "", "Kari Prøve")],  # two positions
        [("", "", "Kari Prøve"), ("", "", "Kari Eksempel")],  # a new surname
        [("", "", "Kari Prøve"), ("", "", "PRØVE, Kari Anne")],
        [("", "", "Åse Bjørnsæter"), ("", "", "AASE BJOERNSAETER")],
        [("", "", "Kristian"), ("", "", "Kristan")],  # a slip
        [("", "", "Kari Prøve"), ("", "", "")],
        [("", "", "Kari Prøve"), ("", "", "K. P.")],  # initials say nothing
        [("", "", "Prøve"), ("", "", "Kari Prøve"), ("", "", "Kari")],
        [(KARI, "", "Kari Prøve"), (KARI, "", "Tone Eksempel")],  # a wholly new name
        [(KARI, "1980-01-01", "Kari Prøve"), (KARI, "1980-02-01", "Kari Prøve")],  # typed wrongly
        [("", "1980-01-01", "Kari Prøve"), ("", "1980-01-01", "Tone Eksempel")],
        [(KARI, "", "Kari Prøve"), ("", "", "Tone Eksempel"), (KARI, "", "Tone Eksempel")],
    ],
)
def test_a_new_name_another_spelling_or_a_second_position_is_one_person(rows: list[Row]) -> None:
    assert numbers_of_two(listed(*rows)) == set()
    assert numbers_of_two(listed(*reversed(rows))) == set()


@pytest.mark.parametrize(
    ("rows", "doubt"),
    [
        ([("", "", "Kari Prøve"), ("", "", "Kari Eksempel")], True),
        ([(KARI, "", "Kari Prøve"), ("", "", "Per Prøve")], True),
        ([("", "", "Kari Hansen"), ("", "", "Kari Jansen")], True),
        ([("", "", "Kari Prøve"), ("", "", "Prøve, Kari Anne")], False),
        ([("", "", "Åse Prøve"), ("", "", "AASE PROEVE")], False),
        ([(KARI, "", "Kari Prøve"), (KARI, "", "Kari Eksempel")], False),
        ([("", "1980-01-01", "Kari Prøve"), ("", "1980-01-01", "Kari Eksempel")], False),
        ([("", "", "Kari Prøve"), ("", "", "Per Eksempel")], False),  # that is more than doubt
        ([(KARI, "", "Kari Prøve"), (PER, "", "Kari Eksempel")], False),
        ([("", "", "Anne-Marie Prøve"), ("", "", "PRØVE, Annemarie")], False),
        ([("", "", "Ann Kristin Prøve"), ("", "", "Annkristin Prøve")], False),
        ([("", "", "Máret Ŋuŧŧá"), ("", "", "Maret Nutta")], False),
        ([("", "", "Işıl Yılmaz"), ("", "", "ISIL YILMAZ")], False),
        ([("", "", "Guðrún Þórsdóttir"), ("", "", "Gudrun Thorsdottir")], False),
        ([("", "", "Đặng Thị Hoa"), ("", "", "Hoa Dang")], False),
        ([("", "", "Łukasz Woźniak"), ("", "", "WOZNIAK LUKASZ, vaktmester")], False),
        ([("", "", "Kari Prøve"), ("", "", "Kari Berg"), ("", "", "Kari Berg Prøve")], False),
        ([("", "", "Kari Prøve"), ("", "", "Kari"), ("", "", "Kari Berg")], True),
        ([("", "", "Kari Prøve, sykepleier"), ("", "", "Kari Prøve, vikar")], True),
    ],
)
def test_two_names_with_a_word_in_common_are_asked_about(rows: list[Row], doubt: bool) -> None:
    assert numbers_in_doubt(listed(*rows)) == (("1001",) if doubt else ())


def with_employees(home: ShapeHome, *rows: str) -> None:
    inbox = home.put(COMPETENCE, "nothing_is_registered")
    (inbox / "employee.csv").write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")


def test_neither_has_the_others_duties_and_the_list_is_a_case(home: ShapeHome) -> None:
    with_employees(home, "1001;;Kari Prøve;;01.03.2020;;;Nei", "1001;;Per Eksempel;;;;;Nei")

    summary = home.run(COMPETENCE)

    told = {case.reference: facts_of(home.place.keys, case).evidence for case in home.cases()}
    assert set(told) == {"employee", "position"}
    said = {each.field: each.right for each in told["employee"]}
    assert said["rows_of_two"] == "2"
    assert summary.reasons == {"L02": 2}


def test_the_same_without_a_doubt_is_one_with_duties(home: ShapeHome) -> None:
    with_employees(home, "1001;;Kari Prøve;;01.03.2020;;;Nei", "1001;;Kari Eksempel;;;;;Nei")
    home.run(COMPETENCE)
    assert {case.reason[0] for case in home.cases()} == {"O"}


def test_who_is_protected_of_the_two_stays_so_and_no_row_is_shown(home: ShapeHome) -> None:
    with_employees(home, f"1001;{KARI};Kari Prøve;;;;;Ja", "1001;;Per Eksempel;;;;;Nei")
    home.run(COMPETENCE)
    (positions,) = [case for case in home.cases() if case.reference == "position"]
    about = facts_of(home.place.keys, positions).about
    assert about is not None
    assert about.proofs == ()
    with home.place.database.reading() as session:
        assert len(restricted_lookups(session)) == 1


def test_a_mark_at_the_one_without_an_id_can_not_be_kept_and_is_refused(home: ShapeHome) -> None:
    with_employees(home, f"1001;{KARI};Kari Prøve;;;;;Nei", "1001;;Per Eksempel;;;;;Ja")
    with pytest.raises(InputError) as refused:
        home.run(COMPETENCE)
    assert refused.value.code == "restricted_without_id"


def test_two_names_are_asked_about_once_and_closed_when_the_list_is_right(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "two_names_of_one_number")
    home.run(KEEPER)
    (case,) = home.cases()
    facts = facts_of(home.place.keys, case)
    assert (case.reason, facts.employee_number) == ("H08", "1001")
    assert facts.about is not None
    assert [proof.row for proof in facts.about.proofs] == [2, 4]
    employees = inbox / "employee.csv"
    employees.write_text(employees.read_text("utf-8").replace("Eksempel", "Prøve"), "utf-8")
    home.run(KEEPER, hour=15)
    assert home.cases()[0].status not in UNDECIDED


def test_no_names_at_all_close_no_question_about_them(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "two_names_of_one_number")
    home.run(KEEPER)
    employees = inbox / "employee.csv"
    nameless = re.sub(r"Kari \w+|Liv Leder", "", employees.read_text("utf-8"))
    employees.write_text(nameless, "utf-8")
    home.run(KEEPER, hour=15)
    assert home.cases()[0].status in UNDECIDED


def test_two_names_of_a_protected_person_are_for_few(home: ShapeHome) -> None:
    inbox = home.put(KEEPER, "two_names_of_one_number")
    employees = inbox / "employee.csv"
    marked = employees.read_text("utf-8").replace("1001@prove.no;01.03.2020;;Nei", ";;;Ja")
    employees.write_text(marked, "utf-8")
    home.run(KEEPER)
    assert [(case.reason, case.restricted) for case in home.cases()] == [("H08", True)]

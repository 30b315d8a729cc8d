"""A person's lines are found in workbooks and by employee number, and never another's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from rutine.cases.retention.originals import due_originals
from rutine.cases.runs import RunState, RunSummary, finish_run, open_run
from rutine.core import clock
from rutine.core.identifiers import Fnr
from rutine.installation import Installation, open_installation
from rutine.routines.retention_file import load_terms
from rutine.settings import Settings, load_settings
from rutine.steps.own_numbers import Naming, OwnNumbers, Whose
from rutine.steps.person import lines_left, own_lines
from tests.shape_home import EMPLOYER, ROOT

KARI, OLA = Fnr("01816010027"), Fnr("03817310086")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
EMPLOYEES = "Ansattnr;Fødselsnummer;Navn;Ansatt fra;Ansatt til;Skjermet\r\n"
COURSES = "Ansattnr;E-post;Navn;Kurskode;Fullført dato;Resultat;Gyldig til\r\n"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    place = open_installation(Settings(project=ROOT, home=tmp_path))
    yield place
    place.database.close()


def a_run(place: Installation, day: int, **files: tuple[str, bytes | str]) -> None:
    """A run that read these files, by name: the format each was kept under, and its content."""
    with clock.stopped_at(NOW + timedelta(days=day)):
        inputs = {
            name: place.archive.put(
                text if isinstance(text, bytes) else text.encode(), kind=form, label=name
            )
            for name, (form, text) in files.items()
        }
        with place.database.writing() as session:
            run_id = open_run(session, "competence_renewal", EMPLOYER, None, {})
            finish_run(session, run_id, RunSummary(state=RunState.CLEAN, inputs=inputs))


def employees(*rows: tuple[str, Fnr]) -> tuple[str, str]:
    lines = [f"{number};{who.reveal()};Prøve;01.03.2020;;Nei\r\n" for number, who in rows]
    return "employees_csv", EMPLOYEES + "".join(lines)


def courses(*rows: str) -> tuple[str, str]:
    return "course_completions_csv", COURSES + "".join(f"{row}\r\n" for row in rows)


def lines(place: Installation, person: Fnr) -> list[str]:
    return [line for _, _, line in own_lines(place, person).lines]


def test_rows_with_a_number_alone_are_the_persons_who_had_it_then(place: Installation) -> None:
    first, later = "1001;;;MED-1;01.05.2025;Bestått;", "1001;;;MED-1;01.05.2026;Bestått;"
    a_run(place, 0, employee=employees(("1001", KARI), ("1002", OLA)), course=courses(first))
    # Kari has left, and the number is Ola's now.
    a_run(
        place,
        90,
        employee=employees(("1001", OLA)),
        course=courses(later, "1003;;;MED-1;01.02.2025;Bestått;"),
    )
    assert [line for line in lines(place, KARI) if "MED-1" in line] == [first]
    assert [line for line in lines(place, OLA) if "MED-1" in line] == [later]
    assert own_lines(place, KARI).unnamed == 0


def test_a_number_of_two_people_at_one_time_is_counted_and_told_of_nobody(
    place: Installation,
) -> None:
    row = "1001;;;MED-1;01.05.2025;Bestått;"
    a_run(place, 0, employee=employees(("1001", KARI), ("1001", OLA)), course=courses(row))
    found = own_lines(place, KARI)
    assert found.contested == 1
    assert row not in [line for _, _, line in found.lines]


def test_a_number_of_two_people_of_whom_one_has_an_id_tells_neither_of_the_other(
    place: Installation,
) -> None:
    form, text = employees(("1001", KARI))
    another = "1001;;Eksempel Person;01.03.2020;;Nei"
    row = "1001;;;MED-1;01.05.2025;Bestått;"
    a_run(place, 0, employee=(form, f"{text}{another}\r\n"), course=courses(row))
    found = own_lines(place, KARI)
    assert [line.partition(";")[2][:11] for _, _, line in found.lines] == [KARI.reveal()]
    assert found.contested == 2  # the other row of the list itself, and the course


def test_a_run_that_failed_and_read_nothing_stops_no_deletion(place: Installation) -> None:
    a_run(place, 0, employee=employees(("1001", KARI)))
    with place.database.writing() as session:
        run_id = open_run(session, "competence_renewal", EMPLOYER, None, {})
        finish_run(session, run_id, RunSummary(state=RunState.FAILED, reason="list_missing"))
    terms, _ = load_terms(load_settings().mappings)

    with place.database.reading() as session:
        due = due_originals(session, place.keys, terms, date(2040, 1, 1))

    assert len(due) == 1


def test_a_banks_file_on_one_line_tells_of_nobody_else(place: Installation) -> None:
    entries = "".join(
        f"<Ntry><Amt>{amount}</Amt><Ustrd>Trygd {who.reveal()}</Ustrd></Ntry>"
        for amount, who in (("100.00", KARI), ("200.00", OLA))
    )
    xml = f'<?xml version="1.0"?><Document><Stmt>{entries}</Stmt></Document>'
    a_run(place, 0, bank=("camt_053", xml))

    assert lines(place, KARI) == [f"<Ustrd>Trygd {KARI.reveal()}</Ustrd>"]


def test_an_address_tells_where_no_number_does(place: Installation) -> None:
    listed = (
        "Ansattnr;Fødselsnummer;Navn;E-post;Ansatt fra;Ansatt til;Skjermet\r\n"
        f"1001;{KARI.reveal()};Prøve;Kari@Prove.no;01.03.2020;;Nei\r\n"
    )
    mine, other = (
        ";kari@prove.no;;MED-1;01.05.2025;Bestått;",
        "1009;kari@prove.no;;MED-1;01.02.2025;Bestått;",
    )
    a_run(place, 0, employee=("employees_csv", listed), course=courses(mine, other))
    found = lines(place, KARI)
    assert mine in found
    assert other not in found  # a number stands there, and it is not hers


def test_lists_of_numbers_that_nothing_names_are_said(place: Installation) -> None:
    a_run(place, 0, course=courses("1001;;;MED-1;01.05.2025;Bestått;", "1002;;;MED-1;i går;;"))
    assert own_lines(place, KARI).refused == 1
    assert (own_lines(place, KARI).unnamed, lines(place, KARI)) == (1, [])


def book(*sheets: list[list[object]]) -> bytes:
    made = Workbook()
    del made[made.sheetnames[0]]
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Ark{number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_is_searched_in_every_sheet_and_a_lost_zero_is_no_hindrance(
    place: Installation,
) -> None:
    number = KARI.reveal()
    data = book(
        [["Fødselsnr", "Beløp"], [number, 100], [OLA.reveal(), 200]],
        [["Merknad"], [int(number)], [f"se {number[:6]} {number[6:]}"]],
    )
    a_run(place, 0, claim=("payroll_claims_xlsx", data), gone=("a_format_that_is_gone", data + b""))
    found = own_lines(place, KARI)
    assert [line for _, _, line in found.lines] == [
        f"{number}; 100",
        number.removeprefix("0"),
        f"se {number[:6]} {number[6:]}",
    ]
    assert found.unread == 1  # its headings are not those of the format
    a_run(place, 1, broken=("payroll_claims_xlsx", data[:200]))
    assert own_lines(place, KARI).unread == 2


def test_what_is_left_of_an_erased_person_is_told_with_when_it_goes(place: Installation) -> None:
    terms, _ = load_terms(load_settings().mappings)
    assert lines_left(place, KARI, terms) is None
    a_run(
        place,
        0,
        employee=employees(("1001", KARI)),
        course=courses("1001;;;MED-1;01.02.2025;Bestått;"),
    )
    left = lines_left(place, KARI, terms)
    assert left is not None
    # competence_renewal keeps its originals for one year after the year
    assert (left.lines, left.originals, left.until) == (2, 2, date(2028, 1, 1))


def test_a_number_is_held_against_the_nearest_list_before_or_else_the_first_after() -> None:
    key = ("employee_number", "1001")
    naming = [
        Naming(NOW + timedelta(days=10), frozenset({key}), frozenset()),
        Naming(NOW + timedelta(days=20), frozenset(), frozenset({key})),
        Naming(NOW + timedelta(days=30), frozenset(), frozenset()),
    ]
    numbers = OwnNumbers({"974600013": reversed(naming)})
    days = {0: Whose.OWN, 10: Whose.OWN, 19: Whose.OWN, 20: Whose.OTHER, 40: Whose.OTHER}
    for day, whose in days.items():
        assert numbers.whose("974600013", key, NOW + timedelta(days=day)) is whose
    assert numbers.whose("974761076", key, NOW) is Whose.UNKNOWN
    assert not numbers.can_tell("974761076")

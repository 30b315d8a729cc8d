"""Payroll's list of employments: the format, who is restricted, and who a number belongs to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.records import Employment
from rutine.formats.format_file import load_format
from rutine.formats.reading import Reading
from rutine.formats.reading import read as read_format
from rutine.formats.typed_rows import records
from rutine.refunds.employed import Employed
from rutine.routines.registers import Lists, look_up, restricted
from rutine.routines.tables import load_tables

MAPPINGS = Path(__file__).parents[3] / "mappings"
UNIT, OTHER = "933001547", "974652269"
D_NUMBER, NEW, FRIEND = "54890150031", "14890150048", "16897750019"
TABLES = load_tables(MAPPINGS / "tables").tables
HEADINGS = (
    "Hovedenhet;Underenhet;Ansattnr;Fødselsnummer;Stillingsid;Startdato;Sluttdato;Dødsdato;"
    "Tidligere fødselsnummer;Månedslønn;Skjermet\r\n"
)


def reading(*rows: str) -> Reading:
    form = load_format(MAPPINGS / "formats" / "employments_csv.yaml")
    text = HEADINGS + "".join(f"{OTHER};{row}\r\n" for row in rows)
    return read_format(form, text.encode(), source="list", identities="synthetic")


def employed(*rows: str, persons: frozenset[str]) -> Employed:
    found = look_up(Lists(employments=reading(*rows).frame), TABLES, persons).employed
    assert found is not None
    return found


def test_a_row_becomes_a_record() -> None:
    row = f"{UNIT};7;{NEW};7-1;01.03.2019;30.06.2026;01.07.2026;{D_NUMBER};41 500,00;Ja"
    (found,) = records(reading(row), Employment)
    assert found == Employment(
        row=2,
        employer=OrgNr(OTHER),
        sub_unit=OrgNr(UNIT),
        employee_number="7",
        person=Fnr(NEW),
        position_id="7-1",
        first=date(2019, 3, 1),
        last=date(2026, 6, 30),
        restricted="yes",
        death=date(2026, 7, 1),
        previous=Fnr(D_NUMBER),
        monthly_income=Ore(4_150_000),
    )


def test_what_may_be_missing_is_missing() -> None:
    (found,) = records(reading(f"{UNIT};7;{NEW};7-1;01.03.2019;;;;;nei"), Employment)
    assert (found.last, found.death, found.previous) == (None, None, None)
    assert found.restricted == "no"


def test_a_list_from_before_the_pay_was_asked_for_is_read_as_it_is() -> None:
    form = load_format(MAPPINGS / "formats" / "employments_csv.yaml")
    row = f"{OTHER};{UNIT};7;{NEW};7-1;01.03.2019;;;;Nei\r\n"
    data = (HEADINGS.replace("Månedslønn;", "") + row).encode()
    found = read_format(form, data, source="list", identities="synthetic")
    employed = look_up(Lists(employments=found.frame), TABLES, frozenset({NEW})).employed
    assert employed is not None
    assert (len(employed.of(NEW)), employed.pay_at(NEW, UNIT)) == (1, None)


@pytest.mark.parametrize("mark", ["", "kanskje", "0"])
def test_a_mark_that_says_neither_yes_nor_no_is_refused(mark: str) -> None:
    found = reading(f"{UNIT};7;{NEW};7-1;01.03.2019;;;;;{mark}")
    assert found.frame.empty
    assert [error.column for error in found.errors] == ["Skjermet"]


def test_the_marked_are_known_by_every_number_they_have_had() -> None:
    frame = reading(
        f"{UNIT};7;{NEW};7-1;01.03.2019;;;{D_NUMBER};;Ja",
        f"{UNIT};8;{FRIEND};8-1;01.03.2019;;;;;Nei",
    ).frame
    assert restricted(frame) == {NEW, D_NUMBER}
    assert restricted(frame.drop(columns=["previous"])) == {NEW}


def test_a_person_is_found_by_the_former_number_too() -> None:
    row = f"{UNIT};7;{NEW};7-1;01.03.2019;;;{D_NUMBER};;Nei"
    for number in (NEW, D_NUMBER):
        found = employed(row, persons=frozenset({number}))
        assert found.numbers(number) == {NEW, D_NUMBER}
        assert [each.employee_number for each in found.at(number, UNIT)] == ["7"]
    assert not employed(row, persons=frozenset({FRIEND})).of(FRIEND)


def test_an_employment_ends_when_the_last_position_there_does() -> None:
    here = f"{UNIT};7;{NEW};7-1;01.03.2019;30.06.2026;;;;Nei"
    persons = frozenset({NEW})
    other_unit = f"{OTHER};7;{NEW};7-3;01.03.2019;;;;;Nei"
    assert employed(here, other_unit, persons=persons).ended(NEW, UNIT) == date(2026, 6, 30)
    second = f"{UNIT};7;{NEW};7-2;01.03.2019;31.07.2026;;;;Nei"
    assert employed(here, second, persons=persons).ended(NEW, UNIT) == date(2026, 7, 31)
    open_end = f"{UNIT};7;{NEW};7-2;01.03.2019;;;;;Nei"
    assert employed(here, open_end, persons=persons).ended(NEW, UNIT) is None
    died = f"{UNIT};7;{NEW};7-1;01.03.2019;30.06.2026;10.06.2026;;;Nei"
    assert employed(died, persons=persons).ended(NEW, UNIT) == date(2026, 6, 10)
    assert employed(died, persons=persons).ended(NEW, OTHER) is None


def test_without_a_list_nothing_is_known_of_employments() -> None:
    assert not Lists()
    assert look_up(Lists(), TABLES, frozenset({NEW})).employed is None
    assert Lists(employments=pd.DataFrame())


def beside(pay: str, *more: str, died: str = "") -> list[tuple[str, int | None]]:
    """The jobs of one who is away from one, and what those pay that nothing is reported of."""
    rows = [
        f"{UNIT};7;{NEW};7-1;01.03.2019;;;;30 000,00;Nei",
        f"{OTHER};7;{NEW};7-2;01.03.2019;;{died};;{pay};Nei",
    ]
    rows += [f"{OTHER};7;{NEW};{each};Nei" for each in more]
    away = {"sub_unit": UNIT, "person": NEW, "kind": "Sykmelding", "grade": 50, "row": 1}
    absences = pd.DataFrame([away]).assign(
        first=pd.Timestamp("2026-06-01"), last=pd.Timestamp("2026-06-30")
    )
    told = pd.DataFrame(
        columns=["person", "sub_unit", "absence_from", "sent", "monthly_income", "monthly_refund",
                 "refund_ends", "row"]
    )  # fmt: skip
    lists = Lists(absences=absences, income_reports=told, employments=reading(*rows).frame)
    known = look_up(lists, TABLES, frozenset({NEW})).basis(NEW, "4")
    assert known is not None
    return [(job.employer.reveal(), job.monthly_income) for job in known.jobs]


def test_a_job_without_absence_counts_where_payroll_lists_its_pay() -> None:
    assert beside("90 000,00") == [(UNIT, Ore(3_000_000)), (OTHER, Ore(9_000_000))]
    assert beside("") == [(UNIT, Ore(3_000_000))]


def test_a_day_of_death_before_the_first_day_of_work_stops_nothing() -> None:
    assert beside("90 000,00", died="01.02.2019") == [(UNIT, Ore(3_000_000))]


def test_several_positions_pay_together_when_they_last_as_long() -> None:
    together = beside("90 000,00", "7-3;01.03.2019;;;;10 000,00")
    assert together[1] == (OTHER, Ore(10_000_000))
    assert beside("90 000,00", "7-3;01.03.2020;;;;10 000,00") == [(UNIT, Ore(3_000_000))]


def test_equal_reports_are_for_as_many_positions_as_are_listed() -> None:
    rows = [f"{UNIT};7;{NEW};7-{n};01.03.2019;;;;30 000,00;Nei" for n in (1, 2)]
    day = date(2026, 6, 1)
    both = employed(*rows, persons=frozenset({NEW}))
    assert both.positions_on(NEW, UNIT, day, 3_000_000) == 2
    assert both.positions_on(NEW, UNIT, day, 3_000_001) == 0
    assert both.positions_on(NEW, UNIT, date(2019, 1, 1), 3_000_000) == 0
    assert both.positions_on(NEW, OTHER, day, 3_000_000) == 0

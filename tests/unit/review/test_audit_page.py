from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from rutine.cases.accounts.users import find_user
from rutine.cases.tables import AuditEntry, UserAccount
from rutine.cases.trail.audit import append


@pytest.fixture
def auditor(as_user):
    return as_user("rune")


def exports(store) -> int:
    with store.database.reading() as session:
        return session.query(AuditEntry).filter(AuditEntry.action == "audit_exported").count()


def test_the_page_tells_robot_and_person_apart_and_names_no_employee(auditor, cases):
    text = auditor.get("/revisjon").text
    assert "Sak opprettet" in text
    assert ">Robot<" in text
    assert "Kommandolinje" in text
    for person, name in zip(cases.PEOPLE, cases.NAMES, strict=True):
        assert person.reveal() not in text
        assert name not in text
    assert "10480" not in text


def test_the_role_in_which_a_document_was_signed_is_shown(auditor, store):
    with store.database.writing() as session:
        append(
            session,
            find_user(session, "kari").actor,
            "decided",
            data={"choice": "sign", "role": "approver"},
        )
    assert "Signert som: godkjenner" in auditor.get("/revisjon").text


def test_a_search_becomes_an_address_and_the_address_the_same_search(auditor):
    number = auditor.number("D43")
    auditor.get("/revisjon")
    answer = auditor.post("/revisjon/sok", case=number, who="robot", kind="created", first="")
    assert answer.headers["location"] == f"/revisjon?case={number}&who=robot&kind=created"
    text = auditor.get(answer.headers["location"]).text
    assert text.count("<tr role") == 2
    assert f'value="{number}"' in text
    assert "Ingen hendelser her" in auditor.get("/revisjon?kind=revealed").text


@pytest.mark.parametrize("typed", ["01018010012", "sak 4", "-1", "٤"])
def test_what_is_no_case_number_is_refused_and_not_given_back(auditor, typed):
    auditor.get("/revisjon")
    answer = auditor.post("/revisjon/sok", case=typed)
    assert answer.status_code == 422
    assert "Ikke søk med fødselsnummer" in answer.text
    assert f'value="{typed}"' not in answer.text
    assert auditor.get("/revisjon?case=" + typed).status_code == 422


def test_a_day_that_is_none_is_refused(auditor):
    auditor.get("/revisjon")
    assert auditor.post("/revisjon/sok", first="31.02.2026").status_code == 422
    assert auditor.post("/revisjon/sok", first="21.11.2026").status_code == 303


def test_only_the_name_of_an_event_gets_into_the_address(auditor, cases):
    auditor.get("/revisjon")
    answer = auditor.post("/revisjon/sok", kind=cases.PEOPLE[0].reveal(), who="Prøvesen")
    assert answer.headers["location"] == "/revisjon"


def test_nothing_in_an_address_breaks_the_page(auditor):
    for query in ("before=x", "before=99999999999", "who=x", "kind=" + "x" * 90, "case=999999999"):
        assert auditor.get(f"/revisjon?{query}").status_code in {200, 422}


def read(data: bytes, form: str) -> list[list[str]]:
    """The cells of an exported file, as a spreadsheet would get them."""
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))
    return [["" if cell is None else cell for cell in row] for row in sheet.values]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_starts_no_formula_and_is_an_entry_itself(auditor, store, form):
    with store.database.writing() as session:
        session.query(UserAccount).filter(UserAccount.name == "kari").one().display_name = "=1+1"
        append(session, find_user(session, "kari").actor, "exported", data={"cases": 3})
    auditor.get("/revisjon")
    answer = auditor.post("/revisjon/fil", form=form, kind="exported")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    headings, row = read(answer.content, form)
    assert headings[2:5] == ["Robot eller menneske", "Bruker", "Hendelse"]
    assert row[2:] == [
        "Menneske",
        "'=1+1" if form == "csv" else "=1+1",
        *("Saker tatt ut som arbeidsbok", "exported", "", "Saker: 3"),
    ]
    assert exports(store) == 1


def test_a_file_of_nothing_known_is_not_made(auditor, store):
    auditor.get("/revisjon")
    answer = auditor.post("/revisjon/fil", form="exe")
    assert "attachment" not in answer.headers.get("content-disposition", "")
    assert exports(store) == 0

"""Everything about one person, for an auditor: posted, sealed, masked, and noted each time."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.users import add_user
from rutine.cases.tables import AuditEntry


def told(store) -> list[str]:
    with store.database.reading() as session:
        found = session.scalars(select(AuditEntry.data).where(AuditEntry.action == "person_told"))
        return list(found)


def test_it_is_shown_masked_and_the_file_has_the_number(store, cases, as_user):
    number = cases.PEOPLE[0].reveal()
    rune = as_user("rune")
    assert 'href="/innsyn"' in rune.get("/revisjon").text
    rune.get("/innsyn")
    page = rune.post("/innsyn", number=f"{number[:6]} {number[6:]}", reference="26/1234")
    assert page.status_code == 200
    assert "Dette er lagret om personen" in page.text
    assert cases.NAMES[0] in page.text
    assert number not in page.text
    rune.page = page
    sealed = re.search(r'name="sealed" value="([0-9a-f]+)"', page.text)[1]
    file = rune.post("/innsyn/fil", sealed=sealed, reference="26/1234", form="html")
    assert file.headers["content-disposition"].startswith('attachment; filename="innsyn-20')
    assert number in file.text
    as_json = rune.post("/innsyn/fil", sealed=sealed, reference="26/1234", form="json").json()
    assert as_json["national_id"] == number
    noted = told(store)
    assert len(noted) == 3
    assert all("26/1234" in each and number not in each for each in noted)
    other = as_user("rune")  # another session can't open it
    other.get("/innsyn")
    assert other.post("/innsyn/fil", sealed=sealed, reference="26/1234").status_code == 422
    assert other.post("/innsyn/fil", sealed="x", reference="26/1234").status_code == 422
    assert len(told(store)) == 3


@pytest.mark.parametrize(
    ("number", "reference", "said"),
    [
        ("12345678901", "26/1", "Skriv de elleve sifrene"),
        ("", "26/1", "Skriv de elleve sifrene"),
        (None, "Prøve Øvelsesen", "ikke noe navn i det"),
        ("03817310086", "26/1", "har ingenting om noen"),
    ],
)
def test_what_was_typed_wrongly_is_said_and_not_given_back(
    store, cases, as_user, *, number, reference, said
):
    rune = as_user("rune")
    rune.get("/innsyn")
    typed = cases.PEOPLE[0].reveal() if number is None else number
    page = rune.post("/innsyn", number=typed, reference=reference)
    assert page.status_code == 422
    assert said in page.text
    assert not typed or typed not in page.text
    assert told(store) == []


def test_who_lacks_the_right_is_told_nothing_in_part(store, cases, as_user, of_unit):
    skole = as_user(of_unit)
    skole.get("/innsyn")
    page = skole.post("/innsyn", number=cases.PEOPLE[0].reveal(), reference="26/1")
    assert page.status_code == 403
    assert "La en revisor som ser alle" in page.text
    assert told(store) == []


@pytest.fixture
def of_unit(store, cases) -> str:
    """An auditor who sees the school only."""
    with store.database.writing() as session:
        add_user(
            session,
            "skolerevisor",
            "Sol Skole",
            cases.PASSWORD,
            {UserRole.AUDITOR},
            actor=COMMAND_LINE,
            units={cases.SCHOOL.value},
        )
    return "skolerevisor"

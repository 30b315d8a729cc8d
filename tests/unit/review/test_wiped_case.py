"""A case whose time is over is still a page, and says why it names nobody."""

from __future__ import annotations

from sqlalchemy import select

from rutine.cases.retention.wiping import wipe_cases
from rutine.cases.tables import Case


def test_a_case_without_its_person_is_shown_and_says_why(visitor):
    number = visitor.number("D43")
    store = visitor.store
    before = visitor.get(f"/saker/{number}").text
    assert "Åse Prøvesen" in before
    with store.database.writing() as session:
        case_id = session.scalar(select(Case.id).where(Case.number == number))
        session.get_one(Case, case_id).status = "done"
        session.flush()
        wipe_cases(session, store.keys, [case_id])
    page = visitor.get(f"/saker/{number}")
    assert page.status_code == 200
    assert "ble slettet" in page.text
    for told in ("Åse Prøvesen", "10480", "1 431,00", "vis-fodselsnummer"):
        assert told not in page.text.replace("\u00a0", " "), told
    listed = visitor.get("/saker?liste=avgjort").text
    assert "Åse Prøvesen" not in listed or listed.count("Åse Prøvesen") < before.count("Åse")

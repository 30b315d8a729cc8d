from __future__ import annotations

import logging

from rutine.cases.trail.audit import verify


def spaced(person) -> str:
    number = person.reveal()
    return f"{number[:6]} {number[6:]}"


def test_a_national_id_is_shown_once_with_a_reason_and_that_is_logged(visitor, cases, store):
    address = f"/saker/{visitor.number('D43')}"
    visitor.get(address)
    answer = visitor.post(f"{address}/vis-fodselsnummer", reason="Ringe NAV om saken")
    assert answer.status_code == 200
    assert spaced(cases.PEOPLE[0]) in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "Visningen er loggført" in answer.text
    after = visitor.get(address).text
    assert spaced(cases.PEOPLE[0]) not in after
    assert "viste fødselsnummeret" in after
    assert "Ringe NAV om saken" in after
    with store.database.reading() as session:
        assert verify(session) is None


def test_without_a_reason_nothing_is_shown_and_nothing_logged(visitor, cases):
    address = f"/saker/{visitor.number('D43')}"
    visitor.get(address)
    for reason in ("", "   "):
        answer = visitor.post(f"{address}/vis-fodselsnummer", reason=reason)
        assert answer.status_code == 422
        assert "Skriv hvorfor du trenger å se nummeret." in answer.text
        assert spaced(cases.PEOPLE[0]) not in answer.text
    assert "viste fødselsnummeret" not in visitor.get(address).text


def test_a_reason_that_holds_a_national_id_is_refused(visitor, cases):
    address = f"/saker/{visitor.number('D43')}"
    visitor.get(address)
    reason = f"Gjelder {cases.PEOPLE[1].reveal()}"
    answer = visitor.post(f"{address}/vis-fodselsnummer", reason=reason)
    assert answer.status_code == 422
    assert cases.PEOPLE[1].reveal() not in answer.text
    long = visitor.post(f"{address}/vis-fodselsnummer", reason="x" * 3000)
    assert long.status_code == 422


def test_a_case_without_a_person_has_nothing_to_reveal(visitor):
    address = f"/saker/{visitor.number('D36')}"
    assert "Vis fødselsnummer" not in visitor.get(address).text
    answer = visitor.post(f"{address}/vis-fodselsnummer", reason="Nysgjerrig")
    assert answer.status_code == 404


def test_no_log_record_of_a_whole_visit_holds_a_person(visitor, cases, caplog):
    caplog.set_level(logging.DEBUG)
    address = f"/saker/{visitor.number('D43')}"
    visitor.get(address)
    visitor.post(f"{address}/vis-fodselsnummer", reason="Ringe NAV om saken")
    visitor.get("/saker?status=all&search=10480")
    version = visitor.get(address) and visitor.version()
    visitor.post(f"{address}/avgjor", version=version, action="accept_paid", comment="Hemmelig")
    kept = [record for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]
    text = "\n".join(record.getMessage() for record in kept)
    for hidden in (cases.PEOPLE[0].reveal(), cases.NAMES[0], "10480", "Hemmelig", "Ringe NAV"):
        assert hidden not in text

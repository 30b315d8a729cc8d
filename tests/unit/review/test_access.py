from __future__ import annotations

import pytest

from rutine.review.routes import PAGES

SEES = {"kari", "gro", "rune"}  # reviewer, approver, auditor
EVERYBODY = SEES | {"pia", "arne"}  # consultant, administrator
DECIDES = {"kari", "gro"}
AUDITS = {"rune"}

EXPECTED = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/logg-inn"): EVERYBODY,
    ("POST", "/logg-inn"): EVERYBODY,
    ("POST", "/logg-ut"): EVERYBODY,
    ("POST", "/sprak"): EVERYBODY,
    ("GET", "/om"): EVERYBODY,
    ("GET", "/tilgjengelighet"): EVERYBODY,
    ("GET", "/kjoringer"): EVERYBODY,
    ("GET", "/last-opp"): DECIDES,
    ("POST", "/last-opp"): DECIDES,
    ("GET", "/risiko"): SEES,
    ("GET", "/saker"): SEES,
    ("POST", "/saker/sok"): SEES,
    ("GET", "/saker/{number:int}"): SEES,
    ("POST", "/saker/{number:int}/apne"): SEES,
    ("GET", "/saker/arbeidsbok"): DECIDES,
    ("GET", "/saker/arbeidsbok/fil"): DECIDES,
    ("POST", "/saker/arbeidsbok"): DECIDES,
    ("POST", "/saker/{number:int}/avgjor"): DECIDES,
    ("POST", "/saker/{number:int}/godkjenning"): DECIDES,
    ("POST", "/saker/{number:int}/vis-fodselsnummer"): DECIDES,
    ("POST", "/slor"): EVERYBODY,
    ("GET", "/konto"): EVERYBODY,
    ("POST", "/konto/passord"): EVERYBODY,
    ("POST", "/konto/logg-ut-overalt"): EVERYBODY,
    ("POST", "/konto/engangskode"): EVERYBODY,
    ("POST", "/konto/engangskode-bekreft"): EVERYBODY,
    ("POST", "/konto/engangskode-av"): EVERYBODY,
    ("POST", "/konto/varsler"): SEES,
    ("GET", "/forste-administrator/{token}"): EVERYBODY,
    ("POST", "/forste-administrator/{token}"): EVERYBODY,
    ("GET", "/revisjon"): AUDITS,
    ("POST", "/revisjon/sok"): AUDITS,
    ("POST", "/revisjon/fil"): AUDITS,
}


def test_every_page_has_an_expected_rule():
    assert {(page.method, page.path) for page in PAGES} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_each_role_reaches_its_own_pages_and_no_others(as_user, name):
    for page in PAGES:
        visitor = as_user(name)
        address = page.path.replace("{number:int}", str(visitor.number("D43")))
        if page.method == "GET":
            answer = visitor.client.get(address)
        else:
            answer = visitor.post(address, version="0", reason="", action="")
        if name in EXPECTED[page.method, page.path]:
            assert answer.status_code not in {401, 403}, (name, page.path)
        else:
            assert answer.status_code == 403, (name, page.path)
            assert "Du har ikke tilgang" in answer.text


def test_without_signing_in_only_open_pages_answer(anyone):
    anyone.get("/logg-inn")
    for page in PAGES:
        if page.allowed is None:
            continue
        address = page.path.replace("{number:int}", "1")
        answer = anyone.client.get(address) if page.method == "GET" else anyone.post(address)
        assert answer.status_code == 401, page.path


def test_an_auditor_reads_a_case_but_has_no_form(as_user):
    visitor = as_user("rune")
    text = visitor.get(f"/saker/{visitor.number('D43')}").text
    assert "Du kan lese saken, men ikke avgjøre den." in text
    assert "Lagre og gå til neste sak" not in text
    assert "Vis fødselsnummer" not in text


@pytest.mark.parametrize("name", ["pia", "arne"])
def test_those_who_see_no_cases_are_led_to_the_runs(as_user, name):
    visitor = as_user(name)
    assert visitor.client.get("/").headers["location"] == "/kjoringer"
    assert visitor.get("/kjoringer").status_code == 200

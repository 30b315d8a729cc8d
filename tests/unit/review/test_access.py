from __future__ import annotations

import re

import pytest

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import users
from rutine.cases.accounts.users import add_user
from rutine.cases.tables import Case
from rutine.review.lists.listing import LISTS
from rutine.review.routes import PAGES

SEES = {"kari", "gro", "rune"}  # reviewer, approver, auditor
EVERYBODY = SEES | {"pia", "arne"}  # consultant, administrator
DECIDES = {"kari", "gro"}
AUDITS = {"rune"}
MODELS = {"pia", "arne"}
STEERS = {"gro", "pia", "arne"}

EXPECTED = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/logg-inn"): EVERYBODY,
    ("POST", "/logg-inn"): EVERYBODY,
    ("GET", "/logg-inn/{way}"): EVERYBODY,
    ("GET", "/logg-inn/{way}/svar"): EVERYBODY,
    ("GET", "/logg-inn/{way}/stoppet/{why}"): EVERYBODY,
    ("POST", "/logg-ut"): EVERYBODY,
    ("GET", "/logg-ut/{way}"): EVERYBODY,
    ("GET", "/logget-ut"): EVERYBODY,
    ("POST", "/sprak"): EVERYBODY,
    ("GET", "/om"): EVERYBODY,
    ("GET", "/tilgjengelighet"): EVERYBODY,
    ("GET", "/sporsmal"): EVERYBODY,
    ("POST", "/sporsmal"): EVERYBODY,
    ("POST", "/sporsmal/uten-svar"): EVERYBODY,
    ("GET", "/api/sporsmal"): EVERYBODY,
    ("POST", "/api/sporsmal"): EVERYBODY,
    ("GET", "/kjoringer"): EVERYBODY,
    ("GET", "/kjoringer/{run:int}/rapport"): EVERYBODY,
    ("GET", "/status"): EVERYBODY,
    ("POST", "/status/sletting"): {"gro"},
    ("GET", "/metrics"): EVERYBODY,
    ("GET", "/tidsplan"): EVERYBODY,
    ("POST", "/tidsplan/pause"): STEERS,
    ("POST", "/tidsplan/fortsett"): STEERS,
    ("POST", "/tidsplan/kjor"): STEERS,
    ("GET", "/gevinst"): EVERYBODY,
    ("GET", "/rutiner"): EVERYBODY,
    ("GET", "/rutiner/ny"): MODELS,
    ("POST", "/rutiner/ny"): MODELS,
    ("GET", "/rutiner/forslag"): EVERYBODY,
    ("POST", "/rutiner/forslag"): {"pia"},
    ("GET", "/rutiner/forslag/{proposal:int}"): EVERYBODY,
    ("POST", "/rutiner/forslag/{proposal:int}/spill-av"): {"pia"},
    ("POST", "/rutiner/forslag/{proposal:int}/svar"): {"pia"},
    ("GET", "/rutiner/{name}"): EVERYBODY,
    ("GET", "/rutiner/{name}/skjema"): MODELS,
    ("GET", "/rutiner/nokler"): MODELS,
    ("GET", "/rutiner/{name}/rediger"): MODELS,
    ("POST", "/rutiner/{name}/rediger"): MODELS,
    ("GET", "/rutiner/{name}/utkast/{draft}"): MODELS,
    ("GET", "/rutiner/{name}/utkast/{draft}/fil"): MODELS,
    ("POST", "/rutiner/{name}/utkast/{draft}/lagre"): MODELS,
    ("POST", "/rutiner/{name}/utkast/{draft}/simuler"): MODELS,
    ("POST", "/rutiner/{name}/utkast/{draft}/slett"): MODELS,
    ("GET", "/last-opp"): DECIDES,
    ("POST", "/last-opp"): DECIDES,
    ("GET", "/kalender"): SEES,
    ("GET", "/kalender/arbeidsbok"): SEES,
    ("GET", "/kalender/fil"): SEES,
    ("POST", "/kalender/lenke"): SEES,
    ("POST", "/kalender/lenke-av"): SEES,
    ("GET", "/kalender/{token}.ics"): EVERYBODY,
    ("GET", "/kompetanse"): SEES,
    ("GET", "/kompetanse/arbeidsbok"): DECIDES,
    ("GET", "/kompetanse/endret-kode"): EVERYBODY,
    ("POST", "/kompetanse/endret-kode"): EVERYBODY,
    ("GET", "/risiko"): SEES,
    ("GET", "/saker"): SEES,
    ("POST", "/saker/sok"): SEES,
    ("GET", "/saker/{number:int}"): SEES,
    ("POST", "/saker/{number:int}/apne"): SEES,
    ("POST", "/saker/{number:int}/tjenestebevis"): SEES,
    ("GET", "/saker/{number:int}/tidligere"): SEES,
    ("GET", "/saker/{number:int}/like"): DECIDES,
    ("POST", "/saker/{number:int}/like/avgjor"): DECIDES,
    ("POST", "/saker/{number:int}/like/angre"): DECIDES,
    ("POST", "/saker/{number:int}/notat"): DECIDES,
    ("GET", "/saker/arbeidsbok"): DECIDES,
    ("GET", "/saker/arbeidsbok/fil"): DECIDES,
    ("POST", "/saker/arbeidsbok"): DECIDES,
    ("POST", "/saker/{number:int}/avgjor"): DECIDES,
    ("POST", "/saker/{number:int}/godkjenning"): DECIDES,
    ("POST", "/saker/{number:int}/vis-fodselsnummer"): DECIDES,
    ("POST", "/saker/{number:int}/angre"): DECIDES,
    ("POST", "/saker/{number:int}/tildel"): DECIDES,
    ("POST", "/saker/tildel"): DECIDES,
    ("POST", "/saker/tildel/angre"): DECIDES,
    ("POST", "/saker/visninger"): SEES,
    ("POST", "/saker/visninger/slett"): SEES,
    ("GET", "/saker/gjort-opp"): SEES,
    ("POST", "/saker/gjort-opp/angre"): DECIDES,
    ("POST", "/saker/gjort-opp/svar"): DECIDES,
    ("GET", "/saker/{number:int}/koble"): DECIDES,
    ("POST", "/saker/{number:int}/koble/summer"): DECIDES,
    ("POST", "/saker/{number:int}/koble/foresla"): DECIDES,
    ("POST", "/saker/{number:int}/los-opp"): DECIDES,
    ("GET", "/hurtigtaster"): EVERYBODY,
    ("POST", "/hurtigtaster"): EVERYBODY,
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
    ("GET", "/innsyn"): AUDITS,
    ("POST", "/innsyn"): AUDITS,
    ("POST", "/innsyn/fil"): AUDITS,
}

ROLES = {
    "kari": {UserRole.REVIEWER},
    "gro": {UserRole.APPROVER},
    "rune": {UserRole.AUDITOR},
    "pia": {UserRole.CONSULTANT},
    "arne": {UserRole.ADMINISTRATOR},
}
ELSEWHERE = "Solvang"
"""Stands on every page that shows something of the other unit."""


@pytest.fixture
def of_school(store, as_user, cases, monkeypatch):
    """Somebody with a role, who sees the school only."""
    monkeypatch.setattr(users, "_hashed", lambda _password: "none")

    def sign_in(name: str):
        with store.database.writing() as session:
            add_user(
                session,
                f"{name}.skole",
                "Skolens",
                cases.PASSWORD,
                ROLES[name],
                actor=COMMAND_LINE,
                units={cases.SCHOOL.value},
            )
        return as_user(f"{name}.skole")

    return sign_in


def test_every_page_has_an_expected_rule():
    assert {(page.method, page.path) for page in PAGES} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_each_role_reaches_its_own_pages_and_no_others(as_user, name):
    for page in PAGES:
        visitor = as_user(name)
        path = re.sub(r"\{(run|proposal):int\}", "1", page.path)
        address = path.replace("{number:int}", str(visitor.number("D43")))
        if page.method == "GET":
            answer = visitor.client.get(address)
        else:
            answer = visitor.post(address, version="0", reason="", action="")
        if name in EXPECTED[page.method, page.path]:
            assert answer.status_code not in {401, 403}, (name, page.path)
        else:
            assert answer.status_code == 403, (name, page.path)
            assert "Du har ikke tilgang" in answer.text


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_no_page_of_a_case_answers_for_another_unit(of_school, name):
    """Every route with a case x every role x a case of one's own unit, and of another."""
    visitor = of_school(name)
    own, other = visitor.number("D00"), visitor.number("D43")
    for page in PAGES:
        if "{number" not in page.path:
            continue
        allowed = name in EXPECTED[page.method, page.path]
        for number in (own, other):
            address = page.path.replace("{number:int}", str(number))
            fields = {"version": "1", "reason": "", "action": "", "to": "nobody"}
            answer = (
                visitor.client.get(address)
                if page.method == "GET"
                else visitor.post(address, **fields)
            )
            assert ELSEWHERE not in answer.text, (name, page.path)
            if not allowed:
                assert answer.status_code == 403, (name, page.path)
            elif number == other:
                assert answer.status_code == 404, (name, page.path)
            else:
                assert answer.status_code not in {401, 403, 404}, (name, page.path)


@pytest.mark.parametrize("name", sorted(SEES))
def test_no_list_of_cases_shows_another_unit(of_school, name):
    visitor = of_school(name)
    pages = [page.path for page in PAGES if page.method == "GET" and "{" not in page.path]
    for path in pages:
        if path.startswith("/saker") and name in EXPECTED["GET", path]:
            assert ELSEWHERE not in visitor.get(path).text, path
    for status in LISTS:
        assert ELSEWHERE not in visitor.get(f"/saker?status={status}").text
    for term in ("10480", "Prøvesen"):
        assert "Ingen saker passer" in visitor.search(term).text


WHOLE = "48\u00a0086,00"
"""Kroner of every unit together, in the controls of the run."""


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_a_run_tells_no_kroner_of_other_units(of_school, as_user, name):
    everything = as_user(name).get("/kjoringer").text
    assert WHOLE in everything
    visitor = of_school(name)
    page = visitor.get("/kjoringer").text
    assert WHOLE not in page
    assert "Du har tilgang til noen av enhetene" in page
    assert "Du har tilgang til noen av enhetene" not in everything
    for said in ("48 linjer, 89", "Kontonummer", "Stemmer ikke"):
        assert said in page.replace("\u00a0", " ")


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_the_report_of_a_run_is_for_those_who_see_every_unit(store, of_school, tmp_path, name):
    file = tmp_path / "report.html"
    file.write_text("<p>Hele kommunen</p>")
    visitor = of_school(name)
    app = store.app(report=lambda _run: file)
    limited = type(visitor)(store, app).sign_in(f"{name}.skole")
    answer = limited.get("/kjoringer/1/rapport")
    assert answer.status_code == 403
    assert "Rapporten gjelder alle enheter" in answer.text
    assert "/rapport" not in limited.get("/kjoringer").text
    everyone = type(visitor)(store, app).sign_in(name)
    assert everyone.get("/kjoringer/1/rapport").text == "<p>Hele kommunen</p>"


def test_many_cases_at_once_are_each_within_sight(of_school, store):
    visitor = of_school("kari")
    visitor.get("/saker")
    other = visitor.number("D43")
    answer = visitor.post("/saker/tildel", case=f"{other}.1", to="nobody")
    assert answer.headers["location"] == f"/saker?ikke={other}"
    with store.database.reading() as session:
        assert session.query(Case.version).filter(Case.number == other).scalar() == 1


def test_without_signing_in_only_open_pages_answer(anyone):
    anyone.get("/logg-inn")
    for page in PAGES:
        if page.allowed is None:
            continue
        address = re.sub(r"\{\w+:int\}", "1", page.path)
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

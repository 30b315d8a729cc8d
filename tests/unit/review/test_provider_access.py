"""What those reach who came from a provider, for how long, and what is left for passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rutine.cases.access import UserRole
from rutine.cases.accounts.sign_in import Identity, Way
from rutine.core import clock
from tests.elsewhere import IDA, REVIEWER, back, start


def test_roles_taken_away_at_the_provider_end_the_access(browser, entra, store, visitor_of):
    back(browser, start(browser))
    assert browser.get("/saker").status_code == 200
    elsewhere = visitor_of(store.app(providers={Way.ENTRA: entra}))
    entra.who = Identity(IDA.key, IDA.name, frozenset())
    back(elsewhere, start(elsewhere))
    assert browser.get("/saker").status_code == 401


@pytest.mark.parametrize("minutes", [29, 31])
def test_a_session_from_a_provider_ends_as_any_other(browser, monkeypatch, minutes):
    back(browser, start(browser))
    later = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert browser.get("/saker").status_code == (200 if minutes < 30 else 401)


def test_a_session_from_a_provider_lasts_a_working_day_at_most(browser, monkeypatch):
    back(browser, start(browser))
    now = clock.now()
    for minutes in range(20, 500, 20):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        assert browser.get("/konto").status_code == (200 if minutes < 480 else 401), minutes


def test_local_sign_in_can_be_off(store, visitor_of, entra, cases):
    app = store.app(providers={Way.ENTRA: entra}, local=False)
    browser = visitor_of(app)
    page = browser.get("/logg-inn").text
    assert 'name="password"' not in page
    answer = browser.post("/logg-inn", username="kari", password=cases.PASSWORD)
    assert answer.status_code == 422
    assert "logger ingen inn med passord" in answer.text
    assert browser.get(f"/forste-administrator/{'0' * 64}").status_code == 404
    browser.sign_in("kari")
    assert browser.get("/saker").status_code == 401, "a session from before is over"


def test_a_code_must_be_set_up_first_where_a_password_is_not_enough(store, visitor_of, entra):
    browser = visitor_of(store.app(providers={Way.ENTRA: entra}, local_code=True))
    browser.sign_in("kari")
    for path in ("/", "/saker", "/kjoringer"):
        assert browser.client.get(path).headers["location"] == "/konto"
    page = browser.get("/konto").text
    assert "må du slå på engangskode" in page
    number = browser.number("D43")
    decided = browser.post(f"/saker/{number}/avgjor", version="1", action="accept_paid")
    assert decided.headers["location"] == "/konto"
    browser.get("/konto")
    assert browser.post("/konto/engangskode", password="feil").status_code == 422
    browser.post("/logg-ut")
    browser.client.cookies.clear()
    back(browser, start(browser))
    assert browser.get("/saker").status_code == 200, "the provider has its own second factor"


ROLES = {
    UserRole.REVIEWER: {"/saker", "/kjoringer", "/konto"},
    UserRole.APPROVER: {"/saker", "/kjoringer", "/konto"},
    UserRole.AUDITOR: {"/saker", "/kjoringer", "/konto", "/revisjon"},
    UserRole.CONSULTANT: {"/kjoringer", "/konto"},
    UserRole.ADMINISTRATOR: {"/kjoringer", "/konto"},
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_from_the_provider_reaches_its_own_pages(browser, entra, role):
    entra.who = Identity(f"tenant\0{role}", "Ida", frozenset({role}))
    back(browser, start(browser))
    reached = {
        path
        for path in ("/saker", "/kjoringer", "/konto", "/revisjon")
        if browser.get(path).status_code == 200
    }
    assert reached == ROLES[role]


def test_units_from_the_provider_are_the_only_ones_seen(browser, entra, cases):
    entra.who = Identity(
        IDA.key, IDA.name, REVIEWER, units=frozenset({cases.SCHOOL.value}), tells_units=True
    )
    back(browser, start(browser))
    own, other = browser.number("D00"), browser.number("D43")
    assert browser.get(f"/saker/{own}").status_code == 200
    assert browser.get(f"/saker/{other}").status_code == 404
    entra.who = Identity(IDA.key, IDA.name, REVIEWER, units=frozenset(), tells_units=True)
    browser.get("/konto")
    browser.post("/logg-ut")
    back(browser, start(browser))
    assert browser.get(f"/saker/{own}").status_code == 404, "a mapping that names none shows none"

"""Signing in at a provider as the app does it: in, out, and every page that says why not."""

from __future__ import annotations

import json
import logging
import re
from html import escape

import pytest

from rutine.cases.access import COMMAND_LINE
from rutine.cases.accounts.sign_in import Identity, SignInStopped, Stop, Way
from rutine.cases.accounts.users import disable, find_user, set_roles
from rutine.cases.tables import AuditEntry, SignInJourney, UserAccount
from rutine.core.errors import ConnectorError
from rutine.review.accounts import provider_page
from rutine.review.guards.pace import MOST
from tests.elsewhere import CODE, REVIEWER, THERE, back, start


def trail(store, action: str) -> list[dict]:
    with store.database.reading() as session:
        found = session.query(AuditEntry).filter(AuditEntry.action == action)
        return [json.loads(each.data) for each in found]


def test_the_page_to_sign_in_on_has_the_ways_that_are_open(browser, anyone):
    page = browser.get("/logg-inn?back=/saker?status=done").text
    assert "Logg inn med jobbkontoen" in page
    assert "Logg inn med Ansattporten" in page
    assert 'href="/logg-inn/entra?back=/saker%3Fstatus%3Ddone"' in page
    assert "Passord" in page
    page = anyone.get("/logg-inn").text
    assert "jobbkontoen" not in page
    assert anyone.client.get("/logg-inn/entra").status_code == 404
    assert anyone.client.get("/logg-inn/entra/svar").status_code == 404


def test_signing_in_leads_to_the_page_that_was_asked_for_with_nothing_in_its_address(
    browser, entra, store
):
    state = start(browser, "/logg-inn/entra?back=/saker?status=done")
    assert entra.begun == [("http://127.0.0.1/logg-inn/entra/svar", False)]
    answer = back(browser, state, iss="https://login.example.org/v2.0")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/saker?status=done"
    assert entra.finished == [
        ("http://127.0.0.1/logg-inn/entra/svar", CODE, "https://login.example.org/v2.0")
    ]
    page = browser.get("/saker?status=done")
    assert "Ida Innlogget" in page.text
    assert trail(store, "signed_in") == [{"way": "entra"}]
    with store.database.reading() as session:
        assert session.query(SignInJourney).count() == 0


@pytest.mark.parametrize("evil", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_it_never_leads_to_another_site(browser, evil):
    state = start(browser, f"/logg-inn/entra?back={evil}")
    assert back(browser, state).headers["location"] == "/"


def test_each_signing_in_gives_a_new_session_and_ends_what_was_there(browser, store):
    browser.sign_in("kari")
    before = browser.client.cookies["rutine_session"]
    assert browser.client.get("/logg-inn/entra").headers["location"] == "/"
    browser.client.cookies.delete("rutine_session")
    state = start(browser)
    browser.client.cookies.set("rutine_session", before, domain="127.0.0.1")
    assert back(browser, state).status_code == 303
    assert browser.client.cookies["rutine_session"] != before
    browser.client.cookies.clear()
    browser.client.cookies.set("rutine_session", before, domain="127.0.0.1")
    assert browser.get("/saker").status_code == 401


def test_an_answer_is_taken_once_and_only_from_the_browser_that_asked(
    browser, store, visitor_of, entra
):
    state = start(browser)
    other = visitor_of(store.app(providers={Way.ENTRA: entra}))
    other.get("/logg-inn")
    for stranger in (back(other, state), back(browser, "made-up"), back(browser, "")):
        assert stranger.headers["location"] == "/logg-inn/entra/stoppet/expired"
    assert back(browser, state, way="ansattporten").headers["location"].endswith("/expired")
    assert entra.finished == []
    assert back(browser, state).headers["location"] == "/"
    browser.get("/konto")
    browser.post("/logg-ut")
    assert back(browser, state).headers["location"].endswith("/expired")


STOPS = [stop for stop in Stop if stop not in {Stop.NO_ROLE, Stop.WAITING, Stop.CLOSED}]


@pytest.mark.parametrize("stop", STOPS)
def test_whatever_stops_a_sign_in_ends_on_a_page_with_a_clean_address(
    browser, entra, store, stop, caplog
):
    caplog.set_level(logging.DEBUG)
    entra.who = SignInStopped(stop, "aud")
    answer = back(browser, start(browser))
    why = stop.value.replace("_", "-")
    assert answer.headers["location"] == f"/logg-inn/entra/stoppet/{why}"
    assert "rutine_session" not in browser.client.cookies
    page = browser.get(answer.headers["location"])
    assert page.status_code in {403, 429, 503}
    assert "Prøv igjen" in page.text
    told = trail(store, "sign_in_stopped")
    assert told == [{"way": "entra", "why": stop.value, "what": "aud"}]
    for secret in (CODE, "7c1d9e"):
        assert secret not in page.text + str(told)
        # httpx is the test's own browser and logs where it goes; the app logs nothing.
        ours = [each.getMessage() for each in caplog.records if not each.name.startswith("http")]
        assert secret not in " ".join(ours)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("stop", list(Stop))
def test_each_stop_has_its_page_in_each_language(browser, language, stop):
    browser.client.cookies.set("rutine_language", language, domain="127.0.0.1")
    page = browser.get(f"/logg-inn/ansattporten/stoppet/{stop.value.replace('_', '-')}")
    assert f'<html lang="{language}"' in page.text
    assert "Ansattporten" in page.text
    assert "{" not in page.text.partition("<main")[2]
    where = re.search(r'name="back" value="([^"]+)"', page.text)[1]
    assert where.endswith(stop.value.replace("_", "-")), "choosing a language comes back here"


def test_an_unknown_stop_is_no_page(browser):
    assert browser.get("/logg-inn/entra/stoppet/noe-annet").status_code == 404


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("access_denied", "cancelled"),
        ("server_error", "unreachable"),
        ("invalid_scope", "provider-refused"),
    ],
)
def test_an_error_in_place_of_a_code_is_said_in_words(browser, entra, error, why):
    answer = browser.client.get(
        "/logg-inn/entra/svar",
        params={
            "error": error,
            "error_description": "kari@kommune.example",
            "state": start(browser),
        },
    )
    assert answer.headers["location"] == f"/logg-inn/entra/stoppet/{why}"
    assert entra.finished == []


def test_an_answer_without_a_code_is_refused(browser):
    answer = browser.client.get("/logg-inn/entra/svar", params={"state": start(browser)})
    assert answer.headers["location"].endswith("/provider-refused")


def test_a_provider_that_does_not_answer_is_said_before_anybody_is_sent_away(browser, entra, store):
    entra.silent = True
    answer = browser.client.get("/logg-inn/entra")
    assert answer.headers["location"] == "/logg-inn/entra/stoppet/unreachable"
    assert browser.get(answer.headers["location"]).status_code == 503
    with store.database.reading() as session:
        assert session.query(SignInJourney).count() == 0


def test_a_busy_store_leaves_no_code_in_the_address(browser, entra, monkeypatch):
    state = start(browser)

    def busy(*_args, **_more):
        raise ConnectorError("store_busy", "The store is busy.")

    monkeypatch.setattr(provider_page, "admit", busy)
    answer = back(browser, state)
    assert answer.headers["location"] == "/logg-inn/entra/stoppet/busy"
    assert browser.get(answer.headers["location"]).status_code == 503


def test_without_a_role_another_account_can_be_tried(browser, entra):
    entra.who = Identity("tenant\0ulf", "Ulf", frozenset())
    answer = back(browser, start(browser))
    assert answer.headers["location"].endswith("/no-role")
    assert 'href="/logg-inn/entra?velg=ja"' in browser.get(answer.headers["location"]).text
    start(browser, "/logg-inn/entra?velg=ja")
    assert [choose for _, choose in entra.begun] == [False, True]


def test_the_page_to_wait_on_tells_the_accounts_name_and_nobody_elses(browser, entra, store):
    entra.who = Identity("https://ansattporten.no\0sara")
    answer = back(browser, start(browser, "/logg-inn/ansattporten"), way="ansattporten")
    assert answer.headers["location"] == "/logg-inn/ansattporten/stoppet/waiting"
    page = browser.get(answer.headers["location"]).text
    name = re.search(r"<strong>(ansattporten-[0-9a-f]{6})</strong>", page)[1]
    browser.client.cookies.set("rutine_waiting", "<b>x</b>", domain="127.0.0.1")
    assert "<b>x" not in browser.get(answer.headers["location"]).text
    with store.database.writing() as session:
        set_roles(session, name, REVIEWER, actor=COMMAND_LINE)
    state = start(browser, "/logg-inn/ansattporten")
    assert back(browser, state, way="ansattporten").headers["location"] == "/"
    assert browser.client.get("/").headers["location"] == "/saker"


def test_a_closed_account_is_told_so(browser, entra, store):
    back(browser, start(browser))
    with store.database.writing() as session:
        name = session.query(UserAccount.name).filter(UserAccount.way == "entra").scalar()
        disable(session, name, actor=COMMAND_LINE)
    assert browser.get("/saker").status_code == 401
    assert back(browser, start(browser)).headers["location"].endswith("/closed")


def test_signing_out_leads_out_at_the_provider_too_and_back_to_a_page_that_says_so(browser):
    back(browser, start(browser))
    browser.get("/konto")
    token = browser.client.cookies["rutine_session"]
    answer = browser.post("/logg-ut")
    assert answer.headers["location"] == "/logg-ut/entra"
    page = browser.get("/logg-ut/entra")
    address = f"{THERE}/logout?back=http://127.0.0.1/logget-ut&ui_locales=nb"
    assert page.headers["refresh"] == f"0; url={address}"
    assert f'href="{escape(address)}"' in page.text
    assert "Du er logget ut av appen." in browser.get("/logget-ut").text
    browser.client.cookies.set("rutine_session", token, domain="127.0.0.1")
    assert browser.get("/saker").status_code == 401


def test_a_local_account_signs_out_here_alone(browser):
    browser.sign_in("kari")
    assert browser.post("/logg-ut").headers["location"] == "/logget-ut"


def test_such_an_account_has_no_password_and_no_code_to_set(browser, store):
    back(browser, start(browser))
    page = browser.get("/konto").text
    assert "Bytt passord" not in page
    assert "Engangskode fra telefonen" not in page
    assert "jobbkontoen (Microsoft)" in page
    for path in ("passord", "engangskode"):
        answer = browser.post(
            f"/konto/{path}", password="x", new="et langt passord", again="et langt passord"
        )
        assert answer.status_code == 422
        assert "har ikke passord her" in answer.text


def test_too_many_attempts_from_one_address_must_wait(store, visitor_of, entra, cases):
    browser = visitor_of(
        store.app(secure=True, providers={Way.ENTRA: entra}), "https://rutine.example.org"
    )
    for _ in range(MOST):
        browser.client.get("/logg-inn/entra")
    answer = browser.client.get("/logg-inn/entra")
    assert answer.headers["location"] == "/logg-inn/entra/stoppet/too-many"
    browser.get("/logg-inn")
    answer = browser.post("/logg-inn", username="kari", password=cases.PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 300
    with store.database.reading() as session:
        assert find_user(session, "kari").enabled


def test_over_tls_the_redirect_address_is_the_public_one(store, visitor_of, entra):
    browser = visitor_of(
        store.app(secure=True, providers={Way.ENTRA: entra}), "https://rutine.example.org"
    )
    answer = browser.client.get("/logg-inn/entra")
    cookies = answer.headers.get_list("set-cookie")
    assert all(each.startswith("__Host-rutine_") and "Secure" in each for each in cookies)
    assert entra.begun == [("https://rutine.example.org/logg-inn/entra/svar", False)]

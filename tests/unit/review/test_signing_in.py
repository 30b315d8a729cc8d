from __future__ import annotations

import pytest

from rutine.review.visit import own_page


def test_cases_are_shown_only_after_signing_in(anyone):
    answer = anyone.get("/saker")
    assert answer.status_code == 401
    assert "Logg inn" in answer.text
    assert "Solvang" not in answer.text


def test_signing_in_leads_back_to_the_page_that_was_asked_for(anyone, cases):
    number = anyone.number("D43")
    anyone.get(f"/saker/{number}?reason=D43")
    assert f'name="back" value="/saker/{number}?reason=D43"' in anyone.page.text
    answer = anyone.post(
        "/logg-inn", username="kari", password=cases.PASSWORD, back=f"/saker/{number}?reason=D43"
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/saker/{number}?reason=D43"
    assert anyone.get(answer.headers["location"]).status_code == 200


def test_signing_in_never_leads_to_another_site(anyone, cases):
    anyone.get("/logg-inn?back=https://example.org/")
    assert "example.org" not in anyone.page.text.partition("<main")[2]
    answer = anyone.post(
        "/logg-inn", username="kari", password=cases.PASSWORD, back="https://example.org/"
    )
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "address",
    ["//example.org", "/\\example.org", "javascript:alert(1)", "", "/saker\r\nX: y", "saker", "/A"],
)
def test_an_address_that_is_not_ours_becomes_the_first_page(address):
    assert own_page(address) == "/"


def test_our_own_addresses_are_kept():
    for address in (
        "/saker/12?status=all&page=2",
        "/kompetanse?enhet=*&tilstand=open",  # as a browser sends a form, and as a link has it
        "/kompetanse?enhet=%2A&side=2",
        "/kompetanse?enhet=SYK~1",
    ):
        assert own_page(address) == address


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(anyone):
    anyone.get("/logg-inn")
    wrong = anyone.post("/logg-inn", username="kari", password="feil passord som er langt")
    unknown = anyone.post("/logg-inn", username="nora", password="feil passord som er langt")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace('value="kari"', "") == unknown.text.replace('value="nora"', "")
    assert "feil passord" not in wrong.text


def test_after_many_wrong_passwords_the_right_one_must_wait(anyone, cases):
    anyone.get("/logg-inn")
    for _ in range(5):
        anyone.post("/logg-inn", username="kari", password="feil passord som er langt")
    answer = anyone.post("/logg-inn", username="kari", password=cases.PASSWORD)
    assert answer.status_code == 422


def test_each_signing_in_gives_a_new_session(anyone):
    anyone.sign_in()
    first = anyone.client.cookies["rutine_session"]
    anyone.post("/logg-ut")
    anyone.client.cookies.set("rutine_session", first, domain="127.0.0.1")
    anyone.sign_in()
    assert anyone.client.cookies["rutine_session"] != first


def test_signing_in_anew_ends_what_the_browser_had_before(visitor, cases):
    before = visitor.client.cookies["rutine_session"]
    answer = visitor.post("/logg-inn", username="gro", password=cases.PASSWORD)
    assert answer.status_code == 303
    visitor.client.cookies.clear()
    visitor.client.cookies.set("rutine_session", before, domain="127.0.0.1")
    assert visitor.get("/saker").status_code == 401


def test_signing_out_ends_the_session_on_the_server(visitor):
    token = visitor.client.cookies["rutine_session"]
    answer = visitor.post("/logg-ut")
    assert answer.status_code == 303
    visitor.client.cookies.set("rutine_session", token, domain="127.0.0.1")
    assert visitor.get("/saker").status_code == 401


def test_a_form_posted_after_the_session_ended_asks_to_sign_in_and_decides_nothing(visitor):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    version = visitor.version()
    visitor.client.cookies.delete("rutine_session")
    answer = visitor.post(f"/saker/{number}/avgjor", version=version, action="accept_paid")
    assert answer.status_code == 401
    assert "Økten er avsluttet" in answer.text
    assert f'name="back" value="/saker/{number}"' in answer.text
    visitor.sign_in()
    assert "Avgjør saken" in visitor.get(f"/saker/{number}").text


def test_cookies_are_closed_to_scripts_and_other_sites(anyone):
    header = anyone.get("/logg-inn").headers["set-cookie"]
    assert header.startswith("rutine_visitor=")
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Path=/" in header
    assert "Domain" not in header


def test_under_tls_cookies_are_bound_to_the_host(visitor_of, store, cases):
    anyone = visitor_of(store.app(secure=True), "https://rutine.example.org")
    anyone.get("/logg-inn")
    answer = anyone.post("/logg-inn", username="kari", password=cases.PASSWORD)
    session = next(
        value
        for value in answer.headers.get_list("set-cookie")
        if value.startswith("__Host-rutine_session=")
    )
    assert "Secure" in session
    assert "HttpOnly" in session
    assert "Path=/" in session
    assert "max-age=31536000" in answer.headers["strict-transport-security"]

from __future__ import annotations

import base64
import re

import pytest

from rutine.cases.accounts import first_admin
from rutine.cases.accounts.one_time_code import code_at, step_of
from rutine.cases.tables import AuditEntry, UserAccount
from rutine.core import clock

NEW = "et helt nytt passord"


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes follow the clock; here it stands, so that none runs out between two lines."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)


def actions(store) -> list[str]:
    with store.database.reading() as session:
        return [each.action for each in session.query(AuditEntry).order_by(AuditEntry.seq)]


def code(secret: bytes, later: int = 0) -> str:
    return code_at(secret, step_of(clock.now()) + later)


@pytest.fixture
def secret(visitor, cases) -> bytes:
    """Kari turns one-time codes on."""
    visitor.get("/konto")
    answer = visitor.post("/konto/engangskode", password=cases.PASSWORD)
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", answer.text)[1].replace(" ", "")
    assert f"secret={found}" in answer.text
    assert "otpauth://totp/Tenkt%20kommune%3Akari?" in answer.text
    secret = base64.b32decode(found)
    # The code before this one, so that this one is left for the test.
    turned_on = visitor.post("/konto/engangskode-bekreft", code=code(secret, -1))
    assert turned_on.headers["location"] == "/konto?done=code_on"
    assert found not in visitor.get("/konto").text
    return secret


def test_the_account_shows_where_it_is_signed_in(visitor, as_user):
    as_user("kari")
    as_user("gro")
    text = visitor.get("/konto").text
    assert text.count("sist brukt") == 2
    assert text.count("Denne nettleseren") == 1


def test_signing_out_everywhere_ends_every_session_of_this_account(visitor, as_user, store):
    other, gro = as_user("kari"), as_user("gro")
    visitor.get("/konto")
    assert visitor.post("/konto/logg-ut-overalt").headers["location"] == "/logget-ut"
    assert visitor.get("/konto").status_code == other.get("/konto").status_code == 401
    assert gro.get("/konto").status_code == 200
    assert "signed_out_everywhere" in actions(store)


def test_a_new_password_needs_the_old_and_ends_other_sessions(visitor, as_user, store, cases):
    other = as_user("kari")
    visitor.get("/konto")
    before = visitor.client.cookies["rutine_session"]
    for fields in (
        {"password": "feil passord", "new": NEW, "again": NEW},
        {"password": "", "new": NEW, "again": NEW},
        {"password": cases.PASSWORD, "new": NEW, "again": "noe annet og langt"},
        {"password": cases.PASSWORD, "new": "kort", "again": "kort"},
    ):
        answer = visitor.post("/konto/passord", **fields)
        assert answer.status_code == 422
        assert NEW not in answer.text
    assert "password_set" not in actions(store)
    answer = visitor.post("/konto/passord", password=cases.PASSWORD, new=NEW, again=NEW)
    assert answer.headers["location"] == "/konto?done=password"
    assert visitor.client.cookies["rutine_session"] != before
    assert "Passordet er byttet" in visitor.get("/konto?done=password").text
    assert other.get("/konto").status_code == 401


def test_an_open_session_is_no_way_to_guess_the_password(visitor, store, cases):
    visitor.get("/konto")
    for _ in range(5):
        visitor.post("/konto/passord", password="feil passord", new=NEW, again=NEW)
    answer = visitor.post("/konto/passord", password=cases.PASSWORD, new=NEW, again=NEW)
    assert answer.status_code == 422
    assert "sign_in_blocked" in actions(store)


def test_turning_codes_on_needs_the_password_and_the_first_code(visitor, store, cases):
    visitor.get("/konto")
    assert visitor.post("/konto/engangskode", password="feil passord").status_code == 422
    assert visitor.post("/konto/engangskode-bekreft", code="123456").status_code == 422
    answer = visitor.post("/konto/engangskode", password=cases.PASSWORD)
    assert answer.headers["cache-control"] == "no-store"
    wrong = visitor.post("/konto/engangskode-bekreft", code="123")
    assert wrong.status_code == 422
    assert "<code>" not in wrong.text
    assert "second_factor_on" not in actions(store)


def test_signing_in_then_asks_for_a_code_and_tells_nobody_what_was_wrong(
    secret, visitor_of, store, cases
):
    anyone = visitor_of(store.app())
    anyone.get("/logg-inn")
    tries = [(cases.PASSWORD, ""), (cases.PASSWORD, "123"), ("feil passord", code(secret))]
    answers = [
        anyone.post("/logg-inn", username="kari", password=password, code=typed)
        for password, typed in tries
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.text for answer in answers}) == 1
    given = {"username": "kari", "password": cases.PASSWORD, "code": code(secret, 1)}
    assert anyone.post("/logg-inn", **given).status_code == 303
    again = visitor_of(store.app())
    again.get("/logg-inn")
    assert again.post("/logg-inn", **given).status_code == 422


def test_turning_codes_off_needs_both(secret, visitor, store, cases):
    visitor.get("/konto")
    for fields in ({"password": cases.PASSWORD}, {"code": code(secret)}):
        assert visitor.post("/konto/engangskode-av", **fields).status_code == 422
    given = {"password": cases.PASSWORD, "code": code(secret, 1)}
    assert visitor.post("/konto/engangskode-av", **given).status_code == 303
    assert "Slå på engangskode" in visitor.get("/konto").text
    assert "second_factor_off" in actions(store)


def test_the_first_administrator_comes_by_a_link_that_works_once(anyone, store):
    with store.database.writing() as session:
        session.query(UserAccount).filter(UserAccount.name == "arne").one().enabled = False
        address = f"/forste-administrator/{first_admin.make_link(session)}"
    given = {"username": "astrid", "display_name": "Astrid Admin", "new": NEW, "again": NEW}
    assert "Første administrator" in anyone.get(address).text
    for wrong in ({"username": "kari"}, {"username": "x y"}, {"new": "kort", "again": "kort"}):
        assert anyone.post(address, **given | wrong).status_code == 422
    assert anyone.post(address, **given | {"again": "noe annet"}).status_code == 422
    answer = anyone.post(address, **given)
    assert answer.headers["location"] == "/"
    assert anyone.get("/konto").text.count("Astrid Admin") == 2
    assert anyone.get(address).status_code == 404
    assert anyone.client.post(address, data={"csrf": anyone.token(), **given}).status_code == 404


def test_a_link_that_never_was_looks_like_one_that_is_used(anyone):
    for token in ("0" * 64, "x", "%00"):
        answer = anyone.get(f"/forste-administrator/{token}")
        assert answer.status_code == 404
        assert "Lenken er brukt" in answer.text


def test_personal_data_are_blurred_on_this_browser_until_asked_for(visitor, as_user):
    visitor.get("/saker")
    assert 'class="blurred"' not in visitor.page.text
    answer = visitor.post("/slor", blur="on", back="/saker?status=all")
    assert answer.headers["location"] == "/saker?status=all"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert '<html lang="nb" data-color-scheme="auto" data-size="sm" class="blurred">' in (
        visitor.get("/saker").text
    )
    assert 'class="blurred"' not in as_user("gro").get("/saker").text
    visitor.post("/slor", blur="off", back="/saker")
    assert 'class="blurred"' not in visitor.get("/saker").text


def test_the_blur_leads_nowhere_else(visitor):
    visitor.get("/saker")
    assert visitor.post("/slor", blur="on", back="//example.org").headers["location"] == "/"


def test_letters_are_chosen_and_ended_on_the_account_page(visitor, as_user):
    assert "Send meg varsler" in visitor.get("/konto").text
    wrong = visitor.post("/konto/varsler", wanted="yes", mail="kari")
    assert wrong.status_code == 422
    assert 'value="kari"' in wrong.text
    given = visitor.post("/konto/varsler", wanted="yes", mail="kari@example.org")
    assert "Du får varsler" in visitor.get(given.headers["location"]).text
    assert 'value="kari@example.org"' in visitor.page.text
    visitor.post("/konto/varsler", mail="kari@example.org")
    assert "example.org" not in visitor.get("/konto").text
    assert "Send meg varsler" not in as_user("pia").get("/konto").text

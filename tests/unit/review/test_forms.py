from __future__ import annotations

import re

import pytest

from rutine.cases.access import UserRole
from rutine.review.routes import PAGES

POSTS = {page.path: page.allowed for page in PAGES if page.method == "POST"}
CASE_POSTS = [path for path in sorted(POSTS) if path.startswith("/saker/{")]


@pytest.mark.parametrize("path", sorted(POSTS))
def test_no_form_is_taken_without_its_token(as_user, path):
    allowed = POSTS[path]
    who = {
        UserRole.REVIEWER: "kari",
        UserRole.AUDITOR: "rune",
        UserRole.CONSULTANT: "pia",
        UserRole.APPROVER: "gro",
    }
    visitor = as_user(next(who[role] for role in who if allowed is None or role in allowed))
    visitor.get("/om")
    address = re.sub(r"\{\w+:int\}", "1", path)
    for token in ("", "0" * 64, "ø"):
        answer = visitor.client.post(address, data={"csrf": token, "action": "fetch_again"})
        assert answer.status_code == 403, address
        assert "Dette ble ikke gjort" in answer.text
    assert visitor.client.post(address).status_code == 403
    assert visitor.get("/kjoringer").status_code == 200  # still signed in


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:4444"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_right_token(visitor, headers):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    answer = visitor.post(
        f"/saker/{number}/avgjor", headers, version=visitor.version(), action="accept_paid"
    )
    assert answer.status_code == 403
    assert "Å gjøre" in visitor.get(f"/saker/{number}").text


def test_a_form_from_our_own_page_is_taken(visitor):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"}
    answer = visitor.post(
        f"/saker/{number}/avgjor", headers, version=visitor.version(), action="accept_paid"
    )
    assert answer.status_code == 303


def test_the_token_of_one_visitor_is_no_use_to_another(anyone, as_user, cases):
    anyone.get("/logg-inn")
    stolen = anyone.token()
    other = as_user("gro")
    answer = other.client.post("/sprak", data={"csrf": stolen, "language": "en"})
    assert answer.status_code == 403
    anyone.client.cookies.clear()
    answer = anyone.client.post(
        "/logg-inn", data={"csrf": stolen, "username": "kari", "password": cases.PASSWORD}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("path", CASE_POSTS)
def test_opening_an_address_never_decides(visitor, path):
    number = visitor.number("D43")
    address = path.replace("{number:int}", str(number))
    visitor.get(f"/saker/{number}")
    query = f"?csrf={visitor.token()}&version=1&action=accept_paid&reason=x"
    answer = visitor.client.get(address + query)
    assert answer.status_code == 405
    assert "aldri ved å åpne en adresse" in answer.text
    assert visitor.client.head(address).status_code == 405
    history = visitor.get(f"/saker/{number}").text
    assert "avgjorde" not in history
    assert "viste fødselsnummeret" not in history


def test_a_form_that_is_too_large_is_refused(visitor):
    number = visitor.number("D43")
    visitor.get(f"/saker/{number}")
    answer = visitor.post(
        f"/saker/{number}/avgjor", version="1", action="accept_paid", comment="x" * 70_000
    )
    assert answer.status_code == 413
    assert "Det er for mye på én gang" in answer.text


def test_a_body_that_hides_its_size_is_cut_off(visitor):
    visitor.get("/saker")
    pieces = (b"x" * 65_536 for _ in range(64))
    answer = visitor.client.post(
        "/sprak", content=pieces, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413


def test_files_and_endless_fields_are_refused(visitor):
    visitor.get("/saker")
    token = visitor.token()
    file = visitor.client.post("/sprak", data={"csrf": token}, files={"f": ("a", b"b")})
    assert file.status_code == 400
    many = {f"field{n}": "x" for n in range(30)}
    assert visitor.client.post("/sprak", data={"csrf": token, **many}).status_code == 400

"""Proposals in the app: who sees them, what stands there, and what becomes of an answer."""

from __future__ import annotations

import re

import pytest

from rutine.review.modelling.proposals_page import FAULTS
from tests.shown_proposals import Proposals

PAGE = "/rutiner/forslag/3"


@pytest.fixture
def desk() -> Proposals:
    return Proposals()


@pytest.fixture
def app(store, desk):
    return store.app(proposals=desk, note=lambda _routine, reason: f"Om {reason}: spør først.")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").strip()


def test_a_consultant_finds_them_from_the_routines(app, visitor_of):
    pia = visitor_of(app).sign_in("pia")
    assert 'href="/rutiner/forslag"' in pia.get("/rutiner").text
    text = words(pia.get("/rutiner/forslag").text)
    waiting, answered = text.split("Besvart eller bortfalt", 1)
    assert "3. Gjør opp linjer og krav" in waiting
    assert "2. Les «Pleiepenger»" in waiting
    assert "1. Foreslå oppgjør" in answered


def test_one_has_evidence_change_and_rehearsal(app, visitor_of):
    pia = visitor_of(app).sign_in("pia")
    html = pia.get(PAGE).text
    text = words(html)
    assert "12 like saker er avgjort likt, av 2 personer" in text
    assert "+ - name: group_sum" in text
    assert 'class="new">+    outcome: settle' in html
    assert "Mennesker hadde sagt det samme om 13 av dem" in text
    assert 'value="accept"' in html
    assert "/saker/12" not in html  # a consultant opens no case


def test_a_reviewer_sees_and_does_not_answer(app, visitor_of, desk):
    kari = visitor_of(app).sign_in("kari")
    html = kari.get(PAGE).text
    assert 'href="/saker/12"' in html
    assert "En prosesskonsulent svarer" in words(html)
    assert "<textarea" not in html
    for address in (f"{PAGE}/svar", f"{PAGE}/spill-av", "/rutiner/forslag"):
        assert kari.post(address, do="accept", why="x").status_code == 403
    assert desk.asked == []


def test_what_is_stopped_can_only_be_refused(app, visitor_of):
    html = visitor_of(app).sign_in("pia").get("/rutiner/forslag/2").text
    assert "avgjort annerledes. Saker: 7." in words(html)
    assert 'value="accept"' not in html
    assert 'value="refuse"' in html


def test_what_is_answered_says_by_whom_and_why(app, visitor_of):
    html = visitor_of(app).sign_in("pia").get("/rutiner/forslag/1").text
    assert "Grunn: Vi vil se på dem selv" in words(html)
    assert "<textarea" not in html


def test_an_answer_goes_to_the_desk(app, visitor_of, desk):
    pia = visitor_of(app).sign_in("pia")
    pia.get(PAGE)
    for address, fields in (
        ("/rutiner/forslag", {}),
        (f"{PAGE}/spill-av", {}),
        (f"{PAGE}/svar", {"do": "accept", "why": "Ser riktig ut"}),
        (f"{PAGE}/svar", {"do": "refuse", "why": "Vent"}),
        (f"{PAGE}/svar", {"do": "anything", "why": "x"}),
    ):
        assert pia.post(address, **fields).status_code == 303
    assert desk.asked == [
        ("look", 0, ""),
        ("play", 3, ""),
        ("accept", 3, "Ser riktig ut"),
        ("refuse", 3, "Vent"),
        ("refuse", 3, "x"),
    ]


@pytest.mark.parametrize("fault", [*FAULTS, "mapping_invalid"])
def test_what_stops_an_answer_is_said_and_the_reason_kept(app, visitor_of, desk, fault):
    pia = visitor_of(app).sign_in("pia")
    pia.get(PAGE)
    desk.fault = fault
    answer = pia.post(f"{PAGE}/svar", do="accept", why="Skrevet <grundig>")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "Skrevet &lt;grundig&gt;</textarea>" in answer.text
    if fault != "own_decisions":
        assert pia.post("/rutiner/forslag").status_code == 409


def test_there_is_no_such_proposal(app, visitor_of):
    pia = visitor_of(app).sign_in("pia")
    assert pia.get("/rutiner/forslag/99").status_code == 404
    assert pia.get("/rutiner/forslag/tre").status_code == 404


def test_what_the_file_says_of_a_reason_stands_on_the_case(app, visitor_of):
    kari = visitor_of(app).sign_in("kari")
    page = kari.get(f"/saker/{kari.number('D43')}")
    assert "Om D43: spør først." in words(page.text)


def test_without_a_desk_there_are_none(store, visitor_of):
    pia = visitor_of(store.app()).sign_in("pia")
    assert "Ingen forslag venter på svar." in words(pia.get("/rutiner/forslag").text)
    assert pia.get(PAGE).status_code == 404
    assert pia.post(f"{PAGE}/svar", do="accept", why="x").status_code == 404

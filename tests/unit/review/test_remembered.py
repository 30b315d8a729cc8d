"""A tab leads back to its list as it was left, for as long as the reader is signed in."""

from __future__ import annotations

import re

import pytest

from rutine.cases.tables import WebSessionRow

NARROWED = "/saker?reason=D25&sort=due"


def going(visitor, address: str) -> str:
    """Where an address leads on to; empty when it is a page itself."""
    return visitor.get(address).headers.get("location", "")


def test_each_tab_is_as_it_was_left(visitor):
    assert visitor.get(NARROWED).status_code == 200
    assert visitor.get("/saker?status=all&med=overdue").status_code == 200
    assert going(visitor, "/saker") == NARROWED
    assert going(visitor, "/saker?status=all") == "/saker?status=all&med=overdue"
    assert going(visitor, "/saker?status=mine") == ""
    assert "Fjern avgrensning" in visitor.get(NARROWED).text


def test_an_address_that_says_more_wins_and_is_remembered(visitor):
    visitor.get(NARROWED)
    visitor.get("/saker?reason=D43")
    assert going(visitor, "/saker") == "/saker?reason=D43"


@pytest.mark.parametrize("how", ["link", "form", "last chip"])
def test_what_is_taken_away_stays_away(visitor, how):
    page = visitor.get("/saker?med=overdue")
    if how == "link":
        address = re.search(r'href="([^"]+)">Fjern avgrensning', page.text)[1]
    elif how == "form":
        address = visitor.post("/saker/sok", status="open").headers["location"]
    else:
        visitor.get("/saker?uten=overdue")
        address = re.search(r'<a class="chip must_not" href="([^"]+)"', visitor.page.text)[1]
    assert address == "/saker?alt=1"
    assert visitor.get(address).status_code == 200
    assert going(visitor, "/saker") == ""


def test_a_search_is_not_a_way_to_leave_a_list(visitor):
    visitor.get("/saker?status=all&sort=due")
    found = visitor.search("10482")
    assert found.status_code == 200
    assert going(visitor, "/saker?status=all") == "/saker?status=all&sort=due"
    assert "10482" in visitor.get("/saker?status=all&sok=1").text


def test_it_is_remembered_for_the_reader_in_this_session_alone(visitor, as_user, store):
    visitor.get(NARROWED)
    assert going(as_user("kari"), "/saker") == ""
    assert going(as_user("gro"), "/saker") == ""
    with store.database.reading() as session:
        kept = session.query(WebSessionRow.search).filter(WebSessionRow.search.is_not(None)).all()
    assert len(kept) == 1
    assert b"D25" not in kept[0][0]


def test_a_saved_list_of_everything_shows_everything(visitor):
    visitor.get("/saker?alt=1")
    visitor.post("/saker/visninger", name="Alt")
    visitor.get(NARROWED)
    assert 'href="/saker?alt=1">Alt</a>' in visitor.page.text


def test_what_an_earlier_version_kept_is_forgotten(visitor, store):
    with store.database.writing() as session:
        for entry in session.query(WebSessionRow):
            entry.search = store.keys.encrypt(b"10482", f"search:{entry.token_hash}")
    assert visitor.get("/saker?sok=1").status_code == 200
    visitor.get(NARROWED)
    assert going(visitor, "/saker") == NARROWED


def test_reading_the_same_list_again_writes_nothing(visitor, store, monkeypatch):
    visitor.get(NARROWED)
    monkeypatch.setattr(type(store.database), "writing", None)
    assert visitor.get(NARROWED).status_code == 200

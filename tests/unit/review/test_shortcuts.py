"""Keys that do things: listed, switchable off, and on nothing that needs them."""

from __future__ import annotations

import re

LISTED = {"?", "z", "/", "j", "k", "x", "1–9", "v", "c", "m", "h", "n", "l", "s"}


def test_every_key_is_listed_on_its_page_and_under_the_question_mark(visitor):
    page = visitor.get("/hurtigtaster").text
    inside, _, dialog = page.partition('<dialog class="ds-dialog" id="shortcuts"')
    for part in (inside, dialog):
        assert set(re.findall(r"<dt><kbd>([^<]+)</kbd></dt>", part)) == LISTED


def test_every_key_on_a_page_is_a_listed_one(visitor):
    keys = set()
    case = f"/saker/{visitor.number('D43')}"
    for path in ("/saker", case, f"{case}/koble"):
        keys |= set(re.findall(r'data-key="([^"]+)"', visitor.get(path).text))
    assert keys == {"/", "1", "2", "3", "4", "c", "h", "m", "s"}


def test_they_are_switched_off_for_good_and_on_again(visitor, as_user):
    assert "shortcuts.js" in visitor.get("/saker").text
    assert "Hurtigtastene er på." in visitor.get("/hurtigtaster").text
    visitor.post("/hurtigtaster", on="0")
    for path in ("/saker", f"/saker/{visitor.number('D43')}", "/hurtigtaster"):
        page = visitor.get(path).text
        assert "shortcuts.js" not in page
        assert "<dialog" not in page
    assert "Hurtigtastene er av." in page
    again = as_user("kari")  # in another browser
    assert "shortcuts.js" not in again.get("/saker").text
    assert "shortcuts.js" in as_user("gro").get("/saker").text
    again.get("/hurtigtaster")
    again.post("/hurtigtaster", on="1")
    assert "shortcuts.js" in again.get("/saker").text


def test_a_key_decides_only_where_nothing_is_left_to_say(visitor):
    page = visitor.get(f"/saker/{visitor.number('D43')}").text
    choices = dict(re.findall(r'name="action"[^>]*? value="(\w+)"([^>]*)>', page))
    assert "data-sends" in choices["accept_paid"]
    assert 'data-asks="comment"' in choices["change_claim"]
    assert 'data-asks="until"' in choices["wait_until"]
    assert "data-sends" not in choices["change_claim"] + choices["wait_until"]


def test_nobody_approves_with_one_key(visitor, as_user):
    number = visitor.number("D36")
    visitor.get(f"/saker/{number}")
    visitor.post(f"/saker/{number}/avgjor", version=visitor.version(), action="acknowledge")
    page = as_user("gro").get(f"/saker/{number}").text
    assert re.search(r'value="approve"[^>]*data-key="1" data-asks="submit"', page)
    assert "data-sends" not in page


def test_the_page_before_signing_in_has_none(anyone):
    page = anyone.get("/logg-inn").text
    assert "<script" not in page
    assert "hurtigtaster" not in page

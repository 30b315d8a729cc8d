"""From lists in a folder to the table of everybody and every requirement, in a real browser."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import add_user
from rutine.cli.review import review_app
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language, reason_text
from rutine.practice.competence import competence
from rutine.review import ReviewServer
from rutine.review.standings import standings_book
from tests.browser.review.axe import faults_of
from tests.shape_home import TODAY, ShapeHome

pytestmark = pytest.mark.browser

ROUTINE = "competence_renewal"


@pytest.fixture
def desk(tmp_path: Path, chromium: Browser) -> Iterator[tuple[str, Page]]:
    home = ShapeHome(tmp_path / "home")
    inbox = home.folder / "inbox" / ROUTINE
    inbox.mkdir(parents=True)
    for name, text in competence(5, 40, TODAY).lists.items():
        (inbox / f"{name}.csv").write_text(text, encoding="utf-8")
    home.run(ROUTINE)
    with home.place.database.writing() as session:
        user = add_user(
            session, "kari", "Kari", "et langt passord", [UserRole.REVIEWER], actor=COMMAND_LINE
        )
        token = sessions.start(session, user).token
    server = ReviewServer(review_app(home.place), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "rutine_session", "value": token, "url": server.url}])
    yield server.url, context.new_page()
    context.close()
    server.stop()
    thread.join(10)
    home.place.database.close()


def keep(page: Page, name: str) -> None:
    """Leave screenshots where they are asked for."""
    if folder := os.environ.get("RUTINE_PICTURES"):
        for width in (1400, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1400, "height": 900})


def test_from_lists_to_the_table_and_to_who_is_affected(desk: tuple[str, Page]) -> None:
    url, page = desk
    page.goto(f"{url}/saker?rutine={ROUTINE}")
    page.get_by_role("link", name=reason_text("O04", Language.NB).title).first.click()
    expect(page.get_by_role("link", name="Kompetanse per enhet")).to_be_visible()
    page.goto(f"{url}/kalender")
    page.get_by_role("link", name="Kompetanse per enhet").click()
    page.get_by_label("Enhet").select_option("Sykehjem avdeling 1")
    page.get_by_role("button", name="Vis", exact=True).click()
    region = page.get_by_role("region", name="Ansatte og krav")
    heads = region.get_by_role("columnheader")
    expect(heads).to_have_text(["Ansatt", "Legemiddelhåndtering", "Brannvern"])
    page.wait_for_load_state()
    whole = region.get_by_role("row").count()
    assert whole > 3
    page.get_by_text("Hva ordene og fargene betyr").click()
    assert faults_of("table", page) == []
    keep(page, "table")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    region.focus()
    before = region.evaluate("e => e.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("e => e.scrollLeft > 0", arg=region.element_handle())
    assert before == 0
    name = region.get_by_role("rowheader").first
    assert name.evaluate("e => Math.round(e.getBoundingClientRect().left)") == region.evaluate(
        "e => Math.round(e.getBoundingClientRect().left + e.clientLeft)"
    )
    page.set_viewport_size({"width": 1400, "height": 900})
    page.get_by_label("Tilstand").select_option("Over fristen")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_load_state()
    assert 1 < region.get_by_role("row").count() < whole
    digits = re.findall(r"\d{11}", re.sub(r"\s", "", page.locator("main").inner_text()))
    assert not any(Fnr.is_valid(each) for each in digits)
    page.get_by_role("link", name="Når en kode endres").click()
    page.get_by_label("Koden", exact=True).select_option("LMH-PROVE")
    page.get_by_label("Ny kode").fill("LMH-PROVE-2")
    page.get_by_label("Fra hvilken dag").fill("01.01.2027")
    page.get_by_role("button", name="Vis hvem det gjelder").click()
    page.get_by_role("heading", name="Slik ville det vært 01.01.2027").wait_for()
    assert faults_of("changed code", page) == []
    keep(page, "code")
    lost = page.get_by_role("region", name="Hvem det gjelder").get_by_text("Mister det de har")
    assert lost.count() == int(page.locator(".totals dd").first.inner_text()) > 0


def test_what_a_workbook_has_no_room_for_is_said_where_it_is_asked_for(
    desk: tuple[str, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, page = desk
    monkeypatch.setattr(standings_book, "MOST_CELLS", 100)
    page.goto(f"{url}/kompetanse?enhet=*")
    said = page.get_by_text("og en arbeidsbok har plass til")
    expect(said).to_have_count(1)
    expect(page.get_by_role("link", name="Last ned som Excel-arbeidsbok")).to_have_count(0)
    looked_at(page, "room-page", said)
    answer = page.goto(f"{url}/kompetanse/arbeidsbok?enhet=*")
    assert answer is not None
    assert answer.status == 422
    expect(page.get_by_role("alert")).to_contain_text("har plass til")
    looked_at(page, "room-address", page.get_by_role("alert"))
    page.get_by_label("Tilstand").select_option("Fritatt")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_url("**/kompetanse?*")  # from the refusal back to the table
    expect(page.get_by_role("alert")).to_have_count(0)


def looked_at(page: Page, name: str, sentence: Locator) -> None:
    """Wide and narrow: no fault, and the sentence whole."""
    assert faults_of(name, page) == []
    for width in (1400, 320):
        page.set_viewport_size({"width": width, "height": 900})
        box = sentence.bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
        assert sentence.evaluate("e => e.scrollWidth <= e.clientWidth")
    keep(page, name)

"""A service record from its lists to a signed PDF with tags, in a real browser."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts import sessions
from rutine.cases.accounts.users import add_user
from rutine.cases.sealing.sealed_facts import facts_of
from rutine.cases.views import CaseStatus
from rutine.cli.review import review_app
from rutine.connectors.pdf_file import pdf_of
from rutine.core.identifiers import Fnr
from rutine.core.reason_texts import Language, reason_text
from rutine.review import ReviewServer
from tests.browser.review.axe import faults_of
from tests.shape_home import ShapeHome

pytestmark = pytest.mark.browser

ROUTINE = "service_record"
PASSWORD = "et langt og fint passord"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[ShapeHome]:
    home = ShapeHome(tmp_path / "home")
    home.put(ROUTINE, "payroll_and_hr_disagree")
    home.run(ROUTINE)
    yield home
    home.place.database.close()


@pytest.fixture
def page(home: ShapeHome, chromium: Browser) -> Iterator[Page]:
    with home.place.database.writing() as session:
        roles = [UserRole.REVIEWER]
        user = add_user(session, "kari", "Kari Leder", PASSWORD, roles, actor=COMMAND_LINE)
        token = sessions.start(session, user).token
    server = ReviewServer(review_app(home.place), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(lambda _url: None,))
    thread.start()
    context = chromium.new_context(
        base_url=server.url, viewport={"width": 1400, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "rutine_session", "value": token, "url": server.url}])
    yield context.new_page()
    context.close()
    server.stop()
    thread.join(10)


def test_a_request_is_found_understood_signed_and_had_as_a_tagged_pdf(
    home: ShapeHome, page: Page
) -> None:
    [case] = home.cases()
    page.goto(f"/saker?rutine={ROUTINE}")
    page.get_by_role("link", name=reason_text("S06", Language.NB).title).first.click()
    page.wait_for_load_state()
    digits = re.findall(r"\d{11}", re.sub(r"\s", "", page.locator("main").inner_text()))
    assert not any(Fnr.is_valid(each) for each in digits)
    assert faults_of(ROUTINE, page) == []
    if folder := os.environ.get("RUTINE_PICTURES"):
        page.screenshot(path=Path(folder) / f"{ROUTINE}.png", full_page=True)
    page.locator("#action-sign").check()
    page.get_by_label("Hvilken kilde gjelder").select_option(label="Personalsystemet")
    page.get_by_label("Kommentar").fill("Avtalen sier hundre prosent")
    page.get_by_role("button", name=re.compile("^Lagre")).first.click()
    expect(page.get_by_text("PDF-en er laget og arkivert")).to_be_visible()
    assert faults_of(ROUTINE, page) == []

    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned tjenestebeviset").click()
    assert download.value.suggested_filename == f"tjenestebevis-sak-{case.number}.pdf"
    data = Path(download.value.path()).read_bytes()
    [case] = home.cases()
    assert case.status == CaseStatus.DONE
    issued = facts_of(home.place.keys, case).issued
    assert issued is not None
    assert home.place.archive.get(issued) == data
    assert_tagged(data, "nb")
    if folder := os.environ.get("RUTINE_PICTURES"):
        (Path(folder) / "tjenestebevis.pdf").write_bytes(data)


def assert_tagged(data: bytes, language: str) -> None:
    """What a screen reader goes by: the tree of tags, the language, the title, heads of tables."""
    assert data.startswith(b"%PDF-")
    for mark in (rb"/StructTreeRoot \d+ 0 R", rb"/Marked true"):
        assert re.search(mark, data), mark
    assert re.search(rb"/Lang \(" + language.encode() + rb"\)", data)
    assert re.search(rb"/Title \(Tjenestebevis\)", data)
    for tag in (b"/S /H1", b"/S /H2", b"/S /Table", b"/S /TH", b"/Scope /Column", b"/Scope /Row"):
        assert tag in data, tag


@pytest.mark.parametrize("heard", [True, False], ids=["offline", "not offline yet"])
def test_nothing_is_fetched_for_a_page(heard: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the browser has not heard that it is offline when the page asks for a picture."""
    if not heard:
        new_context = Browser.new_context

        def before_it_has_heard(self: Browser, **options: Any) -> BrowserContext:
            return new_context(self, **options | {"offline": False})

        monkeypatch.setattr(Browser, "new_context", before_it_has_heard)
    asked: list[str] = []

    class Outside(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Outside) as outside:
        thread = threading.Thread(target=outside.serve_forever)
        thread.start()
        picture = f"http://127.0.0.1:{outside.server_port}/x.png"
        html = (
            f"<!DOCTYPE html><html lang=nb><title>A</title><h1>A</h1><img src='{picture}'></html>"
        )
        # Playwright's other browser of these tests lives in this thread.
        with ThreadPoolExecutor(1) as aside:
            data = aside.submit(pdf_of, html).result()
        outside.shutdown()
        thread.join(10)
    assert data.startswith(b"%PDF-")
    assert asked == []

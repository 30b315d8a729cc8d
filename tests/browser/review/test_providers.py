"""Signing in at Entra ID and at Ansattporten, all the way there and back, in a real browser."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rutine.cases.access import COMMAND_LINE, UserRole
from rutine.cases.accounts.sign_in import Way
from rutine.cases.accounts.user_details import set_display_name
from rutine.cases.accounts.users import set_roles
from rutine.cases.tables import AuditEntry
from rutine.practice.standins.identity import IdentityFaults
from rutine.review import ReviewServer
from tests.identity import Identities, identities

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
WORK, PORTEN = "Logg inn med jobbkontoen", "Logg inn med Ansattporten"


class Place:
    """The app, both providers, and browsers that go between them."""

    def __init__(self, url: str, store, ids: Identities, chromium) -> None:
        self.url, self.store, self.ids = url, store, ids
        self.complaints: list[str] = []
        self.shown: list[str] = []
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []

    def visit(self, **options) -> Page:
        context = self._chromium.new_context(viewport={"width": 1400, "height": 900}, **options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("framenavigated", lambda frame: self.shown.append(frame.url))
        page.goto(f"{self.url}/logg-inn")
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "Failed to load resource" not in text:
            self.complaints.append(text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def place(cases, template, tmp_path, chromium) -> Iterator[Place]:
    home = tmp_path / "home"
    shutil.copytree(template, home)
    store = cases.open_store(home)
    with identities(tmp_path) as ids:
        ways = {way: ids.provider(way) for way in (Way.ENTRA, Way.ANSATTPORTEN)}
        server = ReviewServer(store.app(providers=ways), "127.0.0.1", 0)
        ids.allow(server.url)
        thread = threading.Thread(target=server.run, args=(lambda _url: None,))
        thread.start()
        visited = Place(server.url, store, ids, chromium)
        yield visited
        visited.close()
        server.stop()
        thread.join(10)
    store.database.close()
    assert visited.complaints == []
    ours = [address for address in visited.shown if address.startswith(visited.url)]
    assert not [address for address in ours if re.search("code=|state=|token=|iss=|@", address)]


def sound(page: Page) -> None:
    """Within the width at a desk and on a phone, and without faults that axe sees."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    for width in (320, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scripts", [True, False])
def test_with_the_work_account_into_a_case_and_out_again(place, scripts):
    page = place.visit(java_script_enabled=scripts)
    page.goto(f"{place.url}/saker/2")
    if scripts:
        sound(page)
    page.get_by_role("link", name=WORK).click()
    expect(page.get_by_text("dette er ikke Microsoft")).to_be_visible()
    page.get_by_role("button", name="Ida Innlogget").click()
    page.wait_for_url(f"{place.url}/saker/2")
    expect(page.get_by_role("heading", name="Avgjør saken")).to_be_visible()
    page.get_by_role("link", name="Ida Innlogget").click()
    expect(page.get_by_text("jobbkontoen (Microsoft)")).to_be_visible()
    expect(page.get_by_role("heading", name="Bytt passord")).to_have_count(0)
    if scripts:
        sound(page)
    page.get_by_role("button", name="Logg ut", exact=True).click()
    page.wait_for_url(f"{place.url}/logget-ut")
    expect(page.get_by_role("status")).to_have_text("Du er logget ut av appen.")
    assert any("logout" in path for _method, path in place.ids.standins.entra.seen)
    if scripts:
        sound(page)
    page.goto(f"{place.url}/saker/2")
    expect(page.get_by_role("link", name=WORK)).to_be_visible()


def test_with_an_electronic_id_after_an_administrator_has_given_a_role(place):
    page = place.visit()
    page.get_by_role("link", name=PORTEN).click()
    expect(page.get_by_text("dette er ikke Ansattporten")).to_be_visible()
    page.get_by_role("button", name="Sara Sikker").click()
    expect(page.get_by_role("heading", name="Kontoen venter på tilgang")).to_be_visible()
    sound(page)
    name = page.locator("main strong").inner_text()
    with place.store.database.writing() as session:
        set_roles(session, name, {UserRole.APPROVER}, actor=COMMAND_LINE)
        set_display_name(session, name, "Sara Sikker", actor=COMMAND_LINE)
    page.get_by_role("link", name="Prøv igjen").click()
    page.get_by_role("button", name="Sara Sikker").click()
    page.wait_for_url(f"{place.url}/saker")
    expect(page.get_by_role("link", name="Sara Sikker")).to_be_visible()
    page.get_by_role("button", name="Logg ut", exact=True).click()
    page.wait_for_url(f"{place.url}/logget-ut")


def test_each_thing_that_stops_a_sign_in_is_said_on_a_page(place):
    page = place.visit()
    page.get_by_role("link", name=WORK).click()
    page.get_by_role("button", name="Avbryt").click()
    expect(page.get_by_role("heading", name="Innloggingen ble avbrutt")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Prøv igjen").click()
    page.get_by_role("button", name="Ulf Utenrolle").click()
    expect(page.get_by_role("heading", name="Du har ikke tilgang til Rutine")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="You have no access to Rutine")).to_be_visible()
    page.get_by_role("button", name="Bokmål").click()
    for faults, heading in (
        (IdentityFaults(foreign_key=True), "Svaret fra innloggingen stemte ikke"),
        (IdentityFaults(expired=True), "Klokkene er ikke enige"),
        (IdentityFaults(other_tenant=True), "Kontoen hører til en annen virksomhet"),
        (IdentityFaults(token_error="invalid_client"), "Rutine slipper ikke til hos innloggingen"),
    ):
        place.ids.standins.set_faults(faults)
        page.goto(f"{place.url}/logg-inn")
        page.get_by_role("link", name=WORK).click()
        page.get_by_role("button", name="Ida Innlogget").click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    place.ids.standins.set_faults(IdentityFaults())
    with place.store.database.reading() as session:
        stops = session.query(AuditEntry).filter(AuditEntry.action == "sign_in_stopped").all()
        assert len(stops) == 6
        assert not any("@" in each.data for each in stops)


def test_going_back_to_the_answer_lets_nobody_in(place):
    page = place.visit()
    answers: list[str] = []
    page.on("request", lambda request: answers.append(request.url))
    page.get_by_role("link", name=WORK).click()
    page.get_by_role("button", name="Ida Innlogget").click()
    page.wait_for_url(f"{place.url}/saker")
    answer = next(each for each in answers if "/svar?" in each)
    page.get_by_role("button", name="Logg ut", exact=True).click()
    page.wait_for_url(f"{place.url}/logget-ut")
    page.goto(answer)
    expect(page.get_by_role("heading", name="Innloggingen må begynne på nytt")).to_be_visible()


def test_the_auditor_sees_how_people_came_in_and_why_not(place):
    page = place.visit()
    page.get_by_role("link", name=WORK).click()
    page.get_by_role("button", name="Avbryt").click()
    page.get_by_role("link", name="Prøv igjen").click()
    page.get_by_role("button", name="Rolf Revidert").click()
    page.wait_for_url(f"{place.url}/saker")
    page.get_by_role("link", name="Revisjon").click()
    page.get_by_label("Hendelse").select_option(label="Innlogging stoppet")
    page.get_by_role("button", name="Vis", exact=True).click()
    table = page.get_by_role("table")
    expect(table).to_contain_text("Innlogging stoppet")
    expect(table).to_contain_text("Innloggingen ble avbrutt")
    expect(table).to_contain_text("jobbkontoen (Microsoft)")
    sound(page)

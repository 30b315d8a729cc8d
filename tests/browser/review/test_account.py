"""An account guarded with a code, and the auditor's page."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rutine.cases.accounts import first_admin
from rutine.cases.accounts.one_time_code import code_at, step_of
from rutine.cases.tables import UserAccount
from rutine.core import clock

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
NEW = "et helt nytt passord"


def sound(page: Page) -> None:
    """Within the width at a desk and on a phone, and without faults that axe sees."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    for width in (320, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_account_is_guarded_from_its_first_link_to_its_code(site, cases):
    with site.store.database.writing() as session:
        session.query(UserAccount).filter(UserAccount.name == "arne").one().enabled = False
        token = first_admin.make_link(session)
    page = site.visit()
    page.goto(f"{site.url}/forste-administrator/{token}")
    sound(page)
    page.get_by_label("Navnet ditt").fill("Astrid Admin")
    page.get_by_label("Brukernavn").fill("astrid")
    page.get_by_label("Passord", exact=True).fill(NEW)
    page.get_by_label("Det nye passordet en gang til").fill("noe annet")
    page.get_by_role("button", name="Lag brukeren").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
    page.get_by_label("Passord", exact=True).fill(NEW)
    page.get_by_label("Det nye passordet en gang til").fill(NEW)
    page.get_by_role("button", name="Lag brukeren").click()
    page.get_by_role("link", name="Astrid Admin").click()
    expect(page.get_by_text("Denne nettleseren")).to_be_visible()
    sound(page)
    form = page.get_by_role("form", name="Engangskode fra telefonen")
    form.get_by_label("Passordet du har nå").fill(NEW)
    form.get_by_role("button").click()
    secret = base64.b32decode(page.locator("code").inner_text().replace(" ", ""))
    sound(page)
    step = step_of(clock.now())
    page.get_by_label("Engangskode").fill(code_at(secret, step))
    page.get_by_role("button", name="Bekreft").click()
    expect(page.get_by_role("status")).to_contain_text("Engangskode er slått på")
    sound(page)
    page.get_by_role("button", name="Logg ut overalt").click()
    page.get_by_label("Brukernavn").fill("astrid")
    page.get_by_label("Passord").fill(NEW)
    page.get_by_label("Engangskode").fill(code_at(secret, step + 1))
    page.get_by_role("button", name="Logg inn").click()
    page.wait_for_url(f"{site.url}/kjoringer")

    auditor = site.sign_in("rune")
    auditor.get_by_role("link", name="Revisjon").click()
    sound(auditor)
    auditor.get_by_label("Hvem").select_option(label="Astrid Admin")
    auditor.get_by_role("button", name="Vis", exact=True).click()
    table = auditor.get_by_role("table")
    expect(table).to_contain_text("Engangskode slått på")
    expect(table.get_by_role("row")).to_have_count(4)
    sound(auditor)
    with auditor.expect_download() as told:
        auditor.get_by_role("button", name="Hent som CSV").click()
    assert "Logget ut overalt" in told.value.path().read_text("utf-8-sig")

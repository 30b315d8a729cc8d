"""A morning's work: cases are shared out, worked through by keys, and undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
DEAD = 450
"""Milliseconds after which a page takes keys."""


def sound(page: Page) -> None:
    """Without faults that axe sees, and within the width."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def press(page: Page, key: str) -> None:
    """A key, once the page takes any."""
    page.wait_for_load_state()
    page.wait_for_timeout(DEAD)
    page.keyboard.press(key)


def decided(site) -> int:
    with site.store.database.reading() as session:
        return session.query(site.case).filter(site.case.status != "open").count()


def test_cases_are_worked_through_by_keys_and_none_is_decided_by_a_held_one(site, cases):
    site.case = cases.Case
    page = site.sign_in(reduced_motion="reduce")
    press(page, "/")
    expect(page.get_by_label("Ansattnummer, navn eller saksnummer")).to_be_focused()
    page.keyboard.type("1x?")  # in a field, keys are letters
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("2 av 8 valgt")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("1 av 8 valgt")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    sound(page)
    page.keyboard.press("Escape")

    page.goto(f"{site.url}/saker/3?sort=newest")
    page.wait_for_timeout(DEAD)
    page.keyboard.down("1")
    for _ in range(12):
        page.keyboard.down("1")  # held: the browser repeats it, also on the next page
    page.wait_for_url("**decided=3")
    page.keyboard.down("1")
    page.wait_for_timeout(DEAD)
    page.keyboard.down("1")
    page.keyboard.up("1")
    page.wait_for_timeout(DEAD)
    assert decided(site) == 1
    expect(page.get_by_role("status")).to_contain_text("Sak 3 er lagret")
    assert re.search(r"/saker/2\?sort=newest&decided=3$", page.url)  # the same list goes on
    sound(page)
    press(page, "z")
    page.wait_for_url("**angret=3")
    assert decided(site) == 0

    press(page, "m")
    expect(page.get_by_text("Hos deg", exact=True)).to_be_visible()
    press(page, "4")  # needs a day, so it only leads there
    expect(page.get_by_label("Ta saken fram igjen")).to_be_focused()
    assert decided(site) == 0
    page.get_by_role("heading", level=1).click()
    press(page, "n")
    page.wait_for_url("**/saker/2?sort=newest")
    press(page, "l")
    page.wait_for_url("**/saker?sort=newest")


def test_a_key_that_was_meant_for_the_page_before_does_nothing(site, cases):
    site.case = cases.Case
    page = site.sign_in()
    page.add_init_script("performance.now = () => 0")  # the page has come this moment
    page.goto(f"{site.url}/saker/3")
    for key in ("1", "?"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.evaluate(f"performance.now = () => {DEAD}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert decided(site) == 0
    assert page.url.endswith("/saker/3")


def test_switched_off_no_key_does_anything(site, cases):
    site.case = cases.Case
    page = site.sign_in()
    page.get_by_role("link", name="Hurtigtaster").click()
    page.get_by_role("button", name="Slå av hurtigtaster").click()
    expect(page.get_by_text("Hurtigtastene er av.")).to_be_visible()
    page.goto(f"{site.url}/saker/3")
    for key in ("1", "m", "?", "n"):
        press(page, key)
    assert decided(site) == 0
    assert page.url.endswith("/saker/3")


@pytest.mark.parametrize("width", [1400, 320])
def test_a_team_shares_the_cases_out_without_script(site, width):
    page = site.sign_in(width=width, java_script_enabled=False)
    page.get_by_text("Egenskaper").click()
    page.get_by_role("link", name="Over fristen").click()
    page.get_by_text("Lagrede lister").click()
    page.get_by_label("Navn på lista du er i").fill("Haster")
    page.get_by_label("Del med alle").check()
    page.get_by_role("button", name="Lagre lista").click()

    other = site.sign_in("gro", width=width, java_script_enabled=False)
    other.get_by_text("Lagrede lister").click()
    other.get_by_role("link", name="Haster").click()
    other.get_by_label("Velg Sak 7").check()
    other.get_by_label("Gi valgte saker til").select_option(label="Meg")
    other.get_by_role("button", name="Tildel", exact=True).click()
    expect(other.get_by_role("status")).to_contain_text("Sak 7 er hos Gro Godkjenner.")

    page.goto(f"{site.url}/saker/7")
    page.get_by_role("button", name="Overta saken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overta saken?")
    page.get_by_role("button", name="Overta fra Gro Godkjenner").click()
    expect(page.get_by_role("status")).to_contain_text("Sak 7 er hos Kari Behandler.")
    page.get_by_text("Send saken videre").click()
    page.get_by_label("Beskjed").fill("Du var først")
    page.get_by_role("button", name="Tildel", exact=True).click()

    other.goto(f"{site.url}/saker?status=mine")
    other.get_by_role("link", name="NAV har ikke betalt kravet ennå").click()
    assert "Du var først" in other.get_by_role("region", name="Historikk").inner_text()
    other.get_by_label("Ta det opp med NAV").check()
    other.get_by_role("button", name="Lagre og gå til neste sak").click()
    other.get_by_role("button", name="Angre").click()
    expect(other.get_by_role("heading", name="Avgjør saken")).to_be_visible()

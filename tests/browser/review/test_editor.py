"""A routine file edited in a browser: with and without scripts, by eye and by rule."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.review.axe import faults_of
from tests.edited_routine import ROUTINE

pytestmark = pytest.mark.browser

HERE = "/rutiner/nav_refunds/rediger"


def wait_longer(page: Page, url: str) -> None:
    page.goto(f"{url}{HERE}")
    text = page.get_by_label("Rutinefilen")
    text.fill(text.input_value().replace("hard_weeks: 15", "hard_weeks: 16"))
    page.get_by_role("button", name="Kontroller og simuler").click()


def test_a_findings_link_leads_to_its_line_with_and_without_scripts(site):
    for scripts in (True, False):
        page = site.sign_in("pia", java_script_enabled=scripts)
        page.goto(f"{site.url}{HERE}")
        text = page.get_by_label("Rutinefilen")
        typed = text.input_value().replace("kind: match", "kind: mach")
        text.fill(typed)
        page.get_by_role("button", name="Kontroller", exact=True).click()
        line = 1 + typed.split("\n").index("kind: mach")
        page.get_by_role("link", name=f"Linje {line}", exact=True).click()
        if scripts:
            chosen = text.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
            assert chosen == "kind: mach"
            expect(text).to_be_focused()
        else:
            expect(page.locator(f"#l{line}")).to_be_in_viewport()
            assert page.url.endswith(f"#l{line}")


def test_a_change_is_simulated_compared_and_saved_without_scripts(site):
    page = site.sign_in("pia", java_script_enabled=False)
    wait_longer(page, site.url)
    expect(page.get_by_role("heading", name="Simulering")).to_be_visible()
    expect(page.get_by_role("cell", name="hard_weeks: 16")).to_be_visible()
    page.get_by_role("button", name="Lagre utkastet").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv hva som er endret")
    page.get_by_label("Hva er endret, og hvorfor").fill("NAV bruker lengre tid")
    page.get_by_role("button", name="Lagre utkastet").click()
    expect(page.get_by_text("Lagret av Pia Prosess")).to_be_visible()


def test_a_file_that_was_changed_meanwhile_breaks_no_rule(site):
    page = site.sign_in("pia")
    wait_longer(page, site.url)
    page.get_by_role("link", name="Rediger videre").click()
    file = site.store.folder / "project" / ROUTINE
    file.write_text(file.read_text("utf-8").replace("soft_weeks: 6", "soft_weeks: 7"), "utf-8")
    page.get_by_role("button", name="Kontroller og simuler").click()
    expect(page.get_by_role("alert").first).to_contain_text("Filen er endret siden du åpnet den")
    assert faults_of("changed meanwhile", page) == []
    page.get_by_role("button", name="Gå videre fra filen slik den er nå").click()
    expect(page.get_by_role("cell", name="soft_weeks: 7")).to_be_visible()

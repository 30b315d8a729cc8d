"""While a run writes: what was typed stays, and one press sends it again when the run is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rutine.cases import engines

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
TYPED = "Ringt lønn, de retter i desember"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """Nobody waits long here."""
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 100)


def sound(page: Page) -> None:
    """Within the width, and without faults that axe sees."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]


@pytest.mark.parametrize("width", [1400, 320])
def test_a_decision_is_saved_at_the_second_try_without_typing_it_again(site, width):
    page = site.sign_in(width=width)
    page.goto(f"{site.url}/saker/4")
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_label("Kommentar").first.fill(TYPED)

    with site.store.database.writing():
        page.get_by_role("button", name="Lagre og gå til neste sak").click()
        expect(page.get_by_text("lagrer akkurat nå").first).to_be_visible()
    sound(page)
    expect(page.get_by_label("Ta det opp med NAV")).to_be_checked()
    expect(page.get_by_label("Kommentar").first).to_have_value(TYPED)

    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    expect(page.get_by_role("status")).to_contain_text("Sak 4 er lagret")


@pytest.mark.parametrize("width", [1400, 320])
def test_a_remark_is_sent_again_by_one_press(site, width):
    page = site.sign_in(width=width)
    page.goto(f"{site.url}/saker/4")
    page.locator("#remark").fill(TYPED)

    with site.store.database.writing():
        page.locator("form[action*='/notat'] button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rutine er opptatt")
    sound(page)

    page.get_by_role("button", name="Prøv igjen").click()
    expect(page.get_by_text(TYPED)).to_be_visible()

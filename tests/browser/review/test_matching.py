"""Rows are matched by hand and unmatched, with and without script, and nothing is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rutine.cases.settling.applying import apply_decisions
from rutine.cases.tables import Case, Run
from tests.carried_claims import carry

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
DEAD = 450
"""Milliseconds after which a page takes keys."""
LINE = "Velg linjen for 12.10.2026–23.10.2026 på 12 930,00 kr"
CLAIM = "Velg kravet K900 for 07.09.2026–18.09.2026 på 12 930,00 kr"


@pytest.fixture
def address(site, cases) -> str:
    """The case of a line that nobody claimed, and claims that wait for NAV."""
    carry(site.store, cases, ("K900", 2, 1293000), ("K901", 2, 500000))
    with site.store.database.reading() as session:
        return f"{site.url}/saker/{session.query(Case.number).filter_by(reason='D25').scalar()}"


def sound(page: Page) -> None:
    """Without faults that axe sees, and within the width."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def carry_out(site, cases) -> None:
    """What a run does with what people have decided."""
    with site.store.database.writing() as session:
        run_id = session.query(Run.id).scalar()
        apply_decisions(session, site.store.keys, run_id, cases.EMPLOYER, "d" * 64)


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (320, "dark")])
def test_sums_follow_the_ticks_and_a_second_person_agrees(site, cases, address, width, scheme):
    page = site.sign_in(width=width, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address)
    sound(page)
    page.get_by_role("link", name="Koble for hånd: velg linjer og krav selv").click()
    sound(page)
    page.get_by_label(LINE).check()
    sums = page.locator("#sums")
    expect(sums).to_contain_text("Summene er ikke like.")
    page.get_by_label(CLAIM).check()
    expect(sums).to_contain_text("Summene er like.")
    expect(page.get_by_role("button", name="Foreslå koblingen")).to_be_hidden()
    page.get_by_role("button", name="Regn sammen").click()
    expect(page.get_by_text("Dette kan Gro Godkjenner gjøre")).to_be_visible()
    sound(page)
    page.get_by_label(CLAIM).uncheck()
    expect(page.get_by_text("Du har endret valget.")).to_be_visible()
    expect(page.get_by_role("button", name="Foreslå koblingen")).to_be_hidden()
    page.get_by_label(CLAIM).check()
    page.get_by_role("button", name="Foreslå koblingen").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv hvorfor radene hører sammen.")
    sound(page)
    page.get_by_label("Hvorfor hører de sammen?").fill("Krevd for en annen uke")
    page.get_by_role("button", name="Foreslå koblingen").click()
    page.wait_for_url("**decided=*")
    expect(page.get_by_role("heading", name="Rader som er foreslått koblet")).to_be_visible()
    sound(page)

    other = site.sign_in("gro", width=width, color_scheme=scheme)
    other.goto(address)
    expect(other.get_by_text("K900")).to_be_visible()
    other.get_by_role("radio", name="Godkjenn").check()
    other.get_by_role("button", name="Lagre og gå til neste sak").click()
    other.wait_for_url("**decided=*")
    carry_out(site, cases)

    page.goto(address)
    page.get_by_label("Hvorfor skal det angres?").fill("feil ansatt")
    page.get_by_role("button", name="Løs opp og loggfør").click()
    expect(page.get_by_text("En annen må godkjenne det under")).to_be_visible()
    sound(page)
    other.goto(f"{site.url}/saker?status=approval")
    other.get_by_role("link", name="1 oppgjør venter på").click()
    sound(other)
    other.get_by_role("button", name="Godkjenn: løs opp").click()
    expect(other.get_by_role("status")).to_contain_text("Oppgjøret er angret.")


@pytest.mark.parametrize("width", [1400, 320])
def test_without_script_one_button_adds_up_and_says_what_can_be_done(site, address, width):
    page = site.sign_in(width=width, java_script_enabled=False)
    page.goto(f"{address}/koble")
    page.get_by_role("button", name="Regn sammen").click()
    expect(page.get_by_role("alert")).to_contain_text("Kryss av for minst én rad.")
    page.get_by_label(LINE).check()
    page.get_by_label("Velg kravet K901").check()
    page.get_by_role("button", name="Regn sammen").click()
    expect(page.locator("#sums")).to_contain_text("Summene er ikke like.")
    expect(page.get_by_label("Godta det NAV har betalt")).not_to_be_checked()
    page.get_by_label("Velg kravet K901").uncheck()
    page.get_by_label(CLAIM).check()
    page.get_by_role("button", name="Regn sammen").click()
    expect(page.get_by_label(CLAIM)).to_be_checked()
    page.get_by_label("Hvorfor hører de sammen?").fill("Krevd for en annen uke")
    page.get_by_role("button", name="Foreslå koblingen").click()
    expect(page.get_by_role("heading", name="Rader som er foreslått koblet")).to_be_visible()
    page.get_by_role("button", name="Angre").first.click()
    page.goto(f"{address}/koble")
    expect(page.get_by_label(CLAIM)).to_be_visible()


def test_rows_are_picked_by_keys_alone(site, address):
    page = site.sign_in(reduced_motion="reduce")
    page.goto(address)
    page.wait_for_timeout(DEAD)
    page.keyboard.press("h")
    page.wait_for_url("**/koble")
    page.wait_for_timeout(DEAD)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label(LINE)).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(page.get_by_label(CLAIM)).to_be_checked()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Foreslå koblingen")).to_be_visible()
    page.wait_for_load_state()
    page.wait_for_timeout(DEAD)
    page.keyboard.press("c")
    expect(page.get_by_label("Hvorfor hører de sammen?")).to_be_focused()

"""A case that waits for a day, and one whose evidence changed after somebody decided it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from rutine.cases.lifecycle.recording import record_differences
from rutine.cases.lifecycle.waking import wake
from rutine.cases.tables import Run

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
UNEXPLAINED = "Forskjellen er ikke forklart"
SUBMIT = "Lagre og gå til neste sak"


def run_of(store) -> str:
    with store.database.reading() as session:
        return session.scalars(select(Run.id)).one()


def sound(page: Page) -> None:
    """Within the width, and without faults that axe sees."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    assert found == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]


@pytest.mark.parametrize("width", [1400, 320])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_case_waits_for_its_day_and_comes_back_by_itself(site, cases, width, script):
    page = site.sign_in(width=width, java_script_enabled=script)
    page.get_by_role("link", name=UNEXPLAINED).click()
    case = page.url
    day = page.get_by_label("Ta saken fram igjen")
    expect(day).to_be_hidden()
    page.get_by_label("Vent til en dato").check()
    expect(day).to_be_visible()
    page.get_by_label("Hva venter saken på?").select_option(label="Noe annet")
    page.get_by_label("Kommentar").fill("Legen har sommerferie")
    page.get_by_role("button", name=SUBMIT).click()
    expect(page.get_by_role("alert")).to_contain_text("Velg datoen saken skal komme tilbake.")
    expect(page.get_by_label("Ta saken fram igjen")).to_have_attribute("aria-invalid", "true")
    if script:
        sound(page)

    until = date.today() + timedelta(days=60)  # noqa: DTZ011 - the browser's own day
    page.get_by_label("Ta saken fram igjen").fill(until.isoformat())
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("status").wait_for()
    page.goto(f"{site.url}/saker")
    assert page.get_by_role("link", name=UNEXPLAINED).count() == 0
    if width < 700:
        page.get_by_role("button", name="Liste:").click()
    page.get_by_role("link", name=re.compile("^På vent")).click()
    expect(page.get_by_text(f"tilbake {until:%d.%m.%Y}")).to_be_visible()
    page.goto(case)
    assert page.get_by_text(f"Saken kommer tilbake av seg selv {until:%d.%m.%Y}.").is_visible()
    if script:
        sound(page)

    with site.store.database.writing() as session:
        wake(session, run_of(site.store), "nav_refunds", cases.EMPLOYER, until)

    page.goto(f"{site.url}/saker")
    page.get_by_role("link", name=UNEXPLAINED).click()
    page.wait_for_load_state()
    history = page.get_by_role("region", name="Historikk").inner_text()
    assert "Roboten tok saken fram igjen: datoen er kommet" in history
    assert f"Kari Behandler avgjorde: Vent til en dato (noe annet, til {until:%d.%m.%Y})" in history
    assert "Legen har sommerferie" in history
    assert page.get_by_role("heading", name="Avgjør saken").is_visible()


@pytest.mark.parametrize("width", [1400, 320])
def test_a_case_that_is_open_again_says_what_changed(site, cases, width):
    page = site.sign_in(width=width)
    page.get_by_role("link", name=UNEXPLAINED).click()
    case = page.url
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("status").wait_for()

    evidence = (
        cases.seen("first", "day", "2026-10-01", "2026-10-01"),
        cases.seen("last", "day", "2026-10-16", "2026-10-13"),
        cases.seen("amount", "ore", "1717200", "1287900"),
    )
    changed = cases.UNEXPLAINED.model_copy(
        update={"paid": cases.Ore(1287900), "evidence": evidence}
    )
    with site.store.database.writing() as session:
        record_differences(
            session,
            site.store.keys,
            run_of(site.store),
            "nav_refunds",
            [changed],
            facts=cases.FACTS,
        )

    page.goto(case)
    news = page.get_by_role("region", name="Nytt siden saken ble avgjort")
    expect(news.get_by_role("listitem")).to_have_text(
        [
            "Til og med hos NAV: var 09.10.2026, er nå 13.10.2026",
            "Beløp hos NAV: var 8 001,00 kr, er nå 12 879,00 kr",
        ]
    )
    history = page.get_by_role("region", name="Historikk").inner_text()
    assert "Roboten åpnet saken igjen: grunnlaget er endret" in history
    assert "Kari Behandler avgjorde: Ta det opp med NAV" in history
    sound(page)

    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("status").wait_for()
    page.goto(case)
    assert news.count() == 0


def test_a_claim_gets_its_new_amount(site):
    page = site.sign_in()
    page.get_by_role("link", name=UNEXPLAINED).click()
    case = page.url
    amount = page.get_by_label("Nytt beløp på kravet, i kroner")
    expect(amount).to_be_hidden()
    page.get_by_label("Endre kravet").check()
    amount.fill("8001 kroner")
    page.get_by_label("Kommentar").fill("Fem dager for mye")
    page.get_by_role("button", name=SUBMIT).click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv beløpet i kroner")
    page.get_by_label("Nytt beløp på kravet, i kroner").fill("8 001,00")
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("status").wait_for()
    page.goto(case)
    history = page.get_by_role("region", name="Historikk").inner_text()
    assert "foreslo: Endre kravet (nytt beløp 8 001,00 kr)" in history.replace("\u00a0", " ")
    assert page.get_by_role("heading", name="Saken venter på godkjenning").is_visible()

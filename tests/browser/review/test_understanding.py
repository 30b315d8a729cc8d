"""From a case to what is like it and what the person has, with axe on every page of the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def check(page: Page, width: int) -> None:
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    assert [
        (fault["id"], node["target"]) for fault in found["violations"] for node in fault["nodes"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def alike(site, cases):
    """Two more cases like number 4."""
    store = site.store
    with store.database.writing() as session:
        run_id = cases.open_run(session, "nav_refunds", cases.EMPLOYER, None, {})
        more = [
            cases.OVERPAID.model_copy(
                update={"person": cases.PEOPLE[n], "rows": (cases.line(60 + n),)}
            )
            for n in (1, 2)
        ]
        cases.record_differences(session, store.keys, run_id, "nav_refunds", more, facts={})


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 320)])
def test_a_case_is_understood_and_those_like_it_are_decided_together(site, alike, scheme, width):
    page = site.sign_in(color_scheme=scheme, width=width)
    page.goto(f"{site.url}/saker/4")
    days = page.get_by_role("region", name="Dagene i saken")
    assert "Betalt for en dag NAV ikke skal betale" in days.inner_text()
    assert days.locator(".day.wrong .covered").all_inner_texts() == ["bet.", "bet."]
    check(page, width)

    history = page.get_by_role("region", name="Historikk")
    history.get_by_label("Skriv et notat").fill("Ringte NAV.")
    history.get_by_role("button", name="Legg til notatet").click()
    page.wait_for_url("**#history")
    created = history.get_by_text("opprettet saken")
    expect(created).to_be_visible()
    history.get_by_label("Bare mennesker").check()
    expect(created).to_be_hidden()
    expect(history.get_by_text("Ringte NAV.")).to_be_visible()

    page.get_by_role("link", name="Se hva som er gjort opp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidligere måneder")
    check(page, width)
    page.go_back()

    page.get_by_role("link", name="2 åpne saker til er like denne").click()
    expect(page.get_by_role("checkbox")).to_have_count(3)
    box = page.get_by_role("checkbox", name="Ta med Sak 4").bounding_box()
    assert min(box["width"], box["height"]) >= 24  # WCAG 2.5.8
    page.wait_for_load_state()
    page.wait_for_timeout(500)  # what was pressed for the page before does nothing here
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Ta med Sak 4")).not_to_be_checked()
    page.get_by_role("button", name="Avgjør de avkryssede sakene").click()
    page.get_by_role("alert").wait_for()
    expect(page.get_by_role("checkbox", name="Ta med Sak 4")).not_to_be_checked()
    check(page, width)
    page.get_by_label("Godta det NAV har betalt").check()
    page.get_by_role("button", name="Avgjør de avkryssede sakene").click()
    expect(page.get_by_role("status")).to_contain_text("2 saker er avgjort.")
    check(page, width)

    if width < 700:
        page.get_by_role("button", name="Meny").click()
    page.get_by_role("link", name="Gevinst").click()
    expect(page.get_by_role("img", name="Linjer per måned")).to_be_visible()
    check(page, width)

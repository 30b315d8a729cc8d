"""WCAG 2.1 A and AA where things are empty, refused, ended or broken, and on each list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from rutine.cases.runs import Control, RunState, RunSummary, finish_run, open_run
from rutine.cases.tables import WebSessionRow
from rutine.review.lists.listing import LISTS
from rutine.review.modelling import gains_page
from tests.browser.review.axe import AXE, EVERYTHING, faults_of, look

pytestmark = pytest.mark.browser


def lists(site, page: Page) -> Iterator[str]:
    for name in LISTS:
        page.goto(f"{site.url}/saker?status={name}")
        yield f"list {name}"
    page.goto(f"{site.url}/saker?med=by_hand&uten=overdue")
    expect(page.get_by_text("Ingen saker passer")).to_be_visible()
    yield "nothing fits"


def other_pages(site, page: Page) -> Iterator[str]:
    page.goto(f"{site.url}/gevinst")
    page.get_by_text("Måned for måned", exact=True).click()
    page.get_by_role("table", name="Krav som ikke går tapt: Måned for måned").wait_for()
    yield "a gain card by month"
    page.goto(f"{site.url}/saker/arbeidsbok")
    page.get_by_role("button", name="Les inn").click()
    page.get_by_role("alert").wait_for()
    yield "no workbook"
    page.goto(f"{site.url}/last-opp")
    page.get_by_role("button", name="Legg inn").click()
    page.get_by_role("alert").wait_for()
    yield "no report"
    page.goto(f"{site.url}/saker/4/like")
    page.get_by_label("Godta det NAV har betalt").check()
    page.get_by_role("button", name="Avgjør de avkryssede sakene").click()
    page.get_by_role("button", name="Angre alle").wait_for()
    yield "decided together"
    page.get_by_role("button", name="Angre alle").click()
    page.get_by_text("er angret").wait_for()
    yield "undone together"


def routines(site, page: Page) -> Iterator[str]:
    """What a consultant sees of routines: the form empty, refused, worked out and saved."""
    for path in ("rutiner/service_record", "rutiner/nav_refunds/skjema"):
        page.goto(f"{site.url}/{path}")
        yield path
    page.goto(f"{site.url}/rutiner/ny")
    for more in ("Flere systemer", "Flere trinn"):
        page.get_by_text(more).click()
    page.get_by_label("Saker i måneden").fill("mange")
    page.get_by_label("Skiftes ut").first.fill("til høsten")
    page.get_by_role("button", name="Regn ut").click()
    page.get_by_role("alert").wait_for()
    yield "a form with faults"
    page.get_by_label("Hva rutinen heter").fill("Permisjon på papir")
    page.get_by_role("textbox", name="Eier").fill("HR-sjef")
    page.get_by_label("Hva én sak er").fill("én søknad")
    page.get_by_label("Saker i måneden").fill("40")
    page.get_by_label("Navn", exact=True).first.fill("Lønn")
    page.get_by_label("Skiftes ut").first.fill("1. mars 2028")
    page.get_by_label("Hva som gjøres").first.fill("Leser skjemaet")
    page.get_by_label("Rolle", exact=True).first.fill("HR")
    page.get_by_label("Arbeid, minutter").first.fill("4,5")
    page.get_by_role("button", name="Regn ut").click()
    page.get_by_role("heading", name="Slik blir det").wait_for()
    expect(page.get_by_label("Skiftes ut").first).to_have_value("01.03.2028")
    yield "a form worked out"


def refusals(site, page: Page, monkeypatch) -> Iterator[str]:
    answers = {
        "revisjon": (403, "Du har ikke tilgang"),
        "saker/9999": (404, "Vi finner ikke siden"),
        "saker/4/avgjor": (405, "Slik kan siden ikke brukes"),
    }
    for path, (status, said) in answers.items():
        answer = page.goto(f"{site.url}/{path}")
        assert (answer.status, page.get_by_role("heading", level=1).inner_text()) == (status, said)
        yield f"{status}"
    monkeypatch.setattr(gains_page, "gains", None)
    assert page.goto(f"{site.url}/gevinst").status == 500
    yield "500"
    page.goto(f"{site.url}/saker/2")
    page.locator("#decide input[name=csrf]").evaluate("field => { field.value = 'old'; }")
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dette ble ikke gjort")
    yield "a form that is too old"


def crowds(site, cases, page: Page) -> Iterator[str]:
    """Of 400 employers: pages of runs, and of routines to watch."""
    many = tuple(Control(name="file", status="ok", label=f"report {n}") for n in range(12))
    with site.store.database.writing() as session:
        for place in range(60):
            run = open_run(session, f"rutine_{place}", cases.EMPLOYER, None, {})
            finish_run(session, run, RunSummary(state=RunState.CLEAN, lines=4, controls=many))
    page.goto(f"{site.url}/kjoringer?page=2")
    expect(page.get_by_text("Side 2 av 3")).to_be_visible()
    page.get_by_text("12 kontroller stemmer").first.click()
    expect(page.get_by_role("link", name="Se alle 12 kontrollene").first).to_be_visible()
    yield "a page of runs"
    page.get_by_role("link", name="Se alle 12 kontrollene").first.click()
    page.get_by_text("12 kontroller stemmer").click()
    expect(page.get_by_role("row", name=re.compile("rapport"))).to_have_count(12)
    yield "one run with all its controls"
    page.goto(f"{site.url}/kjoringer")
    page.get_by_label("Rutine", exact=True).select_option("rutine_7")
    page.get_by_role("button", name="Vis").click()
    page.wait_for_url(f"{site.url}/kjoringer?rutine=rutine_7")
    yield "runs of one routine"
    page.goto(f"{site.url}/kjoringer?rutine=finnes_ikke")
    expect(page.get_by_text("Ingen kjøringer her")).to_be_visible()
    yield "no such runs"
    page.goto(f"{site.url}/status")
    expect(page.get_by_text("Side 1 av 2")).to_be_visible()
    yield "a page of routines to watch"
    page.get_by_role("link", name="Har gått").click()
    yield "routines of one standing"


def endings(site, page: Page) -> Iterator[str]:
    page.goto(f"{site.url}/saker/2")
    with site.store.database.writing() as session:
        session.query(WebSessionRow).delete()
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    page.get_by_text("Økten er avsluttet").wait_for()
    yield "the session has ended"
    assert page.goto(f"{site.url}/saker").status == 401
    yield "not signed in"
    page.goto(f"{site.url}/forste-administrator/{'a' * 64}")
    yield "a link that does not work"


def states(site, cases, monkeypatch) -> Iterator[tuple[str, Page]]:
    limited = site.sign_in("siv")
    limited.goto(f"{site.url}/kjoringer")
    expect(limited.get_by_text("Du har tilgang til noen av enhetene")).to_be_visible()
    yield "runs of one who sees some units", limited
    auditor = site.sign_in("rune")
    auditor.goto(f"{site.url}/revisjon")
    yield "audit", auditor
    consultant = site.sign_in("pia")
    yield from ((state, consultant) for state in routines(site, consultant))
    page = site.sign_in()
    yield from ((state, page) for state in lists(site, page))
    yield from ((state, page) for state in other_pages(site, page))
    yield from ((state, page) for state in crowds(site, cases, page))
    yield from ((state, page) for state in refusals(site, page, monkeypatch))
    yield from ((state, page) for state in endings(site, page))


def test_no_state_breaks_a_rule_or_scrolls_sideways(site, cases, monkeypatch):
    faults, seen = [], 0
    for state, page in states(site, cases, monkeypatch):
        faults += faults_of(state, page)
        seen += 1
    assert faults == []
    assert seen > 20


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_menus_fold_on_a_phone_and_open_without_script(site, script):
    page = site.sign_in(width=320, java_script_enabled=script)
    content = page.locator("main").bounding_box()
    assert content["y"] < 120  # what stands above the page itself
    for button, link in (("Meny", "Kjøringer"), ("Liste:", re.compile("^På vent"))):
        expect(page.get_by_role("link", name=link)).to_be_hidden()
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("link", name=link)).to_be_visible()
        if script:
            page.wait_for_load_state()
            page.evaluate(AXE)
            assert look(page, 320, "light", EVERYTHING) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name=link)).to_be_hidden()
        expect(page.get_by_role("button", name=button)).to_be_focused()


def test_the_lists_stand_on_one_line_at_a_desk(site):
    page = site.sign_in()
    tops = page.locator("#lists a").evaluate_all("all => all.map(a => a.offsetTop)")
    assert len(tops) == len(LISTS) + 1
    assert len(set(tops)) == 1
    assert page.locator(".menu-button, .lists-button").filter(visible=True).count() == 0


SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
CLIPPED = """
() => [...document.querySelectorAll("main *, header *")].filter(e => {
  const style = getComputedStyle(e);
  const hides = [style.overflowX, style.overflowY].some(o => o === "hidden" || o === "clip");
  return hides && e.getClientRects().length && e.clientHeight > 2
    && !e.closest(".ds-sr-only, thead, .masked, select")
    && (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2);
}).map(e => e.outerHTML.slice(0, 120))
"""


def test_text_may_be_spaced_out_and_nothing_is_lost(site):
    """SC 1.4.12."""
    page = site.sign_in(bypass_csp=True)
    for path in (
        *("saker", "saker/4", "saker/4/like", "saker/3/koble", "kjoringer", "gevinst", "risiko"),
        *("konto", "rutiner", "rutiner/nav_refunds"),
    ):
        page.goto(f"{site.url}/{path}")
        page.add_style_tag(content=SPACING)
        for width in (1400, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert page.evaluate(CLIPPED) == [], (path, width)


def test_what_colours_say_is_said_without_them(site):
    """With a reader's own colours, what is chosen, focused and different still shows."""
    page = site.sign_in(forced_colors="active")
    page.goto(f"{site.url}/saker?med=overdue&uten=r.D36")
    assert page.locator(".chip.must").inner_text().startswith("+")
    assert page.locator(".chip.must_not").inner_text().startswith("−")
    page.get_by_label("Årsak").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.goto(f"{site.url}/saker/4")
    assert page.get_by_role("row", name="Til og med").inner_text().count("≠") == 1
    assert page.locator(".months .day, .grid *").first.is_visible()
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert look(page, 1400, "light", EVERYTHING) == []


@pytest.mark.parametrize("path", ["saker", "saker/4", "kjoringer", "gevinst", "konto", "om"])
def test_focus_goes_in_order_is_seen_and_may_skip_the_menu(site, path):
    page = site.sign_in()
    page.goto(f"{site.url}/{path}")
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Til hovedinnholdet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const e = document.activeElement, box = e.getBoundingClientRect();
                const style = getComputedStyle(e);
                return e === document.body || (style.outlineStyle !== "none" && box.width > 0
                  && box.bottom > 0 && box.top < innerHeight);
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_page_says_its_language(site, language):
    page = site.sign_in()
    name = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}[language]
    page.get_by_role("button", name=name).click()
    for path in ("saker", "saker/4", "kjoringer", "risiko", "gevinst", "tilgjengelighet", "x"):
        page.goto(f"{site.url}/{path}")
        assert page.locator("html").get_attribute("lang") == language
        tongues = page.locator(".languages button").evaluate_all("all => all.map(b => b.lang)")
        assert tongues == ["nb", "nn", "en"]

"""WCAG 2.1 A and AA on every page, in every state, light and dark, wide and at 320 points.

Pages as they are when one comes to them are looked at where they are pictured (test_pictures.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.review.axe import faults_of

pytestmark = pytest.mark.browser
PAGES = (
    *("/saker", "/saker/4", "/saker/3/koble", "/saker/arbeidsbok", "/kjoringer", "/last-opp"),
    *("/status", "/tidsplan", "/kalender", "/kompetanse", "/risiko", "/gevinst"),
    *("/rutiner", "/rutiner/nav_refunds"),
)

SUBMIT = "Lagre og gå til neste sak"


def before_signing_in(site, **options) -> Iterator[tuple[str, Page]]:
    page = site.visit(**options)
    yield "sign in", page
    page.get_by_label("Brukernavn").fill("kari")
    page.get_by_label("Passord").fill("noe som er feil")
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_role("alert").wait_for()
    yield "sign in refused", page


def lists_and_cases(site, page: Page) -> Iterator[str]:
    yield "queue"
    page.get_by_label("Ansattnummer, navn eller saksnummer").fill("01010112345")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.get_by_text("Ikke søk med fødselsnummer").wait_for()
    yield "search refused"
    page.goto(f"{site.url}/saker?med=overdue-r.D14&uten=r.D36")
    page.get_by_text("Lagrede lister").click()
    page.get_by_role("button", name="Lagre lista").click()
    page.get_by_text("Gi lista et navn.").wait_for()
    yield "properties, and a list without a name"
    page.get_by_label("Navn på lista du er i").fill("Haster")
    page.get_by_label("Del med alle").check()
    page.get_by_role("button", name="Lagre lista").click()
    page.wait_for_url("**uten=r.D36")
    page.get_by_text("Lagrede lister").click()
    yield "a saved list"
    page.goto(f"{site.url}/saker?status=done")
    yield "empty list"
    for number in range(1, 9):
        page.goto(f"{site.url}/saker/{number}")
        closed = page.locator("details:not([open]) > summary")
        while closed.count():
            closed.first.click()
        yield f"case {number}"


def refusals(page: Page) -> Iterator[str]:
    """From the case of an unknown account, until it is proposed."""
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("alert").wait_for()
    yield "nothing chosen"
    page.get_by_label("Kan ikke avgjøres nå").check()
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_text("Skriv en kommentar til").first.wait_for()
    yield "comment missing"
    page.get_by_label("Kontrollert og i orden").check()
    page.get_by_role("button", name=SUBMIT).click()
    page.get_by_role("status").wait_for()
    yield "after a decision"


def two_people(site, first: Page, second: Page) -> Iterator[tuple[str, Page]]:
    first.goto(f"{site.url}/saker/8")
    yield "own proposal", first
    second.goto(f"{site.url}/saker/8")
    yield "to approve", second
    first.get_by_label("Trekk forslaget").check()
    first.get_by_label("Kommentar").fill("Vent")
    first.get_by_role("button", name=SUBMIT).click()
    first.wait_for_url("**/saker/1**")
    second.get_by_role("radio", name="Godkjenn").check()
    second.get_by_role("button", name=SUBMIT).click()
    second.get_by_role("alert").wait_for()
    yield "conflict", second


def revealing(site, page: Page) -> Iterator[str]:
    page.goto(f"{site.url}/saker/4")
    page.get_by_text("Vis fødselsnummer").click()
    page.get_by_role("button", name="Vis og loggfør").click()
    page.get_by_role("alert").wait_for()
    yield "reason missing"
    page.get_by_label("Hvorfor trenger du det?").fill("Ringe NAV")
    page.get_by_role("button", name="Vis og loggfør").click()
    page.get_by_text("Visningen er loggført").wait_for()
    yield "revealed"
    page.get_by_label("Godta det NAV har betalt").check()
    expect(page.get_by_role("button", name=SUBMIT)).to_be_disabled()
    yield "discrepancies left"
    site.tick_off(page)
    page.get_by_role("button", name=SUBMIT).click()
    page.goto(f"{site.url}/saker/4")
    yield "decided"
    page.goto(f"{site.url}/finnes-ikke")
    yield "no such page"


def hands(site, first: Page, second: Page) -> Iterator[tuple[str, Page]]:
    """Cases that somebody has."""
    second.goto(f"{site.url}/saker/2")
    second.get_by_role("button", name="Ta saken").click()
    second.get_by_role("button", name="Angre").wait_for()
    yield "taken", second
    first.goto(f"{site.url}/saker/2")
    yield "somebody else's", first
    first.get_by_role("button", name="Overta saken").click()
    first.get_by_role("heading", name="Overta saken?").wait_for()
    yield "to take over", first
    first.get_by_role("link", name="Avbryt").click()
    first.emulate_media(reduced_motion="reduce")  # or it fades in, and axe sees it half there
    first.wait_for_load_state()
    first.wait_for_timeout(450)  # a page takes no keys at once
    first.keyboard.press("?")
    first.get_by_role("dialog").wait_for()
    yield "shortcuts", first


def states(site, **options) -> Iterator[tuple[str, Page]]:
    """Every page in every state it can be in, one after the other."""
    yield from before_signing_in(site, **options)
    page = site.sign_in(**options)
    yield from ((state, page) for state in lists_and_cases(site, page))
    yield from ((state, page) for state in refusals(page))
    other = site.sign_in("gro", **options)
    yield from two_people(site, page, other)
    yield from hands(site, page, other)
    yield from ((state, other) for state in revealing(site, other))
    reader = site.sign_in("rune", **options)
    reader.goto(f"{site.url}/saker/2")
    yield "only reading", reader


def test_no_page_breaks_a_rule_or_scrolls_sideways(site):
    faults, seen = [], 0
    for state, page in states(site):
        faults += faults_of(state, page)
        seen += 1
    assert faults == []
    assert seen > 20
    assert len({_background(page, scheme) for scheme in ("light", "dark")}) == 2


def _background(page: Page, scheme: Literal["light", "dark"]) -> str:
    page.emulate_media(color_scheme=scheme)
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_no_width_between_phone_and_desk_scrolls_sideways(site):
    """SC 1.4.4 and 1.4.10: a page at 200 % or 400 % is a page half or a quarter as wide."""
    page = site.sign_in()
    for path in PAGES:
        page.goto(site.url + path)
        for width in (350, 480, 640, 700, 900, 1024, 1130):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_every_cell_of_a_table_stands_in_its_row(site):
    """On a wide screen; a cell that is laid out as something else tears the lines of its row."""
    page = site.sign_in(width=1400)
    seen = 0
    for path in PAGES:
        page.goto(site.url + path)
        cells = page.locator("tr > *").filter(visible=True)
        seen += cells.count()
        torn = """cells => cells.filter(e => getComputedStyle(e).display !== "table-cell")
            .map(e => e.outerHTML)"""
        assert cells.evaluate_all(torn) == [], path
    assert seen > 60


def test_targets_are_large_enough_to_hit(site):
    """24 points high at least: SC 2.5.8 of WCAG 2.2."""
    page = site.sign_in(width=320)
    for path in ("/saker", "/saker/4"):
        page.goto(site.url + path)
        targets = page.locator("button, summary, select, textarea, input").filter(visible=True)
        for target in targets.all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 24, target.evaluate("e => e.outerHTML")


def test_motion_is_left_out_for_those_who_ask(site):
    page = site.sign_in(reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')]
            .map(e => getComputedStyle(e).transitionDuration)
            .filter(d => d.split(',').some(each => parseFloat(each) > 0)).length"""
    )
    assert moving == 0

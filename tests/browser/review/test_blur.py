"""On a screen that others look at, nobody can be recognised: on no page, in no field."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from rutine.cases.settling.settlements import SettledGroup, record_groups
from rutine.cases.tables import Case
from rutine.review.routes import PAGES

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
REMARK = "Ringte om vikaren"
SAVED = "Alt om Trond"

READABLE = """
words => {
  const has = text => words.some(word => text.toLowerCase().includes(word.toLowerCase()));
  const found = [];
  let seen = 0;
  const look = (text, element) => {
    if (!has(text)) return;
    seen += 1;
    let at = element;
    while (at && getComputedStyle(at).filter === "none") at = at.parentElement;
    if (!at) found.push(text.trim());
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    look(node.data, node.parentElement);
  }
  const fields = document.querySelectorAll("input:not([type=hidden]), textarea");
  fields.forEach(field => look(field.value, field));
  return [seen, found];
}
"""
"""How many texts and fields hold one of the words, and those that can be read on the screen."""


@pytest.fixture
def settled(site, cases):
    """Something that the program settled for the person of case 4, in an earlier month."""
    group = SettledGroup(
        employer=cases.EMPLOYER,
        person=cases.PEOPLE[0],
        sub_unit=cases.HOME,
        benefit="4",
        pass_name="exact",
        rows=(cases.line(101),),
        claim_ids=(),
        reason="D01",
        claimed=cases.Ore(1717200),
        paid=cases.Ore(1717200),
        rules_sha256="d" * 64,
    )
    with site.store.database.writing() as session:
        record_groups(session, site.store.keys, session.query(Case.run_id).first()[0], [group])


SHOWS = {
    "/saker": 8,
    "/saker/{number:int}": 5,
    "/saker/{number:int}/like": 1,
    "/saker/gjort-opp": 2,
    "/risiko": 1,
}
"""Pages that name people, and how many texts of theirs do at least."""


def test_nobody_can_be_recognised_on_a_blurred_screen(site, cases, settled):
    page = site.sign_in()
    page.goto(f"{site.url}/saker/4")
    page.get_by_label("Skriv et notat").fill(REMARK)
    page.get_by_role("button", name="Legg til notatet").click()
    page.goto(f"{site.url}/saker")
    page.get_by_text("Lagrede lister").click()
    page.get_by_label("Navn på lista du er i").fill(SAVED)
    page.get_by_role("button", name="Lagre lista").click()
    page.get_by_role("button", name="Slør personopplysninger").click()
    words = [*cases.NAMES, *(str(10480 + who) for who in range(6)), REMARK, SAVED]
    pages = [each for each in PAGES if each.method == "GET" and each.view.__name__ == "show"]
    for path in [
        each.path for each in pages if "token" not in each.path and "run:" not in each.path
    ]:
        page.goto(site.url + path.replace("{number:int}", "4"))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        seen, readable = page.evaluate(READABLE, words)
        assert seen >= SHOWS.get(path, 0), path
        assert readable == [], path
    page.goto(f"{site.url}/saker/4")
    field = page.get_by_label("Kommentar")
    expect(field).to_have_css("filter", "none")  # an empty field has an edge that can be seen
    field.fill("Ord")
    page.get_by_label("Godta det NAV har betalt").focus()
    expect(field).not_to_have_css("filter", "none")
    page.goto(f"{site.url}/saker")
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []

    page.get_by_label("Ansattnummer, navn").fill(cases.NAMES[0])
    page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_url("**sok=1**")
    assert page.evaluate(READABLE, words)[1] == []
    page.get_by_label("Ansattnummer, navn").focus()
    expect(page.get_by_label("Ansattnummer, navn")).to_have_css("filter", "none")

    page.get_by_role("button", name="Vis personopplysninger").click()
    page.goto(f"{site.url}/saker/4")
    assert page.evaluate(READABLE, words)[1] != []

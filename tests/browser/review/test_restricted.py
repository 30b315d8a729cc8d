"""A protected person's case, from the queue of the few to its decision."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from rutine.cases.tables import AuditEntry

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
TITLE = "Skjermet person"


def sound(page: Page) -> None:
    """Within the width, and without faults that axe sees."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]


def looks(store) -> int:
    with store.database.reading() as session:
        query = select(AuditEntry.seq).where(AuditEntry.action == "looked")
        return len(session.scalars(query).all())


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_few_open_it_knowingly_and_decide_it(site, cases, script):
    site.store.protect(0)
    page = site.sign_in("ragna", java_script_enabled=script)
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    address = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.wait_for_load_state()
    assert "10480" not in page.content()
    assert looks(site.store) == 0
    page.get_by_role("button", name="Åpne saken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("NAV har betalt mer enn kravet")
    page.wait_for_load_state()
    assert "10480" in page.content()
    assert cases.NAMES[0] not in page.content()
    assert cases.NAMES[0].upper() not in page.content()
    assert looks(site.store) == 1
    page.get_by_label("Ta det opp med NAV").check()
    page.get_by_role("button", name="Lagre og gå til neste sak").click()
    number = address.rpartition("/")[2].partition("?")[0]
    expect(page.get_by_role("status")).to_contain_text(f"Sak {number} er lagret.")
    # Its page is closed again for the same person.
    page.goto(address)
    expect(page.get_by_role("button", name="Åpne saken")).to_be_visible()
    assert "10480" not in page.content()


def test_everybody_else_sees_a_number_and_no_way_in(site):
    site.store.protect(0)
    page = site.sign_in()
    expect(page.get_by_text("I tillegg venter 1 skjermet sak.")).to_be_visible()
    assert page.get_by_role("link", name=TITLE).count() == 0
    assert page.goto(f"{site.url}/saker/4").status == 404
    assert looks(site.store) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 320])
def test_no_state_of_it_breaks_a_rule(site, scheme, width):
    site.store.protect(0)
    page = site.sign_in("ragna", color_scheme=scheme, width=width)
    sound(page)
    page.goto(f"{site.url}/saker/4")
    sound(page)
    page.get_by_role("button", name="Åpne saken").click()
    page.get_by_text("Avgjør saken").wait_for()
    sound(page)
    other = site.sign_in(color_scheme=scheme, width=width)
    sound(other)

"""The workbook, from the download to what came of it, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from rutine.cases.workbook.layout import COLUMNS

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")


def sound(page: Page) -> None:
    """Within the width, and without faults that axe sees."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]


def fill_in(path: Path, number: int, **cells: str) -> None:
    book = load_workbook(path)
    sheet = book["Saker"]
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value == number:
            for name, value in cells.items():
                sheet.cell(row, COLUMNS.index(name) + 1).value = value
    book.save(path)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_cases_are_decided_in_excel_and_read_in_again(site, tmp_path, script):
    page = site.sign_in(java_script_enabled=script, accept_downloads=True)
    page.get_by_role("link", name="Saker i Excel").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Hent arbeidsboka (.xlsx)").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    fill_in(file, 4, decision="Ta det opp med NAV")
    fill_in(file, 3, decision="Avskriv som tap", comment="tapt")
    page.get_by_label("Utfylt arbeidsbok", exact=True).set_input_files(file)
    page.get_by_role("button", name="Les inn").click()
    expect(page.get_by_role("alert")).to_contain_text("Ingenting er lagret.")
    expect(page.get_by_role("region", name="1 rad ble ikke lest inn")).to_be_visible()
    page.get_by_label("Utfylt arbeidsbok", exact=True).set_input_files(file)
    page.get_by_label("Ta med de gyldige radene").check()
    page.get_by_role("button", name="Les inn").click()
    expect(page.get_by_role("status")).to_contain_text("Avgjort: 1.")
    page.goto(f"{site.url}/saker/4")
    history = page.get_by_role("region", name="Historikk")
    assert "Kari Behandler avgjorde: Ta det opp med NAV" in history.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 320])
def test_no_state_of_the_page_breaks_a_rule(site, tmp_path, scheme, width):
    page = site.sign_in(color_scheme=scheme, width=width)
    page.goto(f"{site.url}/saker/arbeidsbok")
    sound(page)
    page.get_by_role("button", name="Les inn").click()
    page.get_by_role("alert").wait_for()
    sound(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Hent arbeidsboka (.xlsx)").click()
    file = tmp_path / "saker.xlsx"
    waiting.value.save_as(file)
    fill_in(file, 3, decision="Avskriv som tap", comment="tapt")
    page.get_by_label("Utfylt arbeidsbok", exact=True).set_input_files(file)
    page.get_by_role("button", name="Les inn").click()
    page.get_by_role("region", name="1 rad ble ikke lest inn").wait_for()
    sound(page)

"""The process document in a browser: accessible, whole in one file, and no wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from rutine.routines.document.html_page import html_page
from rutine.routines.document.process_document import process_document
from rutine.routines.drawing.layout import arrange
from rutine.routines.drawing.procedure_charts import today_chart
from rutine.routines.drawing.svg import whole_picture
from rutine.routines.routine_file import RoutineFile, load_routine
from tests.browser.review.axe import AXE, EVERYTHING, look
from tests.drawn_routines import long_routine

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
REFUNDS = load_routine(ROOT / "mappings" / "routines" / "nav_refunds.yaml")
ROUTINES = pytest.mark.parametrize("routine", [REFUNDS, long_routine()], ids=lambda r: r.name)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert [url for url in asked if not url.startswith("file:")] == []
    context.close()


def opened(page: Page, routine: RoutineFile, folder: Path) -> None:
    path = folder / f"{routine.name}.html"
    path.write_text(html_page(process_document(routine, {}, "nb")), encoding="utf-8")
    page.goto(path.as_uri())


@ROUTINES
def test_no_rule_of_wcag_is_broken_and_nothing_scrolls_sideways(page, routine, tmp_path) -> None:
    opened(page, routine, tmp_path)
    page.wait_for_load_state()
    page.evaluate(AXE)
    faults = []
    for width in (1400, 320):
        for scheme in ("light", "dark"):
            faults += look(page, width, scheme, EVERYTHING)
    assert faults == []
    cut = "[...document.querySelectorAll('th, td')].filter(e => e.scrollWidth > e.clientWidth)"
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate(f"{cut}.map(each => each.textContent)") == []


@ROUTINES
def test_a_printed_page_leaves_nothing_out(page, routine, tmp_path) -> None:
    """A4 across is 1009 points wide between its margins: what is wider would be cut off."""
    opened(page, routine, tmp_path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1009, "height": 680})
    wide = page.evaluate(
        """() => [...document.querySelectorAll('svg, table')]
            .map(each => each.getBoundingClientRect())
            .filter(box => box.right > 1010 || box.height > 680 && box.width < 1).length"""
    )
    assert wide == 0
    tall = "[...document.querySelectorAll('svg')].filter(e => e.clientHeight > 640).length"
    assert page.evaluate(tall) == 0


def test_the_texts_of_a_drawing_fit_where_the_layout_put_them(page, tmp_path) -> None:
    """The layout reckons widths without a browser; here a browser says whether that was right."""
    for routine in (REFUNDS, long_routine()):
        chart = today_chart(routine, "nb")
        assert chart is not None
        layout = arrange(chart)
        path = tmp_path / f"{routine.name}.svg"
        path.write_text(whole_picture(layout).svg, encoding="utf-8")
        page.goto(path.as_uri())
        drawn = page.evaluate(
            "[...document.querySelectorAll('text')].map(t => [t.textContent, t.getBBox().width])"
        )
        widths = {}
        for text, width in drawn:
            widths[text] = max(width, widths.get(text, 0))
        for node in layout.nodes:
            room = node.note.box.width if node.note else node.column.width
            lines = [*node.lines, *(node.label.lines if node.label else ())]
            lines += node.note.lines if node.note else ()
            assert all(widths[line] <= room for line in lines), node.node.id
        for flow in layout.flows:
            if flow.label is not None:
                assert all(widths[each] <= flow.label.box.width for each in flow.label.lines)

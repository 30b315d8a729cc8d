"""bpmn.io's own reader opens the drawings without a warning, and loses nothing when it saves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from playwright.sync_api import Browser, Page

from rutine.routines.drawing.bpmn import bpmn
from rutine.routines.drawing.chart import Chart
from rutine.routines.drawing.layout import arrange
from rutine.routines.drawing.procedure_charts import to_be_chart, today_chart
from rutine.routines.routine_file import load_routine
from tests.drawn_routines import long_routine, made_of_one_step

pytestmark = pytest.mark.browser

ROUTINES = Path(__file__).parents[3] / "mappings" / "routines"
VIEWER = Path(__file__).parents[1] / "vendor" / "bpmn-viewer.production.min.js"
OPENED = """
async text => {
    const told = [];
    const viewer = new BpmnJS({container: '#drawing'});
    const first = await viewer.importXML(text);
    const count = viewer.get('elementRegistry').getAll().length;
    const {xml} = await viewer.saveXML({format: true});
    viewer.destroy();
    const again = new BpmnJS({container: '#drawing'});
    const second = await again.importXML(xml);
    // Texts that bpmn.io draws outside of the shape that has them.
    const registry = again.get('elementRegistry');
    const outside = registry.getAll().filter(each => each.type === 'bpmn:TextAnnotation'
        || each.type.endsWith('Task')).filter(each => {
            const text = registry.getGraphics(each).querySelector('text');
            const box = text.getBBox();
            return box.height > each.height || box.width > each.width;
        }).map(each => each.id);
    // A lane's name is written upright in two lines at the most; a third has no room.
    const unnamed = registry.getAll().filter(each => each.type === 'bpmn:Lane')
        .filter(each => registry.getGraphics(each).querySelector('text').getBBox().height > 30);
    outside.push(...unnamed.map(each => each.id));
    return {
        warnings: [...first.warnings, ...second.warnings].map(each => each.message),
        counts: [count, again.get('elementRegistry').getAll().length],
        outside, xml,
    };
}
"""


def drawn() -> list[Chart]:
    routines = [load_routine(path) for path in sorted(ROUTINES.glob("*.yaml"))]
    made = [
        each(routine, "nb")
        for routine in (*routines, long_routine())
        for each in (today_chart, to_be_chart)
    ]
    long_name = "Fagutviklingssykepleier med ansvar for legemidler og medisinsk utstyr"
    return [*(chart for chart in made if chart is not None), made_of_one_step(long_name)]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.set_content("<div id='drawing' style='width: 1400px; height: 900px'></div>")
    page.add_script_tag(path=VIEWER)
    yield page
    page.close()


def elements(xml: str) -> Counter[str]:
    return Counter(each.tag for each in fromstring(xml).iter())


@pytest.mark.parametrize("chart", drawn(), ids=lambda chart: chart.id)
def test_it_opens_without_a_warning_and_comes_back_whole(page: Page, chart: Chart) -> None:
    layout = arrange(chart)
    text = bpmn(layout)
    opened = page.evaluate(OPENED, text)
    assert opened["warnings"] == []
    assert opened["outside"] == []
    labels = sum(node.label is not None for node in layout.nodes)
    labels += sum(flow.label is not None for flow in layout.flows)
    notes = sum(node.note is not None for node in layout.nodes)
    shapes = 1 + len(layout.lanes) + len(layout.nodes) + 2 * notes + len(layout.removed)
    assert opened["counts"] == [shapes + len(layout.flows) + labels + 1] * 2  # 1: the root
    assert elements(opened["xml"]) == elements(text)


def test_a_file_that_is_wrong_is_told_of(page: Page) -> None:
    text = bpmn(arrange(drawn()[0])).replace('targetRef="end"', 'targetRef="nowhere"')
    assert page.evaluate(OPENED, text)["warnings"]

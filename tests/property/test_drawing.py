"""Any procedure gives a drawing in which nothing lies on anything else, and BPMN that holds."""

from __future__ import annotations

from itertools import combinations, pairwise

from defusedxml.ElementTree import fromstring
from hypothesis import given, settings

from rutine.routines.drawing.bpmn import bpmn
from rutine.routines.drawing.chart import Chart
from rutine.routines.drawing.geometry import Box, Point
from rutine.routines.drawing.layout import Layout, PlacedFlow, arrange
from rutine.routines.drawing.strips import strips
from rutine.routines.drawing.svg import HEAD, PAGE, part_pictures, whole_picture
from tests.drawn_routines import charts

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FLOW_NODES = {
    f"{MODEL}{name}"
    for name in (
        "startEvent",
        "endEvent",
        "userTask",
        "manualTask",
        "serviceTask",
        "businessRuleTask",
        "exclusiveGateway",
        "intermediateCatchEvent",
    )
}
few = settings(max_examples=80, deadline=None)


def boxes(layout: Layout) -> dict[str, Box]:
    """Everything that takes room, by what it is."""
    found = {node.node.id: node.box for node in layout.nodes}
    found |= {f"label of {n.node.id}": n.label.box for n in layout.nodes if n.label is not None}
    found |= {f"note of {n.node.id}": n.note.box for n in layout.nodes if n.note is not None}
    found |= {f"label of {f.id}": f.label.box for f in layout.flows if f.label is not None}
    return found | {each.removed.id: each.box for each in layout.removed}


def crosses(a: Point, b: Point, box: Box) -> bool:
    """Whether a level or upright piece of a line runs through the inside of a box."""
    left, right = sorted((a[0], b[0]))
    top, bottom = sorted((a[1], b[1]))
    return left < box.right and right > box.x and top < box.bottom and bottom > box.y


def touches(flow: PlacedFlow, layout: Layout) -> bool:
    """Whether a line begins and ends on the edges of its nodes."""
    by_id = {node.node.id: node.box for node in layout.nodes}
    (x1, y1), (x2, y2) = flow.points[0], flow.points[-1]
    source, target = by_id[flow.source], by_id[flow.target]
    out = (x1, y1) in {
        (source.right, source.middle[1]),
        (source.middle[0], source.y),
    }
    return out and (x2, y2) in {(target.x, target.middle[1]), (target.middle[0], target.y)}


@few
@given(charts())
def test_nothing_lies_on_anything_else(chart: Chart) -> None:
    layout = arrange(chart)
    for (name, box), (other, beside) in combinations(boxes(layout).items(), 2):
        assert not box.overlaps(beside), (name, other)


@few
@given(charts())
def test_every_node_and_its_texts_stand_in_its_lane(chart: Chart) -> None:
    layout = arrange(chart)
    lanes = {lane.lane.id: lane.box for lane in layout.lanes}
    for node in layout.nodes:
        texts = [text.box for text in (node.label, node.note) if text is not None]
        for box in (node.box, *texts):
            assert lanes[node.node.lane].contains(box), node.node.id
    for above, below in pairwise(layout.lanes):
        assert above.box.bottom == below.box.y
    assert all(each.box.y > layout.lanes[-1].box.bottom for each in layout.removed)


@few
@given(charts())
def test_lines_are_level_or_upright_and_run_through_no_shape_and_no_text(chart: Chart) -> None:
    layout = arrange(chart)
    taken = boxes(layout)
    for flow in layout.flows:
        assert touches(flow, layout), flow.id
        for a, b in pairwise(flow.points):
            assert (a[0] == b[0]) != (a[1] == b[1]), flow.id
            for name, box in taken.items():
                assert not crosses(a, b, box), (flow.id, name)


@few
@given(charts())
def test_every_node_lies_between_the_start_and_the_end(chart: Chart) -> None:
    layout = arrange(chart)
    following = {n.id: {f.target for f in layout.flows if f.source == n.id} for n in chart.nodes}
    leading = {n.id: {f.source for f in layout.flows if f.target == n.id} for n in chart.nodes}
    for start, ways in (("start", following), ("end", leading)):
        reached, waiting = set[str](), [start]
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached.add(node)
                waiting += ways[node]
        assert reached == {node.id for node in chart.nodes}
    for node in chart.nodes:
        ins, outs = len(leading[node.id]), len(following[node.id])
        wanted = {"start": (0, 1), "end": (1, 0), "split": (1, 2), "join": (2, 1)}
        assert (ins, outs) == wanted.get(node.kind, (1, 1)), node.id


@few
@given(charts())
def test_the_bpmn_parses_and_every_reference_holds(chart: Chart) -> None:
    layout = arrange(chart)
    text = bpmn(layout)
    assert text == bpmn(arrange(chart))
    root = fromstring(text)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    drawn = [each.get("bpmnElement") for each in root.iter() if each.get("bpmnElement")]
    assert set(drawn) <= set(ids)
    process = root.find(f"{MODEL}process")
    assert process is not None
    nodes = {each.get("id"): each for each in process if each.tag in FLOW_NODES}
    assert len(nodes) == len(chart.nodes)
    laned = [ref.text for ref in process.iter(f"{MODEL}flowNodeRef")]
    assert sorted(map(str, laned)) == sorted(map(str, nodes))
    flows = process.findall(f"{MODEL}sequenceFlow")
    for name, node in nodes.items():
        for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            said = {ref.text for ref in node.findall(f"{MODEL}{tag}")}
            assert said == {flow.get("id") for flow in flows if flow.get(end) == name}
        assert name in drawn
    assert {flow.get("id") for flow in flows} <= set(drawn)


@few
@given(charts())
def test_strips_hold_every_node_once_and_fit_the_page(chart: Chart) -> None:
    layout = arrange(chart)
    cut = strips(layout, PAGE - HEAD)
    assert [n.node.id for strip in cut for n in strip.nodes] == [n.id for n in chart.nodes]
    assert all(strip.right - strip.left <= PAGE - HEAD for strip in cut)
    for strip in cut:
        assert strip.nodes[-1].node.kind != "split"  # a question stands beside its answer
        for label in strip.labels:
            assert strip.left <= label.box.x <= label.box.right <= strip.right
    ends = sum(line.ends for strip in cut for line in strip.lines)
    assert ends == len(layout.flows)
    for strip in cut:
        for line in strip.lines:
            for x, y in line.points:
                assert strip.left <= x <= strip.right
                assert strip.top <= y <= strip.bottom


@few
@given(charts())
def test_the_svg_parses_and_says_every_step(chart: Chart) -> None:
    layout = arrange(chart)
    picture = whole_picture(layout)
    root = fromstring(picture.svg)
    assert root.get("role") == "img"
    space = "{http://www.w3.org/2000/svg}"
    named = {each.get("id") for each in (root.find(f"{space}title"), root.find(f"{space}desc"))}
    assert set(str(root.get("aria-labelledby")).split()) == named
    steps = [node for node in chart.nodes if node.is_task]
    assert all(f"{node.number}. " in picture.told for node in steps)
    parts = part_pictures(layout, dark=False)
    assert picture == whole_picture(arrange(chart))
    assert len({each.title for each in parts}) == len(parts)
    for part in parts:
        assert part.width <= PAGE + 1
        fromstring(part.svg)

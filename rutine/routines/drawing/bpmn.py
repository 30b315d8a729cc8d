"""A layout as BPMN 2.0 with diagram interchange, as bpmn.io and Camunda Modeler read it.

One process in one pool. Ids come from the routine file alone and elements keep their order, so
that two versions of a drawing can be compared line by line. The process describes and is not
deployed (`isExecutable` is false); an engine still finds a question's answer in a variable.
Source: OMG BPMN 2.0.2 (formal/2013-12-09), §10 and annex B; colours as bpmn.io writes them.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rutine.routines.drawing.chart import Kind, Node
from rutine.routines.drawing.geometry import Box, Point
from rutine.routines.drawing.layout import Layout, PlacedFlow, PlacedNode
from rutine.routines.drawing.palette import LIGHT
from rutine.routines.drawing.xml_text import number, xml_text
from rutine.routines.procedure import Becomes

_NAMESPACES: Final = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:bioc": "http://bpmn.io/schema/bpmn/biocolor/1.0",
    "xmlns:color": "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
}
_TAGS: Final[dict[Kind, str]] = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "manual": "manualTask",
    "service": "serviceTask",
    "rule": "businessRuleTask",
    "split": "exclusiveGateway",
    "join": "exclusiveGateway",
    "wait": "intermediateCatchEvent",
}
_HEAD: Final = 30  # a pool's, and a lane's: where their names stand upright
_LEFT, _TOP = 160.0, 80.0  # where drawings begin in bpmn.io
_MINUTES_PER_HOUR: Final = 60


def bpmn(layout: Layout) -> str:
    """The drawing as one BPMN file."""
    chart = layout.chart
    root = Element("bpmn:definitions", _NAMESPACES)
    root.set("id", f"definitions-{chart.id}")
    root.set("targetNamespace", f"urn:rutine:{chart.id}")
    root.set("exporter", "rutine")
    pool = _sub(root, "bpmn:collaboration", id=f"collaboration-{chart.id}")
    process = f"process-{chart.id}"
    participant = _sub(pool, "bpmn:participant", id="pool", name=chart.title, processRef=process)
    _documentation(participant, "\n".join(chart.summary))
    _process(root, process, layout)
    diagram = _sub(root, "bpmndi:BPMNDiagram", id=f"diagram-{chart.id}")
    plane = _sub(
        diagram, "bpmndi:BPMNPlane", id=f"plane-{chart.id}", bpmnElement=pool.get("id", "")
    )
    _shapes(plane, layout)
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _process(root: Element, id_: str, layout: Layout) -> None:
    process = _sub(root, "bpmn:process", id=id_, name=layout.chart.process, isExecutable="false")
    lanes = _sub(process, "bpmn:laneSet", id="lanes")
    for lane in layout.lanes:
        element = _sub(lanes, "bpmn:lane", id=lane.lane.id, name=lane.lane.name)
        for node in lane.nodes:
            _sub(element, "bpmn:flowNodeRef").text = node
    for placed in layout.nodes:
        _node(process, placed.node, layout.flows)
    for flow in layout.flows:
        _flow(process, flow)
    for placed in layout.nodes:
        if placed.note is not None:
            node = placed.node.id
            _annotation(process, f"note-{node}", placed.node.note)
            _sub(
                process,
                "bpmn:association",
                id=f"noted-{node}",
                associationDirection="None",
                sourceRef=node,
                targetRef=f"note-{node}",
            )
    for gone in layout.removed:
        _annotation(process, gone.removed.id, (gone.removed.label, *gone.removed.note))


def _node(process: Element, node: Node, flows: tuple[PlacedFlow, ...]) -> None:
    element = _sub(process, f"bpmn:{_TAGS[node.kind]}", id=node.id)
    if node.label:
        element.set("name", xml_text(node.label))
    going = [flow for flow in flows if flow.source == node.id]
    if node.kind in {"split", "join"}:
        element.set("gatewayDirection", "Diverging" if node.kind == "split" else "Converging")
        for flow in going:
            if flow.is_default:
                element.set("default", flow.id)
    if node.told:
        _documentation(element, node.told)
    for flow in flows:
        if flow.target == node.id:
            _sub(element, "bpmn:incoming").text = flow.id
    for flow in going:
        _sub(element, "bpmn:outgoing").text = flow.id
    if node.kind == "wait":
        timer = _sub(element, "bpmn:timerEventDefinition", id=f"timer-{node.id}")
        _expression(timer, "bpmn:timeDuration", _duration(node.hours))


def _flow(process: Element, flow: PlacedFlow) -> None:
    element = _sub(
        process, "bpmn:sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target
    )
    if flow.label is not None:
        element.set("name", " ".join(flow.label.lines))
    if flow.needs is not None:
        _expression(element, "bpmn:conditionExpression", flow.needs)


def _shapes(plane: Element, layout: Layout) -> None:
    pool = Box(_LEFT, _TOP, layout.width + 2 * _HEAD, layout.lanes[-1].box.bottom)
    _shape(plane, "pool", pool).set("isHorizontal", "true")
    for lane in layout.lanes:
        box = Box(_LEFT + _HEAD, _TOP + lane.box.y, lane.box.width + _HEAD, lane.box.height)
        element = _shape(plane, lane.lane.id, box)
        element.set("isHorizontal", "true")
    for node in layout.nodes:
        _node_shape(plane, node)
    for gone in layout.removed:
        _coloured(_shape(plane, gone.removed.id, _placed(gone.box)), "removed")
    for flow in layout.flows:
        element = _edge(plane, flow.id, flow.points)
        if flow.label is not None:
            _label(element, _placed(flow.label.box))
    for node in layout.nodes:
        if node.note is not None:
            x = node.box.middle[0]
            points = ((x, node.box.bottom), (x, node.note.box.y))
            _edge(plane, f"noted-{node.node.id}", points)


def _node_shape(plane: Element, node: PlacedNode) -> None:
    element = _shape(plane, node.node.id, _placed(node.box))
    if node.node.kind in {"split", "join"}:
        element.set("isMarkerVisible", "true")
    if node.node.fate is not None:
        _coloured(element, node.node.fate)
    if node.label is not None:
        _label(element, _placed(node.label.box))
    if node.note is not None:
        _shape(plane, f"note-{node.node.id}", _placed(node.note.box))


def _placed(box: Box) -> Box:
    return box.moved(_LEFT + 2 * _HEAD, _TOP)


def _shape(plane: Element, of: str, box: Box) -> Element:
    element = _sub(plane, "bpmndi:BPMNShape", id=f"shape-{of}", bpmnElement=of)
    _bounds(element, box)
    return element


def _edge(plane: Element, of: str, points: tuple[Point, ...]) -> Element:
    element = _sub(plane, "bpmndi:BPMNEdge", id=f"edge-{of}", bpmnElement=of)
    for x, y in points:
        _sub(element, "di:waypoint", x=number(x + _LEFT + 2 * _HEAD), y=number(y + _TOP))
    return element


def _label(element: Element, box: Box) -> None:
    _bounds(_sub(element, "bpmndi:BPMNLabel"), box)


def _bounds(element: Element, box: Box) -> None:
    _sub(
        element,
        "dc:Bounds",
        x=number(box.x),
        y=number(box.y),
        width=number(box.width),
        height=number(box.height),
    )


def _coloured(element: Element, fate: Becomes) -> None:
    tint = LIGHT.fates[fate]
    for prefix, ground, outline in (
        ("bioc", "fill", "stroke"),
        ("color", "background-color", "border-color"),
    ):
        element.set(f"{prefix}:{ground}", tint.fill)
        element.set(f"{prefix}:{outline}", tint.stroke)


def _annotation(process: Element, id_: str, lines: tuple[str, ...]) -> None:
    element = _sub(process, "bpmn:textAnnotation", id=id_)
    _sub(element, "bpmn:text").text = xml_text("\n".join(lines))


def _documentation(element: Element, text: str) -> None:
    _sub(element, "bpmn:documentation").text = xml_text(text)


def _expression(element: Element, tag: str, text: str) -> None:
    expression = _sub(element, tag)
    expression.set("xsi:type", "bpmn:tFormalExpression")
    expression.text = text


def _duration(hours: float) -> str:
    """Hours as ISO 8601 writes a duration, to the minute."""
    whole, minutes = divmod(round(hours * _MINUTES_PER_HOUR), _MINUTES_PER_HOUR)
    return f"PT{whole}H{minutes}M" if minutes else f"PT{whole}H"


def _sub(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items()})

"""The shapes of a drawing as SVG elements: bands, steps, events, gateways, lines."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.drawing.geometry import Box, Point
from rutine.routines.drawing.layout import (
    HEAD,
    PADDING,
    PlacedNode,
    PlacedRemoved,
    PlacedText,
)
from rutine.routines.drawing.strips import Strip, StripLine
from rutine.routines.drawing.text_width import LINE, wrapped_bold
from rutine.routines.drawing.xml_text import number, xml_text

_BASE = 4  # from the foot of a line of text to its letters
_TIP = 7  # how long an arrow's head is, and how wide
_BAR = 5


def text_line(parent: Element, x: float, y: float, text: str, style: str) -> Element:
    """One line of text that begins at a point."""
    element = _add(parent, "text", style, x=x, y=y)
    element.text = xml_text(text)
    return element


def draw_strip(
    parent: Element, strip: Strip, head: float, width: float, texts: DrawingTexts
) -> None:
    """A strip: its bands across the whole width, and in them what stands between its cuts."""
    for lane in strip.lanes:
        band = lane.box
        _rect(parent, Box(head, band.y, width - head - 1, band.height), "dr-band")
        _rect(parent, Box(0.5, band.y, head - 0.5, band.height), "dr-head")
        lines = wrapped_bold(lane.lane.name, head - 2 * PADDING)
        y = band.middle[1] - len(lines) * LINE / 2
        _lines(parent, PADDING, y, lines, "dr-text dr-strong")
    place = SubElement(parent, "g", {"transform": f"translate({number(head - strip.left)} 0)"})
    edge = strip.left + width - head - 1
    for line in strip.lines:
        _line(place, line, strip.right, edge)
    for node in strip.nodes:
        _node(place, node, texts)
    for label in strip.labels:
        _lines(place, label.box.x, label.box.y, label.lines, "dr-text")


def draw_removed(parent: Element, gone: PlacedRemoved, texts: DrawingTexts) -> None:
    """A step that is gone: dashed, and said to be removed."""
    box = gone.box
    _rect(parent, box, "dr-removed dr-gone", round_=6)
    x, y = box.x + PADDING, box.y + PADDING / 2
    _lines(parent, x, y, (texts.word("fate", "removed"),), "dr-text dr-strong")
    _lines(parent, x, y + HEAD - PADDING / 2, gone.lines, "dr-text")


def _node(parent: Element, node: PlacedNode, texts: DrawingTexts) -> None:
    x, y = node.box.middle
    match node.node.kind:
        case "start" | "end":
            circle = _add(parent, "circle", "dr-shape", cx=x, cy=y, r=node.box.width / 2 - 1)
            circle.set("stroke-width", "1.5" if node.node.kind == "start" else "4")
        case "wait":
            for radius in (node.box.width / 2 - 1, node.box.width / 2 - 5):
                _add(parent, "circle", "dr-shape", cx=x, cy=y, r=radius)
            _path(parent, ((x, y - 8), (x, y), (x + 6, y)), "dr-line")
        case "split" | "join":
            half = node.box.width / 2
            points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y), (x, y - half))
            _path(parent, points, "dr-shape")
            for dx in (-7, 7):
                _path(parent, ((x - dx, y - 7), (x + dx, y + 7)), "dr-line")
        case _:
            _task(parent, node, texts)
    if node.label is not None:
        box = node.label.box
        for place, line in enumerate(node.label.lines):
            text = text_line(parent, x, box.y + (place + 1) * LINE - _BASE, line, "dr-text")
            text.set("text-anchor", "middle")


def _task(parent: Element, node: PlacedNode, texts: DrawingTexts) -> None:
    box, fate = node.box, node.node.fate
    _rect(parent, box, f"dr-{fate}" if fate else "dr-shape", round_=6)
    if fate:
        bar = Box(box.x, box.y + 6, _BAR, box.height - 12)
        _rect(parent, bar, f"dr-{fate}-bar")
    head = texts.word("kind", node.node.kind)
    if node.node.number:
        head = f"{node.node.number} · {head}"
    x = box.x + PADDING
    _lines(parent, x + 2, box.y + PADDING / 2, (head,), "dr-quiet")
    free = box.height - HEAD - PADDING / 2
    y = box.y + HEAD + (free - len(node.lines) * LINE) / 2
    _lines(parent, x + 2, y, node.lines, "dr-text")
    if node.note is not None:
        _note(parent, node.note)


def _note(parent: Element, note: PlacedText) -> None:
    _lines(parent, note.box.x + PADDING, note.box.y + PADDING / 2, note.lines, "dr-text")


def _line(parent: Element, line: StripLine, cut: float, edge: float) -> None:
    """A line; one that goes on in the next strip goes to the band's edge."""
    points = line.points
    if not line.ends and points[-1][0] == cut:
        points = (*points, (edge, points[-1][1]))
    _path(parent, points, "dr-line")
    if line.ends:
        _tip(parent, line.points[-2], line.points[-1])


def _tip(parent: Element, before: Point, end: Point) -> None:
    """An arrow's head, in the direction of the last piece of its line."""
    (x, y), half = end, _TIP / 2
    if before[1] == y:
        back = x - _TIP if before[0] < x else x + _TIP
        points = ((x, y), (back, y - half), (back, y + half), (x, y))
    else:
        back = y - _TIP if before[1] < y else y + _TIP
        points = ((x, y), (x - half, back), (x + half, back), (x, y))
    _path(parent, points, "dr-tip")


def _lines(parent: Element, x: float, y: float, lines: tuple[str, ...], style: str) -> None:
    for place, line in enumerate(lines):
        text_line(parent, x, y + (place + 1) * LINE - _BASE, line, style)


def _path(parent: Element, points: tuple[Point, ...], style: str) -> None:
    drawn = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    SubElement(parent, "path", {"class": style, "d": f"M{drawn}"})


def _rect(parent: Element, box: Box, style: str, *, round_: float = 0) -> None:
    element = _add(parent, "rect", style, x=box.x, y=box.y, width=box.width, height=box.height)
    if round_:
        element.set("rx", number(round_))


def _add(parent: Element, tag: str, style: str, **measures: float) -> Element:
    attributes = {name: number(value) for name, value in measures.items()}
    return SubElement(parent, tag, {"class": style, **attributes})

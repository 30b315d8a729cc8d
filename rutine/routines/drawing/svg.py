"""A layout as SVG that can be read: by the eye at 100 %, in the dark, on paper, and aloud.

The drawing is one picture (`role="img"`) whose description lists every step, so that nobody
needs the colours or the lines to know what it says. Long procedures are cut into strips.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from rutine.routines.drawing.chart import Chart, Node
from rutine.routines.drawing.drawing_texts import DrawingTexts
from rutine.routines.drawing.layout import Layout, place_removed
from rutine.routines.drawing.palette import TITLE_SIZE, style_sheet
from rutine.routines.drawing.strips import Strip, strips
from rutine.routines.drawing.svg_shapes import draw_removed, draw_strip, text_line
from rutine.routines.drawing.text_width import LINE, wrapped, wrapped_bold
from rutine.routines.drawing.xml_text import number, xml_text

PAGE: Final = 1060
"""How wide a drawing may be: a column of text on a screen, and a page across on paper."""

HEAD: Final = 140
"""To the left of a strip: where the lanes' names stand."""

_GAP: Final = 20
_TITLE: Final = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """One SVG, its size in CSS pixels, and what it shows in words."""

    svg: str
    width: float
    height: float
    title: str
    told: str


def whole_picture(layout: Layout) -> Picture:
    """The whole chart in one picture: title, totals, strips one under the other, what is gone."""
    chart = layout.chart
    cut = strips(layout, PAGE - HEAD)
    sheet = _Sheet(chart, _width(cut), dark=True)
    sheet.add_title()
    for place, strip in enumerate(cut):
        sheet.add_gap()
        sheet.add_strip(strip, _part(chart, place, len(cut)))
    sheet.add_removed()
    return sheet.picture(chart.id, chart.title, listing(chart))


def part_pictures(layout: Layout, *, dark: bool) -> tuple[Picture, ...]:
    """The chart in one picture for each strip, for pages; what is gone is in the last one.

    Args:
        layout: the chart with its places.
        dark: whether the pictures follow a dark screen; what is printed or made a PNG does not.
    """
    chart = layout.chart
    cut = strips(layout, PAGE - HEAD)
    found: list[Picture] = []
    for place, strip in enumerate(cut):
        sheet = _Sheet(chart, _width(cut), dark=dark)
        part = _part(chart, place, len(cut))
        sheet.add_strip(strip, part)
        told = [_told(each.node, chart) for each in strip.nodes if each.node.is_task]
        if place + 1 == len(cut):
            sheet.add_removed()
            told += [each.label for each in chart.removed]
        title = f"{chart.title}. {part}" if part else chart.title
        found.append(sheet.picture(f"{chart.id}-{place + 1}", title, " ".join(told)))
    return tuple(found)


def listing(chart: Chart) -> str:
    """Everything the picture shows, in words and in order."""
    texts = DrawingTexts(chart.language)
    steps = [node for node in chart.nodes if node.is_task]
    told = [texts("alt", count=len(steps), lanes=len(chart.lanes)), *chart.summary]
    told += [_told(node, chart) for node in steps]
    if chart.removed:
        told += [texts("gone"), *(f"{each.label}." for each in chart.removed)]
    return " ".join(told)


def _told(node: Node, chart: Chart) -> str:
    texts = DrawingTexts(chart.language)
    actor = next(lane.name for lane in chart.lanes if lane.id == node.lane)
    about = ", ".join((actor, *node.note))
    return texts("by", text=f"{node.number}. {node.label}".strip(), actor=about)


def _width(cut: tuple[Strip, ...]) -> float:
    return HEAD + max(strip.right - strip.left for strip in cut) + 1


def _part(chart: Chart, place: int, count: int) -> str:
    if count == 1:
        return ""
    return DrawingTexts(chart.language)("part", number=place + 1, count=count)


class _Sheet:
    """A picture in the making, filled from above."""

    def __init__(self, chart: Chart, width: float, *, dark: bool) -> None:
        self._dark = dark
        self._chart = chart
        self._width = width
        self._texts = DrawingTexts(chart.language)
        self._group = Element("g")
        self._y = 0.0

    def add_gap(self) -> None:
        """Leave some room."""
        self._y += _GAP

    def add_title(self) -> None:
        """The chart's title and its totals."""
        for line in wrapped_bold(self._chart.title, self._width, TITLE_SIZE):
            self._y += _TITLE
            text_line(self._group, 0, self._y - 6, line, "dr-text dr-title")
        for told in self._chart.summary:
            for line in wrapped(told, self._width):
                self._y += LINE
                text_line(self._group, 0, self._y - 3, line, "dr-quiet")

    def add_strip(self, strip: Strip, heading: str) -> None:
        """A strip under its heading, if it has one."""
        if heading:
            self._add_heading(heading)
        move = number(self._y + 1 - strip.top)
        place = SubElement(self._group, "g", {"transform": f"translate(0 {move})"})
        draw_strip(place, strip, HEAD, self._width, self._texts)
        self._y += strip.bottom - strip.top + 2

    def add_removed(self) -> None:
        """What nobody does any more."""
        if not self._chart.removed:
            return
        self.add_gap()
        self._add_heading(self._texts("gone"))
        boxes = place_removed(self._chart, self._width, self._y + 3)
        for each in boxes:
            draw_removed(self._group, each, self._texts)
        self._y = boxes[-1].box.bottom + 1

    def picture(self, id_: str, title: str, told: str) -> Picture:
        """The picture, done."""
        width, height = number(self._width), number(self._y)
        svg = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": width,
                "height": height,
                "viewBox": f"0 0 {width} {height}",
                "role": "img",
                "lang": self._chart.language,
                "aria-labelledby": f"{id_}-title {id_}-told",
            },
        )
        SubElement(svg, "title", {"id": f"{id_}-title"}).text = xml_text(title)
        SubElement(svg, "desc", {"id": f"{id_}-told"}).text = xml_text(told)
        SubElement(svg, "style").text = style_sheet(dark=self._dark)
        SubElement(svg, "rect", {"class": "dr-page", "width": width, "height": height})
        svg.append(self._group)
        text = tostring(svg, encoding="unicode")
        return Picture(f"{text}\n", self._width, self._y, title, told)

    def _add_heading(self, text: str) -> None:
        text_line(self._group, 0, self._y + LINE - 4, text, "dr-text dr-strong")
        self._y += LINE + 3

"""Where everything in a chart stands: a column for each node, a lane for each actor.

A column belongs to one node alone, with its label and its note below it. Lines change lanes only
in the gaps between columns, and go past others only above them, in their lane's own margin. So
no line crosses a shape and no text lies on another, whatever the texts are; the tests in
`tests/property/test_drawing.py` say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from rutine.routines.drawing.chart import Bypass, Chart, Lane, Node, Removed
from rutine.routines.drawing.geometry import Box, Point
from rutine.routines.drawing.text_width import LINE, text_width, wrapped

TASK_WIDTH: Final = 170
GATEWAY: Final = 50
EVENT: Final = 36
PADDING: Final = 8
"""Between a shape's edge and the text in it."""

HEAD: Final = 24
"""Over the text of a task: for its kind in words, or the icon a BPMN program draws."""

_LEAST_TASK: Final = 80
_LABEL_WIDTH: Final = 104
_GAP: Final = 44
_TURN: Final = 16  # before a column: where lines change lanes
_MARGIN: Final = 16
_BESIDE: Final = 12  # from a way up to its text: clear of the stroke that marks a default
_BELOW: Final = 6  # from a shape to its label or note
_TRACK: Final = 14  # between two ways past


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Lines of text and the room they take."""

    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node's shape, the lines written in it, and the texts that stand below it."""

    node: Node
    box: Box
    column: Box
    lines: tuple[str, ...]
    label: PlacedText | None
    note: PlacedText | None


@dataclass(frozen=True, slots=True)
class PlacedFlow:
    """A line from one node to another, level or upright in every part."""

    id: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: PlacedText | None = None
    needs: str | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane's band, as wide as the whole chart."""

    lane: Lane
    box: Box
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedRemoved:
    """A step that is gone, below the lanes."""

    removed: Removed
    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A chart with places. The lanes begin at 0, 0; nothing lies left of or above them."""

    chart: Chart
    lanes: tuple[PlacedLane, ...]
    nodes: tuple[PlacedNode, ...]
    flows: tuple[PlacedFlow, ...]
    removed: tuple[PlacedRemoved, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Sized:
    """What a node needs, before it has a place."""

    node: Node
    width: float
    height: float
    lines: tuple[str, ...]
    below: tuple[str, ...]
    column: float
    gap: float  # after the column

    @property
    def room_below(self) -> float:
        """How high the text below it is; a note has a margin, because BPMN programs frame it."""
        if not self.below:
            return 0
        return len(self.below) * LINE + (2 * PADDING if self.node.is_task else 0)

    @property
    def depth(self) -> float:
        """From the shape's middle to the end of what stands below it."""
        return self.height / 2 + (_BELOW + self.room_below if self.below else 0)


def arrange(chart: Chart) -> Layout:
    """Give every part of a chart its place."""
    bypasses = {bypass.split: bypass for bypass in chart.bypasses}
    height = _task_height(chart)
    sized = [_size(node, bypasses.get(node.id), height) for node in chart.nodes]
    columns = _columns(sized)
    width = columns[-1] + sized[-1].column + _MARGIN
    levels = _levels(chart)
    bands = _bands(chart, sized, levels, width)
    middles = {band.lane.id: middle for band, middle, _ in bands}
    nodes = tuple(
        _place(each, x, middles[each.node.lane]) for each, x in zip(sized, columns, strict=True)
    )
    lanes = tuple(band for band, _, _ in bands)
    tops = {band.lane.id: track for band, _, track in bands}
    removed = place_removed(chart, width, lanes[-1].box.bottom + 2 * _MARGIN)
    bottom = max((each.box.bottom for each in removed), default=lanes[-1].box.bottom)
    flows = _flows(nodes, bypasses, levels, tops)
    return Layout(chart, lanes, nodes, flows, removed, width, bottom)


def _task_height(chart: Chart) -> float:
    """One height for all tasks: what the longest of their texts needs."""
    lines = max(
        (len(wrapped(n.label, TASK_WIDTH - 2 * PADDING)) for n in chart.nodes if n.is_task),
        default=0,
    )
    # The head's room is left at the foot, too: BPMN programs centre the text themselves.
    return max(_LEAST_TASK, 2 * ceil(lines * LINE / 2) + 2 * HEAD)


def _size(node: Node, bypass: Bypass | None, task_height: float) -> _Sized:
    if node.is_task:
        inner = TASK_WIDTH - 2 * PADDING
        note = tuple(line for text in node.note for line in wrapped(text, inner))
        lines = wrapped(node.label, inner)
        return _Sized(node, TASK_WIDTH, task_height, lines, note, TASK_WIDTH, _GAP)
    label = wrapped(node.label, _LABEL_WIDTH)
    side = GATEWAY if node.kind in {"split", "join"} else EVENT
    column = float(_LABEL_WIDTH if label else side)
    gap = float(_GAP)
    if bypass is not None:  # room for what is written on both ways out
        column = max(column, 2 * (_width(bypass.skipped) + _BESIDE + 2))
        beside = (column - side) / 2
        gap = max(gap, _width(bypass.taken) + _TURN + 2 * PADDING - beside)
    return _Sized(node, side, side, (), label, column, gap)


def _width(text: str) -> float:
    """A text's width in whole pixels, and an even number of them: halves stay whole, too."""
    return 2.0 * ceil(text_width(text) / 2)


def _columns(sized: list[_Sized]) -> list[float]:
    x, found = float(_MARGIN), []
    for each in sized:
        found.append(x)
        x += each.column + each.gap
    return found


def _levels(chart: Chart) -> dict[str, int]:
    """For each split how far out its way past goes: over those inside it, in the same lane."""
    bypasses = {bypass.split: bypass for bypass in chart.bypasses}
    levels: dict[str, int] = {}
    inside: list[tuple[str, dict[str, int]]] = []
    for node in chart.nodes:
        if node.kind == "split":
            inside.append((node.id, {}))
        elif node.kind == "join":
            split, found = inside.pop()
            levels[split] = found.get(node.lane, -1) + 1
            if inside:
                outer = inside[-1][1]
                for lane, level in {**found, node.lane: levels[split]}.items():
                    outer[lane] = max(outer.get(lane, -1), level)
    return {split: levels[split] for split in bypasses}


def _bands(
    chart: Chart, sized: list[_Sized], levels: dict[str, int], width: float
) -> list[tuple[PlacedLane, float, float]]:
    """Each lane's band, the middle of its nodes, and where its lowest way past goes."""
    y, found = 0.0, []
    for lane in chart.lanes:
        own = [each for each in sized if each.node.lane == lane.id]
        splits = [each.node.id for each in own if each.node.kind == "split"]
        half = max(each.height / 2 for each in own)
        if splits:  # the text beside the way up
            half = max(half, GATEWAY / 2 + LINE + PADDING)
        tracks = max((levels[split] + 1 for split in splits), default=0)
        top = _MARGIN + (tracks * _TRACK if tracks else 0)
        depth = max(each.depth for each in own)
        room = _width(lane.name) / 2 + 2 * _MARGIN  # the name is written upright, in two lines
        spare = max(0.0, room - (top + half + depth + _MARGIN)) // 2
        middle = y + spare + top + half
        height = middle + depth + _MARGIN + spare - y
        box = Box(0, y, width, height)
        nodes = tuple(each.node.id for each in own)
        found.append((PlacedLane(lane, box, nodes), middle, middle - half - _TRACK / 2))
        y += height
    return found


def _place(each: _Sized, x: float, middle: float) -> PlacedNode:
    left = x + (each.column - each.width) / 2
    box = Box(left, middle - each.height / 2, each.width, each.height)
    column = Box(x, box.y, each.column, each.height)
    below = None
    if each.below:
        room = Box(x, box.bottom + _BELOW, each.column, each.room_below)
        below = PlacedText(room, each.below)
    task = each.node.is_task
    return PlacedNode(
        each.node, box, column, each.lines, None if task else below, below if task else None
    )


def _flows(
    nodes: tuple[PlacedNode, ...],
    bypasses: dict[str, Bypass],
    levels: dict[str, int],
    tops: dict[str, float],
) -> tuple[PlacedFlow, ...]:
    by_id = {each.node.id: each for each in nodes}
    flows: list[PlacedFlow] = []
    for source, target in pairwise(nodes):
        bypass = bypasses.get(source.node.id)
        flows.append(_onward(source, target, bypass))
        if bypass is not None:
            track = tops[source.node.lane] - levels[bypass.split] * _TRACK
            flows.append(_past(source, by_id[bypass.join], bypass, track))
    return tuple(flows)


def _flow_id(source: PlacedNode, target: PlacedNode) -> str:
    return f"flow-{source.node.id}-{target.node.id}"


def _onward(source: PlacedNode, target: PlacedNode, bypass: Bypass | None) -> PlacedFlow:
    """From a node to the next, turning right before the next one's column."""
    start, end = source.box.middle[1], target.box.middle[1]
    points: tuple[Point, ...] = ((source.box.right, start), (target.box.x, end))
    if start != end:
        turn = target.column.x - _TURN
        points = (points[0], (turn, start), (turn, end), points[1])
    flow = _flow_id(source, target)
    if bypass is None:
        return PlacedFlow(flow, source.node.id, target.node.id, points)
    room = Box(source.box.right + PADDING, start - LINE - 3, _width(bypass.taken), LINE)
    label = PlacedText(room, (bypass.taken,))
    return PlacedFlow(flow, source.node.id, target.node.id, points, label, bypass.needs)


def _past(source: PlacedNode, target: PlacedNode, bypass: Bypass, track: float) -> PlacedFlow:
    """From a split up, along its lane's margin, and down to its join."""
    (x1, _), (x2, _) = source.box.middle, target.box.middle
    points = ((x1, source.box.y), (x1, track), (x2, track), (x2, target.box.y))
    room = Box(x1 + _BESIDE, source.box.y - LINE - 4, _width(bypass.skipped), LINE)
    label = PlacedText(room, (bypass.skipped,))
    flow = _flow_id(source, target)
    return PlacedFlow(flow, source.node.id, target.node.id, points, label, is_default=True)


def place_removed(chart: Chart, width: float, top: float) -> tuple[PlacedRemoved, ...]:
    """Boxes for what is gone, as many beside each other as there is room for."""
    step = TASK_WIDTH + _GAP
    fitting = max(1, int((width - 2 * _MARGIN + _GAP) // step))
    inner = TASK_WIDTH - 2 * PADDING
    texts = [
        tuple(line for text in (each.label, *each.note) for line in wrapped(text, inner))
        for each in chart.removed
    ]
    height = max((len(lines) for lines in texts), default=0) * LINE + HEAD + 2 * PADDING
    return tuple(
        PlacedRemoved(
            each,
            Box(
                _MARGIN + place % fitting * step,
                top + place // fitting * (height + _MARGIN),
                TASK_WIDTH,
                height,
            ),
            lines,
        )
        for place, (each, lines) in enumerate(zip(chart.removed, texts, strict=True))
    )

"""A wide layout cut into strips that fit a page, each with the lanes that it needs.

Cuts go through the gaps between columns, where only lines run: in front of a column, before its
lines turn. Never after a split: a question stands beside its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rutine.routines.drawing.geometry import Point, between
from rutine.routines.drawing.layout import (
    Layout,
    PlacedFlow,
    PlacedLane,
    PlacedNode,
    PlacedText,
)

_STEP = 10
_CUT = 22  # in front of a column: left of where its lines turn


@dataclass(frozen=True, slots=True)
class StripLine:
    """The part of a line that runs through a strip; `ends` where its target stands in it."""

    points: tuple[Point, ...]
    ends: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands between two cuts, in the layout's own coordinates."""

    left: float
    right: float
    top: float
    bottom: float
    lanes: tuple[PlacedLane, ...]
    nodes: tuple[PlacedNode, ...]
    lines: tuple[StripLine, ...]
    labels: tuple[PlacedText, ...]


def strips(layout: Layout, width: float) -> tuple[Strip, ...]:
    """The layout in strips that are no wider, unless two columns are that can't be parted."""
    cuts = _cuts(layout, width)
    # No more strips, and about as wide: the last one should not hold the end alone.
    narrower = width - _STEP
    while len(even := _cuts(layout, narrower)) == len(cuts) and _widest(even) <= narrower:
        cuts, narrower = even, narrower - _STEP
    return tuple(_strip(layout, left, right) for left, right in pairwise(cuts))


def _cuts(layout: Layout, width: float) -> list[float]:
    cuts = [0.0]
    allowed = 0.0
    for before, each in pairwise(layout.nodes):
        if before.node.kind != "split":
            allowed = each.column.x - _CUT
        if each.column.right + _CUT - cuts[-1] > width and allowed > cuts[-1]:
            cuts.append(allowed)
    return [*cuts, layout.width]


def _widest(cuts: list[float]) -> float:
    return max(right - left for left, right in pairwise(cuts))


def _strip(layout: Layout, left: float, right: float) -> Strip:
    nodes = tuple(each for each in layout.nodes if left <= each.column.x < right)
    ids = {each.node.id for each in nodes}
    lines = [line for flow in layout.flows for line in _lines(flow, ids, left, right)]
    heights = [y for line in lines for _, y in line.points]
    heights += [each.box.middle[1] for each in nodes]
    used = [
        place
        for place, lane in enumerate(layout.lanes)
        if any(lane.box.y <= y < lane.box.bottom for y in heights)
    ]
    lanes = layout.lanes[used[0] : used[-1] + 1]
    labels = tuple(
        flow.label for flow in layout.flows if flow.label is not None and flow.source in ids
    )
    return Strip(
        left, right, lanes[0].box.y, lanes[-1].box.bottom, lanes, nodes, tuple(lines), labels
    )


def _lines(flow: PlacedFlow, ids: set[str], left: float, right: float) -> Iterator[StripLine]:
    """What runs through a strip of one line.

    One that came from the strip before enters at its target's height: with its turn it would
    bring along lanes that nothing else in the strip stands in.
    """
    enters = flow.target in ids and flow.source not in ids
    if enters and not flow.is_default:
        end = flow.points[-1]
        yield StripLine(((left, end[1]), end), ends=True)
        return
    pieces = between(flow.points, left, right)
    for piece in pieces:
        yield StripLine(tuple(piece), ends=flow.target in ids and piece is pieces[-1])

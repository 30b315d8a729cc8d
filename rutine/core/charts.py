"""Charts as numbers that a template draws as inline SVG.

Every chart has a title and a sentence that says the same, and its figures stand in a table
beside it. Colour only repeats what the words and the order say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 320
"""Units of a drawing's width: one is one CSS pixel on the narrowest screen."""

ROW: Final = 36
_LONGEST = 38
_COLUMN_TOP, _COLUMN_HEIGHT = 18, 110


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar. `length` is in units; something above zero is always seen."""

    label: str
    said: str
    y: int
    length: float


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar that is the whole; `style` picks the colour."""

    label: str
    said: str
    style: str
    x: float
    length: float


@dataclass(frozen=True, slots=True)
class Column:
    """One month: a column of which `settled` units are settled, from the bottom."""

    label: str
    said: str
    x: float
    width: float
    top: float
    height: float
    settled: float


def bars(rows: Sequence[tuple[str, str, int]]) -> list[Bar]:
    """Bars of (label, value in words, value), the longest as wide as the drawing."""
    most = max((abs(value) for _, _, value in rows), default=0)
    return [
        Bar(shortened(label), said, place * ROW, _length(abs(value), most, WIDTH))
        for place, (label, said, value) in enumerate(rows)
    ]


def parts(rows: Sequence[tuple[str, str, str, int]]) -> list[Part]:
    """One bar divided among (label, value in words, style, value); empty parts are left out."""
    total = sum(value for *_, value in rows)
    found: list[Part] = []
    x = 0.0
    for label, said, style, value in rows:
        length = WIDTH * value / total if total else 0
        if value:
            found.append(Part(label, said, style, round(x, 2), round(length, 2)))
        x += length
    return found


def columns(months: Sequence[tuple[str, int, int]]) -> list[Column]:
    """Columns of (label, lines, settled lines), the month with most lines the tallest."""
    most = max((lines for _, lines, _ in months), default=0)
    step = WIDTH / max(len(months), 4)
    width = min(step * 0.7, 44)
    found: list[Column] = []
    for place, (label, lines, settled) in enumerate(months):
        height = _length(lines, most, _COLUMN_HEIGHT)
        found.append(
            Column(
                label=label,
                said=f"{100 * settled // lines}\u00a0%" if lines else "",
                x=round(step * place + (step - width) / 2, 2),
                width=round(width, 2),
                top=round(_COLUMN_TOP + _COLUMN_HEIGHT - height, 2),
                height=height,
                settled=round(height * settled / lines, 2) if lines else 0,
            )
        )
    return found


def shortened(label: str) -> str:
    """A label that fits on the narrowest screen; the table has all of it."""
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"


def _length(value: int, most: int, whole: int) -> float:
    return round(max(whole * value / most, 1.5), 2) if value else 0

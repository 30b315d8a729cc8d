"""Colours of what becomes of a step. They repeat what the words say, and never say it alone.

Each text has at least 4.5:1 against its ground, each outline 3:1, light and dark
(`tests/unit/drawing/test_palette.py` counts).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from rutine.routines.procedure import Becomes


class Tint(NamedTuple):
    """A shape's ground and its outline."""

    fill: str
    stroke: str


class Scheme(NamedTuple):
    """The colours of a drawing."""

    page: str
    band: str
    rule: str
    text: str
    quiet: str
    shape: Tint
    fates: dict[Becomes, Tint]


TITLE_SIZE: Final = 16
"""Of a drawing's title, in CSS pixels."""

LIGHT: Final = Scheme(
    page="#ffffff",
    band="#f5f6f8",
    rule="#b9bfc7",
    text="#1b1f24",
    quiet="#4a525c",
    shape=Tint("#ffffff", "#3d4650"),
    fates={
        "automated": Tint("#dcebfb", "#0b5cad"),
        "improved": Tint("#e0f3e4", "#1b7332"),
        "by_hand": Tint("#f6efd9", "#7a5b0b"),
        "removed": Tint("#fbe3e3", "#a32420"),
    },
)
DARK: Final = Scheme(
    page="#14181d",
    band="#1c2128",
    rule="#566170",
    text="#f0f3f6",
    quiet="#bcc5cf",
    shape=Tint("#262d36", "#9aa6b4"),
    fates={
        "automated": Tint("#12304f", "#79b8f5"),
        "improved": Tint("#14361e", "#6fcf87"),
        "by_hand": Tint("#3a300f", "#e0bd5a"),
        "removed": Tint("#431a1a", "#f29a96"),
    },
)


def style_sheet(*, dark: bool) -> str:
    """The drawing's CSS: light, and with `dark` also dark where the reader's screen is.

    On paper always light. Without variables, which not every program that draws SVG knows.
    """
    shapes = (
        "text{font-family:Arial,'Liberation Sans',Helvetica,sans-serif;font-size:12px}"
        f".dr-title{{font-size:{TITLE_SIZE}px;font-weight:bold}}.dr-strong{{font-weight:bold}}"
        ".dr-line{fill:none;stroke-width:1.5}.dr-gone{stroke-dasharray:5 3}"
    )
    media = f"@media screen and (prefers-color-scheme:dark){{{_colours(DARK)}}}"
    return shapes + _colours(LIGHT) + (media if dark else "")


def _colours(scheme: Scheme) -> str:
    rules = [
        f".dr-page{{fill:{scheme.page}}}",
        f".dr-band{{fill:{scheme.band};stroke:{scheme.rule}}}",
        f".dr-head{{fill:{scheme.page};stroke:{scheme.rule}}}",
        f".dr-text{{fill:{scheme.text}}}",
        f".dr-quiet{{fill:{scheme.quiet}}}",
        f".dr-shape{{fill:{scheme.shape.fill};stroke:{scheme.shape.stroke}}}",
        f".dr-line{{stroke:{scheme.shape.stroke}}}",
        f".dr-tip{{fill:{scheme.shape.stroke}}}",
    ]
    for fate, tint in scheme.fates.items():
        rules.append(f".dr-{fate}{{fill:{tint.fill};stroke:{tint.stroke}}}")
        rules.append(f".dr-{fate}-bar{{fill:{tint.stroke}}}")
    return "".join(rules)

"""A drawing as PNG, the same on every machine: drawn with the font that comes with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import resvg_py

from rutine.routines.drawing.svg import Picture

ZOOM: Final = 2
"""Pixels for each CSS pixel: sharp on paper, and when somebody looks closer."""

_FONTS: Final = Path(__file__).parent / "fonts"
_FAMILY: Final = "Liberation Sans"


def png(picture: Picture) -> bytes:
    """The picture, light on white."""
    return resvg_py.svg_to_bytes(
        svg_string=picture.svg,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=[str(path) for path in sorted(_FONTS.glob("*.ttf"))],
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
    )

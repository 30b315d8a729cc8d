"""The colours can be told apart by everybody, on a light screen and on a dark one."""

from __future__ import annotations

import pytest

from rutine.routines.drawing.palette import DARK, LIGHT, Scheme

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """WCAG 2.1's relative luminance of `#rrggbb`."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_standards_own() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@SCHEMES
def test_text_has_four_and_a_half_to_one(scheme: Scheme) -> None:
    grounds = [scheme.page, scheme.band, scheme.shape.fill]
    grounds += [tint.fill for tint in scheme.fates.values()]
    for ground in grounds:
        assert contrast(scheme.text, ground) >= 4.5, ground
        assert contrast(scheme.quiet, ground) >= 4.5, ground


@SCHEMES
def test_outlines_have_three_to_one(scheme: Scheme) -> None:
    for tint in (scheme.shape, *scheme.fates.values()):
        assert contrast(tint.stroke, scheme.band) >= 3
        assert contrast(tint.stroke, tint.fill) >= 3

"""What is wrong with a page for somebody who sees, hears or points in another way."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

COLOURS = {"type": "rule", "values": ["color-contrast"]}
EVERYTHING = {"type": "tag", "values": RULES}
LOOKS: tuple[tuple[int, Literal["light", "dark"], dict[str, Any]], ...] = (
    (1400, "light", EVERYTHING),
    (320, "light", EVERYTHING),
    (320, "dark", COLOURS),
    (1400, "dark", COLOURS),
)
"""Every state is looked at four times: the scheme changes nothing but colours.

320 points are also a page of 1280 at 400 % (SC 1.4.10).
"""


def faults_of(state: str, page: Page) -> list[str]:
    """Everything wrong with a page in every look; it is put back as it was."""
    page.wait_for_load_state()  # a click waits for the answer, not for the styles
    page.evaluate(AXE)
    found = [
        f"{state}, {width} {scheme}: {fault}"
        for width, scheme, rules in LOOKS
        for fault in look(page, width, scheme, rules)
    ]
    page.set_viewport_size({"width": 1400, "height": 900})
    page.emulate_media(color_scheme="light")
    return found


def look(
    page: Page, width: int, scheme: Literal["light", "dark"], rules: dict[str, Any]
) -> list[str]:
    """What is wrong with a page at a width and in a scheme."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    # What is right is counted; to describe each of its elements takes axe as long as the looking.
    only = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("only => axe.run(document, only)", only)
    assert found["passes"]
    faults = [
        f"{fault['id']} {node['target']} {node.get('failureSummary', '')}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return faults if wide <= width else [*faults, f"{wide} points wide"]

"""Pictures of pages as WebP, a quarter of what Playwright's own PNG takes."""

from __future__ import annotations

import base64

from playwright.sync_api import Page


def webp(page: Page, *, whole: bool) -> bytes:
    """A picture of the page, or of what the window shows of it."""
    size = page.viewport_size
    assert size is not None
    top = page.evaluate("scrollY")
    height = page.evaluate("document.documentElement.scrollHeight") if whole else size["height"]
    clip = {"x": 0, "y": 0 if whole else top, "width": size["width"], "height": height, "scale": 1}
    asked = {"format": "webp", "quality": 70, "clip": clip, "captureBeyondViewport": whole}
    answer = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    return base64.b64decode(answer["data"])

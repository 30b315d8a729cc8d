"""A page as PDF, made by the robot's own browser: tagged, with an outline, nothing fetched."""

from __future__ import annotations

from threading import Lock
from typing import Final

from playwright.sync_api import Error

from rutine.connectors.browser import REMEDY, find_browser, open_browser
from rutine.core.errors import InputError

_MILLISECONDS: Final = 30_000
_NOWHERE: Final = "http://127.0.0.1:9"
"""The only way out that a page has: nothing listens there. That the browser is offline is told to
it while it works, so what a page asks for at once may be on its way before that."""
_ONE_AT_A_TIME: Final = Lock()
"""A browser takes a few hundred megabytes: those who sign at the same moment wait in turn."""


def pdf_of(html: str) -> bytes:
    """The page on A4, with the tags that a screen reader goes by.

    The page must hold all that it shows: nothing is let through to any network.

    Raises:
        InputError: `browser_missing`, or why it does not start; `pdf_not_made`.
    """
    with _ONE_AT_A_TIME, open_browser(find_browser()) as browser:
        context = browser.new_context(
            offline=True, proxy={"server": _NOWHERE}, java_script_enabled=False
        )
        context.set_default_timeout(_MILLISECONDS)
        try:
            page = context.new_page()
            page.set_content(html, wait_until="load")
            return page.pdf(
                format="A4",
                tagged=True,
                outline=True,
                print_background=True,
                prefer_css_page_size=True,
            )
        except Error:
            raise InputError(
                "pdf_not_made", "The browser could not make the PDF.", REMEDY
            ) from None
        finally:
            context.close()

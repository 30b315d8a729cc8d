"""Going to pages and waiting for what they show: conditions, never fixed pauses."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page, TimeoutError  # noqa: A004 - its own name

from rutine.connectors import portal_texts as texts
from rutine.connectors.fetch_reasons import FetchReason

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, in seconds.

    Attributes:
        page: for a page to show what it should.
        at_once: for what a page shows on a key press, without asking its server.
        download: for one file.
        sign_in: for a person (or a practice person) to sign in.
    """

    page: float = 20.0
    at_once: float = 3.0
    download: float = 60.0
    sign_in: float = 60.0

    @property
    def page_ms(self) -> float:
        """`page` as Playwright counts."""
        return self.page * 1000

    @property
    def at_once_ms(self) -> float:
        """`at_once` as Playwright counts."""
        return self.at_once * 1000


class PortalError(Exception):
    """A page did not show what was needed; the fetch decides what that means.

    Attributes:
        reason: why.
        detail: the name of the text that no longer holds, or None. Never page content.
    """

    def __init__(self, reason: FetchReason, detail: str | None = None) -> None:
        super().__init__(reason.value, detail)
        self.reason = reason
        self.detail = detail


def go(page: Page, url: str, limits: Limits) -> None:
    """Open the address.

    Raises:
        PortalError: PAGE_SLOW, PORTAL_UNREACHABLE or BROWSER_STOPPED.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            page.goto(url, wait_until="commit", timeout=limits.page_ms)
        except TimeoutError:
            raise PortalError(FetchReason.PAGE_SLOW) from None
        except Error as error:
            # The page before, or the browser's own error page, may still be on its way
            # somewhere, which breaks off this one: let it arrive, and go again.
            if attempt < _ATTEMPTS and "interrupted by another navigation" in error.message:
                with suppress(Error):
                    page.wait_for_load_state(timeout=limits.at_once_ms)
                continue
            stopped = page.is_closed()
            reason = FetchReason.BROWSER_STOPPED if stopped else FetchReason.PORTAL_UNREACHABLE
            raise PortalError(reason) from None
        return


def same_site(one: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port."""
    return urlsplit(one)[:2] == urlsplit(other)[:2]


def first_of(choices: Mapping[str, Locator], limits: Limits) -> str | None:
    """The name of the first choice that can be seen, waiting for any of them.

    Errors come first in `choices`: a page can show one beside old content. None when the
    time ran out.
    """
    either = reduce(lambda one, other: one.or_(other), choices.values()).first
    try:
        either.wait_for(state="visible", timeout=limits.page_ms)
    except TimeoutError:
        return None
    return next((name for name, found in choices.items() if found.first.is_visible()), None)


def unseen(page: Page, site: str, detail: str) -> PortalError:
    """What it means that nothing expected was shown in time."""
    if not same_site(page.url, site):
        return PortalError(FetchReason.SESSION_ENDED)
    heading = page.locator("h1").first
    if heading.is_visible() and heading.inner_text().strip() not in texts.HEADINGS:
        return PortalError(FetchReason.PAGE_CHANGED, detail)
    return PortalError(FetchReason.PAGE_SLOW, detail)

"""Whether the pages still show what the robot looks for. Nothing is downloaded.

No unread message is opened: a message that somebody has read already is looked at, or none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from playwright.sync_api import (
    Browser,
    Error,
    Locator,
    Page,
    TimeoutError,  # noqa: A004 - its own name
)

from rutine.connectors import portal_texts as texts
from rutine.connectors.browser import open_browser
from rutine.connectors.pictures import text_picture
from rutine.connectors.portal import PortalSource, new_context
from rutine.connectors.portal_texts import LANDMARKS, Landmark
from rutine.connectors.sign_in import reach
from rutine.connectors.waiting import Limits, PortalError, go, same_site
from rutine.core.identifiers import OrgNr

PAGES = ("inbox", "message", "companies", "reports", "card")


class Finding(StrEnum):
    """What became of a landmark."""

    HOLDS = "holds"
    FALLBACK = "fallback"
    """Its name has changed, and it was found by its place."""
    GONE = "gone"
    NOT_REACHED = "not_reached"
    """Its page was not seen, so nothing is known of it."""


@dataclass(frozen=True, slots=True)
class PortalCheck:
    """What a check found.

    Attributes:
        found: landmark -> what became of it, in the order of the pages.
        pictures: page -> its headings and controls with people masked, where something is gone.
    """

    found: dict[Landmark, Finding]
    pictures: dict[str, tuple[str, ...]]

    @property
    def gone(self) -> bool:
        """Whether the robot would lose its way somewhere."""
        return Finding.GONE in self.found.values()

    @property
    def unseen(self) -> tuple[str, ...]:
        """The pages that were not reached, in order."""
        missed = {each.page for each, what in self.found.items() if what is Finding.NOT_REACHED}
        return tuple(page for page in PAGES if page in missed)


def check_portal(source: PortalSource, employer: OrgNr) -> PortalCheck:
    """Sign in, visit each page of the robot's way once, and tell what still holds.

    Raises:
        InputError: the browser does not start.
    """
    with open_browser(source.browser, visible=source.visible) as running:
        return check_with(running, source, employer)


def check_with(browser: Browser, source: PortalSource, employer: OrgNr) -> PortalCheck:
    """`check_portal` in a browser that runs already."""
    limits = source.limits or Limits()
    check = PortalCheck(dict.fromkeys(LANDMARKS, Finding.NOT_REACHED), {})
    with closing(new_context(browser)) as context:
        page = context.new_page()
        page.set_default_timeout(limits.page_ms)
        for name, visit in _way(page, source, employer, limits).items():
            try:
                if visit():
                    _look(page, name, limits, check, (source.inbox_url, source.nav_url))
            except (PortalError, Error):
                continue  # what is not reached stays so
    return check


def _way(
    page: Page, source: PortalSource, employer: OrgNr, limits: Limits
) -> dict[str, Callable[[], bool]]:
    """Page -> how to come there; each tells whether there is anything to look at."""
    inbox, nav = source.inbox_url.rstrip("/"), source.nav_url.rstrip("/")
    number = employer.reveal()
    query = urlencode(
        {"party": texts.PARTY.format(orgnr=number), "service": texts.SERVICE}, safe=":"
    )

    def see_inbox() -> bool:
        reach(page, f"{inbox}{texts.INBOX_LOGIN}", source.person, limits)
        go(page, f"{inbox}/?{query}", limits)
        return True

    def see_message() -> bool:
        read = page.locator("main li").filter(has_not_text=texts.UNREAD)
        link = read.locator(texts.INBOX_ROW.removeprefix("main li ")).first
        if not link.is_visible():
            return False
        go(page, f"{inbox}{link.get_attribute('href')}", limits)
        return True

    def see_companies() -> bool:
        reach(page, f"{nav}{texts.NAV_COMPANIES}", source.person, limits)
        return True

    def see_reports() -> bool:
        go(page, f"{nav}{texts.NAV_LIST.format(orgnr=number)}", limits)
        return True

    def open_card() -> bool:
        toggle = page.locator(f"{texts.CARD} {texts.CARD_TOGGLE}").first
        toggle.press("Enter", timeout=limits.at_once_ms)
        return True

    return dict(
        zip(PAGES, (see_inbox, see_message, see_companies, see_reports, open_card), strict=True)
    )


def _look(
    page: Page, name: str, limits: Limits, check: PortalCheck, sites: tuple[str, ...]
) -> None:
    """Look for each landmark of the page; when one is gone, keep what is there instead."""
    mine = [landmark for landmark in LANDMARKS if landmark.page == name]
    # Each is waited for: what stands around a list is there before its rows are.
    until = time.monotonic() + limits.page
    for landmark in mine:
        left = max(1.0, 1000 * (until - time.monotonic()))  # 0 would mean for ever
        with suppress(TimeoutError):
            _anywhere(page, landmark).first.wait_for(timeout=left)
    if not any(same_site(page.url, site) for site in sites):
        return  # a sign-in: nothing there is looked at
    for landmark in mine:
        check.found[landmark] = _found(page, landmark)
    if any(check.found[landmark] is not Finding.HOLDS for landmark in mine):
        check.pictures[name] = text_picture(page)


def _found(page: Page, landmark: Landmark) -> Finding:
    by_name, by_place = _named(page, landmark), _placed(page, landmark)
    if by_name is not None and by_name.first.is_visible():
        return Finding.HOLDS
    if by_place is not None and by_place.first.is_visible():
        return Finding.HOLDS if by_name is None else Finding.FALLBACK
    return Finding.GONE


def _anywhere(page: Page, landmark: Landmark) -> Locator:
    """The landmark by its name or its place."""
    by_name, by_place = _named(page, landmark), _placed(page, landmark)
    if by_name is None or by_place is None:
        found = by_name or by_place
        assert found is not None  # noqa: S101 - a landmark has one of them
        return found
    return by_name.or_(by_place)


def _named(page: Page, landmark: Landmark) -> Locator | None:
    if landmark.text is None:
        return None
    if landmark.role is None:
        return page.get_by_text(landmark.text)
    if isinstance(landmark.text, str):
        return page.get_by_role(landmark.role, name=landmark.text, exact=True)
    return page.get_by_role(landmark.role, name=landmark.text)


def _placed(page: Page, landmark: Landmark) -> Locator | None:
    return None if landmark.css is None else page.locator(landmark.css)

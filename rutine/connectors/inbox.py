"""The robot in Altinn's inbox: sign in, list NAV's messages of one employer, find a link.

The inbox is a nudge and a check. NAV's own page decides which reports there are: a report
can exist without a message, and an empty inbox is also what no access looks like.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import (
    Error,
    Page,
    TimeoutError,  # noqa: A004 - its own name
)

from rutine.connectors import portal_texts as texts
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.sign_in import SignIn, reach
from rutine.connectors.waiting import Limits, PortalError, first_of, go, same_site
from rutine.core.identifiers import OrgNr

_MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Dialog:
    """One message about a settlement report."""

    path: str
    value_date: date
    unread: bool = False


class Inbox:
    """Altinn's inbox in one browser page."""

    def __init__(
        self, page: Page, base: str, nav: str, limits: Limits, *, mark_read: bool = False
    ) -> None:
        self._page = page
        self._mark_read = mark_read
        self.unread_lost = False
        self._base = base
        self._nav = nav
        self._limits = limits

    def sign_in(self, person: SignIn | None) -> None:
        """Sign in through the inbox's own login address.

        Raises:
            PortalError: SIGN_IN_FAILED, INBOX_SLOW or INBOX_UNREACHABLE.
        """
        with _inbox_reasons():
            reach(self._page, f"{self._base}{texts.INBOX_LOGIN}", person, self._limits)

    def dialogs(self, employer: OrgNr) -> tuple[Dialog, ...]:
        """Every message about the employer's refund settlement reports, newest first.

        Raises:
            PortalError: why they could not be seen; all such reasons are notes.
        """
        party = texts.PARTY.format(orgnr=employer.reveal())
        query = urlencode({"party": party, "service": texts.SERVICE}, safe=":")
        self._open(f"/?{query}")
        shown = self._shown()
        # A party the person can't act for is silently exchanged for the person. With many units
        # the address may not be obeyed either: then the party is chosen as a person does it.
        if self._party() != [party]:
            self._choose_party(employer, party)
            shown = self._shown()
        if shown == "empty":
            raise PortalError(FetchReason.INBOX_EMPTY)
        self._show_all()
        links: list[tuple[str, str, bool]] = self._page.locator(texts.INBOX_ROW).evaluate_all(
            "(links, unread) => links.map(link => [link.getAttribute('href'), "
            "link.innerText.trim(), "
            "[...(link.closest('li')?.querySelectorAll('*') ?? [])].some("
            "each => each.childElementCount === 0 && each.textContent.trim() === unread)])",
            texts.UNREAD,
        )
        dialogs = tuple(
            Dialog(path, day, unread)
            for path, title, unread in links
            if (told := texts.DIALOG_TITLE.fullmatch(title)) and (day := texts.day_in(told[1]))
        )
        if not dialogs:
            raise PortalError(FetchReason.INBOX_EMPTY, "DIALOG_TITLE")
        return dialogs

    def report_id(self, dialog: Dialog) -> int:
        """Open the message and read which report its link leads to.

        Opening a message marks it as read for the whole organisation: one that was unread is
        marked as unread again, unless it was said that messages may be read. `unread_lost`
        tells when that did not go well.

        Raises:
            PortalError: DIALOG_GONE, DIALOG_LINK_MISSING, DIALOG_LINK_ELSEWHERE or INBOX_SLOW.
        """
        self._open(dialog.path)
        page = self._page
        shown = first_of(
            {
                "gone": page.get_by_role("heading", name=texts.DIALOG_GONE),
                "dialog": page.locator(texts.DIALOG),
            },
            self._limits,
        )
        if shown == "gone":
            raise PortalError(FetchReason.DIALOG_GONE)
        try:
            if shown is None:
                raise PortalError(FetchReason.INBOX_SLOW)
            return self._linked()
        finally:
            if dialog.unread and not self._mark_read:
                self._leave_unread()

    def _linked(self) -> int:
        """The report that the open message's link leads to."""
        page = self._page
        named = page.get_by_role("link", name=texts.DIALOG_LINK, exact=True)
        link = named.or_(page.locator(texts.DIALOG_LINK_ELSE)).first
        if not link.is_visible():
            raise PortalError(FetchReason.DIALOG_LINK_MISSING, "DIALOG_LINK")
        target = link.get_attribute("href") or ""
        leads_to = texts.NAV_REPORT_PATH.fullmatch(urlsplit(target).path)
        if leads_to is None or not same_site(target, self._nav):
            raise PortalError(FetchReason.DIALOG_LINK_ELSEWHERE)
        return int(leads_to[1])

    def _leave_unread(self) -> None:
        """Mark the open message as unread, as it was before it was opened."""
        button = self._page.get_by_role("button", name=texts.MARK_UNREAD, exact=True)
        try:
            with self._page.expect_response(
                lambda answer: answer.request.method != "GET" and answer.ok,
                timeout=self._limits.page_ms,
            ):
                button.press("Enter", timeout=self._limits.at_once_ms)
        except Error:  # also when the browser stops: then the person must be told
            self.unread_lost = True

    def _shown(self) -> str:
        """What the list came to: `rows` or `empty`.

        Raises:
            PortalError: INBOX_SLOW or INBOX_ERROR.
        """
        page = self._page
        shown = first_of(
            {
                "error": page.get_by_text(texts.INBOX_ERROR),
                "empty": page.get_by_text(texts.INBOX_EMPTY),
                "rows": page.locator(texts.INBOX_ROW),
            },
            self._limits,
        )
        if shown is None:
            raise PortalError(FetchReason.INBOX_SLOW)
        if shown == "error":
            raise PortalError(FetchReason.INBOX_ERROR)
        return shown

    def _party(self) -> list[str] | None:
        """Whom the inbox shows, as its address says."""
        return parse_qs(urlsplit(self._page.url).query).get("party")

    def _choose_party(self, employer: OrgNr, party: str) -> None:
        """Choose the employer in the list of parties, by its number and never by its name.

        Long lists hold only what is on the screen, so the number is typed in the search first.

        Raises:
            PortalError: PARTY_NOT_OFFERED.
        """
        page, wait = self._page, self._limits.at_once_ms
        digits = employer.reveal()
        number = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
        options = page.get_by_role("option").filter(has_text=number)
        try:
            page.locator(texts.TOOLBAR_PARTY).first.press("Enter", timeout=wait)
            page.get_by_role("combobox", name=texts.PARTY_SEARCH).fill(number, timeout=wait)
            option = options.filter(has_not_text=texts.PARTY_PART_OF).first
            option.wait_for(timeout=wait)
            option.dispatch_event("click", timeout=wait)
            page.wait_for_url(lambda _: self._party() == [party], timeout=wait)
        except TimeoutError:
            raise PortalError(FetchReason.PARTY_NOT_OFFERED) from None

    def _open(self, path: str) -> None:
        with _inbox_reasons():
            go(self._page, f"{self._base}{path}", self._limits)

    def _show_all(self) -> None:
        """Press "more" until every message is in the page."""
        rows = self._page.locator(texts.INBOX_ROW)
        more = self._page.get_by_role("button", name=texts.INBOX_MORE)
        for _ in range(_MOST_PAGES):
            if not more.is_visible():
                return
            shown = rows.count()
            try:
                # A key press reaches the button even where a banner lies over the page.
                more.press("Enter", timeout=self._limits.page_ms)
                rows.nth(shown).wait_for(timeout=self._limits.page_ms)
            except TimeoutError:
                raise PortalError(FetchReason.INBOX_SLOW, "INBOX_MORE") from None
        raise PortalError(FetchReason.INBOX_SLOW, "INBOX_MORE")


@contextmanager
def _inbox_reasons() -> Iterator[None]:
    """Call failures to open a page by the inbox's names: they are notes, not verdicts."""
    try:
        yield
    except PortalError as error:
        reason = {
            FetchReason.PAGE_SLOW: FetchReason.INBOX_SLOW,
            FetchReason.PORTAL_UNREACHABLE: FetchReason.INBOX_UNREACHABLE,
        }.get(error.reason, error.reason)
        raise PortalError(reason, error.detail) from None

"""The robot on NAV's page with settlement reports (nav-reports §1, §5 and appendix).

The file is fetched from the address behind the button with the browser session's own cookies
(`context.request`), not by pressing the button and catching a download: the bytes come
exact and stay in memory instead of on disk, and status, media type and redirects can be seen,
which the page's own blob download hides. That the button is there is checked all the same:
it proves that the page offers the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import (
    APIResponse,
    Error,
    Locator,
    Page,
    TimeoutError,  # noqa: A004 - its own name
)

from rutine.connectors import portal_texts as texts
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.sign_in import SignIn, reach
from rutine.connectors.waiting import Limits, PortalError, first_of, go, unseen
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore

_OK, _REDIRECT, _CLIENT_ERROR, _SERVER_ERROR = 200, 300, 400, 500
_ATTEMPTS = 2
_SHORT_SECONDS = 180
"""Less of a session than this is too little to begin on a report."""
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_FILE_NAME = re.compile(r'filename="?([^";]+)')


@dataclass(frozen=True, slots=True)
class Card:
    """One report as the list shows it; None where the text could not be read."""

    report_id: int
    value_date: date | None
    total: Ore | None


@dataclass(frozen=True, slots=True)
class Download:
    """What came from the address of a file."""

    data: bytes
    media_type: str
    file_name: str | None


class NavPage:
    """NAV's page in one browser page."""

    def __init__(self, page: Page, base: str, person: SignIn | None, limits: Limits) -> None:
        self._page = page
        self._base = base
        self._person = person
        self._limits = limits
        self._signed_in = False
        self._asked_early = False

    def companies(self) -> frozenset[str]:
        """Sign in and read the organisation numbers of the company list.

        Raises:
            PortalError: NO_COMPANIES, COMPANY_LOOKUP_FAILED, or the page could not be read.
        """
        self._open(texts.NAV_COMPANIES)
        links = self._page.locator(texts.COMPANY_LINK)
        shown = self._first_of({"none": texts.NO_COMPANIES, "failed": texts.FAILED}, links)
        if shown == "none":
            raise PortalError(FetchReason.NO_COMPANIES)
        if shown == "failed":
            raise PortalError(FetchReason.COMPANY_LOOKUP_FAILED)
        # Names need not be unique; the address ends in the organisation number.
        paths: list[str] = links.evaluate_all("links => links.map(link => link.pathname)")
        return frozenset(path.rstrip("/").rpartition("/")[2] for path in paths)

    def cards(self, employer: OrgNr) -> tuple[Card, ...]:
        """Every report that NAV lists for the employer, highest id first.

        Raises:
            PortalError: NO_ACCESS_OR_OUTAGE, OTHER_EMPLOYER_SHOWN, or it could not be read.
        """
        self._open(texts.NAV_LIST.format(orgnr=employer.reveal()))
        cards = self._page.locator(texts.CARD)
        empty = self._page.get_by_text(texts.NO_REPORTS)
        shown = self._first_of({"failed": texts.FAILED}, cards.or_(empty))
        if shown == "failed":
            raise PortalError(FetchReason.NO_ACCESS_OR_OUTAGE)
        self._check_employer(employer)
        found: list[list[str]] = cards.evaluate_all(
            "(cards, text) => cards.map("
            "card => [card.dataset.rapportId, card.querySelector(text)?.innerText ?? ''])",
            texts.CARD_TEXT,
        )
        return tuple(_card(report_id, text) for report_id, text in found)

    def open_report(self, report_id: int, employer: OrgNr) -> None:
        """Follow a message's link: the same list, with this report's card open.

        Raises:
            PortalError: REPORT_UNKNOWN, OTHER_EMPLOYER_SHOWN, or it could not be read.
        """
        self._open(texts.NAV_REPORT.format(report_id=report_id))
        shown = self._first_of({"failed": texts.FAILED}, self._card(report_id))
        if shown == "failed":
            raise PortalError(FetchReason.REPORT_UNKNOWN)
        self._check_employer(employer)

    def download(self, report_id: int) -> Download:
        """Open the report's card where it isn't, and fetch its CSV.

        Raises:
            PortalError: PAGE_CHANGED, SESSION_ENDED or DOWNLOAD_FAILED.
        """
        card = self._card(report_id)
        toggle = card.locator(texts.CARD_TOGGLE).first
        try:
            if toggle.get_attribute("aria-expanded", timeout=self._limits.at_once_ms) != "true":
                # A key press reaches the button even where a banner lies over the page.
                toggle.press("Enter", timeout=self._limits.at_once_ms)
            button = card.get_by_role("button", name=texts.DOWNLOAD_CSV)
            button.wait_for(timeout=self._limits.at_once_ms)
        except TimeoutError:
            raise PortalError(FetchReason.PAGE_CHANGED, "DOWNLOAD_CSV") from None
        return self._fetch(f"{self._base}{texts.NAV_CONTENT.format(report_id=report_id)}")

    def has_session(self) -> bool:
        """Whether NAV says that the session is still alive."""
        return self._seconds_left() is not None

    def keep_session(self) -> bool:
        """Ask the person in time when little is left of the session; whether they signed in.

        A sign-in that makes the session no longer is not asked for twice: then it must end.

        Raises:
            PortalError: SESSION_ENDED.
        """
        if not self._is_attended() or self._asked_early:
            return False
        left = self._seconds_left()
        if left is None or left >= _SHORT_SECONDS:
            return False
        self.renew()
        left = self._seconds_left()
        self._asked_early = left is None or left < _SHORT_SECONDS
        return True

    def renew(self) -> bool:
        """Have the person sign in again; False where nobody is there. The page is another then.

        Raises:
            PortalError: SESSION_ENDED: nobody did.
        """
        if not self._is_attended():
            return False
        query = urlencode({"redirect": texts.NAV_COMPANIES})
        self._reach(f"{texts.NAV_LOGIN}?{query}", self._person)
        return True

    def _is_attended(self) -> bool:
        return self._person is not None and self._person.present

    def _seconds_left(self) -> int | None:
        """What is left of the session or of its token, whichever ends first; None without one."""
        try:
            answer = self._page.context.request.get(
                f"{self._base}{texts.NAV_SESSION}",
                max_redirects=0,
                timeout=self._limits.page_ms,
            )
            return _session(answer.json()) if answer.status == _OK else None
        except (Error, ValueError):
            return None

    def why_lost(self) -> PortalError:
        """What it means that the browser broke off in the middle of a page."""
        if self._page.is_closed():
            return PortalError(FetchReason.BROWSER_STOPPED)
        return unseen(self._page, self._base, "HEADINGS")

    def sign_out(self) -> None:
        """Sign out at NAV, which signs out at ID-porten; nothing is lost when it fails."""
        if self._signed_in:
            try:
                go(self._page, f"{self._base}{texts.NAV_LOGOUT}", self._limits)
            except PortalError:
                return

    def _open(self, path: str) -> None:
        """Open a path of NAV's page.

        The sign-in is asked for once; again means that the session ended, which only a person
        who is there is asked to mend.
        """
        self._reach(path, None if self._signed_in and not self._is_attended() else self._person)
        self._signed_in = True

    def _reach(self, path: str, person: SignIn | None) -> None:
        try:
            reach(self._page, f"{self._base}{path}", person, self._limits)
        except PortalError as error:
            if self._signed_in and error.reason is FetchReason.SIGN_IN_FAILED:
                raise PortalError(FetchReason.SESSION_ENDED) from None
            raise

    def _first_of(self, headings: dict[str, str], content: Locator) -> str:
        """Wait for one of the headings or the content; error headings are looked at first."""
        choices = {
            name: self._page.get_by_role("heading", name=text) for name, text in headings.items()
        }
        shown = first_of({**choices, "content": content}, self._limits)
        if shown is None:
            raise unseen(self._page, self._base, "HEADINGS")
        return shown

    def _card(self, report_id: int) -> Locator:
        named = self._page.get_by_role(
            "region", name=texts.CARD_NAME.format(report_id=report_id), exact=True
        )
        return named.or_(self._page.locator(texts.CARD_OF.format(report_id=report_id))).first

    def _check_employer(self, employer: OrgNr) -> None:
        shown = texts.ORGNR.search(self._page.locator("main").first.inner_text())
        if shown is None:
            raise PortalError(FetchReason.PAGE_CHANGED, "ORGNR")
        if re.sub(r"\s", "", shown[1])[: OrgNr.LENGTH] != employer.reveal():
            raise PortalError(FetchReason.OTHER_EMPLOYER_SHOWN)

    def _fetch(self, url: str) -> Download:
        """The file at the address; a server error is met with one more attempt."""
        for attempt in range(1, _ATTEMPTS + 1):
            last = attempt == _ATTEMPTS
            try:
                answer = self._page.context.request.get(
                    url, max_redirects=0, timeout=self._limits.download * 1000
                )
                if answer.status < _SERVER_ERROR:
                    return _file(answer)
            except TimeoutError:
                last = True  # the waiting time is the person's own choice: not doubled
            except Error:
                pass  # the connection was lost on the way
            if last:
                break
        raise PortalError(FetchReason.DOWNLOAD_FAILED)


def _file(answer: APIResponse) -> Download:
    if _REDIRECT <= answer.status < _CLIENT_ERROR:
        raise PortalError(FetchReason.SESSION_ENDED)
    if answer.status != _OK:
        raise PortalError(FetchReason.DOWNLOAD_FAILED)
    headers = answer.headers
    named = _FILE_NAME.search(headers.get("content-disposition", ""))
    return Download(
        data=answer.body(),
        media_type=headers.get("content-type", "").partition(";")[0].strip().lower(),
        file_name=named[1] if named else None,
    )


def _session(facts: Any) -> int | None:
    """Seconds left by what NAV says of the session; None where it says nothing we know."""
    try:
        session, tokens = facts["session"], facts.get("tokens") or {}
        if not session.get("active"):
            return None
        ends = [session.get("ends_in_seconds"), tokens.get("expire_in_seconds")]
        return min((int(each) for each in ends if each is not None), default=_SHORT_SECONDS)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None


def _card(report_id: str, text: str) -> Card:
    """What a card shows.

    Raises:
        PortalError: PAGE_CHANGED: reports have no numbers any more.
    """
    if not _NUMBER.fullmatch(report_id):
        raise PortalError(FetchReason.PAGE_CHANGED, "CARD")
    total, day = texts.CARD_TOTAL.search(text), texts.CARD_DATE.search(text)
    return Card(
        int(report_id),
        texts.day_in(day[1]) if day else None,
        Ore.parse(total[1]) if total else None,
    )

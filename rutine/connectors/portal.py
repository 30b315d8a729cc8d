"""The robot: from Altinn's inbox to NAV's page, one browser session per call."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from rutine.connectors.browser import BrowserChoice, open_browser
from rutine.connectors.fetch_texts import progress_text
from rutine.connectors.fetching import FetchResult
from rutine.connectors.inbox import Inbox
from rutine.connectors.nav_page import NavPage
from rutine.connectors.pictures import Pictures
from rutine.connectors.sign_in import PersonSignIn, PracticeSignIn, SignIn
from rutine.connectors.source import AccessProof, Discovery, proof_in
from rutine.connectors.visit import Visit
from rutine.connectors.waiting import Limits
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.core.reason_texts import Language

__all__ = [
    "Limits",
    "PersonSignIn",
    "PortalSource",
    "PracticeSignIn",
    "SignIn",
    "fetch_from_portal",
    "fetch_with",
]


@dataclass(frozen=True, slots=True)
class PortalSource:
    """NAV's page as a source of reports: one browser session for each look.

    Attributes:
        inbox_url: address of Altinn's inbox, such as `https://af.altinn.no`.
        nav_url: address of NAV's site, such as `https://www.nav.no`.
        browser: from `find_browser`.
        person: who signs in; None when nobody can.
        limits: how long to wait.
        language: of the sentences for `progress`.
        visible: whether the browser has a window, for a person who signs in.
        mark_read: whether messages that were unread may be left as read.
        pictures: where pictures of failures go, people masked; None takes none.
    """

    inbox_url: str
    nav_url: str
    browser: BrowserChoice
    person: SignIn | None
    limits: Limits | None = None
    language: Language = Language.NB
    visible: bool = False
    mark_read: bool = False
    pictures: Path | None = None

    def discover(self, employer: OrgNr, known: Collection[int]) -> Discovery:
        """Sign in and read NAV's whole list, following no message.

        Raises:
            InputError: the browser does not start.
            ConnectorError: `portal_unreachable`.
        """
        with (
            open_browser(self.browser, visible=self.visible) as running,
            closing(new_context(running)) as context,
        ):
            visit = _visit(
                context.new_page(),
                inbox_url=self.inbox_url,
                nav_url=self.nav_url,
                employer=employer,
                known=known,
                person=self.person,
                limits=self.limits or Limits(),
                tell=_unheard,
                mark_read=self.mark_read,
                pictures=self.pictures,
            )
            return visit.look(self.person)

    def fetch(
        self,
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        """`fetch_from_portal` at these addresses."""
        return fetch_from_portal(
            inbox_url=self.inbox_url,
            nav_url=self.nav_url,
            employer=employer,
            period=period,
            known=known,
            browser=self.browser,
            person=self.person,
            progress=progress,
            limits=self.limits,
            language=self.language,
            visible=self.visible,
            mark_read=self.mark_read,
            pictures=self.pictures,
        )

    def prove_access(self, employer: OrgNr, known: Collection[int]) -> AccessProof:
        """Tell whether every report that was fetched before is still in the list."""
        return proof_in(self.discover(employer, known))


def fetch_from_portal(
    *,
    inbox_url: str,
    nav_url: str,
    employer: OrgNr,
    period: Period | None,
    known: Collection[int],
    browser: BrowserChoice,
    person: SignIn | None,
    progress: Callable[[str], None],
    limits: Limits | None = None,
    language: Language = Language.NB,
    visible: bool = False,
    mark_read: bool = False,
    pictures: Path | None = None,
) -> FetchResult:
    """Fetch the employer's new settlement reports in one browser session.

    Args:
        inbox_url: address of Altinn's inbox, such as `https://af.altinn.no`.
        nav_url: address of NAV's site, such as `https://www.nav.no`.
        employer: the organisation that receives the reports.
        period: only reports with their value date in it; None means all.
        known: report ids of this employer fetched earlier, from `find` in the ledger.
        browser: from `find_browser`.
        person: who signs in; None when nobody can.
        progress: told each step in one sentence with counts and report ids only.
        limits: how long to wait.
        language: of the sentences for `progress`.
        visible: whether the browser has a window.
        mark_read: whether messages that were unread may be left as read.
        pictures: where pictures of failures go, people masked; None takes none.

    Raises:
        InputError: the browser does not start.
        ConnectorError: `portal_unreachable`: NAV's page did not answer at all.
    """
    with open_browser(browser, visible=visible) as running:
        return fetch_with(
            running,
            inbox_url=inbox_url,
            nav_url=nav_url,
            employer=employer,
            period=period,
            known=known,
            person=person,
            progress=progress,
            limits=limits,
            language=language,
            mark_read=mark_read,
            pictures=pictures,
        )


def fetch_with(
    browser: Browser,
    *,
    inbox_url: str,
    nav_url: str,
    employer: OrgNr,
    period: Period | None,
    known: Collection[int],
    person: SignIn | None,
    progress: Callable[[str], None],
    limits: Limits | None = None,
    language: Language = Language.NB,
    mark_read: bool = False,
    pictures: Path | None = None,
) -> FetchResult:
    """`fetch_from_portal` in a browser that runs already; cookies live in a context of its own.

    Raises:
        ConnectorError: `portal_unreachable`.
    """
    with closing(new_context(browser)) as context:
        visit = _visit(
            context.new_page(),
            inbox_url=inbox_url,
            nav_url=nav_url,
            employer=employer,
            known=known,
            person=person,
            limits=limits or Limits(),
            tell=lambda step, number: progress(progress_text(step, number, language)),
            mark_read=mark_read,
            pictures=pictures,
        )
        return visit.run(person, period)


def _unheard(_step: str, _number: int) -> None:
    """Tell nobody: a look is no fetch."""


def new_context(browser: Browser) -> BrowserContext:
    """A context that leaves nothing on the disk: no downloads, traces or service workers."""
    return browser.new_context(
        accept_downloads=False,
        locale="nb-NO",
        service_workers="block",
        timezone_id="Europe/Oslo",
    )


def _visit(
    page: Page,
    *,
    inbox_url: str,
    nav_url: str,
    employer: OrgNr,
    known: Collection[int],
    person: SignIn | None,
    limits: Limits,
    tell: Callable[[str, int], None],
    mark_read: bool,
    pictures: Path | None,
) -> Visit:
    page.set_default_timeout(limits.page_ms)
    return Visit(
        Inbox(page, inbox_url.rstrip("/"), nav_url, limits, mark_read=mark_read),
        NavPage(page, nav_url.rstrip("/"), person, limits),
        employer,
        frozenset(known),
        tell,
        pictures=Pictures(page, pictures, (inbox_url, nav_url)),
    )

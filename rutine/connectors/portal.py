"""The robot: from Altinn's inbox to NAV's page, one browser session per call."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing

from playwright.sync_api import Browser

from rutine.connectors.browser import BrowserChoice, open_browser
from rutine.connectors.fetch_texts import progress_text
from rutine.connectors.fetching import FetchResult
from rutine.connectors.inbox import Inbox
from rutine.connectors.nav_page import NavPage
from rutine.connectors.sign_in import PracticeSignIn, SignIn
from rutine.connectors.visit import Visit
from rutine.connectors.waiting import Limits
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.core.reason_texts import Language

__all__ = ["Limits", "PracticeSignIn", "SignIn", "fetch_from_portal", "fetch_with"]


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

    Raises:
        InputError: the browser does not start.
        ConnectorError: `portal_unreachable`: NAV's page did not answer at all.
    """
    with open_browser(browser) as running:
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
) -> FetchResult:
    """`fetch_from_portal` in a browser that runs already; cookies live in a context of its own.

    Raises:
        ConnectorError: `portal_unreachable`.
    """
    chosen = limits or Limits()
    # Nothing may reach the disk: no downloads, no traces, no screenshots, no service workers.
    with closing(
        browser.new_context(
            accept_downloads=False,
            locale="nb-NO",
            service_workers="block",
            timezone_id="Europe/Oslo",
        )
    ) as context:
        page = context.new_page()
        page.set_default_timeout(chosen.page_ms)
        visit = Visit(
            Inbox(page, inbox_url.rstrip("/"), nav_url, chosen),
            NavPage(page, nav_url.rstrip("/"), person, chosen),
            employer,
            frozenset(known),
            lambda step, number: progress(progress_text(step, number, language)),
        )
        return visit.run(person, period)

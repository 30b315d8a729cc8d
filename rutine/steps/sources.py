"""Which source an employer's reports come from, opened at the configured addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rutine.api_settings import LOOPBACK, NavApi
from rutine.cases.reports.ledger import search_from
from rutine.connectors.api_source import Lookback
from rutine.connectors.connection import Connection, open_connection
from rutine.connectors.source import Fetch, ReportSource
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.settings import Mode, ReportsFrom, Settings

if TYPE_CHECKING:
    from rutine.connectors.portal import PortalSource, SignIn


@contextmanager
def source_of(place: Installation, employer: OrgNr, given: Fetch | None) -> Iterator[Fetch]:
    """How to fetch for the employer: what was given, else what is configured; closed after.

    Raises:
        InputError: as `reports_from`.
    """
    if given is not None:
        yield given
        return
    with reports_from(place, employer) as source:
        yield source.fetch


@contextmanager
def reports_from(place: Installation, employer: OrgNr) -> Iterator[ReportSource]:
    """The employer's configured source.

    Raises:
        InputError: `browser_missing`, `nobody_signs_in` outside practice, `practice_not_here`
            when practice would visit the real sites, or as `connection`.
    """
    if place.settings.reports_from(employer) is ReportsFrom.PORTAL:
        yield _portal(place.settings)
        return
    with connection(place.settings) as line:
        yield line.source(
            lambda orgnr: _lookback(place, orgnr),
            at_once=place.settings.nav_api.at_once,
            language=Language(place.settings.language),
        )


def needs_person(settings: Settings, employer: OrgNr) -> bool:
    """Whether only a person who signs in can fetch the employer's reports."""
    portal = settings.reports_from(employer) is ReportsFrom.PORTAL
    return portal and settings.mode is not Mode.PRACTICE


def attended_portal(
    settings: Settings, ask: Callable[[], None], *, mark_read: bool, pictures: Path | None
) -> PortalSource:
    """The robot in a browser with a window, and a person who signs in.

    Args:
        settings: where the sites are.
        ask: tells the person that it is their turn.
        mark_read: whether messages that were unread may be left as read.
        pictures: where pictures of failures go, people masked.

    Raises:
        InputError: `browser_missing`, or `practice_not_here` when practice would visit the real
            sites.
    """
    from rutine.connectors.portal import Limits, PersonSignIn  # noqa: PLC0415 - loads Playwright

    source = _at_portal(settings, PersonSignIn(ask))
    return replace(
        source,
        limits=Limits(
            page=settings.portal.timeout_seconds, sign_in=60 * settings.portal.sign_in_minutes
        ),
        visible=settings.portal.visible or settings.mode is not Mode.PRACTICE,
        mark_read=mark_read,
        pictures=pictures,
    )


@contextmanager
def connection(settings: Settings) -> Iterator[Connection]:
    """The way to NAV's API: the key, Maskinporten and NAV, closed after.

    Raises:
        InputError: `nav_api_not_set_up`, `practice_not_here`, or the key can't be used.
    """
    api = settings.nav_api
    refuse_real_sites(settings, api)
    if api.client_id is None or api.key_id is None:
        raise InputError(
            "nav_api_not_set_up",
            "Fetching from NAV's API is not set up: client_id and key_id are missing.",
            "Run `rutine connect nav`. Until then, give a downloaded report with --report FILE.",
        )
    line = open_connection(
        maskinporten=api.maskinporten_url,
        nav=api.nav_url,
        client_id=api.client_id,
        key_id=api.key_id,
        key_file=settings.signing_key_file,
        external_ref=api.external_ref,
        seconds=api.timeout_seconds,
        at_once=api.at_once,
    )
    try:
        yield line
    finally:
        line.close()


def refuse_real_sites(settings: Settings, api: NavApi) -> None:
    """Practice data never meets the production sites; NAV's test world has synthetic people.

    Raises:
        InputError: `practice_not_here`.
    """
    if settings.mode is Mode.PRACTICE and not api.has_synthetic_people:
        raise _practice_not_here()


def refuse_real_lists(settings: Settings) -> None:
    """The same of NAV's lists of sick leave, which have an address of their own.

    Raises:
        InputError: `practice_not_here`.
    """
    if settings.mode is Mode.PRACTICE and not settings.nav_api.has_synthetic_lists:
        raise _practice_not_here()


def _portal(settings: Settings) -> ReportSource:
    """The robot in a browser, at the configured addresses."""
    from rutine.connectors.portal import PracticeSignIn  # noqa: PLC0415 - loads Playwright

    if settings.mode is not Mode.PRACTICE:
        raise InputError(
            "nobody_signs_in",
            "Fetching from the portal needs a person who signs in with ID-porten.",
            "Run `rutine fetch --with-me`, or download the report and give it with --report FILE.",
        )
    return _at_portal(settings, PracticeSignIn(settings.portal.practice_person))


def _at_portal(settings: Settings, person: SignIn) -> PortalSource:
    """The robot at the configured addresses; practice stays on this machine."""
    from rutine.connectors.browser import find_browser  # noqa: PLC0415 - loads Playwright
    from rutine.connectors.portal import Limits, PortalSource  # noqa: PLC0415 - likewise

    for address in (settings.portal.inbox, settings.portal.nav):
        is_here = urlsplit(address).hostname in LOOPBACK
        if settings.mode is Mode.PRACTICE and not is_here:
            raise _practice_not_here()
    return PortalSource(
        inbox_url=settings.portal.inbox,
        nav_url=settings.portal.nav,
        browser=find_browser(),
        person=person,
        limits=Limits(page=settings.portal.timeout_seconds),
        language=Language(settings.language),
    )


def _practice_not_here() -> InputError:
    return InputError(
        "practice_not_here",
        "This installation holds practice data, and no practice site is running.",
        "Practice reports are fetched by `rutine demo`; give a file with --report FILE.",
    )


def _lookback(place: Installation, employer: OrgNr) -> Lookback:
    with place.database.reading() as session:
        after, since = search_from(session, employer)
    return Lookback(after, since)

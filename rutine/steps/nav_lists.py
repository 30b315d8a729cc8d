"""NAV's own lists of an employer's sick leave: fetched, archived, and read again from there.

The answers go into the evidence archive byte for byte. What belongs to one fetch stands in an
index, archived like them; the home keeps the hash of the last whole one. It is written last, so
a worker that dies in the middle leaves the fetch before as it was.

Lists may be one night old and no more. A cause says who must act ("the income report was never
sent"): from an old list it would be wrong whenever somebody has acted since. Then it is better
not to tell.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from rutine.cases.retention.originals import deleted_originals, lookup
from rutine.cases.runs import Control
from rutine.connectors.api_error import ApiError
from rutine.connectors.calls import Calls, Patience
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import fetch_text, progress_text
from rutine.connectors.maskinporten import Party
from rutine.connectors.sick_leave_api import NavList, Page, SickLeaveApi
from rutine.connectors.sick_leave_rows import Record, records_of
from rutine.core import clock
from rutine.core.clock import OSLO
from rutine.core.errors import InputError
from rutine.core.identifiers import OrgNr
from rutine.core.reason_texts import Language
from rutine.core.whole_file import write_whole
from rutine.installation import Installation
from rutine.settings import Employer, Mode
from rutine.steps.frames import frame_of
from rutine.steps.inputs import NAV_LISTS, InputFiles
from rutine.steps.progress import announce
from rutine.steps.sources import connection, refuse_real_lists

YOUNG: Final = timedelta(hours=36)
"""Last night's lists will do for tonight's run when NAV is down."""

WINDOW: Final = timedelta(days=730)
"""How far back NAV is asked. A claim is lost long before, and more would be health data that
nothing needs (ftrl § 22-13: three months, with few exceptions)."""

_RECORDS: Final = {
    NavList.REQUESTS: "income_request",
    NavList.SUBMISSIONS: "income_submission",
    NavList.APPLICATIONS: "sickness_application",
}


class _Kept(BaseModel):
    """A page in the archive."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nav_list: NavList
    sub_unit: OrgNr
    sha256: str


class _Index(BaseModel):
    """One fetch: which pages, and the sub-units whose lists are not whole.

    `before` is the index of the fetch before it: the archive can't be searched, and what nobody
    can find again is neither checked, shown to the person it is about, nor deleted in time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fetched_at: datetime
    pages: tuple[_Kept, ...]
    closed: dict[OrgNr, FetchReason]
    before: str | None = None

    @property
    def shown(self) -> set[OrgNr]:
        """Every sub-unit with rows in any list."""
        return {page.sub_unit for page in self.pages}


@dataclass(frozen=True, eq=False, slots=True)
class NavLists:
    """The three lists of one day, as frames of their records; None for one that is not there."""

    income_requests: pd.DataFrame | None = None
    income_submissions: pd.DataFrame | None = None
    sickness_applications: pd.DataFrame | None = None


def fetch_nav_lists(place: Installation, employer: Employer) -> Control:
    """Fetch every list of every sub-unit, keep them, and tell how it went.

    A sub-unit that NAV does not show is left out of all three lists. Whatever else goes wrong
    ends the fetch, and the lists of the fetch before stand for as long as they are young.

    Raises:
        InputError: the way to NAV is not set up, or the archive can't be written.
    """
    language = Language(place.settings.language)
    try:
        index = _fetch(place, employer)
    except ApiError as error:
        older = _latest(place, employer.orgnr)
        return Control(
            name="nav_lists",
            status="not_possible",
            expected=_moment(clock.now()),
            found=_moment(older.fetched_at) if older and _is_young(older) else None,
            label=fetch_text(error.reason, language).meaning,
        )
    sha256 = place.archive.put(
        index.model_dump_json().encode(), kind="nav_lists_index", label="index of NAV's lists"
    )
    pointer = _pointer(place, employer.orgnr)
    try:
        pointer.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(pointer, sha256.encode())
    except OSError as error:
        raise InputError(
            "home_read_only",
            f"Nothing can be written in {pointer.parent} ({error.strerror}).",
            "Make the folder writable, or choose another with RUTINE_HOME.",
            folder=str(pointer.parent),
        ) from None
    units = len(employer.sub_units)
    seen = units - len(index.closed)
    announce(progress_text("lists", seen, language))
    if index.closed:
        announce(progress_text("lists_closed", len(index.closed), language))
    reasons = [reason for reason in FetchReason if reason in index.closed.values()]
    meaning = f" {fetch_text(reasons[0], language).meaning}" if reasons else ""
    return Control(
        name="nav_lists",
        status="not_possible" if index.closed else "ok",
        expected=str(units),
        found=str(seen),
        kind="count",
        label=f"{_moment(index.fetched_at)} ({sha256[:12]}).{meaning}",
    )


def read_nav_lists(
    place: Installation, employer: Employer, files: InputFiles | None = None
) -> NavLists:
    """The lists of the last whole fetch; none at all when it is not young enough.

    A run that is done over again has the lists that it had then.

    Raises:
        InputError: the archive lacks a page, or one was changed.
    """
    given = None if files is None else files.given
    sha256 = _pointed(place, employer.orgnr) if given is None else given.get(NAV_LISTS)
    index = None if sha256 is None else _index(place, sha256)
    if sha256 is None or index is None or not _is_young(index):
        return NavLists()
    if files is not None:
        files.noted[NAV_LISTS] = sha256
    found = _records(place, index)
    frames = {
        nav_list: frame_of(record, found.get(nav_list, ())) for nav_list, record in _RECORDS.items()
    }
    return NavLists(*(frames[nav_list] for nav_list in NavList))


def _fetch(place: Installation, employer: Employer) -> _Index:
    """Ask for everything; what was shown last time and is gone now is taken for no access.

    Raises:
        ApiError: NAV can't be asked, or shows nothing of any sub-unit.
    """
    before, began = _latest(place, employer.orgnr), clock.now()
    units = [OrgNr(number) for number in employer.sub_units]
    pages, closed = _ask(place, employer.orgnr, units)
    index = _Index(fetched_at=began, pages=pages, closed=closed)
    if before is not None:
        for sub_unit in ({*before.shown, *before.closed} & {*units}) - index.shown:
            closed.setdefault(sub_unit, FetchReason.LISTS_NO_ACCESS)
    closed.update(_unreadable(place, index))
    if len(closed) == len(units):
        raise ApiError(next(iter(closed.values())))
    kept = tuple(page for page in pages if page.sub_unit not in closed)
    pointed = _pointed(place, employer.orgnr)
    return _Index(fetched_at=began, pages=kept, closed=closed, before=pointed)


def _ask(
    place: Installation, employer: OrgNr, units: list[OrgNr]
) -> tuple[tuple[_Kept, ...], dict[OrgNr, FetchReason]]:
    """Every page, archived as it comes, and the sub-units that NAV does not show.

    Raises:
        ApiError: anything else than a refusal of one sub-unit; the others are then left.
    """
    api, since, over = place.settings.nav_api, clock.today() - WINDOW, threading.Event()
    refuse_real_lists(place.settings)

    def lists_of(sub_unit: OrgNr) -> list[_Kept] | FetchReason:
        try:
            return [
                _keep(place, page)
                for nav_list in NavList
                if not over.is_set()
                for page in asked.pages(nav_list, sub_unit, since)
            ]
        except ApiError as error:
            if error.reason is FetchReason.LISTS_NO_ACCESS:
                return error.reason
            over.set()
            raise

    calls = Calls(api.sick_leave_url, Patience(seconds=api.timeout_seconds), at_once=api.at_once)
    with closing(calls), connection(place.settings) as line:
        asked = SickLeaveApi(calls, line.maskinporten, Party(employer, api.external_ref))
        with ThreadPoolExecutor(api.at_once, thread_name_prefix="nav-lists") as workers:
            found = dict(zip(units, workers.map(lists_of, units), strict=True))
    pages = tuple(p for each in found.values() if not isinstance(each, FetchReason) for p in each)
    return pages, {unit: each for unit, each in found.items() if isinstance(each, FetchReason)}


def _keep(place: Installation, page: Page) -> _Kept:
    """A page in the archive."""
    kind = f"nav_{page.nav_list.value}"
    sha256 = place.archive.put(page.data, kind=kind, label="page of NAV's list")
    return _Kept(nav_list=page.nav_list, sub_unit=page.sub_unit, sha256=sha256)


def _unreadable(place: Installation, index: _Index) -> Iterator[tuple[OrgNr, FetchReason]]:
    """Sub-units whose lists would mislead: a row can't be read, or a list is surely missing."""
    for sub_unit in index.shown:
        one = index.model_copy(
            update={"pages": tuple(p for p in index.pages if p.sub_unit == sub_unit)}
        )
        try:
            found = _records(place, one)
        except ApiError as error:
            yield sub_unit, error.reason
            continue
        if any(not _belongs(place, each) for rows in found.values() for each in rows):
            yield sub_unit, FetchReason.API_CHANGED
        # NAV asks for a report because somebody has applied: no application at all is a hole.
        elif NavList.REQUESTS in found and NavList.APPLICATIONS not in found:
            yield sub_unit, FetchReason.LISTS_NO_ACCESS


def _belongs(place: Installation, record: Record) -> bool:
    """Whether a row is about people of this installation's world, real or synthetic."""
    practice = place.settings.mode is Mode.PRACTICE
    return (record.person.synthetic is not None) == practice


def _records(place: Installation, index: _Index) -> Mapping[NavList, list[Record]]:
    """The records of a fetch, by list; a list without rows is not there.

    Raises:
        ApiError: API_CHANGED when a row is not as documented.
    """
    by_list: dict[NavList, dict[OrgNr, list[bytes]]] = {}
    for page in index.pages:
        data = place.archive.get(page.sha256)
        by_list.setdefault(page.nav_list, {}).setdefault(page.sub_unit, []).append(data)
    return {
        nav_list: [each for pages in units.values() for each in records_of(nav_list, pages)]
        for nav_list, units in by_list.items()
    }


def kept_lists(place: Installation, employer: OrgNr) -> Iterator[str]:
    """The sha256 of every index and page that is kept, those of the newest fetch first.

    Raises:
        InputError: an index is missing or damaged; what came before it can't be found.
    """
    for sha256, index in _fetches(place, employer):
        yield sha256
        yield from (page.sha256 for page in index.pages) if index is not None else ()


def old_lists(place: Installation, employer: OrgNr, limit: datetime) -> list[str]:
    """What is kept of fetches before the limit and of none after it; never the newest fetch.

    Raises:
        InputError: as `kept_lists`.
    """
    fetches = list(_fetches(place, employer))
    old = {index_of for index_of, each in fetches[1:] if each and each.fetched_at < limit}
    pages = {
        page.sha256: None
        for sha256, each in fetches
        if each is not None and sha256 in old
        for page in each.pages
    }
    young = {
        page.sha256
        for sha256, each in fetches
        if each is not None and sha256 not in old
        for page in each.pages
    }
    return [*sorted(old), *(sha256 for sha256 in pages if sha256 not in young)]


def _fetches(place: Installation, employer: OrgNr) -> Iterator[tuple[str, _Index | None]]:
    """Each kept fetch with the hash of its index, the newest first, up to what was deleted."""
    sha256 = _pointed(place, employer)
    while sha256 is not None and not _is_deleted(place, sha256):
        index = _index(place, sha256)
        yield sha256, index
        sha256 = None if index is None else index.before


def _is_deleted(place: Installation, sha256: str) -> bool:
    if sha256 in place.archive:
        return False
    with place.database.reading() as session:
        return lookup(place.keys, sha256) in deleted_originals(session)


def _pointed(place: Installation, employer: OrgNr) -> str | None:
    """The index of the last whole fetch, None before the first."""
    try:
        return _pointer(place, employer).read_text(encoding="ascii")
    except FileNotFoundError:
        return None


def _latest(place: Installation, employer: OrgNr) -> _Index | None:
    """The last whole fetch; None when there was none, or it is from another version."""
    sha256 = _pointed(place, employer)
    return None if sha256 is None else _index(place, sha256)


def _index(place: Installation, sha256: str) -> _Index | None:
    """An index from the archive, None when it is from another version."""
    try:
        return _Index.model_validate_json(place.archive.get(sha256))
    except ValidationError:
        return None


def _pointer(place: Installation, employer: OrgNr) -> Path:
    return place.settings.home_folder / "nav_lists" / employer.reveal()


def _is_young(index: _Index) -> bool:
    return clock.now() - index.fetched_at <= YOUNG


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(OSLO):%d.%m.%Y %H:%M}"

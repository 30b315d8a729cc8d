"""Fetch new settlement reports into the archive and the ledger, before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from rutine.cases.ledger import Arrival, ReportFacts, ReportState, add_report, known_reports
from rutine.connectors.browser import find_browser
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchedReport, FetchResult, FetchState, Refused, ReportSource
from rutine.connectors.portal import Limits, PracticeSignIn, fetch_from_portal
from rutine.core import clock
from rutine.core.differences import Difference
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.installation import Installation
from rutine.settings import Folder, Mode
from rutine.steps.file_case import file_case
from rutine.steps.folder import fetch_from_folder
from rutine.steps.hand_in import REPORT_FORMAT
from rutine.steps.progress import announce
from rutine.steps.scope import Scope

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """How fetching went: counts and codes only.

    Attributes:
        state: `new`, `nothing_new_proven` or `inconclusive`; None when a report was given by
            hand and nobody looked.
        reason: why it is inconclusive.
        new: reports that were not known before.
        refused: downloads that were not the report they should be.
        cases: what a person must look at because of it.
    """

    state: FetchState | None
    reason: FetchReason | None = None
    new: int = 0
    refused: int = 0
    cases: tuple[Difference, ...] = ()


def fetch(place: Installation, scope: Scope, *, source: ReportSource | None = None) -> Fetched:
    """Fetch what is new for the month; a report given by hand is taken as it is.

    Bytes are archived before the ledger knows of them, so a killed fetch loses nothing. The
    source is the employer's folder when one is configured, else the portal at the configured
    addresses.

    Raises:
        InputError: no browser, or nobody who may sign in.
        ConnectorError: the portal did not answer at all.
    """
    if scope.report is not None:
        return Fetched(None, new=_take(place, scope, scope.report))
    employer = place.settings.employer(scope.employer)
    if source is None and employer is not None and employer.folder is not None:
        return _from_folder(place, scope, employer.folder)
    with place.database.reading() as session:
        known = known_reports(session, scope.employer)
    result = (source or portal(place))(
        employer=scope.employer,
        period=scope.until,
        known=known,
        progress=announce,
    )
    strange = _keep(place, scope, result)
    return Fetched(
        result.state,
        result.reason,
        new=len(result.reports),
        refused=len(result.refused),
        cases=(
            *map(partial(_refused_case, scope), result.refused),
            *map(partial(_twin_case, scope), strange),
            *_unseen_case(scope, result.state, result.reason),
        ),
    )


def _from_folder(place: Installation, scope: Scope, folder: Folder) -> Fetched:
    """What the employer's folder gave, with the cases that come of it."""
    result = fetch_from_folder(place, scope, folder)
    return Fetched(
        result.state,
        result.reason,
        new=result.new,
        refused=len(result.refused),
        cases=(
            *(file_case(scope.employer, f"report {sha256[:12]}") for sha256 in result.refused),
            *_unseen_case(scope, result.state, result.reason),
        ),
    )


def portal(place: Installation) -> ReportSource:
    """The robot in a browser, at the configured addresses.

    Raises:
        InputError: `browser_missing`, `nobody_signs_in` outside practice, or
            `practice_not_here`: practice people do not visit the real sites.
    """
    settings = place.settings
    if settings.mode is not Mode.PRACTICE:
        raise InputError(
            "nobody_signs_in",
            "Fetching from the portal needs a person who signs in with ID-porten.",
            "Download the report and give it with --report FILE.",
        )
    for address in (settings.portal.inbox, settings.portal.nav):
        if urlsplit(address).hostname not in _LOOPBACK:
            raise InputError(
                "practice_not_here",
                "This installation holds practice data, and no practice site is running.",
                "Practice reports are fetched by `rutine demo`; give a file with --report FILE.",
            )
    return partial(
        fetch_from_portal,
        inbox_url=settings.portal.inbox,
        nav_url=settings.portal.nav,
        browser=find_browser(),
        person=PracticeSignIn(settings.portal.practice_person),
        limits=Limits(page=settings.portal.timeout_seconds),
        language=Language(settings.language),
    )


def _take(place: Installation, scope: Scope, sha256: str) -> int:
    """Enter a report given by hand, whose bytes are in the archive; 0 when it was known (D30)."""
    facts = ReportFacts(
        employer=scope.employer,
        sha256=sha256,
        how="by_hand",
        fetched_at=clock.now(),
        value_date=None,
    )
    with place.database.writing() as session:
        return int(add_report(session, scope.run_id, facts).arrival is not Arrival.KNOWN)


def _keep(place: Installation, scope: Scope, result: FetchResult) -> list[int]:
    """Archive and enter what came; the ids that share bytes, or an id, with another report."""
    arrived: tuple[FetchedReport | Refused, ...] = (*result.reports, *result.refused)
    for each in arrived:
        place.archive.put(each.data, kind=REPORT_FORMAT, label=f"report {each.report_id}")
    with place.database.writing() as session:
        entries = [add_report(session, scope.run_id, _facts(each)) for each in result.reports]
        for refused in result.refused:
            add_report(session, scope.run_id, _refused_facts(scope, refused))
    return [
        report.report_id
        for report, entry in zip(result.reports, entries, strict=True)
        if entry.arrival in {Arrival.SAME_BYTES, Arrival.DIFFERS}
    ]


def _facts(report: FetchedReport) -> ReportFacts:
    return ReportFacts(
        employer=report.employer,
        sha256=report.sha256,
        how=report.how,
        fetched_at=report.fetched_at,
        report_id=report.report_id,
        value_date=report.value_date,
        total=report.total,
        account=report.account,
    )


def _refused_facts(scope: Scope, refused: Refused) -> ReportFacts:
    return ReportFacts(
        employer=scope.employer,
        sha256=refused.sha256,
        how="portal",
        fetched_at=clock.now(),
        report_id=refused.report_id,
        state=ReportState.REFUSED,
        reason=refused.code,
    )


def _refused_case(scope: Scope, refused: Refused) -> Difference:
    return file_case(scope.employer, f"report {refused.report_id}")


def _twin_case(scope: Scope, report_id: int) -> Difference:
    """Two reports with the same lines, or one report with two contents: a person must ask NAV."""
    return file_case(scope.employer, f"report {report_id}", reason="D30")


def _unseen_case(
    scope: Scope, state: FetchState, reason: FetchReason | None
) -> tuple[Difference, ...]:
    """What could not be seen is a case, never a green run."""
    if state is not FetchState.INCONCLUSIVE or reason is None:
        return ()
    reference = f"{scope.month} {reason.value}"
    return (file_case(scope.employer, reference, kind="fetch", reason="D38"),)

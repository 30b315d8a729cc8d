"""Fetch new settlement reports into the archive and the ledger, before anything is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from rutine.cases.figures.plain_line import NOTHING_NEW
from rutine.cases.reports.ledger import (
    Arrival,
    ReportFacts,
    ReportState,
    add_report,
    known_reports,
    mark,
)
from rutine.cases.reports.naming import report_label
from rutine.cases.reports.untold import Untold, untold
from rutine.cases.runs import ATTENDED, Control, RunState, latest_run
from rutine.connectors.content import lines_digest
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetching import FetchedReport, FetchResult, FetchState, Refused
from rutine.connectors.source import Fetch
from rutine.core import clock, watch
from rutine.core.differences import Difference
from rutine.installation import Installation
from rutine.settings import ReportsFrom
from rutine.steps.cut_files import cut_files, let_give_way, told
from rutine.steps.file_case import CAME_TWICE, file_case
from rutine.steps.folder import fetch_from_folder
from rutine.steps.nav_lists import fetch_nav_lists
from rutine.steps.progress import announce
from rutine.steps.report_originals import (
    REPORT_FORMAT,
    Kept,
    keep_entered,
    keep_new,
    note_earlier_lines,
    sharing_lines,
)
from rutine.steps.scope import ROUTINE, Scope
from rutine.steps.sources import needs_person, source_of

SEEN: Final[dict[FetchState | None, str | None]] = {
    FetchState.NEW: None,
    FetchState.NOTHING_NEW_PROVEN: NOTHING_NEW,
}
"""How a fetch ended that saw everything, and what its run's summary then has as its reason."""

NOTHING = hashlib.sha256(b"").hexdigest()
"""The bytes of a report that did not come."""


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
        controls: which files gave way to NAV's own reports, and how it went with NAV's lists of
            sick leave, where they are asked for.
    """

    state: FetchState | None
    reason: FetchReason | None = None
    new: int = 0
    refused: int = 0
    cases: tuple[Difference, ...] = ()
    controls: tuple[Control, ...] = ()


@watch.step
def fetch(place: Installation, scope: Scope, *, source: Fetch | None = None) -> Fetched:
    """Fetch what is new for the month; a report given by hand is taken as it is.

    Bytes are archived before the ledger knows of them, so a killed fetch loses nothing. The
    source is the one configured for the employer when none is given. A folder is looked in
    first, whatever the source.

    Raises:
        InputError: the source is not set up, no browser, or nobody who may sign in.
        ConnectorError: the portal did not answer at all.
    """
    if scope.report is not None:
        taken = Fetched(None, new=_take(place, scope, scope.report))
        return with_untold(place, scope, taken)
    fetched = with_untold(place, scope, _reports(place, scope, source))
    return replace(fetched, controls=(*fetched.controls, *_lists(place, scope)))


def with_untold(place: Installation, scope: Scope, fetched: Fetched) -> Fetched:
    """What a run fetched, with what must be told before it settles; each case once.

    However the run came to what it has: a report that a killed run took in is settled by this
    one, a damaged file may lie in the folder twice, or once more, and a step that NAV did not
    answer begins anew when the folder is empty.
    """
    with place.database.reading() as session:
        left = untold(session, scope.employer, ROUTINE)
    return replace(
        fetched,
        cases=tuple(dict.fromkeys((*fetched.cases, *_untold(place, scope, left)))),
        controls=(*fetched.controls, *map(told, left.gave_way)),
    )


def _untold(place: Installation, scope: Scope, left: Untold) -> Iterator[Difference]:
    """What was taken in and nobody knows of, and what shares too much with a file."""
    twins = (*left.twins, *sharing_lines(place, scope.employer))
    yield from map(partial(_twin_case, scope), twins)
    yield from map(partial(file_case, scope.employer), left.refused)


def _lists(place: Installation, scope: Scope) -> Iterator[Control]:
    """How it went with NAV's lists; they explain, so the reports come without them, too."""
    employer = place.settings.employer(scope.employer)
    if employer is not None and employer.nav_lists:
        yield fetch_nav_lists(place, employer)


def _reports(place: Installation, scope: Scope, source: Fetch | None) -> Fetched:
    """What the folder and the source gave."""
    dropped = _from_folder(place, scope) if source is None else None
    if dropped is None:
        return _from_source(place, scope, source)
    if place.settings.reports_from(scope.employer) is ReportsFrom.FOLDER:
        return dropped
    return _together(dropped, _from_source(place, scope, None))


def _from_source(place: Installation, scope: Scope, source: Fetch | None) -> Fetched:
    """What the source that is given or configured has."""
    if source is None and needs_person(place.settings, scope.employer):
        return looked_before(place, scope)
    with source_of(place, scope.employer, source) as bring:
        return fetch_from(place, scope, bring)


def fetch_from(place: Installation, scope: Scope, bring: Fetch) -> Fetched:
    """What NAV gave, kept and entered in the ledger, with the cases that come of it."""
    with place.database.reading() as session:
        known = known_reports(session, scope.employer)
    result = bring(
        employer=scope.employer,
        period=scope.until,
        known=known,
        progress=announce,
    )
    twins = _keep(place, scope, result)
    return Fetched(
        result.state,
        result.reason,
        new=len(result.reports),
        refused=len(result.refused),
        cases=(
            *map(partial(_refused_case, scope), result.refused),
            *map(partial(_twin_case, scope), twins),
            *unseen_case(scope, result.state, result.reason),
        ),
    )


def looked_before(place: Installation, scope: Scope) -> Fetched:
    """What a person's fetch before this run proved: nobody signs in while it works.

    It counts when it was made today, or after the days that this run takes were over.
    """
    with place.database.reading() as session:
        run = latest_run(session, ATTENDED, scope.employer)
    if run is not None and run.summary is not None and run.finished_at is not None:
        day = run.finished_at.astimezone(clock.OSLO).date()
        current = day == clock.today() or day > scope.until.last
        seen = {reason: state for state, reason in SEEN.items()}
        if current and run.state is not RunState.FAILED and run.summary.reason in seen:
            return Fetched(seen[run.summary.reason])
    reason = FetchReason.PERSON_NEEDED
    return Fetched(
        FetchState.INCONCLUSIVE,
        reason,
        cases=unseen_case(scope, FetchState.INCONCLUSIVE, reason),
    )


def _together(dropped: Fetched, fetched: Fetched) -> Fetched:
    """What a folder and NAV gave. An empty folder needs no proof when NAV itself was asked."""
    empty = dropped.reason is FetchReason.NO_KNOWN_FILE
    cases = () if empty else dropped.cases
    new = dropped.new + fetched.new
    seen = fetched.state is not FetchState.INCONCLUSIVE
    unclear = fetched.reason if not seen or empty else dropped.reason
    state = FetchState.NEW if new else fetched.state
    return Fetched(
        state if unclear is None else FetchState.INCONCLUSIVE,
        unclear,
        new=new,
        refused=dropped.refused + fetched.refused,
        cases=(*cases, *fetched.cases),
    )


def _from_folder(place: Installation, scope: Scope) -> Fetched | None:
    """What the employer's folder gave, with the cases that come of it; None without one."""
    employer = place.settings.employer(scope.employer)
    if employer is None or employer.folder is None:
        return None
    result = fetch_from_folder(place, scope, employer.folder)
    return Fetched(
        result.state,
        result.reason,
        new=result.new,
        refused=len(result.refused),
        cases=(
            *(file_case(scope.employer, report_label(None, sha256)) for sha256 in result.refused),
            *unseen_case(scope, result.state, result.reason),
        ),
    )


def _take(place: Installation, scope: Scope, sha256: str) -> int:
    """Enter a report given by hand, whose bytes are in the archive; 0 when it was known (D30).

    Refused bytes are tried again, whatever was wrong with them: whoever was told to compare two
    reports has done so, and what is no report is refused when it is read.
    """
    facts = ReportFacts(
        employer=scope.employer,
        sha256=sha256,
        how="by_hand",
        fetched_at=clock.now(),
        value_date=None,
        lines_sha256=lines_digest(place.archive.get(sha256)),
    )
    note_earlier_lines(place, scope.employer)
    with place.database.writing() as session:
        entry = add_report(session, scope.run_id, facts)
        if entry.state is ReportState.REFUSED:
            mark(session, entry.entry_id, ReportState.FETCHED)
            return 1
        return int(entry.arrival is not Arrival.KNOWN)


def _keep(place: Installation, scope: Scope, result: FetchResult) -> list[str]:
    """Archive and enter what came.

    Returns:
        What those are called that share bytes, or an id, with another report.
    """
    if result.left:
        place.archive.put(b"", kind=REPORT_FORMAT, label="nothing came")
    for refused in result.refused:
        place.archive.put(refused.data, kind=REPORT_FORMAT, label=f"report {refused.report_id}")
    note_earlier_lines(place, scope.employer)
    facts = [_facts(each) for each in result.reports]
    originals = [Kept(each.data, f"report {each.report_id}") for each in result.reports]
    for fact, original in zip(facts, originals, strict=True):
        keep_new(place, fact.employer, original, fact.lines_sha256)
    cut = cut_files(place, scope, result.reports)
    with place.database.writing() as session:
        entries = [add_report(session, scope.run_id, fact) for fact in facts]
        for entry, original in zip(entries, originals, strict=True):
            keep_entered(place, entry, original)
        for refused in result.refused:
            add_report(session, scope.run_id, _refused_facts(scope, refused))
        for report_id in result.left:
            add_report(session, scope.run_id, _left_facts(scope, report_id, result))
        for entry in entries:
            if entry.arrival in {Arrival.NEW, Arrival.REPLACED}:
                let_give_way(session, place, scope, entry, cut.get(entry.report_id or 0, ()))
    return [
        original.label
        for original, entry in zip(originals, entries, strict=True)
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
        lines_sha256=lines_digest(report.data),
    )


def _refused_facts(scope: Scope, refused: Refused) -> ReportFacts:
    return ReportFacts(
        employer=scope.employer,
        sha256=refused.sha256,
        how=refused.how,
        fetched_at=clock.now(),
        report_id=refused.report_id,
        state=ReportState.REFUSED,
        reason=refused.code,
    )


def _left_facts(scope: Scope, report_id: int, result: FetchResult) -> ReportFacts:
    """A report that was seen and not brought. It has no case: the fetch's own case tells why."""
    return ReportFacts(
        employer=scope.employer,
        sha256=NOTHING,
        how="api",
        fetched_at=clock.now(),
        report_id=report_id,
        state=ReportState.REFUSED,
        reason=None if result.reason is None else result.reason.value,
    )


def _refused_case(scope: Scope, refused: Refused) -> Difference:
    return file_case(scope.employer, f"report {refused.report_id}")


def _twin_case(scope: Scope, reference: str) -> Difference:
    """Reports with lines in common, or one report with two contents: a person must look."""
    return file_case(scope.employer, reference, reason=CAME_TWICE)


def unseen_case(
    scope: Scope, state: FetchState, reason: FetchReason | None
) -> tuple[Difference, ...]:
    """What could not be seen is a case, never a green run."""
    if state is not FetchState.INCONCLUSIVE or reason is None:
        return ()
    reference = f"{scope.month} {reason.value}"
    return (file_case(scope.employer, reference, kind="fetch", reason="D38"),)

"""Settlement reports from NAV's API, unattended: look, fetch several at once, prove.

Rules: nav-reports §5. The key is NAV's report id; the ledger is ours; a report that was
fetched before must come back, or nothing is proven.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rutine.connectors.api_error import ApiError
from rutine.connectors.content import ContentFault, ContentFinding, check_content
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import fetch_text, progress_text, refusal_text
from rutine.connectors.fetching import FetchedReport, FetchResult, Refused, Step
from rutine.connectors.nav_api import Content, NavApi, Question
from rutine.connectors.source import AccessProof, Discovery, Listed, proof_in
from rutine.connectors.verdict import judge
from rutine.core import clock
from rutine.core.identifiers import OrgNr
from rutine.core.periods import Period
from rutine.core.reason_texts import Language

HOW: Final = "api"
FULL_SEARCH: Final = timedelta(days=60)
_AHEAD: Final = timedelta(days=31)
"""NAV accepts no value date in the future today; a search to a later day costs nothing."""

_OUTAGE: Final = 3
"""So many reports that can't be had: NAV is down, and the others are left for the next run."""


@dataclass(frozen=True, slots=True)
class Lookback:
    """From where to search again, told by the ledger.

    Attributes:
        after: `etterId`: below every report that came lately, that was refused, or that is the
            newest known; 0 when none is known.
        since: the first day of the search by date, None when no value date is known.
    """

    after: int = 0
    since: date | None = None


class ApiSource:
    """NAV's API as a source of reports."""

    def __init__(
        self,
        api: Callable[[OrgNr], NavApi],
        lookback: Callable[[OrgNr], Lookback],
        *,
        at_once: int = 8,
        language: Language = Language.NB,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            api: the API on behalf of an employer: one employer per grant.
            lookback: from where to search, per employer.
            at_once: how many reports are downloaded side by side.
            language: of the sentences for `progress`.
        """
        self._api = api
        self._lookback = lookback
        self._at_once = at_once
        self._language = language

    def discover(self, employer: OrgNr, known: Collection[int]) -> Discovery:
        """Ask by id and by date, archived reports included, and look after what is missing.

        By id there is no limit in time, so the turn of the year hides nothing (a default search
        covers this year only). By date comes what got a lower id than one already seen: ids are
        given before the report is visible.
        """
        back = self._lookback(employer)
        expected = frozenset(report for report in known if report > back.after)
        try:
            listed = self._ask(employer, back)
            missing = expected - set(listed)
            reason = self._why_missing(employer, missing) if missing else None
        except ApiError as error:
            return Discovery((), expected, (Step("visit", error.reason, detail=error.detail),))
        if not listed and not known:
            reason = FetchReason.API_NO_REPORTS
        return Discovery(
            tuple(listed[report_id] for report_id in sorted(listed)),
            expected,
            (Step("reports", reason, count=len(listed)),),
        )

    def fetch(
        self,
        *,
        employer: OrgNr,
        period: Period | None,
        known: Collection[int],
        progress: Callable[[str], None],
    ) -> FetchResult:
        """Fetch the employer's reports that are not known; each is checked before it counts."""

        def tell(step: str, number: int) -> None:
            progress(progress_text(step, number, self._language))

        found = self.discover(employer, known)
        tell("asked", len(found.listed))
        wanted = [
            each
            for each in found.listed
            if each.report_id not in known and (period is None or each.value_date in period)
        ]
        tell("new", len(wanted))
        visit = _Visit(self._api(employer), employer, tell)
        visit.fetch_all(wanted, self._at_once)
        steps = (*found.steps, *visit.steps)
        state, reason = judge(
            seen=found.seen,
            known=found.expected,
            fetched=len(visit.reports),
            reasons=[step.reason for step in steps if step.reason is not None],
        )
        return FetchResult(
            state,
            tuple(visit.reports),
            tuple(visit.refused),
            found.seen,
            reason,
            steps,
            tuple(visit.left),
        )

    def prove_access(self, employer: OrgNr, known: Collection[int]) -> AccessProof:
        """Tell whether a report that was fetched before comes back."""
        return proof_in(self.discover(employer, known))

    def _ask(self, employer: OrgNr, back: Lookback) -> dict[int, Listed]:
        """Both searches together, by report id."""
        api, today = self._api(employer), clock.today()
        questions = [Question(orgnr=employer, etterId=back.after)]
        if back.after:  # from 0 on, everything has been asked for already
            first = min(filter(None, (today - FULL_SEARCH, back.since)))
            # Without `tilDato` a search ends with the year it began in.
            questions.append(Question(orgnr=employer, fraDato=first, tilDato=today + _AHEAD))
        return {each.report_id: each for question in questions for each in api.search(question)}

    def _why_missing(self, employer: OrgNr, missing: Collection[int]) -> FetchReason:
        """Ask for a missing report by itself: is it the list, or the access?"""
        if self._api(employer).shows(max(missing)):
            return FetchReason.API_LIST_INCOMPLETE
        return FetchReason.API_NO_ACCESS


_Downloaded = tuple[Content, ContentFinding | None] | None


class _Visit:
    """The downloads of one fetch."""

    def __init__(self, api: NavApi, employer: OrgNr, tell: Callable[[str, int], None]) -> None:
        self._api = api
        self._employer = employer
        self._tell = tell
        self._over = threading.Event()
        self._unreachable = 0
        self.reports: list[FetchedReport] = []
        self.refused: list[Refused] = []
        self.left: list[int] = []
        self.steps: list[Step] = []

    def fetch_all(self, wanted: Iterable[Listed], at_once: int) -> None:
        """Download side by side and keep in order; one that fails never loses the others."""
        with ThreadPoolExecutor(at_once, thread_name_prefix="nav-api") as workers:
            jobs = [(each, workers.submit(self._download, each)) for each in wanted]
            try:
                for each, job in jobs:
                    self._take(each, job)
            except BaseException:  # Ctrl-C: the workers end with what they are at
                self._over.set()
                raise

    def _take(self, wanted: Listed, job: Future[_Downloaded]) -> None:
        """Keep what a download came to."""
        try:
            downloaded = job.result()
        except ApiError as error:
            self._fail(wanted, error)
            return
        if downloaded is None:
            self.left.append(wanted.report_id)
        else:
            self._keep(wanted, *downloaded)

    def _download(self, wanted: Listed) -> _Downloaded:
        """Download and check; None when the way to NAV has turned out to be closed.

        A file that fails a check is asked for once more. Where NAV tells no total, nothing in a
        file says that its last lines are there: two downloads must be alike.
        """
        alike = 1 if wanted.total is not None else 2
        accepted: list[bytes] = []
        content, finding = Content(b"", "", None), None
        for _ in range(alike + 1):
            if self._over.is_set():
                return None
            content = self._content(wanted.report_id)
            finding = check_content(
                content.data,
                employer=self._employer,
                report_id=wanted.report_id,
                media_type=content.media_type,
                file_name=content.file_name,
                value_date=wanted.value_date,
                account=wanted.account,
                total=wanted.total,
            )
            if finding is None:
                accepted.append(content.data)
                if accepted.count(content.data) == alike:
                    return content, None
        return content, finding or ContentFinding(ContentFault.UNSTEADY)

    def _content(self, report_id: int) -> Content:
        """One download.

        Raises:
            ApiError: DOWNLOAD_FAILED when NAV lists the report and does not give it.
        """
        try:
            content = self._api.content(report_id)
        except ApiError as error:
            # An outage may concern one report; a refusal concerns them all.
            if error.reason is FetchReason.API_UNREACHABLE:
                self._unreachable += 1
            if error.reason is not FetchReason.API_UNREACHABLE or self._unreachable >= _OUTAGE:
                self._over.set()
            raise
        if content is None:
            raise ApiError(FetchReason.DOWNLOAD_FAILED)
        return content

    def _keep(self, wanted: Listed, content: Content, finding: ContentFinding | None) -> None:
        if finding is not None:
            self.steps.append(
                Step("report", FetchReason.REPORT_REFUSED, report_id=wanted.report_id)
            )
            text = refusal_text(finding)
            self._refuse(
                Refused(
                    wanted.report_id, finding.fault.value, finding.line, text, content.data, HOW
                )
            )
            return
        self.reports.append(
            FetchedReport(
                report_id=wanted.report_id,
                employer=self._employer,
                value_date=wanted.value_date,
                total=wanted.total,
                account=wanted.account,
                data=content.data,
                media_type=content.media_type,
                fetched_at=clock.now(),
                how=HOW,
            )
        )
        self.steps.append(Step("report", report_id=wanted.report_id))
        self._tell("report", wanted.report_id)

    def _fail(self, wanted: Listed, error: ApiError) -> None:
        self.steps.append(
            Step("report", error.reason, report_id=wanted.report_id, detail=error.detail)
        )
        if error.reason is FetchReason.DOWNLOAD_FAILED:
            text = fetch_text(error.reason).meaning
            self._refuse(Refused(wanted.report_id, error.reason.value, None, text, b"", HOW))
        else:
            self.left.append(wanted.report_id)

    def _refuse(self, refused: Refused) -> None:
        self.refused.append(refused)
        self._tell("refused", refused.report_id)

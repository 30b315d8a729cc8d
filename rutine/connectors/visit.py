"""One visit of the robot: what it does, in order, and what it makes of what it sees.

It does what a person did: sign in at the inbox, choose the employer, look at NAV's messages,
follow each new one to NAV's page, download the CSV. Then it does what no person could be asked
to: it reads NAV's whole list, fetches reports that have no message, checks every file, and
proves that nothing new really means nothing new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Error

from rutine.connectors import portal_texts as texts
from rutine.connectors.content import ContentFault, check_content
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import fetch_text, refusal_text
from rutine.connectors.fetching import FetchedReport, FetchResult, Refused, Step
from rutine.connectors.inbox import Dialog, Inbox
from rutine.connectors.nav_page import Card, NavPage
from rutine.connectors.pictures import Pictures
from rutine.connectors.sign_in import SignIn
from rutine.connectors.source import Discovery, Listed
from rutine.connectors.verdict import judge
from rutine.connectors.waiting import PortalError
from rutine.core import clock
from rutine.core.errors import ConnectorError
from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.core.reason_texts import Language

_STOPS = frozenset(
    {
        FetchReason.SIGN_IN_FAILED,
        FetchReason.SESSION_ENDED,
        FetchReason.PORTAL_UNREACHABLE,
        FetchReason.BROWSER_STOPPED,
    }
)
"""After these nothing more can be had in this session."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A new report to fetch."""

    report_id: int
    value_date: date
    total: Ore


class Visit:
    """One fetch, from signing in to signing out. Collects what it saw on the way."""

    def __init__(
        self,
        inbox: Inbox,
        nav: NavPage,
        employer: OrgNr,
        known: frozenset[int],
        tell: Callable[[str, int], None],
        *,
        pictures: Pictures,
    ) -> None:
        self._inbox = inbox
        self._nav = nav
        self._employer = employer
        self._known = known
        self._tell = tell
        self._pictures = pictures
        self._steps: list[Step] = []
        self._reports: dict[int, FetchedReport] = {}
        self._refused: dict[int, Refused] = {}
        self._seen: tuple[int, ...] = ()

    def run(self, person: SignIn | None, period: Period | None) -> FetchResult:
        """Do everything in order, and say how it ended."""
        try:
            dialogs = self._read_inbox(person)
            self._read_companies()
            cards = self._read_list()
            wanted = self._choose(cards, period)
            self._check_dialogs(dialogs, cards, period)
            self._fetch_by_dialogs(dialogs, wanted)
            self._fetch_by_list(wanted)
        except PortalError as error:
            self._fail("visit", error)
        except Error:
            # Playwright's own words may hold addresses, so only the reason is kept.
            self._note("visit", self._nav.why_lost())
        if self._inbox.unread_lost:
            self._note("dialog", PortalError(FetchReason.UNREAD_LOST, "MARK_UNREAD"))
        self._nav.sign_out()
        return self._result()

    def look(self, person: SignIn | None) -> Discovery:
        """Sign in, read NAV's list and leave; nothing is opened or downloaded.

        Raises:
            ConnectorError: `portal_unreachable`.
        """
        cards: tuple[Card, ...] = ()
        try:
            self._read_inbox(person)
            self._read_companies()
            cards = self._read_list()
        except PortalError as error:
            self._note("visit", error)
        except Error:
            self._note("visit", self._nav.why_lost())
        self._nav.sign_out()
        self._refuse_silence()
        listed = (
            Listed(card.report_id, card.value_date, card.total)
            for card in sorted(cards, key=lambda card: card.report_id)
            if card.value_date is not None
        )
        return Discovery(tuple(listed), self._known, tuple(self._steps))

    # --- looking ---

    def _read_inbox(self, person: SignIn | None) -> tuple[Dialog, ...]:
        try:
            self._inbox.sign_in(person)
            dialogs = self._inbox.dialogs(self._employer)
        except PortalError as error:
            if error.reason in _STOPS:
                raise
            self._fail("inbox", error)
            return ()
        except Error:
            self._note("inbox", PortalError(FetchReason.INBOX_ERROR))
            return ()
        self._steps.append(Step("inbox", count=len(dialogs)))
        self._tell("inbox", len(dialogs))
        return dialogs

    def _read_companies(self) -> None:
        """Zero companies is what a down access service looks like; the list is tried anyway."""
        try:
            companies = self._nav.companies()
        except PortalError as error:
            if error.reason in _STOPS:
                raise
            self._fail("companies", error)
            return
        listed = self._employer.reveal() in companies
        reason = None if listed else FetchReason.COMPANY_NOT_LISTED
        self._steps.append(Step("companies", reason, count=len(companies)))

    def _read_list(self) -> tuple[Card, ...]:
        cards = self._nav.cards(self._employer)
        self._seen = tuple(sorted(card.report_id for card in cards))
        self._steps.append(Step("reports", count=len(cards)))
        self._tell("reports", len(cards))
        return cards

    def _choose(self, cards: tuple[Card, ...], period: Period | None) -> dict[int, _Wanted]:
        """The new reports of the period, lowest id first."""
        wanted: dict[int, _Wanted] = {}
        for card in sorted(cards, key=lambda card: card.report_id):
            if card.report_id in self._known:
                continue
            if card.value_date is None or card.total is None:
                changed = PortalError(FetchReason.PAGE_CHANGED, "CARD_TEXT")
                self._note("report", changed, card.report_id)
            elif period is None or card.value_date in period:
                wanted[card.report_id] = _Wanted(card.report_id, card.value_date, card.total)
        self._tell("new", len(wanted))
        return wanted

    def _check_dialogs(
        self, dialogs: tuple[Dialog, ...], cards: tuple[Card, ...], period: Period | None
    ) -> None:
        """Every payment that the inbox tells of must be in NAV's list.

        Payment dates are compared, not numbers: one report may have had two messages.
        """
        listed = {card.value_date for card in cards}
        if None in listed:
            return  # the page has changed, which is said already
        told = {dialog.value_date for dialog in dialogs if _counts(dialog.value_date, period)}
        for _ in told - listed:
            self._note("dialog", PortalError(FetchReason.DIALOG_WITHOUT_REPORT))

    # --- fetching ---

    def _fetch_by_dialogs(self, dialogs: tuple[Dialog, ...], wanted: dict[int, _Wanted]) -> None:
        """Follow the messages of new payments; what fails here is fetched from the list."""
        for dialog in dialogs:
            if dialog.value_date not in {report.value_date for report in wanted.values()}:
                continue
            try:
                self._follow(dialog, wanted)
            except PortalError as error:
                if error.reason in _STOPS:
                    raise
                # A page that fails here is tried again from the list, which then decides.
                again = error.reason in {FetchReason.PAGE_SLOW, FetchReason.PAGE_CHANGED}
                self._fail("dialog", PortalError(FetchReason.REPORT_UNKNOWN) if again else error)
            except Error:
                self._note("dialog", PortalError(FetchReason.INBOX_ERROR))

    def _follow(self, dialog: Dialog, wanted: dict[int, _Wanted]) -> None:
        """Go the way a person goes: the message, its link, the open card, the file."""
        report_id = self._inbox.report_id(dialog)
        if report_id not in self._seen:
            raise PortalError(FetchReason.DIALOG_WITHOUT_REPORT)
        if report_id in wanted:
            self._nav.open_report(report_id, self._employer)
            self._download(wanted.pop(report_id))

    def _fetch_by_list(self, wanted: dict[int, _Wanted]) -> None:
        """Fetch what no message led to."""
        if wanted:
            self._nav.cards(self._employer)
        for report in wanted.values():
            self._download(report)

    def _download(self, wanted: _Wanted) -> None:
        """Fetch one report; where the session ends on the way a person is asked, and it goes on."""
        if self._nav.keep_session():
            self._nav.cards(self._employer)
        try:
            self._bring(wanted)
        except PortalError as error:
            if error.reason is not FetchReason.SESSION_ENDED or not self._nav.renew():
                raise
            self._nav.cards(self._employer)
            self._bring(wanted)

    def _bring(self, wanted: _Wanted) -> None:
        """Fetch one report and check it; a bad one never loses the others."""
        try:
            file = self._nav.download(wanted.report_id)
        except PortalError as error:
            if error.reason in _STOPS:
                raise
            self._fail("report", error, wanted.report_id)
            if error.reason is FetchReason.DOWNLOAD_FAILED:
                message = fetch_text(error.reason).meaning
                self._refuse(Refused(wanted.report_id, error.reason.value, None, message, b""))
            return
        finding = check_content(
            file.data,
            employer=self._employer,
            report_id=wanted.report_id,
            media_type=file.media_type,
            file_name=file.file_name,
            total=wanted.total,
        )
        if finding is not None and finding.fault is ContentFault.LOGIN_PAGE:
            self._stop_without_session()
        if finding is not None:
            text = refusal_text(finding)
            self._note("report", PortalError(FetchReason.REPORT_REFUSED), wanted.report_id)
            self._refuse(
                Refused(wanted.report_id, finding.fault.value, finding.line, text, file.data)
            )
            return
        self._reports[wanted.report_id] = FetchedReport(
            report_id=wanted.report_id,
            employer=self._employer,
            value_date=wanted.value_date,
            total=wanted.total,
            account=None,  # NAV's page does not show it
            data=file.data,
            media_type=file.media_type,
            fetched_at=clock.now(),
            how="portal",
        )
        self._steps.append(Step("report", report_id=wanted.report_id))
        self._tell("report", wanted.report_id)

    def _stop_without_session(self) -> None:
        """A sign-in page in place of a file most often means that the session ended."""
        if not self._nav.has_session():
            raise PortalError(FetchReason.SESSION_ENDED)

    def _refuse(self, refused: Refused) -> None:
        self._refused[refused.report_id] = refused
        self._tell("refused", refused.report_id)

    # --- the end ---

    def _note(self, name: str, error: PortalError, report_id: int | None = None) -> None:
        step = Step(name, error.reason, report_id=report_id, detail=error.detail)
        if step not in self._steps:
            self._steps.append(step)

    def _fail(self, name: str, error: PortalError, report_id: int | None = None) -> None:
        """Note what went wrong, with a picture of what was shown, people masked."""
        self._note(name, error, report_id)
        self._pictures.take(name)

    def _refuse_silence(self) -> None:
        """A portal that answered nothing at all may answer later: that is worth another try."""
        reasons = {step.reason for step in self._steps}
        if FetchReason.PORTAL_UNREACHABLE in reasons and not (self._reports or self._seen):
            text = fetch_text(FetchReason.PORTAL_UNREACHABLE, Language.EN)
            raise ConnectorError("portal_unreachable", text.meaning, text.action)

    def _result(self) -> FetchResult:
        self._refuse_silence()
        reasons = [step.reason for step in self._steps if step.reason is not None]
        state, reason = judge(
            seen=self._seen,
            known=self._known,
            fetched=len(self._reports),
            reasons=reasons,
        )
        return FetchResult(
            state=state,
            reports=tuple(self._reports[key] for key in sorted(self._reports)),
            refused=tuple(self._refused[key] for key in sorted(self._refused)),
            seen=self._seen,
            reason=reason,
            steps=tuple(self._steps),
        )


def _counts(day: date, period: Period | None) -> bool:
    """Whether a message of this payment date must have its report in NAV's list."""
    return day >= texts.ARCHIVE_STARTS and (period is None or day in period)

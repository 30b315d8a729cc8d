"""Making the review app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from rutine.cases.accounts.sign_in import Provider, Way
from rutine.cases.database import Database
from rutine.cases.deciding.control import STRICT, Limits
from rutine.cases.figures.gains import Baseline
from rutine.cases.reports.evidence import EvidenceArchive
from rutine.cases.reports.uploads import Receiver, nowhere
from rutine.cases.sealing.keys import KeyRing
from rutine.core import clock
from rutine.core.errors import InputError
from rutine.core.reason_texts import Language
from rutine.core.reasons import DeadlineRule
from rutine.formats.format_file import FormatFile
from rutine.refunds.at_risk import RiskView
from rutine.review.configuration import Site
from rutine.review.guards.failures import http_failure
from rutine.review.guards.pace import MOST, KeptPace, Pace
from rutine.review.guards.proxy import OnlyThroughProxy
from rutine.review.guards.request_log import RequestLog
from rutine.review.guards.security import Hardening
from rutine.review.modelling.editor_desk import EditorDesk, NoEditor
from rutine.review.modelling.gain_cards import GainCards, no_cards
from rutine.review.modelling.proposal_desk import NoProposals, ProposalDesk
from rutine.review.modelling.routine_desk import EmptyDesk, RoutineDesk
from rutine.review.operation.health import Health
from rutine.review.operation.on_watch import OnWatch
from rutine.review.operation.timetable_desk import EmptyTimetable, TimetableDesk
from rutine.review.oversight.access_desk import AccessDesk, NoAccessDesk
from rutine.review.questions.question_desk import NoQuestions, QuestionDesk
from rutine.review.rendering import template_engine
from rutine.review.routes import MAX_BODY, routes
from rutine.review.standings.standings_desk import NoStandings, StandingsDesk


def no_pdf(_page: str) -> bytes:
    """Say that nothing here makes a PDF.

    Raises:
        InputError: `browser_missing`.
    """
    raise InputError(
        "browser_missing", "No browser was given.", "Run `rutine doctor --fix-browser`."
    )


BACKSTOP = 4 * MAX_BODY
"""Bytes read of a body that does not say how large it is."""


def create_app(
    database: Database,
    archive: EvidenceArchive,
    keys: KeyRing,
    *,
    formats: Callable[[str], FormatFile | None],
    today: Callable[[], date] = clock.today,
    secure: bool = False,
    title: str = "Rutine",
    units: Mapping[str, str] | None = None,
    language: str = "nb",
    explain: Callable[[str, Language], tuple[str, str] | None] = lambda _reason, _language: None,
    risks: Callable[[], Sequence[tuple[str, RiskView]]] = tuple,
    limits: Limits = STRICT,
    deadline_rule: Callable[[DeadlineRule, Language], str] = lambda _rule, _language: "",
    uploads: Receiver = nowhere,
    report: Callable[[str], Path | None] = lambda _run_id: None,
    baseline: Callable[[str], Baseline | None] = lambda _routine: None,
    gain_cards: GainCards = no_cards,
    desk: RoutineDesk | None = None,
    proposals: ProposalDesk | None = None,
    note: Callable[[str, str], str] = lambda _routine, _reason: "",
    editor: EditorDesk | None = None,
    watch: OnWatch | None = None,
    timetable: TimetableDesk | None = None,
    access: AccessDesk | None = None,
    standings: StandingsDesk | None = None,
    routine_title: Callable[[str, Language], str] | None = None,
    questions: QuestionDesk | None = None,
    questions_most: int = MOST,
    kept_pace: KeptPace | None = None,
    mails: bool = False,
    pdf: Callable[[str], bytes] = no_pdf,
    address: str | None = None,
    proxies: frozenset[str] = frozenset(),
    local: bool = True,
    local_code: bool = False,
    providers: Mapping[Way, Provider] | None = None,
) -> Starlette:
    """The reviewers' app over an open store.

    Args:
        database: the store; the app does not close it.
        archive: where the files' own lines are shown from.
        keys: the store's key ring.
        formats: from the kind an original is archived under to its format file, or None.
        today: the day that ages are counted to.
        secure: what people see comes over TLS. Without it, only loopback is answered.
        title: stands at the top of every page.
        units: organisation number -> name of each sub-unit.
        language: `nb`, `nn` or `en`, for those who have not chosen.
        explain: from the reason why a fetch could not see everything to two sentences: what it
            means and what to do. The connectors own them, and this app does not know connectors.
        risks: each employer's name and its money at risk. Gathered from files and reports by
            the steps, which this app does not know.
        limits: from which amounts a second person must agree to a decision.
        deadline_rule: how a deadline is found, in words. The numbers stand in tables, which
            this app does not read.
        uploads: takes in reports that a person hands in, with the checks of every other way.
        report: from a run's id to the page that it left. The steps write these to files.
        baseline: from a routine's name to what a line took before it was automated.
        gain_cards: a routine's gain cards, which stand in its file, against the months.
        desk: reads, grades and writes routine files, which this app does not.
        proposals: what decisions speak for; it plays months and changes files.
        note: from a routine and a reason to what the routine's file says of it.
        editor: checks, simulates and keeps routine files that are edited, likewise.
        watch: how the installation is watched, and which routines should run when.
        access: everything about one person; the app does not read originals by their formats.
        standings: how everybody stood in a routine's latest run, from lists that the app does not
            read.
        timetable: what runs when, and ways to stop and start it. The scheduler is unknown here.
        routine_title: what people call a routine; its name in words when left out.
        questions: the approved answers to employees, which the routines read.
        questions_most: how often one address may ask within five minutes.
        kept_pace: how many unanswered questions those who have not signed in may leave for HR.
        pdf: makes a PDF of a page; the browser that does is unknown here.
        mails: there is a mail server, so people may choose to be told of what waits.
        address: what people type to open the app, such as https://rutine.kommune.no. Over TLS
            no other name is answered; without one, the names of this machine's loopback.
        proxies: the addresses of a proxy that does TLS; then nobody else is answered.
        local: accounts with a password may sign in.
        local_code: they must set up a one-time code before anything else.
        providers: where else people may sign in.
    """
    site = Site(
        database=database,
        archive=archive,
        keys=keys,
        formats=formats,
        today=today,
        secure=secure,
        title=title,
        units=dict(units or {}),
        language=Language(language),
        explain=explain,
        templates=template_engine(),
        risks=risks,
        limits=limits,
        deadline_rule=deadline_rule,
        uploads=uploads,
        report=report,
        baseline=baseline,
        gain_cards=gain_cards,
        desk=desk or EmptyDesk(),
        proposals=proposals or NoProposals(),
        note=note,
        editor=editor or NoEditor(),
        watch=watch or OnWatch(),
        timetable=timetable or EmptyTimetable(),
        access=access or NoAccessDesk(),
        standings=standings or NoStandings(),
        routine_title=routine_title or (lambda name, _: name.replace("_", " ")),
        mails=mails,
        address=address,
        local=local,
        local_code=local_code,
        providers=dict(providers or {}),
        questions=questions or NoQuestions(),
        question_pace=Pace(most=questions_most),
        kept_pace=kept_pace or KeptPace(),
        pdf=pdf,
        pace=Pace() if secure else None,
    )
    static = StaticFiles(directory=Path(__file__).parent / "static")
    app = Starlette(
        routes=[*routes(site), Mount("/static", static, name="static")],
        middleware=[
            Middleware(Health, is_ready=database.answers),
            Middleware(RequestLog),
            Middleware(Hardening, secure=secure, address=address),
            *([Middleware(OnlyThroughProxy, proxies=proxies)] if proxies else []),
            Middleware(RequestBodyLimitMiddleware, max_body_size=BACKSTOP),
        ],
        exception_handlers={HTTPException: http_failure(site)},
    )
    app.state.secure = secure
    app.state.address = address
    return app

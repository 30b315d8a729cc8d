"""Every address of the app with its rule: who may use it, and with which method.

A new page is a new line here; there is no other way in, so no page is without a rule.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutine.cases.access import (
    ANSWERS_PROPOSALS,
    APPROVES,
    AUDITS,
    DECIDES,
    EXPORTS,
    MODELS,
    SEES_CASES,
    SEES_PROPOSALS,
    UNDOES,
    UserRole,
)
from rutine.cases.accounts import second_factor
from rutine.cases.accounts.sign_in import Way
from rutine.cases.reports.uploads import UPLOADS
from rutine.cases.scheduling import STEERS
from rutine.core.errors import AccessDenied
from rutine.review import plain_pages, shortcuts_page
from rutine.review.accounts import account_page, first_admin_page, provider_page, sign_in_page
from rutine.review.calendars import calendar_page
from rutine.review.case import (
    case_page,
    deciding,
    record_page,
    remarking,
    same_person_page,
    similar_page,
    unmatching,
)
from rutine.review.case.similar_page import MOST_FIELDS as MOST_ALIKE
from rutine.review.configuration import Site
from rutine.review.guards import failures, forgery
from rutine.review.guards.request_log import ROUTE
from rutine.review.lists import (
    assigning,
    matching_page,
    queue_page,
    risk_page,
    saving,
    settled_page,
    workbook_page,
)
from rutine.review.lists.picked_lines import MOST_FIELDS as MOST_PICKED
from rutine.review.modelling import (
    draft_page,
    editor_page,
    gains_page,
    proposals_page,
    routines_page,
)
from rutine.review.operation import (
    metrics_page,
    notices_page,
    report_file,
    runs_page,
    status_page,
    timetable_page,
    upload_page,
)
from rutine.review.oversight import access_page, audit_page
from rutine.review.questions import questions_page
from rutine.review.standings import code_change_page, standings_page
from rutine.review.visit import Visit, arrive

View = Callable[[Visit], Response]

ANYONE: frozenset[UserRole] | None = None
SIGNED_IN = frozenset(UserRole)
SEES_RUNS = SEES_CASES | {UserRole.CONSULTANT, UserRole.ADMINISTRATOR}

MAX_FIELDS = 20
MAX_CHOSEN = MAX_FIELDS + assigning.MOST
"""Fields of a form in which the cases of a page can be chosen."""
MAX_DECISION = 60
"""Fields of a form that decides: its own, and a box for each discrepancy of the case."""
MAX_BODY = 64 * 1024
"""Bytes in one form; the largest holds a comment."""
MAX_TEXT = 4 * MAX_BODY
"""Bytes of a form that holds a whole routine file."""
MAX_UPLOAD = 8 * 1024 * 1024
"""Bytes of uploaded files and their form: fifty thousand cases, or sixty thousand lines."""

UPLOAD_BACKSTOP = 4 * MAX_UPLOAD
"""Bytes read of an upload that does not say how large it is."""

QUICK_AT_ONCE = 4
"""Quick pages that are made at once. Python makes one page at a time whatever the threads: more
of them only make each other slower, all being half done when the first could be finished."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address. `allowed` is None for pages that need no signing in.

    `files` is how many files may be posted: for a page with one, `MAX_UPLOAD` bytes are read,
    and only when the one who posts them may. `fields` is how many fields a form may have.
    `before_code` is for what a person needs who must set up a one-time code first.
    `long` is a form that holds a whole file's text.
    `quick` is a page that is read all the time and waits for nobody.
    `opens` is for what the settings may open to those who have not signed in (`Site.questions`).
    `api` takes and gives JSON, also when it fails.
    """

    method: str
    path: str
    view: View
    allowed: frozenset[UserRole] | None
    files: int = 0
    fields: int = MAX_FIELDS
    before_code: bool = False
    quick: bool = False
    long: bool = False
    opens: bool = False
    api: bool = False

    @property
    def largest(self) -> int:
        """Bytes of a body that says how large it is."""
        return MAX_UPLOAD if self.files else MAX_TEXT if self.long else MAX_BODY


PAGES = (
    Page("GET", "/", plain_pages.home, SIGNED_IN),
    Page("GET", "/logg-inn", sign_in_page.show, ANYONE),
    Page("POST", "/logg-inn", sign_in_page.sign_in, ANYONE),
    Page("GET", "/logg-inn/{way}", provider_page.begin, ANYONE),
    Page("GET", "/logg-inn/{way}/svar", provider_page.come_back, ANYONE),
    Page("GET", "/logg-inn/{way}/stoppet/{why}", provider_page.show_stop, ANYONE),
    Page("POST", "/logg-ut", sign_in_page.sign_out, SIGNED_IN, before_code=True),
    Page("GET", "/logg-ut/{way}", provider_page.sign_out_there, ANYONE),
    Page("GET", "/logget-ut", sign_in_page.signed_out, ANYONE),
    Page("POST", "/sprak", plain_pages.choose_language, ANYONE),
    Page("GET", "/saker", queue_page.show, SEES_CASES, quick=True),
    Page("POST", "/saker/sok", queue_page.search, SEES_CASES),
    Page("GET", "/saker/{number:int}", case_page.show, SEES_CASES, quick=True),
    Page("POST", "/saker/{number:int}/avgjor", deciding.decide, DECIDES, fields=MAX_DECISION),
    Page(
        "POST",
        "/saker/{number:int}/godkjenning",
        deciding.answer_proposal,
        DECIDES,
        fields=MAX_DECISION,
    ),
    Page("POST", "/saker/{number:int}/vis-fodselsnummer", deciding.reveal, DECIDES),
    Page("POST", "/saker/{number:int}/angre", deciding.retract, DECIDES),
    Page("POST", "/saker/{number:int}/tildel", assigning.one, DECIDES),
    Page("POST", "/saker/{number:int}/apne", case_page.look, SEES_CASES),
    Page("POST", "/saker/tildel", assigning.many, DECIDES, fields=MAX_CHOSEN),
    Page("POST", "/saker/tildel/angre", assigning.undo, DECIDES, fields=MAX_CHOSEN),
    Page("POST", "/saker/visninger", saving.save, SEES_CASES),
    Page("POST", "/saker/visninger/slett", saving.remove, SEES_CASES),
    Page("GET", "/saker/gjort-opp", settled_page.show, SEES_CASES),
    Page("POST", "/saker/gjort-opp/angre", settled_page.undo, UNDOES),
    Page("POST", "/saker/gjort-opp/svar", unmatching.answer, UNDOES),
    Page("GET", "/saker/arbeidsbok", workbook_page.show, EXPORTS),
    Page("GET", "/saker/arbeidsbok/fil", workbook_page.download, EXPORTS),
    Page("POST", "/saker/arbeidsbok", workbook_page.upload, DECIDES, files=1),
    Page("POST", "/saker/{number:int}/notat", remarking.add, DECIDES),
    Page("POST", "/saker/{number:int}/tjenestebevis", record_page.download, SEES_CASES),
    Page("GET", "/saker/{number:int}/tidligere", same_person_page.show, SEES_CASES),
    Page("GET", "/saker/{number:int}/like", similar_page.show, DECIDES),
    Page(
        "POST", "/saker/{number:int}/like/avgjor", similar_page.decide, DECIDES, fields=MOST_ALIKE
    ),
    Page("GET", "/saker/{number:int}/koble", matching_page.show, DECIDES),
    Page(
        "POST", "/saker/{number:int}/koble/summer", matching_page.count, DECIDES, fields=MOST_PICKED
    ),
    Page(
        "POST",
        "/saker/{number:int}/koble/foresla",
        matching_page.propose,
        DECIDES,
        fields=MOST_PICKED,
    ),
    Page("POST", "/saker/{number:int}/los-opp", unmatching.ask, UNDOES),
    Page("POST", "/saker/{number:int}/like/angre", similar_page.undo, DECIDES, fields=MOST_ALIKE),
    Page("GET", "/kjoringer", runs_page.show, SEES_RUNS),
    Page("GET", "/kjoringer/{run:int}/rapport", report_file.show, SEES_RUNS),
    Page("GET", "/status", status_page.show, SEES_RUNS),
    Page("POST", "/status/sletting", status_page.confirm_deletion, APPROVES),
    Page("GET", "/metrics", metrics_page.show, ANYONE),
    Page("GET", "/tidsplan", timetable_page.show, SEES_RUNS),
    Page("POST", "/tidsplan/pause", timetable_page.pause, STEERS),
    Page("POST", "/tidsplan/fortsett", timetable_page.resume, STEERS),
    Page("POST", "/tidsplan/kjor", timetable_page.run, STEERS),
    Page("GET", "/gevinst", gains_page.show, SEES_RUNS),
    Page("GET", "/rutiner", routines_page.ranking, SEES_RUNS),
    Page("GET", "/rutiner/ny", routines_page.new, MODELS),
    Page("POST", "/rutiner/ny", routines_page.submit, MODELS, fields=routines_page.MOST_FIELDS),
    Page("GET", "/rutiner/forslag", proposals_page.show_all, SEES_PROPOSALS),
    Page("POST", "/rutiner/forslag", proposals_page.look, ANSWERS_PROPOSALS),
    Page("GET", "/rutiner/forslag/{proposal:int}", proposals_page.show, SEES_PROPOSALS),
    Page(
        "POST", "/rutiner/forslag/{proposal:int}/spill-av", proposals_page.play, ANSWERS_PROPOSALS
    ),
    Page("POST", "/rutiner/forslag/{proposal:int}/svar", proposals_page.answer, ANSWERS_PROPOSALS),
    Page("GET", "/rutiner/nokler", editor_page.keys, MODELS),
    Page("GET", "/rutiner/{name}", routines_page.one, SEES_RUNS),
    Page("GET", "/rutiner/{name}/skjema", routines_page.open_form, MODELS),
    Page("GET", "/rutiner/{name}/rediger", editor_page.show, MODELS),
    Page("POST", "/rutiner/{name}/rediger", editor_page.submit, MODELS, long=True),
    Page("GET", "/rutiner/{name}/utkast/{draft}", draft_page.show, MODELS),
    Page("GET", "/rutiner/{name}/utkast/{draft}/fil", draft_page.download, MODELS),
    Page("POST", "/rutiner/{name}/utkast/{draft}/lagre", draft_page.save, MODELS),
    Page("POST", "/rutiner/{name}/utkast/{draft}/simuler", draft_page.again, MODELS),
    Page("POST", "/rutiner/{name}/utkast/{draft}/slett", draft_page.delete, MODELS),
    Page("GET", "/last-opp", upload_page.show, UPLOADS),
    Page("POST", "/last-opp", upload_page.upload, UPLOADS, files=upload_page.MOST_FILES),
    Page("GET", "/kalender", calendar_page.show, SEES_CASES),
    Page("GET", "/kalender/arbeidsbok", calendar_page.download_workbook, SEES_CASES),
    Page("GET", "/kalender/fil", calendar_page.download, SEES_CASES),
    Page("POST", "/kalender/lenke", calendar_page.make_link, SEES_CASES),
    Page("POST", "/kalender/lenke-av", calendar_page.end_link, SEES_CASES),
    Page("GET", "/kalender/{token}.ics", calendar_page.feed, ANYONE),
    Page("GET", "/kompetanse", standings_page.show, SEES_CASES),
    Page("GET", "/kompetanse/arbeidsbok", standings_page.download, EXPORTS),
    Page("GET", "/kompetanse/endret-kode", code_change_page.show, SEES_RUNS),
    Page("POST", "/kompetanse/endret-kode", code_change_page.show, SEES_RUNS),
    Page("GET", "/risiko", risk_page.show, SEES_CASES),
    Page("GET", "/hurtigtaster", shortcuts_page.show, SIGNED_IN),
    Page("POST", "/hurtigtaster", shortcuts_page.switch, SIGNED_IN),
    Page("GET", "/revisjon", audit_page.show, AUDITS),
    Page("POST", "/revisjon/sok", audit_page.search, AUDITS),
    Page("POST", "/revisjon/fil", audit_page.download, AUDITS),
    Page("GET", "/innsyn", access_page.show, AUDITS),
    Page("POST", "/innsyn", access_page.look, AUDITS),
    Page("POST", "/innsyn/fil", access_page.download, AUDITS),
    Page("POST", "/slor", plain_pages.blur, SIGNED_IN),
    Page("GET", "/konto", account_page.show, SIGNED_IN, before_code=True),
    Page("POST", "/konto/passord", account_page.set_password, SIGNED_IN),
    Page("POST", "/konto/logg-ut-overalt", account_page.sign_out_everywhere, SIGNED_IN),
    Page("POST", "/konto/engangskode", account_page.begin_code, SIGNED_IN, before_code=True),
    Page(
        "POST", "/konto/engangskode-bekreft", account_page.confirm_code, SIGNED_IN, before_code=True
    ),
    Page("POST", "/konto/engangskode-av", account_page.end_code, SIGNED_IN),
    Page("POST", "/konto/varsler", notices_page.choose, SEES_CASES),
    Page("GET", "/forste-administrator/{token}", first_admin_page.show, ANYONE),
    Page("POST", "/forste-administrator/{token}", first_admin_page.make, ANYONE),
    Page("GET", "/sporsmal", questions_page.show, SIGNED_IN, opens=True),
    Page("POST", "/sporsmal", questions_page.ask, SIGNED_IN, opens=True),
    Page("POST", "/sporsmal/uten-svar", questions_page.keep, SIGNED_IN, opens=True),
    Page("GET", "/api/sporsmal", questions_page.every, SIGNED_IN, opens=True, api=True),
    Page("POST", "/api/sporsmal", questions_page.ask_api, SIGNED_IN, opens=True, api=True),
    Page("GET", "/om", plain_pages.about, ANYONE),
    Page("GET", "/tilgjengelighet", plain_pages.accessibility, ANYONE),
)


def routes(site: Site) -> list[Route]:
    """The routes of an app."""
    quick = CapacityLimiter(QUICK_AT_ONCE)
    return [
        Route(
            page.path,
            endpoint(site, page, quick),
            methods=[page.method],
            include_in_schema=False,
            middleware=[Middleware(RequestBodyLimitMiddleware, max_body_size=UPLOAD_BACKSTOP)]
            if page.files
            else None,
        )
        for page in PAGES
    ]


def endpoint(
    site: Site, page: Page, quick: CapacityLimiter
) -> Callable[[Request], Awaitable[Response]]:
    """Answer a page's requests: the form is read here, the rest runs in a thread.

    Quick pages take turns, `QUICK_AT_ONCE` at a time.
    """

    async def answer(request: Request) -> Response:
        request.scope[ROUTE] = page.path
        if page.quick:
            return await run_sync(_answer, site, page, request, FormData(), limiter=quick)
        if request.method != "POST" or not await _is_worth_reading(site, page, request):
            return await run_in_threadpool(_answer, site, page, request, FormData())
        form = await _form(page, request)
        try:
            return await run_in_threadpool(_answer, site, page, request, form)
        finally:
            await form.close()

    return answer


async def _is_worth_reading(site: Site, page: Page, request: Request) -> bool:
    """Whether to read what is posted: a file only from one who may send it."""
    if not page.files:
        return True
    visit = await run_in_threadpool(arrive, site, request, FormData())
    return visit.user is not None and visit.actor.may(page.allowed or ())


async def _form(page: Page, request: Request) -> FormData:
    """What was posted.

    Raises:
        HTTPException: 413 when it says that it is too large, 400 for files and too many fields.
    """
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > page.largest:
        raise HTTPException(413)
    if page.api and request.headers.get("content-type", "").startswith("application/json"):
        return _fields(await request.body())
    return await request.form(max_files=page.files, max_fields=page.fields)


def _fields(body: bytes) -> FormData:
    """The texts of a JSON object as a form's fields; what else it holds is left out."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return FormData()
    fields = given.items() if isinstance(given, dict) else ()
    return FormData([(name, value) for name, value in fields if isinstance(value, str)])


def _answer(site: Site, page: Page, request: Request, form: FormData) -> Response:
    visit: Visit | None = None
    try:
        visit = arrive(site, request, form)
        return _guarded(page, visit)
    except Exception as error:  # noqa: BLE001 - the one place where a failure becomes a page
        failed = failures.page_of(error, site, request, visit)
        return failures.in_json(failed, error, visit) if page.api else failed


def _must_set_up_code(visit: Visit) -> bool:
    """Whether this person's password alone is not enough here, and is all there is yet."""
    if not visit.site.local_code or visit.user is None or visit.user.way is not Way.LOCAL:
        return False
    with visit.site.database.reading() as session:
        return not second_factor.is_on(session, visit.user.user_id)


def _opened(page: Page, visit: Visit) -> Response:
    """A page that the settings have opened, for one who has not signed in.

    Raises:
        AccessDenied: `not_our_form`: another site posts it.
    """
    if page.method == "POST" and not forgery.is_from_here(visit.request.headers):
        raise AccessDenied("not_our_form", "The form is not ours.")
    return page.view(visit)


def _guarded(page: Page, visit: Visit) -> Response:
    """First who, then whether the form is ours, then the view.

    Raises:
        AccessDenied: `role_missing` or `not_our_form`.
    """
    if page.allowed is not None:
        if visit.user is None and page.opens and visit.site.questions.is_open:
            return _opened(page, visit)
        if visit.user is None:
            first = failures.sign_in_first(visit)
            return failures.in_json(first, None, visit) if page.api else first
        if not visit.actor.may(page.allowed):
            raise AccessDenied("role_missing", "Your role does not allow this.")
        if not page.before_code and _must_set_up_code(visit):
            return visit.go("/konto")
    given = visit.field(forgery.FIELD)
    if page.method == "POST" and not forgery.is_ours(visit.request.headers, given, visit.csrf):
        raise AccessDenied("not_our_form", "The form is not ours, or too old.")
    return page.view(visit)

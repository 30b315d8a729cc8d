"""The stand-in for NAV's page with settlement reports (nav-reports §1 and its appendix)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from rutine.practice.standins.downloads import content
from rutine.practice.standins.exchange import (
    Exchange,
    never_answer,
    page,
    practice_app,
    signed_in,
    to_sign_in,
)
from rutine.practice.standins.listing import companies, report_list
from rutine.practice.standins.reports import RESOURCES, ListedReport
from rutine.practice.standins.sessions import Session, Site

PREFIX = "/oppgjorsrapporter"
START = f"{PREFIX}/ref-arbg"
NEAR_END_SECONDS = 120
TOKEN_SECONDS = 3600
"""A token's life at NAV's login proxy (nais/wonderwall, values.yaml)."""


class _SignInFirst(Exception):  # noqa: N818 - not a failure: the visitor is sent to sign in
    """The request has no session."""


class NavSite:
    """NAV's site. Pages answer 200 whatever is wrong; their script shows the text."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def app(self) -> Starlette:
        """The application."""
        routes = [
            Route(f"{PREFIX}/oauth2/login", self.sign_in),
            Route(f"{PREFIX}/oauth2/callback", self.callback),
            Route(f"{PREFIX}/oauth2/session", self.session_facts),
            Route(f"{PREFIX}/oauth2/logout", self.sign_out),
            Route(f"{PREFIX}/api/organisasjoner", self.organisations),
            Route(f"{PREFIX}/api/ekstern/v1", self.search, methods=["POST"]),
            Route(f"{PREFIX}/api/ekstern/v1/{{report_id:int}}", self.metadata),
            Route(f"{PREFIX}/rapport/{{report_id:int}}/innhold", self.download),
            Route(f"{PREFIX}/rapport/{{report_id}}", self.shell),
            Route(f"{PREFIX}/{{kind}}", self.shell),
            Route(f"{PREFIX}/{{kind}}/{{orgnr}}", self.shell),
        ]
        app = practice_app(self._exchange, Site.NAV, routes, prefix=PREFIX)
        app.add_exception_handler(_SignInFirst, _ask_to_sign_in)
        return app

    # --- the login proxy in front of the pages ---

    async def sign_in(self, request: Request) -> Response:
        """Send the visitor to ID-porten."""
        back = request.query_params.get("redirect", START)
        return to_sign_in(self._exchange, Site.NAV, back)

    async def callback(self, request: Request) -> Response:
        """Receive the visitor from ID-porten."""
        return signed_in(self._exchange, Site.NAV, request, fallback=START)

    async def session_facts(self, request: Request) -> Response:
        """How long the session lasts."""
        session = self._exchange.session(Site.NAV, request)
        if session is None:
            raise HTTPException(401)
        near_end = self._exchange.faults.session_near_end and session.first
        left = NEAR_END_SECONDS if near_end else session.seconds_left
        return JSONResponse(
            {
                "session": {"active": True, "ends_in_seconds": left},
                "tokens": {"expire_in_seconds": min(TOKEN_SECONDS, left)},
            }
        )

    async def sign_out(self, request: Request) -> Response:
        """End the session here and send the visitor to be signed out everywhere."""
        session = self._exchange.session(Site.NAV, request)
        if session is not None:
            self._exchange.sessions.end_person(session.person, Site.NAV)
        return RedirectResponse(f"{self._exchange.urls[Site.ID_PORTEN]}/logout", status_code=302)

    # --- the pages and what their script asks for ---

    async def shell(self, request: Request) -> Response:
        """A page before its script has filled it. An unknown report type is a real 404."""
        kind = request.path_params.get("kind", "ref-arbg")
        if kind not in RESOURCES:
            return page(request, "not_found.html", self._exchange, status=404)
        self._visitor(request)
        if self._exchange.faults.page_server_error:
            return page(request, "server_error.html", self._exchange, status=503)
        return page(request, "nav.html", self._exchange, kind=kind, **_view(request))

    async def organisations(self, request: Request) -> Response:
        """The company list."""
        session = self._visitor(request)
        if self._exchange.faults.company_lookup_fails:
            raise HTTPException(500)
        return JSONResponse(companies(self._exchange, session.person))

    async def search(self, request: Request) -> Response:
        """One company's reports; 404 both for no access and for trouble behind."""
        session, faults = self._visitor(request), self._exchange.faults
        if faults.list_never_loads:
            return await never_answer(request)
        asked = await request.json()
        known = {report.orgnr.value for report in self._exchange.reports_for(session.person)}
        if faults.no_access or asked.get("orgnr") not in known:
            raise HTTPException(404)
        listed = report_list(self._exchange, asked["orgnr"], asked.get("rapportType", ""))
        return JSONResponse(listed)

    async def metadata(self, request: Request) -> Response:
        """The list that one report is in."""
        report = self._report(request, self._visitor(request))
        listed = report_list(self._exchange, report.orgnr.value, report.type)
        return JSONResponse(listed | {"forespurtRapportId": report.id})

    async def download(self, request: Request) -> Response:
        """One report as a file."""
        session = self._visitor(request)
        variant = request.query_params.get("type", "")
        if variant not in {"csv", "pdf"}:
            raise HTTPException(400)
        limit = self._exchange.faults.session_downloads
        if limit is not None and session.downloads >= limit:
            self._end(session)
            raise _SignInFirst
        report = self._report(request, session)
        session.downloads += 1
        return await content(self._exchange, request, report, variant)

    def _visitor(self, request: Request) -> Session:
        session = self._exchange.session(Site.NAV, request)
        if session is None:
            raise _SignInFirst
        limit = self._exchange.faults.session_requests
        if limit is not None and session.requests >= limit:
            self._end(session)
            raise _SignInFirst
        session.requests += 1
        return session

    def _end(self, session: Session) -> None:
        """End the session so that signing in again needs the person."""
        self._exchange.sessions.end_person(session.person, Site.NAV, Site.ID_PORTEN)

    def _report(self, request: Request, session: Session) -> ListedReport:
        """The report that is asked for, if the visitor may see it."""
        faults = self._exchange.faults
        report = self._exchange.reports.find(request.path_params["report_id"])
        if (
            report is None
            or not session.person.has_rights
            or faults.no_access
            or (faults.missing_report and faults.concerns(report.id))
        ):
            raise HTTPException(404)
        return report


async def _ask_to_sign_in(request: Request, _: Exception) -> Response:
    """What a request without a session gets: 401 for the script, else the login page."""
    if "/api/" in request.url.path:
        return Response(status_code=401)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = urlencode({"redirect": asked})
    return RedirectResponse(f"{PREFIX}/oauth2/login?{query}", status_code=302)


def _view(request: Request) -> dict[str, Any]:
    """Which of the three pages an address means, for the page's script."""
    parts = request.path_params
    if "report_id" in parts:
        return {"view": "report", "subject": parts["report_id"]}
    if "orgnr" in parts:
        return {"view": "reports", "subject": parts["orgnr"]}
    return {"view": "companies", "subject": ""}

"""What the three stand-ins share: the folder, faults, sessions, and what was asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Receive, Scope, Send

from rutine.practice.standins.dialogs import PracticeDialog, dialogs_of
from rutine.practice.standins.faults import Faults
from rutine.practice.standins.people import PracticePerson
from rutine.practice.standins.reports import ListedReport, ReportFolder
from rutine.practice.standins.sessions import COOKIES, Session, Sessions, Site

_HERE = Path(__file__).parent
_TEMPLATES = Jinja2Templates(_HERE / "templates")
_REMEMBERED_REQUESTS = 10_000


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request, for tests: which stand-in, method, and path without its query."""

    site: Site
    method: str
    path: str


class Exchange:
    """The common state. Lives on the server's thread; `faults` may be replaced from any."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.reports = ReportFolder(folder)
        self.faults = faults
        self.urls: dict[Site, str] = {}
        self.forget()

    def forget(self) -> None:
        """Sign everyone out and forget what was read and downloaded."""
        self.sessions = Sessions()
        self.seen: deque[SeenRequest] = deque(maxlen=_REMEMBERED_REQUESTS)
        self.downloaded: dict[tuple[int, str], datetime] = {}
        self.opened_dialogs: set[str] = set()

    def session(self, site: Site, request: Request) -> Session | None:
        """Who sends the request, or None."""
        return self.sessions.find(site, request.cookies.get(COOKIES[site]))

    def reports_for(self, person: PracticePerson) -> tuple[ListedReport, ...]:
        """Every report the person may see, highest id first."""
        return self.reports.listed() if person.has_rights else ()

    def dialogs_for(self, person: PracticePerson) -> tuple[PracticeDialog, ...]:
        """Every message the person may see, newest first."""
        found = [
            dialog
            for report in self.reports_for(person)
            if not (self.faults.no_dialog and self.faults.concerns(report.id))
            for dialog in dialogs_of(report)
        ]
        return tuple(sorted(found, key=lambda dialog: dialog.report.opprettet, reverse=True))


def practice_app(
    exchange: Exchange, site: Site, routes: Sequence[BaseRoute], *, prefix: str = ""
) -> Starlette:
    """An application with our styles, its host checked and its requests remembered."""
    static = Mount(f"{prefix}/static", StaticFiles(directory=_HERE / "static"), name="static")
    return Starlette(
        routes=[static, *routes],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            Middleware(_Witness, exchange=exchange, site=site),
        ],
    )


def page(
    request: Request,
    template: str,
    exchange: Exchange,
    *,
    status: int = 200,
    **context: Any,
) -> Response:
    """A page with the banner that says it is for practice."""
    context["faults"] = exchange.faults
    response = _TEMPLATES.TemplateResponse(request, template, context, status_code=status)
    response.headers["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def to_sign_in(exchange: Exchange, site: Site, back_to: str) -> Response:
    """Send the browser to the stand-in for ID-porten."""
    asked = {"client": site.value, "back": local_path(back_to), "acr": "idporten-loa-substantial"}
    return RedirectResponse(
        f"{exchange.urls[Site.ID_PORTEN]}/authorize?{urlencode(asked)}", status_code=302
    )


def signed_in(exchange: Exchange, site: Site, request: Request, *, fallback: str) -> Response:
    """Take the one-time code from ID-porten and begin a session."""
    person = exchange.sessions.use_code(request.query_params.get("code", ""))
    if person is None:
        return to_sign_in(exchange, site, fallback)
    target = local_path(request.query_params.get("back", ""), fallback)
    response = RedirectResponse(target, status_code=302)
    response.set_cookie(
        COOKIES[site], exchange.sessions.begin(site, person), httponly=True, samesite="lax"
    )
    return response


def local_path(text: str, fallback: str = "/") -> str:
    """The text if it is a path of the same site, so that nobody is sent elsewhere."""
    safe = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if safe else fallback


class _Witness:
    """Remembers each request, and makes answers slow when that fault is on."""

    def __init__(self, app: ASGIApp, exchange: Exchange, site: Site) -> None:
        self.app = app
        self.exchange = exchange
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            self.exchange.seen.append(SeenRequest(self.site, scope["method"], path))
            if self.exchange.faults.slow_seconds and ("/api/" in path or "/innhold" in path):
                await asyncio.sleep(self.exchange.faults.slow_seconds)
        await self.app(scope, receive, send)


async def never_answer(request: Request) -> Response:
    """Wait until the other side gives up."""
    while not await request.is_disconnected():  # noqa: ASYNC110 - Starlette tells it no other way
        await asyncio.sleep(0.05)
    return Response(status_code=499)

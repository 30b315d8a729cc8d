"""What a person is told when something fails, in plain words; what is logged, without data."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from rutine.core.errors import (
    AccessDenied,
    ConnectorError,
    InputError,
    RutineError,
    StaleVersion,
)
from rutine.review.accounts.sign_in_form import sign_in_form
from rutine.review.configuration import Site
from rutine.review.guards import forgery
from rutine.review.visit import Visit, arrive, nobody, own_page

_LOG = logging.getLogger(__name__)

_BUSY = 503
_CASES = "/saker/"
_VERSIONED = frozenset({"version", "case"})
"""Fields that say which version of a case a form was made for."""
_HTTP = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method",
    409: "conflict",
    413: "too_large",
    422: "unprocessable",
    503: "busy",
}
_BY_CODE = {
    "store_unreachable": ("unreachable", 503),
    "store_failed": ("internal", 500),
    "not_our_form": ("forbidden", 403),
    "units_missing": ("whole", 403),
    "case_missing": ("not_found", 404),
    "report_missing": ("not_found", 404),
    "subject_missing": ("not_found", 404),
}
_BY_TYPE = {
    AccessDenied: ("denied", 403),
    StaleVersion: ("conflict", 409),
    InputError: ("unprocessable", 422),
    ConnectorError: ("busy", 503),
}


def sign_in_first(visit: Visit) -> Response:
    """Send somebody who has not signed in to do so, and back to where they were.

    What is posted is not repeated after signing in: a form is never sent twice unseen.
    """
    if visit.request.method == "GET":
        back = visit.here
    else:
        path = visit.request.url.path
        back = own_page(path.rpartition("/")[0] if path.count("/") > 1 else "/")
    response = sign_in_form(visit, back=back, error=_reason(visit), status=401)
    response.headers["WWW-Authenticate"] = "Cookie"
    return response


def _reason(visit: Visit) -> str:
    """Whoever posts had a session once; whoever opens an address may never have had one."""
    return "sign_in.ended" if visit.request.method == "POST" else ""


def page_of(error: Exception, site: Site, request: Request, visit: Visit | None) -> Response:
    """The page for a failure. An unforeseen one gets a reference that is also in the log."""
    code, status = _kind(error)
    reference = ""
    if code == "internal":
        reference = secrets.token_hex(4)
        _LOG.error("failure %s: %s", reference, _where(error))
    try:
        visit = visit or _arrived(site, request)
        kept = _kept(visit, code) if status == _BUSY else None
        response = visit.render(
            "error.html",
            status,
            section="",
            code=code,
            number=status,
            reference=reference,
            again=_again(visit, kept) if status == _BUSY else "",
            kept=kept,
        )
    except Exception as second:  # noqa: BLE001 - the page itself may be what fails
        _LOG.error("no page for it either: %s", _where(second))
        return PlainTextResponse("Rutine: 500", 500)
    if status == _BUSY:
        response.headers["Retry-After"] = "5"
    return response


def in_json(page: Response, error: Exception | None, visit: Visit | None) -> Response:
    """The same failure for a program: its status, a code, and the page's own heading."""
    code = _kind(error)[0] if error is not None else "sign_in_first"
    told = {"error": code}
    if visit is not None and error is not None:
        told["message"] = visit.t(f"error.{code}.title")
    kept = ("retry-after", "www-authenticate")
    headers = {name: page.headers[name] for name in kept if name in page.headers}
    return JSONResponse(told, page.status_code, headers=headers)


def _arrived(site: Site, request: Request) -> Visit:
    """Who asks; when the store can't tell, nobody: the page is shown all the same."""
    try:
        return arrive(site, request, FormData())
    except RutineError:
        return nobody(site, request)


def _again(visit: Visit, kept: list[tuple[str, str]] | None) -> str:
    """Where the same is tried again; empty for what is not posted again."""
    if visit.request.method == "GET":
        return visit.here
    query = visit.request.url.query
    address = visit.request.url.path + (f"?{query}" if query else "")
    return "" if kept is None else address


def _kept(visit: Visit, code: str) -> list[tuple[str, str]] | None:
    """What was posted about cases, to be posted again by a button; None for what never is.

    Passwords and codes are typed anew, files are chosen anew. When the connection was lost, it
    may have been saved all the same: then only what carries a case's version goes again, for
    that is refused the second time.
    """
    if visit.request.method != "POST" or not visit.request.url.path.startswith(_CASES):
        return None
    fields = [*visit.form.multi_items()]
    if visit.user is None or not all(isinstance(value, str) for _, value in fields):
        return None
    if code != "busy" and not _VERSIONED.intersection(name for name, _ in fields):
        return None
    return [(name, str(value)) for name, value in fields if name != forgery.FIELD]


def _kind(error: Exception) -> tuple[str, int]:
    """The page's code in the catalogue, and its status."""
    if isinstance(error, HTTPException) and error.status_code in _HTTP:
        return _HTTP[error.status_code], error.status_code
    if isinstance(error, RutineError) and error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next(
        (page for kind, page in _BY_TYPE.items() if isinstance(error, kind)), ("internal", 500)
    )


def _where(error: BaseException) -> str:
    """The error's type and place. Its text is left out: it may hold what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} at " + " < ".join(
        f"{frame.name}:{frame.lineno}" for frame in reversed(frames)
    )


def http_failure(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    """A handler for what fails before a page is found: wrong address, wrong method, too large."""

    async def handle(request: Request, error: Exception) -> Response:
        response = await run_in_threadpool(page_of, error, site, request, None)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    return handle

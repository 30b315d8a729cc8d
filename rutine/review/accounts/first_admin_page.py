"""The first administrator's page: opened once, by a link that the command line printed."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.accounts import first_admin, sessions
from rutine.core.errors import AccessDenied, InputError
from rutine.review.visit import Visit

_FAULTS = {
    "user_name_invalid": ("first_admin.name_invalid", "username"),
    "user_exists": ("first_admin.name_taken", "username"),
    "password_too_short": ("account.length", "new"),
    "password_too_long": ("account.length", "new"),
}
"""What may be refused: what is said of it, and at which field."""


def show(visit: Visit) -> Response:
    """`GET /forste-administrator/{token}`; nothing is used up by looking."""
    with visit.site.database.reading() as session:
        if not visit.site.local or not first_admin.works(session, _token(visit)):
            return _expired(visit)
    return _page(visit)


def make(visit: Visit) -> Response:
    """`POST /forste-administrator/{token}`: the account, and its first session."""
    new = visit.secret("new")
    if not visit.site.local or visit.must_wait():
        return _expired(visit)
    try:
        with visit.site.database.writing() as session:
            if not first_admin.works(session, _token(visit)):
                return _expired(visit)
            if new != visit.secret("again"):
                return _page(visit, "account.differ", "again")
            user = first_admin.use(
                session, _token(visit), visit.field("username"), visit.field("display_name"), new
            )
            sessions.end(session, visit.token)
            started = sessions.start(session, user)
    except AccessDenied:
        return _expired(visit)
    except InputError as error:
        if error.code not in _FAULTS:
            raise
        return _page(visit, *_FAULTS[error.code])
    return visit.enter(visit.go("/"), started)


def _token(visit: Visit) -> str:
    token: str = visit.request.path_params["token"]
    return token


def _expired(visit: Visit) -> Response:
    """The same for a link that was used, is too old, or never was."""
    return visit.render("first_admin.html", 404, section="", works=False, error="", field="")


def _page(visit: Visit, error: str = "", field: str = "") -> Response:
    return visit.render(
        "first_admin.html",
        422 if error else 200,
        section="",
        works=True,
        error=visit.t(error) if error else "",
        field=field,
        action=visit.request.url.path,
        username=visit.field("username"),
        display_name=visit.field("display_name"),
    )

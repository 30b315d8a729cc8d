"""Signing in and out with a local account."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases import sessions, users
from rutine.review.visit import SESSION, VISITOR, Visit, own_page


def show(visit: Visit) -> Response:
    """`GET /logg-inn`."""
    if visit.user is not None:
        return visit.go("/")
    back = own_page(visit.request.query_params.get("back", ""))
    return _page(visit, back=back)


def sign_in(visit: Visit) -> Response:
    """`POST /logg-inn`: a new session with a new token, whatever the browser had before.

    Unknown name, wrong password and a locked account are answered alike.
    """
    username, back = visit.field("username"), own_page(visit.field("back"))
    password = visit.form.get("password", "")
    user = users.authenticate(
        visit.site.database, username, password if isinstance(password, str) else ""
    )
    if user is None:
        return _page(visit, back=back, username=username, error="sign_in.failed", status=422)
    with visit.site.database.writing() as session:
        started = sessions.start(session, user)
    response = visit.go(back)
    visit.set_cookie(response, SESSION, started.token)
    visit.drop_cookie(response, VISITOR)
    return response


def sign_out(visit: Visit) -> Response:
    """`POST /logg-ut`: the session ends on the server, not only in the browser."""
    token = visit.request.cookies.get(visit.site.cookie(SESSION), "")
    with visit.site.database.writing() as session:
        sessions.end(session, token)
    response = visit.go("/logg-inn")
    visit.drop_cookie(response, SESSION)
    return response


def _page(
    visit: Visit, *, back: str, username: str = "", error: str = "", status: int = 200
) -> Response:
    return visit.render(
        "sign_in.html", status, section="", back=back, username=username, error=error
    )

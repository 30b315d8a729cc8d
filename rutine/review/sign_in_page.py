"""Signing in and out with a local account."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases import sessions, users
from rutine.review.visit import SESSION, Visit, own_page


def show(visit: Visit) -> Response:
    """`GET /logg-inn`."""
    if visit.user is not None:
        return visit.go("/")
    back = own_page(visit.request.query_params.get("back", ""))
    return _page(visit, back=back)


def sign_in(visit: Visit) -> Response:
    """`POST /logg-inn`: a new session with a new token, whatever the browser had before.

    Unknown name, wrong password, wrong or missing one-time code and a locked account are
    answered alike: nobody learns that they have guessed one of them.
    """
    username, back = visit.field("username"), own_page(visit.field("back"))
    user = users.authenticate(
        visit.site.database, username, visit.secret("password"), visit.field("code")
    )
    if user is None:
        return _page(visit, back=back, username=username, error="sign_in.failed", status=422)
    with visit.site.database.writing() as session:
        sessions.end(session, visit.token)
        started = sessions.start(session, user)
    return visit.enter(visit.go(back), started)


def sign_out(visit: Visit) -> Response:
    """`POST /logg-ut`: the session ends on the server, not only in the browser."""
    with visit.site.database.writing() as session:
        sessions.end(session, visit.token)
    response = visit.go("/logg-inn")
    visit.drop_cookie(response, SESSION)
    return response


def _page(
    visit: Visit, *, back: str, username: str = "", error: str = "", status: int = 200
) -> Response:
    return visit.render(
        "sign_in.html", status, section="", back=back, username=username, error=error
    )

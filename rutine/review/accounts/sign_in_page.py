"""Signing in with a local account, and signing out whichever way one came in."""

from __future__ import annotations

from starlette.responses import Response

from rutine.cases.accounts import sessions, users
from rutine.cases.accounts.sign_in import Way
from rutine.review.accounts.sign_in_form import sign_in_form
from rutine.review.visit import SESSION, Visit, own_page


def show(visit: Visit) -> Response:
    """`GET /logg-inn`."""
    if visit.user is not None:
        return visit.go("/")
    return sign_in_form(visit, back=own_page(visit.request.query_params.get("back", "")))


def sign_in(visit: Visit) -> Response:
    """`POST /logg-inn`: a new session with a new token, whatever the browser had before.

    Unknown name, wrong password, wrong or missing one-time code and a locked account are
    answered alike: nobody learns that they have guessed one of them.
    """
    username, back = visit.field("username"), own_page(visit.field("back"))
    if not visit.site.local:
        return sign_in_form(visit, back=back, error="sign_in.local_off", status=422)
    if wait := visit.must_wait():
        response = sign_in_form(visit, back=back, error="sign_in.too_many", status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    user = users.authenticate(
        visit.site.database, username, visit.secret("password"), visit.field("code")
    )
    if user is None:
        return sign_in_form(visit, back=back, username=username, error="sign_in.failed", status=422)
    with visit.site.database.writing() as session:
        sessions.end(session, visit.token)
        started = sessions.start(session, user)
    return visit.enter(visit.go(back), started)


def sign_out(visit: Visit) -> Response:
    """`POST /logg-ut`: the session ends on the server, not only in the browser."""
    with visit.site.database.writing() as session:
        sessions.end(session, visit.token)
    return leave(visit)


def leave(visit: Visit) -> Response:
    """Away from what is over: to the provider where one signed in, else to a page that says so."""
    way = visit.user.way if visit.user else Way.LOCAL
    response = visit.go(f"/logg-ut/{way.value}" if way in visit.site.providers else "/logget-ut")
    visit.drop_cookie(response, SESSION)
    return response


def signed_out(visit: Visit) -> Response:
    """`GET /logget-ut`: where providers send the browser back to as well."""
    if visit.user is not None:
        return visit.go("/")
    return sign_in_form(visit, back="/", done="sign_in.signed_out")

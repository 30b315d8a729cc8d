"""Signing in at an identity provider: the way there, the way back, and why it may stop.

No address but the provider's own answer holds a code; that one is left at once, so it stands
neither in the history's last entry nor in a referrer. What went wrong is a word in an address.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from rutine.cases.accounts import journeys, sessions
from rutine.cases.accounts.provider_accounts import admit, stopped
from rutine.cases.accounts.sign_in import Journey, Provider, SignInStopped, Stop, Way, refusal
from rutine.core.errors import ConnectorError
from rutine.review.visit import VISITOR, WAITING, Visit, own_page

_LONGEST_STATE: Final = 200
_NAME: Final = re.compile(r"[a-z]+-[0-9a-f]{6}")
_STATUS: Final = {Stop.UNREACHABLE: 503, Stop.BUSY: 503, Stop.TOO_MANY: 429}
_OTHERWISE: Final = 403
_ANOTHER: Final = frozenset(
    {Stop.NO_ROLE, Stop.CLOSED, Stop.OTHER_TENANT, Stop.LEVEL_TOO_LOW, Stop.CANCELLED}
)
"""Trying again helps only with another account, so the provider is to ask which."""


def begin(visit: Visit) -> Response:
    """`GET /logg-inn/{way}`: to the provider, with secrets that only this browser can redeem."""
    way, provider = _provider(visit)
    if visit.user is not None:
        return visit.go("/")
    if visit.must_wait():
        return _stop(visit, way, Stop.TOO_MANY)
    query, journey = visit.request.query_params, Journey()
    try:
        address = provider.begin(
            journey, _back_to(visit, way), visit.t.language, choose="velg" in query
        )
    except SignInStopped as error:
        return _write_down(visit, way, error)
    with visit.site.database.writing() as session:
        journeys.begin(
            session,
            visit.site.keys,
            journey,
            way=way,
            browser=visit.visitor,
            page=own_page(query.get("back", "")),
        )
    response = RedirectResponse(address, 303)
    visit.set_cookie(response, VISITOR, visit.visitor)
    return response


def come_back(visit: Visit) -> Response:
    """`GET /logg-inn/{way}/svar`: in, or to a page that says why not; never stay here."""
    way, provider = _provider(visit)
    if visit.must_wait():
        return _stop(visit, way, Stop.TOO_MANY)
    try:
        return _came_back(visit, way, provider)
    except ConnectorError:  # the page for it would stand here, with the code in its address
        return _stop(visit, way, Stop.BUSY)


def _came_back(visit: Visit, way: Way, provider: Provider) -> Response:
    site, query = visit.site, visit.request.query_params
    state = query.get("state", "")[:_LONGEST_STATE]
    with site.database.writing() as session:
        begun = journeys.end(session, site.keys, state, way=way, browser=visit.visitor)
    try:
        if begun is None:
            raise SignInStopped(Stop.EXPIRED)  # noqa: TRY301 - every refusal ends alike
        identity = provider.finish(
            begun.journey, _back_to(visit, way), _code(visit), query.get("iss")
        )
    except SignInStopped as error:
        return _write_down(visit, way, error)
    with site.database.writing() as session:
        admission = admit(session, site.keys, way, identity)
        if admission.user is not None:
            sessions.end(session, visit.token)
            started = sessions.start(session, admission.user)
    if admission.user is None:
        return _stop(visit, way, admission.stop or Stop.NO_ROLE, admission.name)
    return visit.enter(visit.go(begun.page), started)


def show_stop(visit: Visit) -> Response:
    """`GET /logg-inn/{way}/stoppet/{why}`: what happened, and what to do now."""
    way, _provider_there = _provider(visit)
    why = visit.request.path_params["why"].replace("-", "_")
    if why not in set(Stop):
        raise HTTPException(404)
    stop = Stop(why)
    name = visit.request.cookies.get(visit.site.cookie(WAITING), "")
    return visit.render(
        "sign_in_stopped.html",
        _STATUS.get(stop, _OTHERWISE),
        section="",
        way=way.value,
        why=stop.value,
        name=name if stop is Stop.WAITING and _NAME.fullmatch(name) else "",
        again=f"/logg-inn/{way.value}" + ("?velg=ja" if stop in _ANOTHER else ""),
    )


def sign_out_there(visit: Visit) -> Response:
    """`GET /logg-ut/{way}`: from our page on to the provider's, by an ordinary link.

    Not a redirect of the form that signed out: the content security policy lets forms lead to
    our own pages only, wherever they are sent on to.
    """
    way, provider = _provider(visit)
    if visit.user is not None:
        return visit.go("/")
    address = provider.end(f"{visit.origin}/logget-ut", visit.t.language)
    if address is None:
        return visit.go("/logget-ut")
    response = visit.render("signing_out.html", section="", way=way.value, address=address)
    response.headers["Refresh"] = f"0; url={address}"
    return response


def _provider(visit: Visit) -> tuple[Way, Provider]:
    asked = visit.request.path_params["way"]
    for way, provider in visit.site.providers.items():
        if way.value == asked:
            return way, provider
    raise HTTPException(404)


def _back_to(visit: Visit, way: Way) -> str:
    """Where the provider sends the browser back to; it is registered there, letter by letter."""
    return f"{visit.origin}/logg-inn/{way.value}/svar"


def _code(visit: Visit) -> str:
    query = visit.request.query_params
    if "error" in query:
        raise SignInStopped(refusal(query["error"]), "error")
    if not query.get("code"):
        raise SignInStopped(Stop.PROVIDER_REFUSED, "no_code")
    return query["code"]


def _write_down(visit: Visit, way: Way, error: SignInStopped) -> Response:
    with visit.site.database.writing() as session:
        stopped(session, way, error.stop, error.detail)
    return _stop(visit, way, error.stop)


def _stop(visit: Visit, way: Way, stop: Stop, name: str = "") -> Response:
    why = stop.value.replace("_", "-")  # as our other addresses are written
    response = visit.go(f"/logg-inn/{way.value}/stoppet/{why}")
    if stop is Stop.WAITING:
        visit.set_cookie(response, WAITING, name)
    return response

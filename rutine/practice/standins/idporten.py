"""The stand-in for ID-porten: choose a practice person; later sites then sign in silently."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rutine.practice.standins.exchange import Exchange, local_path, page, practice_app
from rutine.practice.standins.people import PEOPLE, PracticePerson, find_person
from rutine.practice.standins.sessions import COOKIES, Site

_CALLBACKS = {
    Site.INBOX: "/api/callback",
    Site.NAV: "/oppgjorsrapporter/oauth2/callback",
}
_NAMES = {Site.INBOX: "innboksen", Site.NAV: "Nav"}


class IdPorten:
    """The site where people sign in."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def app(self) -> Starlette:
        """The application."""
        routes = [
            Route("/authorize", self.choose, methods=["GET"]),
            Route("/authorize", self.chosen, methods=["POST"]),
            Route("/logout", self.sign_out),
        ]
        return practice_app(self._exchange, Site.ID_PORTEN, routes)

    async def choose(self, request: Request) -> Response:
        """Show the people, or go straight back when one is signed in already."""
        exchange, client = self._exchange, _client(request)
        if exchange.faults.sign_in_down:
            return page(request, "sign_in_down.html", exchange, status=503)
        if client is None:
            return page(request, "not_found.html", exchange, status=400)
        known = exchange.session(Site.ID_PORTEN, request)
        if known is not None and not exchange.faults.asks_again:
            return self._back(request, client, known.person)
        return page(
            request,
            "sign_in.html",
            exchange,
            people=PEOPLE,
            client=_NAMES[client],
            target=request.url.query,
        )

    async def chosen(self, request: Request) -> Response:
        """Sign the chosen person in and go back to the site that asked."""
        client, form = _client(request), await request.form()
        person = find_person(str(form.get("person", "")))
        if client is None or person is None:
            return page(request, "not_found.html", self._exchange, status=400)
        response = self._back(request, client, person)
        token = self._exchange.sessions.begin(Site.ID_PORTEN, person)
        response.set_cookie(COOKIES[Site.ID_PORTEN], token, httponly=True, samesite="lax")
        return response

    async def sign_out(self, request: Request) -> Response:
        """Sign the person out of every site, as single logout does."""
        known = self._exchange.session(Site.ID_PORTEN, request)
        if known is not None:
            self._exchange.sessions.end_person(known.person, *Site)
        return page(request, "signed_out.html", self._exchange)

    def _back(self, request: Request, client: Site, person: PracticePerson) -> Response:
        query = urlencode(
            {
                "code": self._exchange.sessions.give_code(person),
                "back": local_path(request.query_params.get("back", "/")),
            }
        )
        url = f"{self._exchange.urls[client]}{_CALLBACKS[client]}?{query}"
        return RedirectResponse(url, status_code=303)


def _client(request: Request) -> Site | None:
    """The site that asks for a sign-in."""
    asked = request.query_params.get("client", "")
    return next((site for site in _CALLBACKS if site.value == asked), None)

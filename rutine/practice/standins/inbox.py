"""The stand-in for Altinn's inbox, "Arbeidsflate" (altinn-and-apis §2)."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from rutine.practice.standins.dialogs import LINK_TEXT, SUMMARY, PracticeDialog
from rutine.practice.standins.exchange import (
    Exchange,
    never_answer,
    page,
    practice_app,
    signed_in,
    to_sign_in,
)
from rutine.practice.standins.people import PracticePerson
from rutine.practice.standins.sessions import Site

PAGE_SIZE = 20
"""Messages shown before "Hent og vis flere dialoger"; the real number is not known."""

MANY_UNITS, TELL_THE_NUMBER = 120, 3
"""More than the 100 that the real inbox shows at once."""

UNKNOWN_REPORT = 999_999_999


class InboxSite:
    """The inbox: an empty page that its script fills, and the answers the script asks for."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def app(self) -> Starlette:
        """The application."""
        routes = [
            Route("/api/login", self.sign_in),
            Route("/api/callback", self.callback),
            Route("/api/logout", self.sign_out),
            Route("/api/isAuthenticated", self.is_authenticated),
            Route("/api/parties", self.parties),
            Route("/api/dialogs", self.dialogs),
            Route("/api/dialogs/{dialog_id}", self.dialog),
            Route("/api/dialogs/{dialog_id}/unread", self.leave_unread, methods=["POST"]),
            Route("/inbox/{dialog_id}", self.shell),
            *(Route(path, self.shell) for path in ("/", "/drafts", "/sent", "/archive", "/bin")),
        ]
        return practice_app(self._exchange, Site.INBOX, routes)

    async def shell(self, request: Request) -> Response:
        """The page before its script has filled it."""
        return page(request, "inbox.html", self._exchange)

    async def sign_in(self, request: Request) -> Response:
        """Send the visitor to ID-porten."""
        return to_sign_in(self._exchange, Site.INBOX, request.query_params.get("returnTo", "/"))

    async def callback(self, request: Request) -> Response:
        """Receive the visitor from ID-porten."""
        return signed_in(self._exchange, Site.INBOX, request, fallback="/")

    async def sign_out(self, _: Request) -> Response:
        """Send the visitor to be signed out everywhere."""
        return RedirectResponse(f"{self._exchange.urls[Site.ID_PORTEN]}/logout", status_code=302)

    async def is_authenticated(self, request: Request) -> Response:
        """Whether the visitor is signed in; the real page asks every 30 seconds."""
        session = self._exchange.session(Site.INBOX, request)
        return JSONResponse({"authenticated": session is not None})

    async def parties(self, request: Request) -> Response:
        """Whom the visitor can act for."""
        return JSONResponse(_parties(self._exchange, self._visitor(request)))

    async def dialogs(self, request: Request) -> Response:
        """The messages of one party, a page at a time."""
        exchange, person = self._exchange, self._visitor(request)
        if exchange.faults.inbox_never_loads:
            return await never_answer(request)
        if exchange.faults.inbox_error:
            raise HTTPException(500)
        found = _search(exchange, person, request)
        start = int(request.query_params.get("offset", "0"))
        return JSONResponse(
            {
                "items": [_row(exchange, dialog) for dialog in found[start : start + PAGE_SIZE]],
                "total": len(found),
                "hasNextPage": len(found) > start + PAGE_SIZE,
            }
        )

    async def dialog(self, request: Request) -> Response:
        """One message; opening it marks it as seen, for the whole organisation."""
        exchange, wanted = self._exchange, request.path_params["dialog_id"]
        mine = exchange.dialogs_for(self._visitor(request))
        found = next((dialog for dialog in mine if dialog.id == wanted), None)
        if found is None or (
            exchange.faults.dialog_gone and exchange.faults.concerns(found.report.id)
        ):
            raise HTTPException(410)
        exchange.opened_dialogs.add(found.id)
        return JSONResponse(_row(exchange, found) | {"link": _link(exchange, found)})

    async def leave_unread(self, request: Request) -> Response:
        """Mark a message as unread again."""
        self._visitor(request)
        self._exchange.opened_dialogs.discard(request.path_params["dialog_id"])
        return Response(status_code=204)

    def _visitor(self, request: Request) -> PracticePerson:
        session = self._exchange.session(Site.INBOX, request)
        if session is None:
            raise HTTPException(401)
        return session.person


def _parties(exchange: Exchange, person: PracticePerson) -> list[dict[str, Any]]:
    """The person, then each organisation once, in the order the inbox shows them."""
    own = {"party": f"urn:altinn:person:practice:{person.key}", "name": person.name, "orgnr": None}
    if exchange.faults.party_missing:
        return [own]
    organisations = {report.orgnr.value: report.orgNavn for report in exchange.reports_for(person)}
    units = _many_units() if exchange.faults.many_units else []
    return [
        own,
        *units,
        *(
            {
                "party": f"urn:altinn:organization:identifier-no:{orgnr}",
                "name": name,
                "orgnr": f"{orgnr[:3]} {orgnr[3:6]} {orgnr[6:]}",
            }
            for orgnr, name in sorted(organisations.items(), key=lambda item: item[1])
        ),
    ]


def _many_units() -> list[dict[str, Any]]:
    """Sub-units enough to make the list long; some tell their parent's number, some its name."""
    return [
        {
            "party": f"urn:altinn:organization:practice-unit:{number}",
            "name": f"ENHET {number} AV FJORDVIK",
            "orgnr": f"{number:03d} 000 000, del av "
            + ("310 000 019" if number <= TELL_THE_NUMBER else "FJORDVIK"),
        }
        for number in range(1, MANY_UNITS + 1)
    ]


def _search(
    exchange: Exchange, person: PracticePerson, request: Request
) -> tuple[PracticeDialog, ...]:
    """The messages of one party, filtered as the address says."""
    if exchange.faults.inbox_empty:
        return ()
    asked = request.query_params
    words = asked.get("search", "").casefold()
    return tuple(
        dialog
        for dialog in exchange.dialogs_for(person)
        if dialog.party == asked.get("party")
        and dialog.service == asked.get("service", dialog.service)
        and words in dialog.title.casefold()
        and not (asked.get("isContentSeen") == "unread" and dialog.id in exchange.opened_dialogs)
    )


def _row(exchange: Exchange, dialog: PracticeDialog) -> dict[str, Any]:
    return {
        "id": dialog.id,
        "title": dialog.title,
        "summary": SUMMARY,
        "receiver": dialog.report.orgNavn,
        "sentAt": dialog.report.opprettet.isoformat(),
        "seen": dialog.id in exchange.opened_dialogs,
    }


def _link(exchange: Exchange, dialog: PracticeDialog) -> dict[str, str] | None:
    """The message's way to NAV's page."""
    faults, report = exchange.faults, dialog.report
    site, report_id = exchange.urls[Site.NAV], report.id
    if faults.concerns(report.id):
        if faults.dialog_without_link:
            return None
        if faults.dialog_links_elsewhere:
            site = exchange.urls[Site.ID_PORTEN]
        if faults.dialog_of_unknown_report:
            report_id = UNKNOWN_REPORT
    text = "Åpne rapporten hos Nav" if faults.renamed_buttons else LINK_TEXT
    return {"text": text, "href": f"{site}/oppgjorsrapporter/rapport/{report_id}"}
